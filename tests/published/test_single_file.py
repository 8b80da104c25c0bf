"""A page saved as one file is read in time that grows as the file does, whatever its headers hold."""

import pytest

from tenantbook.published.folder import UnreadablePageError
from tenantbook.published.saved import page_of

PAGE = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"%s\r\n\r\n'
    b"--x\r\nContent-Type: text/html%s\r\n\r\n<p>Hello</p>\r\n--x--\r\n"
)

LONG = {
    "semicolons": b";" * 1_000_000,
    "parameters": b"; a=b" * 200_000,
    "quotes": b'; a="' * 200_000,
    "folded lines": b";\r\n " * 200_000,
}


@pytest.mark.parametrize("where", [0, 1])
@pytest.mark.parametrize("what", LONG)
def test_a_header_without_end_is_refused(what: str, where: int) -> None:
    held = [b"", b""]
    held[where] = LONG[what]
    with pytest.raises(UnreadablePageError):
        page_of(PAGE % tuple(held))


def test_a_long_header_about_something_else_is_passed_over() -> None:
    assert (
        page_of(b"X-Note: " + b"a " * 4_000_000 + b"\r\n" + PAGE % (b"", b"; charset=utf-8")).strip() == "<p>Hello</p>"
    )


def test_a_folded_header_of_a_browser_is_read() -> None:
    folded = b';\r\n\tcharset="utf-8";\r\n\tname="a page"'
    assert page_of(PAGE % (b'; type="text/html"', folded)).strip() == "<p>Hello</p>"
