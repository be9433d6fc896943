"""What the rules would have seen, turn by turn, also in turns after people had come.

The engine remembers the turns of a stay, so asking again for what was played gives the same answer,
and asking on goes on as if nobody had been fetched.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from pydantic import TypeAdapter

from conversation.address import address_form
from conversation.errors import EngineUnavailableError
from conversation.identity import ConversationId
from conversation.ports import Engine
from conversation.service import INTERNAL_SLOTS
from conversation.turns import EngineRequest, SlotValue, Turn
from tests.play.desk import DeskClient, Entry
from tests.play.script import Script
from tests.play.witness import Spoken


@dataclass(frozen=True, slots=True)
class Heard:
    """One batch of a customer's lines, and the assistant's answer; None: it had none to give.

    `turn` is the script's. `text` has placeholders for what is personal.
    """

    turn: int
    conversation: str
    line: str
    text: str
    at: datetime
    stay: int
    answer: Turn | None


@dataclass(frozen=True, slots=True)
class Recording:
    """All that was heard in one script, in order."""

    id: str
    heard: tuple[Heard, ...]


#: How somebody is addressed who says neither du nor Sie; no rule looks at it.
FORM = "du"
_CODEC = TypeAdapter(Recording)


def write_recordings(path: Path, recordings: Sequence[Recording]) -> None:
    """Write recordings, one JSON object a line. Raises OSError."""
    with path.open("wb") as out:
        out.writelines(_CODEC.dump_json(each) + b"\n" for each in recordings)


def read_recordings(path: Path) -> tuple[Recording, ...]:
    """Read what `write_recordings` wrote. Raises OSError, ValueError."""
    return tuple(map(_CODEC.validate_json, path.read_bytes().splitlines()))


@dataclass
class _Stay:
    """One stay of a conversation with the assistant, as far as it was gone through."""

    conversation: str
    epoch: int
    rest: Iterator[Entry]
    form: str
    slots: Mapping[str, SlotValue] = field(default_factory=dict)


@dataclass
class Recorder:
    """A witness that writes down what the rules look at."""

    desk: DeskClient
    engine: Engine
    recordings: list[Recording] = field(default_factory=list)

    async def __call__(self, script: Script, said: Sequence[Spoken]) -> None:
        """Record a script; not where lines were put right or lost, so that nobody can tell them.

        Neither where the engine cannot go on with what people had taken over.
        """
        try:
            heard = await self._all_heard(said, down=script.given.fault is not None)
        except EngineUnavailableError:
            return
        if heard is not None:
            self.recordings.append(Recording(script.id, tuple(heard)))

    async def _all_heard(self, said: Sequence[Spoken], *, down: bool) -> list[Heard] | None:
        stays: dict[str, _Stay] = {}
        for conversation in {each.conversation for each in said}:
            lines = await self.desk.customer_lines(conversation)
            told = [each for each in said if each.conversation == conversation]
            if sum(len(each.texts) for each in told) != len(lines):
                return None
            stays[conversation] = await self._stay(conversation, lines)
        return [await self._heard(stays[each.conversation], each, down=down) for each in said]

    async def _stay(self, conversation: str, lines: Sequence[Entry]) -> _Stay:
        holding = await self.desk.holding(conversation)
        # Taking over begins a new spell; the assistant's was the one before.
        epoch = holding.epoch - 1 if holding.with_people else holding.epoch
        return _Stay(conversation, epoch, rest=iter(lines), form=FORM)

    async def _heard(self, stay: _Stay, spoken: Spoken, *, down: bool) -> Heard:
        entries = list(islice(stay.rest, len(spoken.texts)))
        text = "\n".join(each.text for each in entries if each.text.strip())
        stay.form = address_form(text) or stay.form
        last = entries[-1]
        asks = bool(text) and not down
        answer = await self.engine.turn(_request(stay, last.id, text)) if asks else None
        stay.slots = answer.slots if answer else stay.slots
        return Heard(
            turn=spoken.turn,
            conversation=stay.conversation,
            line=last.id,
            text=text,
            at=last.at,
            stay=stay.epoch,
            answer=answer,
        )


def _request(stay: _Stay, line: str, text: str) -> EngineRequest:
    """Ask as the worker does."""
    channel = ConversationId.parse(stay.conversation).channel.value
    kept = {name: value for name, value in stay.slots.items() if name not in INTERNAL_SLOTS}
    return EngineRequest(
        sender=f"{stay.conversation}#{stay.epoch}",
        turn=line,
        text=text,
        slots={**kept, "address_form": stay.form, "channel": channel},
        metadata={"conversation": stay.conversation, "channel": channel},
    )
