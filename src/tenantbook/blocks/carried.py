"""What a post carries for us and nobody sees: comments, in blocks that the editor finds in order."""

from tenantbook.blocks.plain import paragraph
from tenantbook.model.edition import Record
from tenantbook.record import BEGIN, record_comment, text_digest


def carry_comment(comment: str) -> str:
    """Return a block that holds a comment and shows nothing.

    Between blocks a comment would be a block of its own, of a kind that the editor offers to convert.
    """
    return paragraph(comment)


def sealed_blocks(markup: str, record: Record) -> str:
    """Return a page's blocks between its mark and its record, sealed by a digest of their text."""
    page = f"{carry_comment(BEGIN)}\n\n{markup}\n\n"
    digest = text_digest(page + carry_comment(record_comment(record, "")))
    return page + carry_comment(record_comment(record, digest))
