"""The one table of names, weights and thresholds by which a person is fetched."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from typing import Any, TypeVar

Part = TypeVar("Part")


def _between(default: float, low: float, high: float) -> Any:
    """Return a field that takes a number from `low` to `high`."""
    return field(default=default, metadata={"low": low, "high": high})


def _weight(default: float) -> Any:
    return _between(default, 0.0, 5.0)


@dataclass(frozen=True, slots=True)
class Weight:
    """A rule that finds something or does not."""

    weight: float = _weight(1.0)


@dataclass(frozen=True, slots=True)
class AngerHigh:
    """One furious message: its level, and how sure of it the reader has to be, or the anger felt.

    Whoever rages without any concern of a customer weighs `without_concern` instead.
    """

    weight: float = _weight(1.0)
    level: float = _between(3, 1, 3)
    sure: float = _between(0.5, 0, 1)
    felt: float = _between(1.95, 0, 3)
    without_concern: float = _weight(0.3)


@dataclass(frozen=True, slots=True)
class AngerRising:
    """Anger that has grown `by` so much within so many turns and has come `to` that."""

    weight: float = _weight(1.0)
    turns: float = _between(3, 2, 10)
    by: float = _between(1.0, 0.1, 3)
    to: float = _between(1.7, 0, 3)


@dataclass(frozen=True, slots=True)
class AngerJump:
    """Anger that has grown `by` so much from one turn to the next."""

    weight: float = _weight(0.7)
    by: float = _between(1.4, 0.1, 3)
    to: float = _between(1.7, 0, 3)


@dataclass(frozen=True, slots=True)
class AngerLasting:
    """Anger of at least `at` over so many turns in a row."""

    weight: float = _weight(1.0)
    turns: float = _between(2, 2, 10)
    at: float = _between(1.6, 0, 3)


@dataclass(frozen=True, slots=True)
class Angry:
    """One angry message: not enough alone."""

    weight: float = _weight(0.5)
    at: float = _between(1.6, 0, 3)


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """So many turns missed, within so many turns.

    A refusal as out of scope counts among them if the assistant was less than `sure` of it. Less
    than `guess` is a guess, which counts once the customer says that we miss the point.
    """

    weight: float = _weight(1.0)
    times: float = _between(2, 1, 20)
    within: float = _between(4, 1, 20)
    sure: float = _between(0.55, 0, 1)
    guess: float = _between(0.5, 0, 1)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An action's signal for a tone (complaint, threat) that nothing else in the message bears out.

    It is doubted where the assistant was less than `sure` and the anger felt is less than `felt`,
    and where less need of a person than `read` was read; then it weighs this instead of all that is
    needed.
    """

    weight: float = _weight(0.5)
    sure: float = _between(0.85, 0, 1)
    felt: float = _between(0.8, 0, 3)
    read: float = _between(0.2, 0, 1)


@dataclass(frozen=True, slots=True)
class Cancels:
    """A cancellation in public: how sure of it the assistant has to be."""

    weight: float = _weight(1.0)
    sure: float = _between(0.8, 0, 1)


@dataclass(frozen=True, slots=True)
class Need:
    """A need for a person that the assistant has learnt to read.

    Weighs `weight` where it is `sure` that there is one, `hint` where there is `perhaps`; a message
    that answers what the assistant asked has to be surer, `answering`. Where a life may hang on it,
    `life` is sure enough. Fury is believed only where so much anger is `felt`. Less than `calm`
    speaks against what single words or the tone alone tell: that weighs no more than `hint` then.
    From `certain` on, what else a message was taken for speaks no more against a need.
    """

    weight: float = _weight(1.0)
    sure: float = _between(0.4, 0.05, 1)
    answering: float = _between(0.8, 0.05, 1)
    life: float = _between(0.25, 0.05, 1)
    hint: float = _weight(0.5)
    perhaps: float = _between(0.15, 0.05, 1)
    felt: float = _between(0.8, 0, 3)
    calm: float = _between(0.1, 0, 1)
    certain: float = _between(0.6, 0.05, 1)


