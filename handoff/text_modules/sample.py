"""Ready texts for a first look, from a file as it could also come from a provider's archive."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter
from ruamel.yaml import YAML

from conversation.identity import Channel
from conversation.text_modules import ModuleId, TextModule

SAMPLE = Path(__file__).parent / "sample" / "text_modules.yml"


class _Module(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    shortcut: str
    title: str
    du: str = ""
    sie: str = ""
    channels: frozenset[Channel] = frozenset()


def read_text_modules(path: Path = SAMPLE) -> list[TextModule]:
    """Return the texts of a file. Raises pydantic's ValidationError for one that is none."""
    found = TypeAdapter(list[_Module]).validate_python(YAML(typ="safe").load(path))
    return [
        TextModule(
            id=ModuleId(f"sample-{number}"),
            shortcut=one.shortcut,
            title=one.title,
            du=one.du,
            sie=one.sie,
            channels=one.channels,
        )
        for number, one in enumerate(found, start=1)
    ]
