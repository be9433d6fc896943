"""How the core's dataclasses are written into the live store, and read back checked."""

from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from conversation.context import Context
from conversation.messages import CustomerMessage, Line
from conversation.notes import Note
from conversation.packets import HandoffPacket
from conversation.satisfaction import Survey

Kind = TypeVar("Kind")


class Codec(Generic[Kind]):
    """Writes one kind of dataclass as JSON and reads it back. Reading raises ValueError."""

    def __init__(self, kind: type[Kind]) -> None:
        self._adapter: TypeAdapter[Kind] = TypeAdapter(kind)

    def dump(self, value: Kind) -> str:
        """Return `value` as JSON."""
        return self._adapter.dump_json(value).decode()

    def load(self, text: str | bytes) -> Kind:
        """Return what `dump` wrote."""
        return self._adapter.validate_json(text)

    def plain(self, value: Kind) -> Any:
        """Return `value` as plain dicts and lists."""
        return self._adapter.dump_python(value, mode="json")


LINE = Codec(Line)
MESSAGE = Codec(CustomerMessage)
CONTEXT = Codec(Context)
PACKET = Codec(HandoffPacket)
NOTE = Codec(Note)
SURVEY = Codec(Survey)


def to_millis(moment: datetime) -> int:
    """Return an aware time as milliseconds since 1970."""
    return int(moment.timestamp() * 1000)


def from_millis(millis: str | float) -> datetime:
    """Return milliseconds since 1970 as an aware time in UTC."""
    return datetime.fromtimestamp(float(millis) / 1000, UTC)
