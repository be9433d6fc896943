"""Goes through recordings again with other thresholds: the only place here that knows the rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from conversation.context import Context
from conversation.escalation.deciding import verdict
from conversation.escalation.evidence import Evidence
from conversation.escalation.table import Table
from conversation.identity import ConversationId, LineId
from studio.evaluation.figures import Share
from tests.escalation.curve import Curve, point_of
from tests.escalation.due import Judged
from tests.escalation.recording import Heard, Recording

Row = TypeVar("Row")

#: What has to be reached before anger counts, rule by rule.
_ANGER = {
    "anger_high": ("sure", "felt"),
    "anger_rising": ("by", "to"),
    "anger_jump": ("by", "to"),
    "anger_lasting": ("at",),
    "angry": ("at",),
}


@dataclass(frozen=True, slots=True)
class Knob:
    """One way to be more or less strict: its settings, and what each does to the table."""

    name: str
    settings: tuple[float, ...]
    turned: Callable[[Table, float], Table]


@dataclass(frozen=True, slots=True)
class Fetched:
    """In which turn of the script people are fetched, and why."""

    turn: int
    reason: str


def replayed(recording: Recording, table: Table) -> Fetched | None:
    """Return when and why people would be fetched by these thresholds; None: not at all."""
    contexts: dict[str, Context] = {}
    for heard in recording.heard:
        context = contexts.get(heard.conversation, Context())
        found = verdict(_evidence(heard, context), table)
        if found.signal is not None:
            return Fetched(heard.turn, found.signal.reason.value)
        slots = heard.answer.slots if heard.answer else context.slots
        weighed = (*context.weighed, found.weighed)
        contexts[heard.conversation] = replace(context, slots=slots, weighed=weighed)
    return None


def _evidence(heard: Heard, context: Context) -> Evidence:
    return Evidence(
        line=LineId(heard.line),
        text=heard.text,
        at=heard.at,
        stay=heard.stay,
        context=context,
        turn=heard.answer,
        public=ConversationId.parse(heard.conversation).channel.public,
    )


def _needed(table: Table, weight: float) -> Table:
    return replace(table, needed=weight)


def _anger(table: Table, factor: float) -> Table:
    changes: dict[str, Any] = {
        row: _scaled(getattr(table, row), names, factor) for row, names in _ANGER.items()
    }
    return replace(table, **changes)


def _need(table: Table, sure: float) -> Table:
    perhaps, life = min(table.need.perhaps, sure), min(table.need.life, sure)
    return replace(table, need=replace(table.need, sure=sure, perhaps=perhaps, life=life))


def _scaled(row: Row, names: Sequence[str], factor: float) -> Row:
    """Return a row of the table with some of its thresholds scaled, within their limits."""
    limits = {each.name: each.metadata for each in fields(row)}  # type: ignore[arg-type]
    changes = {
        name: min(limits[name]["high"], max(limits[name]["low"], getattr(row, name) * factor))
        for name in names
    }
    return replace(row, **changes)  # type: ignore[type-var]


def judged_again(
    played: Sequence[Judged], recordings: Sequence[Recording], table: Table
) -> tuple[Judged, ...]:
    """Return what was recorded as these thresholds would have had it; packets are not made anew."""
    by_id = {each.id: each for each in recordings}
    return tuple(_with(one, replayed(by_id[one.id], table)) for one in played if one.id in by_id)


def curves_of(
    played: Sequence[Judged], recordings: Sequence[Recording], table: Table
) -> tuple[Curve, ...]:
    """Return what each knob's settings lead to, the others being as in `table`."""
    return tuple(
        Curve(
            knob.name,
            tuple(
                point_of(setting, judged_again(played, recordings, knob.turned(table, setting)))
                for setting in knob.settings
            ),
        )
        for knob in KNOBS
    )


def agreeing(played: Sequence[Judged], recordings: Sequence[Recording], table: Table) -> Share:
    """Return in how many recorded conversations replaying comes to the turn that was played."""
    at = {one.id: one.at for one in played}
    again = judged_again(played, recordings, table)
    return Share(hits=sum(one.at == at[one.id] for one in again), of=len(again))


def _with(one: Judged, fetched: Fetched | None) -> Judged:
    if fetched is None:
        return replace(one, at=None, reason=None, lacks=None)
    return replace(one, at=fetched.turn, reason=fetched.reason, lacks=None)


KNOBS = (
    Knob("weight needed", (0.5, 0.8, 1.0, 1.5, 2.0, 3.0), _needed),
    Knob("anger thresholds, scaled", (0.2, 0.5, 1.0, 1.7), _anger),
    Knob("need read, at least", (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0), _need),
)
