"""Pages on disk: folders, zips, saved pages and Markdown, well made and hostile."""

import os
import shutil
import stat
import struct
import sys
import warnings
import zipfile
from pathlib import Path

import pytest

from support.places import names, problem, read, soon
from tenantbook.published.contract import UnreadablePlaceError
from tenantbook.published.place import place_at

PAGE = "<!doctype html><title>Use a pass</title><p>8 hours"


def site(folder: Path, *paths: str) -> Path:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(PAGE, "utf-8")
    return folder


# --- folders


def test_the_pages_of_a_folder_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    site(
        tmp_path,
        "index.html",
        "end-user/use-pass.html",
        "end-user/index.htm",
        "admin/a.html",
        ".hidden/x.html",
        ".y.html",
    )
    (tmp_path / "style.css").write_text("x")

    place = place_at(str(tmp_path))
    pages = list(place.pages())

    assert names(pages) == ["admin/a.html", "end-user/index.htm", "end-user/use-pass.html", "index.html"]
    assert [page.address for page in pages] == [str(tmp_path / page.name) for page in pages]
    assert {(page.html, page.title, page.form, page.problem) for page in pages} == {(PAGE, "Use a pass", "html", "")}
    assert place.words == f"{tmp_path}, 4 pages"


def test_line_ends_and_bytes_stay_as_they_are_but_for_a_mark_of_utf_8(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"\xef\xbb\xbf<p>a\r\nb\rc\n")

    assert [page.html for page in read(str(tmp_path))] == ["<p>a\r\nb\rc\n"]


def test_a_file_that_cannot_be_read_is_a_page_with_a_problem(tmp_path: Path) -> None:
    site(tmp_path, "index.html")
    (tmp_path / "latin.html").write_bytes(b"caf\xe9")
    (tmp_path / "large.html").write_bytes(b"x" * 2000)

    pages = read(str(tmp_path), soon(page_bytes=1000))

    assert problem(pages, "latin.html").endswith("save it as UTF-8")
    assert problem(pages, "large.html").startswith("it is too large: more than 1,000 bytes")
    assert names(pages) == ["index.html", "large.html", "latin.html"]


def test_more_pages_than_the_bound_are_said_to_be_unread(tmp_path: Path) -> None:
    site(tmp_path, "index.html", *(f"{number}.html" for number in range(9)))

    pages = read(str(tmp_path), soon(pages=5))

    assert len(pages) == 6
    assert "more than 5 pages, and the rest was not read" in problem(pages, "")


if sys.platform != "win32":  # where links and pipes are another matter

    def test_links_that_lead_out_of_the_folder_are_not_read(tmp_path: Path) -> None:
        folder = site(tmp_path / "site", "index.html", "real/a.html")
        secret = site(tmp_path / "secret", "s.html")
        (folder / "out.html").symlink_to(secret / "s.html")
        (folder / "out").symlink_to(secret)
        (folder / "beside.html").symlink_to(tmp_path / "site-of-others.html")
        (folder / "in.html").symlink_to(folder / "real" / "a.html")
        (folder / "again").symlink_to(folder)

        pages = read(str(folder))

        assert [page.name for page in pages if page.html] == ["in.html", "index.html", "real/a.html"]
        assert {page.name for page in pages if page.problem} == {"beside.html", "out", "out.html"}
        assert problem(pages, "out").startswith("it is a link that leads out of the folder")

    def test_a_pipe_in_a_pages_place_does_not_hang(tmp_path: Path) -> None:
        site(tmp_path, "index.html")
        os.mkfifo(tmp_path / "pipe.html")
        (tmp_path / "folder.html").mkdir()

        assert problem(read(str(tmp_path)), "pipe.html") == "it is no plain file; put the page itself there"

    def test_a_name_that_would_steer_a_terminal_is_told_without_it(tmp_path: Path) -> None:
        site(tmp_path, "index.html", "a\x1b[2J.html")
        os.close(os.open(os.fsencode(tmp_path) + b"/b\xff.html", os.O_CREAT))

        assert names(read(str(tmp_path))) == ["a\ufffd[2J.html", "b\ufffd.html", "index.html"]

    def test_a_folder_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
        site(tmp_path / "v1", "index.html")
        (tmp_path / "latest").symlink_to("v1")

        assert [page.address for page in read(str(tmp_path / "latest"))] == [str(tmp_path / "latest" / "index.html")]


# --- Markdown


