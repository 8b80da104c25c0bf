"""What a post carries for us and nobody sees: comments, in blocks that the editor finds in order."""

from tenantbook.blocks.delimited import Attribute, block
from tenantbook.model.edition import Record
from tenantbook.record import BEGIN, record_comment, text_digest

_LOCK: Attribute = {"move": True, "remove": True}
_NO_ROOM: Attribute = {"spacing": {"margin": {"top": "0", "bottom": "0"}}}


def carry_comment(comment: str) -> str:
    """Return a block that holds a comment and shows nothing.

    Between blocks a comment would be a block of its own, of a kind that the editor offers to convert. The block is
    locked, since an empty paragraph is soon tidied away, and takes no room on the page.
    """
    html = f'<p style="margin-top:0;margin-bottom:0">{comment}</p>'
    # No class: in which order an editor writes it and the style depends on what its server told it.
    return block("paragraph", html, lock=_LOCK, style=_NO_ROOM)


def sealed_blocks(markup: str, record: Record) -> str:
    """Return a page's blocks between its mark and its record, sealed by a digest of their text."""
    page = f"{carry_comment(BEGIN)}\n\n{markup}\n\n"
    digest = text_digest(page + carry_comment(record_comment(record, "")))
    return page + carry_comment(record_comment(record, digest))
