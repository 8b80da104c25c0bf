"""A plain folder, or any address that fsspec can write to: whole sites, each page an article."""

from typing import Annotated

from pydantic import Field

from tenantbook.model.base import Entry, Line
from tenantbook.model.target import PublisherKind


class Settings(Entry):
    """Where the sites go."""

    address: Annotated[Line, Field(description="A folder, or an address such as s3://BUCKET/GUIDES")]


KIND = PublisherKind(Settings, public=True, whole_sites=True)
