"""What tests of drafts share: the project's own book, made ready once, and posts imported with it."""

import pytest

from support.content import CONTENT, read_files, sound
from support.imports import Import, rest_post
from tenantbook.content.library import Library
from tenantbook.drafts.book import Book
from tenantbook.drafts.compose import import_post
from tenantbook.drafts.draft import Imported
from tenantbook.drafts.post import Post, post_of


@pytest.fixture(scope="session")
def library() -> Library:
    return sound(read_files(CONTENT))


@pytest.fixture(scope="session")
def book(library: Library) -> Book:
    return Book.of(library)


@pytest.fixture(scope="session")
def imported(book: Book) -> Import:
    """Import HTML as a post; keywords are those of `rest_post`."""

    def of(html: str, **more: object) -> Imported:
        post = post_of(rest_post(html, **more))
        assert isinstance(post, Post), post
        return import_post(post, book)

    return of
