"""In how much a candidate that reads along agrees with the assistant that answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from studio.evaluation.figures import Share
from studio.training.ports import Taken, TakenTwice

NEAR = 1


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of so many turns so many were taken for the same, under one head."""

    name: str
    share: Share


_HEADS: tuple[tuple[str, Callable[[Taken, Taken], bool]], ...] = (
    ("Würde gleich handeln", lambda one, other: acted_on(one) == acted_on(other)),
    ("Gleiche Absicht", lambda one, other: one.intent == other.intent),
    ("Gleich sicher verstanden", lambda one, other: one.understood == other.understood),
    ("Mensch geholt oder nicht", lambda one, other: one.person == other.person),
    (
        "Ärger höchstens eine Stufe daneben",
        lambda one, other: abs((one.anger or 0) - (other.anger or 0)) <= NEAR,
    ),
    ("Gleiche Angaben", lambda one, other: one.entities == other.entities),
)


def acted_on(taken: Taken) -> tuple[str, bool]:
    """Return what a reading leads to: the intent that is answered, and whether a person comes."""
    return (taken.intent if taken.understood else "", taken.person)


def agreements(turns: Sequence[TakenTwice]) -> tuple[Agreement, ...]:
    """Return in how much both agree."""
    return tuple(
        Agreement(name, Share(sum(agree(one.before, one.after) for one in turns), len(turns)))
        for name, agree in _HEADS
    )


def disagreed(turns: Sequence[TakenTwice]) -> list[TakenTwice]:
    """Return the turns that both would act on differently."""
    return [one for one in turns if acted_on(one.before) != acted_on(one.after)]