def test_a_folder_without_a_site_is_read_as_markdown(tmp_path: Path) -> None:
    for name in ("README.md", "guides/use.markdown", "guides/notes.txt", "overrides/main.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("---\ntags: x\n---\n# Use a pass #\n\nIt lasts 8 hours.\n")

    place = place_at(str(tmp_path))

    assert [(page.name, page.form, page.title) for page in place.pages()] == [
        ("README.md", "markdown", "Use a pass"),
        ("guides/use.markdown", "markdown", "Use a pass"),
    ]
    assert place.words == f"{tmp_path}, 2 Markdown pages"


# --- zips


def zipped(folder: Path, target: Path) -> Path:
    shutil.make_archive(str(target.with_suffix("")), "zip", folder)
    return target


def test_a_zip_of_a_folder_is_read_like_the_folder(tmp_path: Path) -> None:
    folder = site(tmp_path / "site", "index.html", "end-user/use-pass.html", ".hidden/x.html")
    file = zipped(folder, tmp_path / "site.zip")

    place = place_at(str(file))
    pages = list(place.pages())

    assert [(page.name, page.html, page.title) for page in pages] == [
        (page.name, page.html, page.title) for page in read(str(folder))
    ]
    assert [page.address for page in pages] == [f"{file}/{page.name}" for page in pages]
    assert place.words == f"{file}, 2 pages"


def test_a_zip_may_hold_the_sites_folder_as_well(tmp_path: Path) -> None:
    pages = ("guides/client/index.html", "guides/client/end-user/use-pass.html")
    for name, held in (("whole.zip", pages), ("no-start.zip", pages[1:])):
        with zipfile.ZipFile(tmp_path / name, "w") as new:
            for page in held:
                new.writestr(page, PAGE)

    assert names(read(str(tmp_path / "whole.zip"))) == ["end-user/use-pass.html", "index.html"]
    assert names(read(str(tmp_path / "no-start.zip"))) == ["guides/client/end-user/use-pass.html"]


def test_entries_that_no_unpacking_should_trust_are_told(tmp_path: Path) -> None:
    file = tmp_path / "site.zip"
    link = zipfile.ZipInfo("link.html")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as held, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the name that is there twice
        for name in (
            "good.html",
            "../out.html",
            "/root.html",
            "C:/drive.html",
            "..\\back.html",
            "twice.html",
            "twice.html",
        ):
            held.writestr(name, PAGE)
        held.writestr(link, "/etc/passwd")
        held.writestr("bomb.html", bytes(50 * 1024 * 1024))
        held.writestr("__MACOSX/._good.html", "x")

    pages = {page.name: page for page in read(str(file), soon(page_bytes=1024 * 1024))}

    assert {name: page.problem.partition(";")[0] for name, page in pages.items()} == {
        "good.html": "",
        "../out.html": "its name leads out of the zip",
        "/root.html": "its name leads out of the zip",
        "C:/drive.html": "its name leads out of the zip",
        "..\\back.html": "its name leads out of the zip",
        "twice.html": "it is in the zip 2 times, and nothing says which one readers see",
        "link.html": "it is a link, not a page",
        "bomb.html": "it is too large: more than 1 MB, so it was not read",
    }


def test_an_entry_that_lies_about_its_size_stops_at_the_bound(tmp_path: Path) -> None:
    file = tmp_path / "site.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as held:
        held.writestr("bomb.html", bytes(5_000_000))
    data = file.read_bytes().replace(struct.pack("<L", 5_000_000), struct.pack("<L", 100))
    file.write_bytes(data)

    (page,) = read(str(file), soon(page_bytes=1000))

    assert page.problem.startswith("it is damaged, or packed in an unusual way")


def test_an_encrypted_entry_is_told(tmp_path: Path) -> None:
    file = tmp_path / "site.zip"
    with zipfile.ZipFile(file, "w") as held:
        held.writestr("a.html", PAGE)
    data = bytearray(file.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    file.write_bytes(data)

    assert problem(read(str(file)), "a.html") == "it is encrypted; make the zip without a password"


def test_a_damaged_entry_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "site.zip"
    with zipfile.ZipFile(file, "w") as held:
        held.writestr("a.html", PAGE)
        held.writestr("b.html", "<p>another")
    file.write_bytes(file.read_bytes().replace(b"8 hours", b"9 hours"))

    pages = read(str(file))

    assert problem(pages, "a.html").startswith("it is damaged")
    assert pages[1].html == "<p>another"


def test_many_entries_that_unpack_to_much_together_stop_at_the_bound(tmp_path: Path) -> None:
    file = tmp_path / "site.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as held:
        for number in range(50):
            held.writestr(f"{number:02}.html", b"x" * 100_000)

    pages = read(str(file), soon(total_bytes=1_000_000))

    assert len(pages) == 11
    assert "take more than 1,000,000 bytes unpacked, and the rest was not read" in problem(pages, "")


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06" + bytes(10), b"PK\x03\x04" + bytes(100)])
def test_what_is_no_zip_is_told(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "site.zip"
    file.write_bytes(data)

    with pytest.raises(UnreadablePlaceError, match="is not a zip, or a damaged one"):
        read(str(file))


def test_a_zip_without_pages_is_told(tmp_path: Path) -> None:
    file = tmp_path / "site.zip"
    with zipfile.ZipFile(file, "w") as held:
        held.writestr("style.css", "x")

    with pytest.raises(UnreadablePlaceError, match=r"holds no pages \(\.html\)"):
        read(str(file))


def test_a_list_of_far_too_many_files_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "site.zip"
    file.write_bytes(b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 65_535, 65_535, 0xFFFFFFF0, 0, 0))

    with pytest.raises(UnreadablePlaceError, match="lists far too many files"):
        read(str(file))


# --- saved pages


def test_a_saved_page_is_read(tmp_path: Path) -> None:
    site(tmp_path, "Use a pass.html", "Use a pass_files/frame.html")

    place = place_at(str(tmp_path / "Use a pass.html"))

    assert [(page.name, page.html, page.title) for page in place.pages()] == [("Use a pass.html", PAGE, "Use a pass")]
    assert place.words == f"the saved page {tmp_path / 'Use a pass.html'}"


MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: https://kb.example.com/use-pass.html
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----b----"

------b----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://kb.example.com/use-pass.html

<!DOCTYPE html><title>Use=20a pass</title><p data-fact=3D"tap.lifetime">8=C2=A0hours =E2=80=
=93 caf=C3=A9</p>

------b----
Content-Type: text/html
Content-Location: https://kb.example.com/frame.html

<p>a frame</p>
------b------
"""


def test_a_page_saved_as_a_single_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "pass.mhtml").write_bytes(MHTML.replace("\n", "\r\n").encode())

    (page,) = read(str(tmp_path / "pass.mhtml"))

    assert str(page.html).strip() == (
        '<!DOCTYPE html><title>Use a pass</title><p data-fact="tap.lifetime">8\u00a0hours \u2013 caf\u00e9</p>'
    )
    assert (page.title, page.problem) == ("Use a pass", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no mail at all",
        MHTML.replace("text/html\n", "image/png\n"),
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\n' * 500,
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\n' * 50_000,
        "Content-Type: text/html; charset=klingon\n\n<p>x",
    ],
)
def test_a_single_file_without_a_page_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "pass.mhtml").write_text(text)

    (page,) = read(str(tmp_path / "pass.mhtml"))

    assert page.html is None
    assert page.problem


# --- which place is meant


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("sits", r"there is no '.*sits' \(did you mean 'site'\?\)"),
        ("site/style.css", "is no page and no zip"),
        ("empty", r"holds no pages \(\.html\) and no Markdown \(\.md\)"),
        ("project", r"is the project, not what is published\. Did you mean .*sites\?"),
        ("", None),
    ],
)
def test_what_cannot_be_read_is_told_with_what_may_have_been_meant(
    tmp_path: Path, given: str, words: str | None
) -> None:
    site(
        tmp_path,
        "site/index.html",
        "site/style.css",
        "project/build/sites/a/client/index.html",
        "project/kb_src/x.html",
    )
    (tmp_path / "empty").mkdir()

    if words is None:
        assert len(read(str(tmp_path / "site"))) == 1
        return
    with pytest.raises(UnreadablePlaceError, match=words):
        place_at(str(tmp_path / given))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("kb.example.com", r"there is no 'kb\.example\.com' \(did you mean https://kb\.example\.com\?\)"),
        ("ftp://kb.example.com/", "is no address that can be read"),
        ("wordpress+ftp://kb.example.com/", "is no address that can be read"),
        ("https://", "is no address of a site"),
        ("https://[::1", "is no address of a site"),
        ("https://kb.example.com:99999/", "is no address of a site"),
        ("a\0b", "cannot be read|there is no"),
        (" ", "no place is given"),
    ],
)
def test_an_address_that_is_none_is_told(given: str, words: str) -> None:
    with pytest.raises(UnreadablePlaceError, match=words):
        place_at(given)
