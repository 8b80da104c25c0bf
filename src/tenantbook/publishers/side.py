"""One system that keeps articles by company, as `companies` needs it: what is held there, and what can be done."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from tenantbook.model.extras import to_install
from tenantbook.model.publication import Article
from tenantbook.publishers.contract import UnreachableError
from tenantbook.publishers.marking import Mark, mark_of

if TYPE_CHECKING:
    from tenantbook.publishers.json_api import JsonApi


@dataclass(frozen=True, slots=True)
class Held:
    """An article as the other side holds it.

    `body` is HTML; `parts` is whatever the side needs to write it anew. `status` says who may read it, in the words
    of `model.target.Status`.
    """

    key: str
    company: int
    title: str
    body: str = field(repr=False)
    address: str
    archived: bool = False
    status: str = ""
    parts: tuple[Mapping[str, object], ...] = ()

    @property
    def digest(self) -> str:
        """The digest of what it says and where it stands; SHA-256 in hexadecimal digits."""
        return digest_of(self.company, self.title, self.body)

    @property
    def mark(self) -> Mark | None:
        """What it says of itself."""
        return mark_of(self.title, self.body)


@dataclass(frozen=True, slots=True)
class Writing:
    """What is to be written: the article, its body in plain HTML, its seal, and the digest of what it replaces."""

    article: Article
    company: int
    body: str = field(repr=False)
    seal: str
    was: str


class Side(Protocol):
    """What differs from one such system to the next. Every method may raise the errors of the contract."""

    words: str
    company_word: str

    def sign_in(self) -> str:
        """Read something that only a valid key reads; return what the target asks for that cannot be done there."""
        ...

    def company_problem(self, company: int) -> str:
        """Return why nothing can be published to a company, and what to do; empty where it can."""
        ...

    def listing(self, company: int) -> Iterator[Held]:
        """Yield every article of a company that is not archived."""
        ...

    def held(self, key: str) -> Held | None:
        """Return one article, None where it is gone."""
        ...

    def create(self, writing: Writing) -> str:
        """Make an article, and return its key. Cut short it leaves nothing, or something with its mark."""
        ...

    def write(self, held: Held, writing: Writing) -> None:
        """Write an article over what is there."""
        ...

    def retire(self, key: str) -> None:
        """Archive an article."""
        ...

    def restore(self, key: str) -> None:
        """Take an article out of the archive."""
        ...


def digest_of(company: int, title: str, body: str) -> str:
    """Return the digest of an article: where it stands, what it is called, and its HTML."""
    text = f"{company}\0{title}\0{body}".replace("\r\n", "\n")
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


@contextmanager
def api_at(words: str, address: str, media: str, variable: str, environment: Mapping[str, str]) -> "Iterator[JsonApi]":
    """Open a system's API with the key that the environment holds in a variable. Nothing is sent yet.

    Raises:
        UnreachableError: there is no key, or the address is no place to send one, or httpx is not installed.
    """
    try:
        from tenantbook.publishers import json_api  # noqa: PLC0415  # httpx is slow to load, and an extra
    except ModuleNotFoundError as error:
        raise UnreachableError(f"{error.name} is not installed", to_install("publish")) from error
    if not json_api.safe_address(address):
        raise UnreachableError(f"{address} is not https, and a key goes there", "Give its https address")
    door = json_api.Door(words, address, media, variable, key_from(environment, variable, words))
    with json_api.opened(door, json_api.Patience()) as api:
        yield api


def key_from(environment: Mapping[str, str], variable: str, words: str) -> str:
    """Return the key to a system.

    Raises:
        UnreachableError: there is none.
    """
    key = environment.get(variable, "").strip()
    if not key or not key.isascii() or not key.isprintable():
        raise UnreachableError(f"there is no key to {words}", f"Put it in the environment, in {variable}")
    return key
