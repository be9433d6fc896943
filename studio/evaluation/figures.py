"""The figures of an evaluation, from labelled messages and what was made of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from studio.evaluation.messages import EntityValue, Message, Prediction

OUT_OF_SCOPE = "out_of_scope"
Z = 1.96
BINS = 10

Pair = tuple[Message, Prediction]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the interval in which the true share lies in 95 of 100 cases."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share itself, 0 if there was nothing."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval (E. B. Wilson, 1927)."""
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.value
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and their harmonic mean of one label; `support` is how often it was due."""

    label: str
    precision: float
    recall: float
    support: int

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of about the same confidence: how sure they were, how many of them were right."""

    confidence: float
    right: Share


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one evaluation; None where no message carried the label."""

    messages: int
    intents: Share | None
    macro_f1: float | None
    per_intent: tuple[Scores, ...]
    confusions: tuple[tuple[str, str, int], ...]
    refused: Share | None
    falsely_refused: Share | None
    asked_back: Share
    anger_exact: Share | None
    anger_near: Share | None
    entities: tuple[Scores, ...]
    entities_f1: float | None
    calibration: tuple[Bin, ...]
    calibration_error: float | None
    milliseconds: tuple[float, float]


def figures_of(messages: Sequence[Message], predictions: Sequence[Prediction]) -> Figures:
    """Compare labels with predictions, pair by pair."""
    pairs = list(zip(messages, predictions, strict=True))
    labelled = [pair for pair in pairs if pair[0].intent is not None]
    angry = [pair for pair in pairs if pair[0].anger is not None]
    marked = [pair for pair in pairs if pair[0].entities is not None]
    per_intent = _per_intent(labelled)
    bins = _bins(labelled)
    entities = _per_entity(marked)
    times = sorted(each.milliseconds for each in predictions)
    return Figures(
        messages=len(pairs),
        intents=_share(labelled, _right) if labelled else None,
        macro_f1=_mean([each.f1 for each in per_intent]),
        per_intent=tuple(per_intent),
        confusions=tuple(_confusions(labelled)),
        refused=_share([p for p in labelled if _is_out(p)], _refused) if labelled else None,
        falsely_refused=_share([p for p in labelled if not _is_out(p)], _refused)
        if labelled
        else None,
        asked_back=_share(pairs, lambda pair: pair[1].asked_back),
        anger_exact=_share(angry, lambda pair: _distance(pair) == 0) if angry else None,
        anger_near=_share(angry, lambda pair: _distance(pair) <= 1) if angry else None,
        entities=tuple(entities),
        entities_f1=_micro_f1(marked) if marked else None,
        calibration=tuple(bins),
        calibration_error=_calibration_error(bins) if labelled else None,
        milliseconds=(_percentile(times, 0.5), _percentile(times, 0.95)),
    )


def _right(pair: Pair) -> bool:
    return pair[0].intent == pair[1].intent


def _is_out(pair: Pair) -> bool:
    return pair[0].intent == OUT_OF_SCOPE


def _refused(pair: Pair) -> bool:
    return pair[1].intent == OUT_OF_SCOPE


def _distance(pair: Pair) -> int:
    """Return how many levels apart; a missing prediction counts as calm."""
    return abs((pair[0].anger or 0) - (pair[1].anger or 0))


def _share(pairs: Sequence[Pair], counts: Callable[[Pair], bool]) -> Share:
    return Share(hits=sum(map(counts, pairs)), of=len(pairs))


def _per_intent(pairs: Sequence[Pair]) -> list[Scores]:
    due = Counter(str(message.intent) for message, _ in pairs)
    given = Counter(prediction.intent for _, prediction in pairs)
    hits = Counter(str(pair[0].intent) for pair in pairs if _right(pair))
    return _scores(sorted(due), due=due, given=given, hits=hits)


def _per_entity(pairs: Sequence[Pair]) -> list[Scores]:
    due: Counter[str] = Counter()
    given: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for message, prediction in pairs:
        wanted, found = _counted(message.entities or ()), _counted(prediction.entities)
        due.update(entity for entity, _ in wanted.elements())
        given.update(entity for entity, _ in found.elements())
        hits.update(entity for entity, _ in (wanted & found).elements())
    return _scores(sorted({*due, *given}), due=due, given=given, hits=hits)


def _micro_f1(pairs: Sequence[Pair]) -> float:
    due = given = hits = 0
    for message, prediction in pairs:
        wanted, found = _counted(message.entities or ()), _counted(prediction.entities)
        due, given = due + wanted.total(), given + found.total()
        hits += (wanted & found).total()
    return 2 * hits / (due + given) if due + given else 1.0


def _counted(entities: Iterable[EntityValue]) -> Counter[tuple[str, str]]:
    return Counter((each.entity, each.value.casefold().strip(" .,!?")) for each in entities)


def _scores(
    labels: Sequence[str], *, due: Counter[str], given: Counter[str], hits: Counter[str]
) -> list[Scores]:
    return [
        Scores(
            label=label,
            precision=hits[label] / given[label] if given[label] else 0.0,
            recall=hits[label] / due[label] if due[label] else 0.0,
            support=due[label],
        )
        for label in labels
    ]


def _confusions(pairs: Sequence[Pair]) -> list[tuple[str, str, int]]:
    """Return which intent was taken for which, most often first."""
    wrong = Counter((str(pair[0].intent), pair[1].intent) for pair in pairs if not _right(pair))
    ranked = sorted(wrong.items(), key=lambda item: (-item[1], item[0]))
    return [(due, given, count) for (due, given), count in ranked]


def _bins(pairs: Sequence[Pair]) -> list[Bin]:
    sorted_in: list[list[Pair]] = [[] for _ in range(BINS)]
    for pair in pairs:
        sorted_in[min(BINS - 1, int(pair[1].confidence * BINS))].append(pair)
    return [
        Bin(
            confidence=sum(pair[1].confidence for pair in each) / len(each),
            right=_share(each, _right),
        )
        for each in sorted_in
        if each
    ]


def _calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: how far confidence and truth lie apart on average."""
    of = sum(each.right.of for each in bins)
    return sum(each.right.of * abs(each.confidence - each.right.value) for each in bins) / of


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _percentile(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0
