"""A page as readers get it, wherever it is published."""

from dataclasses import dataclass
from typing import Literal

#: What the text of a page is written in: a whole HTML page, Markdown, or the content of a WordPress post.
Form = Literal["html", "markdown", "wordpress"]


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """One page of a place, or why it could not be read.

    `name` is its path below the place, with forward slashes ("end-user/use-pass.html"); for a WordPress post its
    address. `address` is what a person would open: the path of a file, or a URL. `html` is None where the page could
    not be read; `problem` then says why and what to do, for the person who runs the check. `hidden` says
    that only people who sign in there see it. `key` is what the place calls it, such as a post's number; `signature` is
    the digest of the page as the place keeps it, as a ledger has it, empty where that cannot be seen.
    """

    name: str
    address: str
    html: str | None
    problem: str = ""
    form: Form = "html"
    title: str = ""
    hidden: bool = False
    key: str = ""
    signature: str = ""
