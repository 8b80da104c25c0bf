"""What the files in `publish/` say: what is published where, and how."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import ConfigDict, Field, StringConstraints

from tenantbook.model.audience import Surface
from tenantbook.model.base import Entry, Line, Name

#: A publisher's own settings.
SettingsOf = TypeVar("SettingsOf", bound=Entry)

#: An article by page and audience, such as `use-pass/end-user`, or by its whole marker.
ArticleName = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z][a-z0-9-]*/([a-z][a-z0-9-]*|-)$|^[a-z][a-z0-9-]*/(client|internal)(/([a-z0-9-]+)){3}$",
        max_length=300,
    ),
]


class Status(StrEnum):
    """What becomes visible to whom: to nobody yet, to those who may sign in, or to every reader of the place."""

    DRAFT = "draft"
    PRIVATE = "private"
    PUBLISH = "publish"


class Target(Entry, Generic[SettingsOf]):
    """A place that articles are published to, and which."""

    publisher: Annotated[Name, Field(description="What it is: folder, wordpress, ...")]
    clients: Annotated[
        Annotated[tuple[Name, ...], Field(min_length=1)] | Literal["all"],
        Field(description="Ids of clients, `house` among them if wanted; or `all`"),
    ]
    surfaces: Annotated[tuple[Surface, ...], Field(min_length=1)] = (Surface.CLIENT,)
    audiences: Annotated[tuple[Name, ...], Field(description="Only these; left out: all of the surfaces'")] = ()
    pages: Annotated[
        tuple[Name, ...], Field(description="Only these procedures and scenarios; left out: all of the audiences'")
    ] = ()
    status: Annotated[Status, Field(description="As what articles are published")] = Status.DRAFT
    refresh: Annotated[
        int,
        Field(
            ge=0,
            le=366,
            description="After how many days an article is sent again of which only the day of reading has changed",
        ),
    ] = 7
    credentials: Annotated[
        Name | None,
        Field(description="Which variables hold its password: `acme` stands for WP_USER_ACME, HUDU_API_KEY_ACME, ..."),
    ] = None
    adopt: Annotated[
        dict[ArticleName, int | Line],
        Field(description="Articles that stand there already, by the key they have there: `use-pass/end-user: 1876`"),
    ] = {}
    settings: Annotated[SettingsOf, Field(description="The publisher's own: address, categories, ...")]

    def variable(self, name: str) -> str:
        """Return the variable that holds a secret: `WP_USER`, or with `credentials: acme` `WP_USER_ACME`."""
        return f"{name}_{self.credentials.upper().replace('-', '_')}" if self.credentials else name


class AnySettings(Entry):
    """The settings of a publisher that is not known: nothing can be said of them."""

    model_config = ConfigDict(extra="allow")


def target_model(settings: type[Entry]) -> type[Target[Any]]:
    """Return the form of a target whose publisher takes such settings."""
    return Target[settings]  # type: ignore[valid-type]  # made as the program runs: mypy cannot know it


def _address(settings: Any) -> str:
    return str(getattr(settings, "address", ""))


@dataclass(frozen=True, slots=True)
class PublisherKind:
    """What has to be known of a publisher before it is used.

    `settings` is the form of the key `settings:`. `public` says whether what is published there with the status
    `publish` can be read by anybody: then nothing internal goes there without a word in the client's file.
    `secrets` are the environment variables that sign in there, and `reaches` gives the address that they are sent to.
    `whole_sites` says whether it also takes what a site has beside its pages: styles, scripts, the search.
    """

    settings: type[Entry]
    public: bool = True
    whole_sites: bool = False
    secrets: tuple[str, ...] = ()
    reaches: Callable[[Any], str] = _address
