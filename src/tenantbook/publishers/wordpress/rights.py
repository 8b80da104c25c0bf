"""What settings ask for that the user may not do, told before the first write, with the reason."""

from collections.abc import Iterator

from tenantbook.model.target import Status, Target
from tenantbook.publishers.wordpress.envelope import is_whole, mark_in
from tenantbook.publishers.wordpress.posts import PUBLIC, Post
from tenantbook.publishers.wordpress.settings import Settings
from tenantbook.publishers.wordpress.site import TAXONOMIES, Site


def lacking_rights(target: Target[Settings], site: Site) -> Iterator[str]:
    """Yield what the settings ask for and the user may not do."""
    who = _who(site)
    if not site.may("create_posts") or not site.may("edit_posts"):
        yield f"{who} may not write articles there; give it the role of an editor"
    if target.status is not Status.DRAFT and not site.may("publish_posts"):
        yield (
            f"{who} may not publish: with `status: draft` it can write drafts that an editor then publishes; or let an "
            f"author or editor sign in for `status: {target.status.value}`"
        )
    if target.settings.retire == "trash" and not site.may("delete_posts"):
        yield f"{who} may not put articles in the bin; write `retire: draft`, or let an editor sign in"
    yield from _filing(target.settings, site, who)


def _filing(settings: Settings, site: Site, who: str) -> Iterator[str]:
    for kind, named in (("categories", settings.categories), ("tags", settings.tags)):
        if named and TAXONOMIES[kind] not in site.taxonomies:
            yield f"articles of the type {settings.type!r} have no {kind} in this WordPress; leave `{kind}` out"
    if settings.create_terms and settings.categories and not site.may("manage_categories"):
        yield (
            f"{who} may not make categories; make them in WordPress and leave `create_terms` out, or let an editor "
            "sign in"
        )


def why_not_upload(site: Site) -> str:
    """Return why no picture can be sent, or nothing."""
    if site.may("upload_files"):
        return ""
    return f"it has pictures, and {_who(site)} may not upload any; let an author or editor sign in"


def why_not_edit(post: Post, site: Site) -> str:
    """Return why a post of ours cannot be changed by the user, or nothing."""
    if post.is_ours_to_edit:
        return ""
    where = f"it stands in post {post.number}, which {_who(site)} may not change"
    if post.author != site.user:
        return f"{where}, since it belongs to another user; let an editor sign in, or make WP_USER its author"
    state = "published" if post.status in PUBLIC else post.status
    return f"{where} now that it is {state}; let an author or editor sign in"


def why_not_public(post: Post, status: Status) -> str:
    """Return why an internal article must not be written to where it stands, or nothing."""
    if post.status not in PUBLIC or status is Status.PUBLISH:
        return ""
    return (
        f"it is internal, and post {post.number} was made public in WordPress; make it private or a draft there, or "
        "say `publish_internal` in the client's file and `status: publish` in the target"
    )


def why_not_again(post: Post, *, exactly: bool) -> str:
    """Return why an article must not come back to the post where it was once: somebody has made that one theirs."""
    mark = mark_in(post.content)
    is_away = mark is not None and (mark.retired or post.status == "trash")
    if not is_away or is_whole(post.content, exactly=exactly):
        return ""
    if post.status == "trash":
        return f"it lies in the bin as post {post.number}, and was changed by hand; take it out, or delete it for good"
    return (
        f"it was taken off post {post.number}, which was changed by hand since then; to go over that name it in "
        "`adopt`, to keep it take the comment with our mark off"
    )


def _who(site: Site) -> str:
    return f"WP_USER ({site.role})" if site.role else "WP_USER"
