"""Two assistants side by side: what both make of the same messages, and whether one is worse."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from studio.evaluation.figures import Figures, Share, figures_of
from studio.evaluation.messages import Message, Prediction

#: A figure counts as worse when it falls by more than this: half a point of a hundred.
TOLERANCE = 0.005
BROKEN = "Gesprächsproben gescheitert"


@dataclass(frozen=True, slots=True)
class Reading:
    """What is acted on when an assistant reads a sentence: intent, how sure, how angry.

    `person`: the rules fetch a person for it.
    """

    intent: str
    confidence: float
    anger: int
    person: bool = False


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """A customer's line that would be answered differently now.

    Only its name is kept, so that a line that is erased is gone here, too.
    """

    line: str
    before: Reading
    after: Reading


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two assistants make of held-out messages and of `lines` real ones.

    `before` is empty where there was no other assistant. `broken` are the test talks that go as
    written with the one before and not with the candidate.
    """

    messages: tuple[Message, ...]
    before: tuple[Prediction, ...]
    after: tuple[Prediction, ...]
    lines: int = 0
    others: tuple[OtherAnswer, ...] = ()
    broken: tuple[str, ...] = ()

    def figures(self) -> tuple[Figures | None, Figures]:
        """Return the figures of the assistant before, if there was one, and of the candidate."""
        before = figures_of(self.messages, self.before) if self.before else None
        return before, figures_of(self.messages, self.after)

    def fetched(self) -> tuple[float | None, float]:
        """Return for what share of the held-out messages the rules fetch a person, before and now.

        Neither more nor less is better by itself.
        """
        return _fetched(self.before) if self.before else None, _fetched(self.after)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of both: shares of 1. `rising` says that more is better."""

    name: str
    before: float | None
    after: float
    rising: bool = True

    @property
    def worse(self) -> bool:
        """Whether the candidate falls behind by more than the tolerance."""
        if self.before is None:
            return False
        lost = self.before - self.after if self.rising else self.after - self.before
        return lost > TOLERANCE


_MEASURES: tuple[tuple[str, Callable[[Figures], float | Share | None], bool], ...] = (
    ("Absichten richtig", lambda one: one.intents, True),
    ("Mittel über alle Absichten (Makro-F1)", lambda one: one.macro_f1, True),
    ("Fremdes abgelehnt", lambda one: one.refused, True),
    ("Zu Unrecht abgelehnt", lambda one: one.falsely_refused, False),
    ("Ärger höchstens eine Stufe daneben", lambda one: one.anger_near, True),
    ("Angaben erkannt (F1)", lambda one: one.entities_f1, True),
    ("So weit trügt die Sicherheit", lambda one: one.calibration_error, False),
)


def measures(before: Figures | None, after: Figures) -> tuple[Measure, ...]:
    """Return the figures that decide, those of them that were measured."""
    found = (
        (name, _value(read(before)) if before else None, _value(read(after)), rising)
        for name, read, rising in _MEASURES
    )
    return tuple(
        Measure(name, old, new, rising) for name, old, new, rising in found if new is not None
    )


def worse(comparison: Comparison) -> tuple[str, ...]:
    """Return in what the candidate is worse than the assistant before; empty is good."""
    found = tuple(one.name for one in measures(*comparison.figures()) if one.worse)
    return (*found, BROKEN) if comparison.broken else found


def differing(
    lines: Sequence[str], before: Sequence[Reading], after: Sequence[Reading]
) -> tuple[OtherAnswer, ...]:
    """Return the lines that the two act on differently, the surest of the candidate first."""
    triples = zip(lines, before, after, strict=True)
    found = [OtherAnswer(*each) for each in triples if _answer(each[1]) != _answer(each[2])]
    return tuple(sorted(found, key=lambda one: -one.after.confidence))


def _fetched(predictions: Sequence[Prediction]) -> float:
    return sum(one.person for one in predictions) / max(1, len(predictions))


def _answer(one: Reading) -> tuple[str, bool]:
    return one.intent, one.person


def _value(figure: float | Share | None) -> float | None:
    return figure.value if isinstance(figure, Share) else figure
