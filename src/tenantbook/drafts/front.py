"""What a draft says of itself: its title, for whom it is, where it comes from, and which stock procedure covers it."""

from collections.abc import Iterator, Sequence

from tenantbook.drafts.book import Book, Data
from tenantbook.drafts.matching import Match
from tenantbook.drafts.naming import day_of
from tenantbook.drafts.parts import Parts
from tenantbook.drafts.post import Post
from tenantbook.drafts.wording import line_of


def front(
    post: Post, title: str, summary: str, book: Book, match: Match | None, readers: Sequence[str], parts: Parts
) -> Data:
    """Return the data of a draft: what it says of itself, and its parts."""
    topic = book.topic_of(match.page) if match else ""
    category = post.categories[0].replace("-", " ").capitalize() if post.categories else ""
    return {
        "title": line_of(title),
        "summary": line_of(summary or title, 280),
        "topic": topic or (line_of(category) if category and not category.isdecimal() else "Imported"),
        "audiences": list(readers),
        "reviewed": day_of(post),
        "sources": [line_of(f"{post.host}, {post.kind} {post.number}, as of {day_of(post)}: {post.link}", 280)],
        "parts": parts.parts,
    }


def front_notes(match: Match | None) -> dict[tuple[str | int, ...], tuple[str, ...]]:
    """Return what an editor has to know about what a draft says of itself."""
    topic = "the stock procedure's" if match else "the post's first category, or none"
    return {
        ("summary",): ("A guess: the first sentence, or the title where there is none.",),
        ("topic",): (f"A guess: {topic}.",),
        ("audiences",): ("A guess, from the words of the text. Never wider than it looks.",),
        ("reviewed",): ("The day of the post. Write the day on which you read it against its sources.",),
    }


def shortened(step: str, longest: int = 108) -> str:
    """Return a step on one line of a comment."""
    return step if len(step) <= longest else f"{step[:longest].rpartition(' ')[0]} …"


def covered(match: Match, book: Book) -> Iterator[str]:
    """Yield what an editor has to know about a stock procedure that seems to cover a draft."""
    yield (
        f"A guess ({match.score:.0%}): the stock procedure {match.page} ({book.title_of(match.page)}) covers this. "
        f"{len(match.pairs)} of {match.steps} steps match."
    )
    for where, steps in (("post", match.only_post), ("stock procedure", match.only_stock)):
        if steps:
            yield "\n".join([f"In the {where} only:", *(f"- {shortened(step)}" for step in steps)])
