"""Why a customer's sentence is worth an editor's look, and how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from conversation.turns import Understanding

NOT_UNDERSTOOD = "nlu_fallback"
# Below this confidence the assistant has guessed; the gap is to the second intent.
SURE = 0.6
CLEAR = 0.15
# Nearer than this some example is like it.
LIKE_AN_EXAMPLE = 0.6


class Reason(StrEnum):
    """Why; the value is what is kept, `words` what editors read."""

    FLAGGED = "flagged"
    HANDED_OVER = "handed_over"
    NOT_UNDERSTOOD = "not_understood"
    UNSURE = "unsure"
    CLOSE_SECOND = "close_second"
    FAR = "far"

    @property
    def words(self) -> str:
        """The reason in German."""
        return _WORDS[self]


_WORDS = {
    Reason.FLAGGED: "von einem Kollegen gemeldet",
    Reason.HANDED_OVER: "wegen Missverständnis übergeben",
    Reason.NOT_UNDERSTOOD: "nicht verstanden",
    Reason.UNSURE: "unsicher",
    Reason.CLOSE_SECOND: "zweite Absicht fast gleichauf",
    Reason.FAR: "keinem Beispiel ähnlich",
}
# What people have noticed counts more than what the assistant says of itself.
_WEIGHTS = {
    Reason.FLAGGED: 6.0,
    Reason.HANDED_OVER: 4.0,
    Reason.NOT_UNDERSTOOD: 3.0,
    Reason.UNSURE: 2.0,
    Reason.CLOSE_SECOND: 1.5,
    Reason.FAR: 1.0,
}


@dataclass(frozen=True, slots=True)
class Worth:
    """Reasons, the weightiest first, and their sum; without a reason nothing is worth a look."""

    reasons: tuple[Reason, ...]
    points: float


def worth(
    understanding: Understanding, *, nearness: float | None, noticed: Iterable[Reason] = ()
) -> Worth:
    """Weigh a sentence: as it is understood now, how near the nearest example is, what people say.

    `nearness` is None while the encoder is out. The less sure, the more a reason counts.
    """
    ranking = ranking_of(understanding)
    first = ranking[0][1] if ranking else 0.0
    second = ranking[1][1] if len(ranking) > 1 else 0.0
    told = set(noticed)
    if understanding.intent == NOT_UNDERSTOOD:
        told.add(Reason.NOT_UNDERSTOOD)
    if first < SURE:
        told.add(Reason.UNSURE)
    if first - second < CLEAR:
        told.add(Reason.CLOSE_SECOND)
    if nearness is not None and nearness < LIKE_AN_EXAMPLE:
        told.add(Reason.FAR)
    reasons = tuple(sorted(told, key=lambda reason: -_WEIGHTS[reason]))
    doubt = 1 - first if reasons else 0.0
    return Worth(reasons, round(sum(_WEIGHTS[reason] for reason in reasons) + doubt, 3))


def ranking_of(understanding: Understanding) -> tuple[tuple[str, float], ...]:
    """Return the intents that an editor can choose from, best first: no fallback among them."""
    ranking = understanding.ranking or ((understanding.intent, understanding.confidence),)
    return tuple((intent, chance) for intent, chance in ranking if intent != NOT_UNDERSTOOD)
