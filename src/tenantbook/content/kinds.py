"""Which file of `kb_src` holds what, and where each kind of file lives."""

from dataclasses import dataclass

from tenantbook.model.audience import AudiencesFile, RolesFile
from tenantbook.model.base import Entry
from tenantbook.model.client import Client, HouseFile, LanguageFile
from tenantbook.model.place import PlacesFile
from tenantbook.model.policy import BaselineFile, PolicyFile
from tenantbook.model.procedure import Procedure
from tenantbook.model.target import Target


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of content file. `where` is a file name, or a folder that ends with a slash."""

    schema: str
    where: str
    model: type[Entry]
    required: bool = True

    @property
    def is_folder(self) -> bool:
        """Whether many files of this kind may stand in a folder."""
        return self.where.endswith("/")


KINDS = (
    FileKind("audiences", "audiences.yml", AudiencesFile),
    FileKind("roles", "roles.yml", RolesFile),
    FileKind("places", "places.yml", PlacesFile),
    FileKind("baseline", "baseline.yml", BaselineFile),
    FileKind("house", "house.yml", HouseFile),
    FileKind("policy", "facts/", PolicyFile),
    FileKind("language", "languages/", LanguageFile),
    FileKind("procedure", "procedures/", Procedure),
    FileKind("procedure", "scenarios/", Procedure, required=False),
    FileKind("client", "clients/", Client, required=False),
    FileKind("target", "publish/", Target, required=False),
)


def kind_of(file: str) -> FileKind | None:
    """Return the kind of a file, by its path below `kb_src` with forward slashes."""
    folder = f"{file.rpartition('/')[0]}/"
    return next((kind for kind in KINDS if kind.where == (folder if kind.is_folder else file)), None)
