"""What a scheduler's log or a terminal would obey is written out, whichever verb prints it."""

import pytest

from tenantbook.cli.terminal import console, say, say_parts
from tenantbook.reports.wording import safe_lines

#: What comes from elsewhere, and how it is printed.
HOSTILE = [
    ("acme: ##vso[task.setvariable variable=x]y", "acme: #\\x23vso[task.setvariable variable=x]y"),
    ("##[error]no", "#\\x23[error]no"),
    ("::error::no", "\\x3a:error::no"),
    ("    ::set-output name=a::b", "    \\x3a:set-output name=a::b"),
    ("acme\n::warning::x", "acme\n\\x3a:warning::x"),
    ("acme\r\n##[group]x", "acme\n#\\x23[group]x"),
    ("acme\r::x", "acme\\r::x"),
    ("a\x1b[31mred", "a\\x1b[31mred"),
    ("a\u202eb", "a\\u202eb"),
    ("acme :bomb: [link=https://evil.example]x[/link]", "acme :bomb: [link=https://evil.example]x[/link]"),
    ("  - plain text, as it is", "  - plain text, as it is"),
]


@pytest.mark.parametrize(("said", "printed"), HOSTILE)
def test_a_line_that_could_act_is_written_out(said: str, printed: str, capsys: pytest.CaptureFixture[str]) -> None:
    say(said, tone="bad")
    say(said, errors=True)
    say_parts([(said[:4], "head"), (said[4:], "plain")])

    out, errors = capsys.readouterr()
    assert (out, errors) == (f"{printed}\n{printed}\n", f"{printed}\n")
    assert safe_lines(safe_lines(said)) == safe_lines(said)


def test_a_terminal_draws_no_pictures_of_words() -> None:
    with console().capture() as captured:
        console().print("acme :bomb:")

    assert captured.get() in ("", "acme :bomb:\n")
