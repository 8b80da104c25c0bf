"""Posts into drafts, one by one: what is new is written, what changed is told, what is as it was is left alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tenantbook.drafts.book import Book
from tenantbook.drafts.changes import Change, changes
from tenantbook.drafts.compose import import_post
from tenantbook.drafts.outcome import Outcome, State
from tenantbook.drafts.post import NoPost, Post
from tenantbook.importing.shelf import IN_THE_WAY, Shelf
from tenantbook.importing.sources import Unchanged
from tenantbook.record import EditedRecordError, UnreadableRecordError, read_record

#: Returns the report of an outcome, as it is written beside the drafts.
Reported = Callable[[Outcome], str]


@dataclass(frozen=True, slots=True)
class Desk:
    """What an import works with. Nothing is written where it is `dry`; `again` writes what has not changed, too."""

    book: Book
    shelf: Shelf
    reported: Reported
    dry: bool = False
    again: bool = False


def import_all(desk: Desk, posts: Iterator[Post | NoPost | Unchanged]) -> Iterator[Outcome]:
    """Yield what became of each post, as soon as its files are there. Each post is whole before the next begins."""
    for post in posts:
        if isinstance(post, NoPost):
            yield Outcome(State.UNREAD, post.name, why=post.why)
        elif isinstance(post, tuple):
            yield Outcome(State.UNCHANGED, post[0] or f"post {post[1]}")
        else:
            yield _import(desk, post)


def _import(desk: Desk, post: Post) -> Outcome:
    name = post.link or f"{post.kind} {post.number}"
    if _is_ours(post):
        return Outcome(State.OURS, name)
    kept = desk.shelf.kept(post.host, post.number)
    imported = import_post(post, desk.book, kept.pages if kept else ())
    if kept and kept.digest == post.digest and not desk.again:
        if not desk.dry and kept.modified != post.modified_gmt:
            desk.shelf.note(imported, kept)
        return Outcome(State.UNCHANGED, name, imported)
    found: tuple[Change, ...] = tuple(changes(kept.sections, imported.sections)) if kept else ()
    state = State.NEW if not kept else State.CHANGED if kept.digest != post.digest else State.AGAIN
    folder = desk.shelf.place(post)
    if desk.dry:
        return Outcome(state, name, imported, found, folder=folder)
    wrote = desk.shelf.put(imported, again=desk.again)
    in_the_way = tuple(file for file, what in wrote.items() if what in IN_THE_WAY)
    done = Outcome(state, name, imported, found, {file: what.value for file, what in wrote.items()}, in_the_way, folder)
    desk.shelf.report(post, desk.reported(done))
    return done


def _is_ours(post: Post) -> bool:
    """Return whether a post was published from a book: what it says is in the book already.

    One with only the remains of a record is a post like others, for nothing may be passed over.
    """
    try:
        return read_record(post.html) is not None
    except (EditedRecordError, UnreadableRecordError):
        return False
