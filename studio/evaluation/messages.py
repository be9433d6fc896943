"""Messages to measure with, and what the assistant made of them; one JSON object a line."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

#: Where content keeps the messages that it is measured with and never learns, below its root.
HELD_OUT = Path("tests", "nlu", "heldout.jsonl")
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class MessagesError(Exception):
    """A file of messages cannot be used; the sentence says where and why."""


@dataclass(frozen=True, slots=True)
class EntityValue:
    """An entity as it is compared: its name and its value, as written or canonical."""

    entity: str
    value: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message with its labels; a label is None where nobody has given one."""

    text: str
    intent: str | None = None
    anger: int | None = None
    entities: tuple[EntityValue, ...] | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the assistant made of a message. `confidence` is that of `intent`, 0 to 1.

    `intent` is the likeliest one; `asked_back` says that the assistant was not sure enough to act
    on it and would have asked what was meant, `person` that the rules would have fetched a person.
    """

    text: str
    intent: str
    confidence: float
    anger: int | None
    entities: tuple[EntityValue, ...]
    asked_back: bool = False
    person: bool = False
    milliseconds: float = 0.0


class _Entity(BaseModel):
    model_config = ConfigDict(extra="ignore")

    entity: Words
    value: str


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: Words
    intent: Words | None = None
    anger: Annotated[int, Field(ge=0, le=3)] | None = None
    entities: list[_Entity] | None = None


def read_messages(path: Path) -> list[Message]:
    """Return the messages of a JSON Lines file. Raises MessagesError, naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MessagesError(f"{path} cannot be read: {error}.") from None
    found = [_read(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise MessagesError(f"{path} holds no messages.")
    return found


def write_predictions(path: Path, predictions: Iterable[Prediction]) -> None:
    """Write one line a prediction: text, intent, confidence, anger, entities."""
    with path.open("w", encoding="utf-8") as file:
        for each in predictions:
            line = {
                "text": each.text,
                "intent": each.intent,
                "confidence": round(each.confidence, 4),
                "anger": each.anger,
                "entities": [asdict(entity) for entity in each.entities],
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _read(path: Path, number: int, line: str) -> Message:
    try:
        read = _Line.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors(include_input=False)[0]
        place = ".".join(str(part) for part in problem["loc"]) or "the line"
        raise MessagesError(f"{path}, line {number}: {place}: {problem['msg']}.") from None
    entities = read.entities
    return Message(
        text=read.text,
        intent=read.intent,
        anger=read.anger,
        entities=None
        if entities is None
        else tuple(EntityValue(each.entity, each.value) for each in entities),
    )
