"""What a target says of its WordPress. Who signs in stands in the environment alone."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tenantbook.model.base import Entry, Line
from tenantbook.model.publication import ArticleId

#: A term as WordPress writes it in addresses.
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=200)]

#: A type of post as WordPress keeps its key.
PostType = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,20}$")]

#: What may stand in a slug's form.
_SLUG_FORM = r"^(?:[a-z0-9-]|\{(?:client|surface|audience|page|language)\})+$"


class Settings(Entry):
    """Where the WordPress is, and what its posts are filed under."""

    address: Annotated[Line, Field(description="Of its start page, such as https://kb.example.com")]
    type: Annotated[PostType, Field(description="What articles are there: post, page, or a type of a plugin's")] = (
        "post"
    )
    categories: Annotated[tuple[Slug, ...], Field(description="By slug, as listed under Posts, Categories")] = ()
    tags: Annotated[tuple[Slug, ...], Field(description="By slug, as listed under Posts, Tags")] = ()
    create_terms: Annotated[bool, Field(description="Whether categories and tags that are not there are made")] = False
    close_comments: Annotated[
        bool,
        Field(description="Whether comments are closed on adopted posts too; on new ones they are closed in any case"),
    ] = False
    client_in_title: Annotated[
        bool | None,
        Field(description="Whether titles name the client; left out: where the target has more than one client"),
    ] = None
    retire: Annotated[
        Literal["draft", "trash"], Field(description="Where an article goes that is no longer published")
    ] = "draft"
    slug: Annotated[
        str, Field(pattern=_SLUG_FORM, max_length=200, description="Of new articles; those that stand keep theirs")
    ] = "{client}-{audience}-{page}-{language}"
    revision_notes: Annotated[
        bool,
        Field(description="Whether a comment in the post's source says what changed last"),
    ] = True

    def slug_of(self, article: ArticleId) -> str:
        """Return the slug that a new article is given."""
        named = self.slug.format(
            client=article.client,
            surface=article.surface.value,
            audience=article.audience,
            page=article.page,
            language=article.language,
        )
        return "-".join(part for part in named.lower().split("-") if part)
