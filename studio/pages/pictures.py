"""Draws an evaluation: which intents are taken for which, and what certainty is worth."""

from collections import Counter
from collections.abc import Sequence

from studio.evaluation.figures import Bin
from studio.evaluation.messages import Message, Prediction
from studio.pages.german import percent
from studio.pages.training_views import CalibrationView, Cell, Dot, MatrixView

FAINTEST = 0.15


def matrix_of(messages: Sequence[Message], predictions: Sequence[Prediction]) -> MatrixView:
    """Return the confusion matrix: what was meant downwards, what it was taken for across."""
    pairs = [
        (message.intent, prediction.intent)
        for message, prediction in zip(messages, predictions, strict=True)
        if message.intent is not None
    ]
    labels = sorted({name for pair in pairs for name in pair})
    place = {name: number for number, name in enumerate(labels)}
    due = Counter(meant for meant, _ in pairs)
    return MatrixView(
        labels=tuple(labels),
        cells=tuple(
            Cell(
                column=place[given],
                row=place[meant],
                share=round(FAINTEST + (1 - FAINTEST) * count / due[meant], 2),
                right=meant == given,
                says=f"{meant}: {count} von {due[meant]} verstanden als {given}",
            )
            for (meant, given), count in sorted(Counter(pairs).items())
        ),
    )


def calibration_of(before: Sequence[Bin], after: Sequence[Bin]) -> CalibrationView:
    """Return how many sentences of each certainty were right; on the diagonal it keeps faith."""
    return CalibrationView(tuple(map(_dot, before)), tuple(map(_dot, after)))


def _dot(one: Bin) -> Dot:
    return Dot(
        across=round(one.confidence * 100, 1),
        up=round(one.right.value * 100, 1),
        size=round(1.5 + min(one.right.of, 400) ** 0.5 / 5, 1),
        says=f"{percent(one.confidence)} sicher, {percent(one.right.value)} von "
        f"{one.right.of} richtig",
    )