@dataclass(frozen=True, slots=True)
class SameQuestion:
    """A question asked before in this stay; `alike` is the share of words in common.

    Weighs once for each time it was asked before.
    """

    weight: float = _weight(0.5)
    alike: float = _between(0.6, 0.1, 1)


@dataclass(frozen=True, slots=True)
class Times:
    """Something that has happened so many times."""

    weight: float = _weight(1.0)
    times: float = _between(2, 1, 20)


@dataclass(frozen=True, slots=True)
class ThirdContact:
    """So many contacts about one fault, told or known, within so many days.

    `second` is what the second contact weighs.
    """

    weight: float = _weight(1.0)
    contacts: float = _between(3, 2, 20)
    days: float = _between(30, 1, 365)
    second: float = _weight(0.5)


@dataclass(frozen=True, slots=True)
class Language:
    """A message in a language we do not speak: the share of its words that tells, and how many."""

    weight: float = _weight(1.0)
    share: float = _between(0.3, 0.1, 1)
    words: float = _between(2, 1, 10)


@dataclass(frozen=True, slots=True)
class Table:
    """All weights and thresholds. Weights add up; from `needed` on a person is fetched.

    Of the rules about anger only the heaviest counts. After a return the same reason is not enough
    for so many `guarded_turns`, danger excepted.
    """

    needed: float = _between(1.0, 0.1, 10)
    guarded_turns: float = _between(2, 0, 20)
    doubtful: Doubtful = field(default_factory=Doubtful)
    danger: Weight = field(default_factory=Weight)
    vulnerable: Weight = field(default_factory=Weight)
    language: Language = field(default_factory=Language)
    legal_or_press: Weight = field(default_factory=Weight)
    protected: Weight = field(default_factory=Weight)
    cancels: Cancels = field(default_factory=Cancels)
    asks_for_person: Weight = field(default_factory=Weight)
    need: Need = field(default_factory=Need)
    anger_high: AngerHigh = field(default_factory=AngerHigh)
    anger_rising: AngerRising = field(default_factory=AngerRising)
    anger_jump: AngerJump = field(default_factory=AngerJump)
    anger_lasting: AngerLasting = field(default_factory=AngerLasting)
    angry: Angry = field(default_factory=Angry)
    outraged: Weight = field(default_factory=lambda: Weight(0.5))
    third_contact: ThirdContact = field(default_factory=ThirdContact)
    contradiction: Weight = field(default_factory=Weight)
    same_question: SameQuestion = field(default_factory=SameQuestion)
    form_left: Times = field(default_factory=Times)
    asked_again: Times = field(default_factory=lambda: Times(times=4))
    several_requests: Times = field(default_factory=lambda: Times(times=3))
    many_matters: Times = field(default_factory=lambda: Times(times=4))
    not_understood: NotUnderstood = field(default_factory=NotUnderstood)


def table_from(given: object) -> Table:
    """Return the table with what an administrator has written in the place of the defaults.

    Raises ValueError with one sentence that names the entry and what is wrong with it.
    """
    return _changed(Table(), given, "")


def _changed(part: Part, given: object, path: str) -> Part:
    if given is None:
        return part
    if not isinstance(given, Mapping):
        raise ValueError(f"{path or 'The table'} holds names with numbers, not {given!r}.")
    known = {each.name: each for each in fields(part)}  # type: ignore[arg-type]
    changes: dict[str, Any] = {}
    for name, value in given.items():
        place = f"{path}.{name}" if path else str(name)
        if name not in known:
            raise ValueError(f"{place}: there is no such entry{_meant(str(name), known)}.")
        now = getattr(part, name)
        limits = known[name].metadata
        changes[name] = _number(value, limits, place) if limits else _changed(now, value, place)
    return replace(part, **changes)  # type: ignore[type-var]


def _number(value: object, limits: Mapping[str, float], place: str) -> float:
    low, high = limits["low"], limits["high"]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{place}: a number from {low:g} to {high:g} is needed, not {value!r}.")
    return float(value)


def _meant(name: str, known: Mapping[str, object]) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"; perhaps {close[0]} is meant" if close else ""
