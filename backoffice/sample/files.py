"""Reading the sample data's files strictly: nothing unknown, nothing missing."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter

FOLDER = Path(__file__).parent


class Content(BaseModel):
    """Something that stands in a file of the sample data."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Kind = TypeVar("Kind")


def read_file(name: str, kind: type[Kind]) -> Kind:
    """Return what stands in one of the files."""
    return TypeAdapter(kind).validate_json((FOLDER / name).read_bytes())
