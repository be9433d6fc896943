"""A comparison in words and rows: what got better, what got worse, sentence by sentence."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from studio.evaluation.comparison import Comparison, Measure, OtherAnswer, Reading, measures
from studio.evaluation.figures import Figures
from studio.pages.german import percent, points
from studio.pages.training_views import MeasureRow, SentenceRow
from studio.search.normal import normal

NOT_UNDERSTOOD = "nlu_fallback"
FETCHED = "Holt gleich einen Menschen"
GOOD, BAD = "good", "bad"
MOST_SENTENCES = 200


def measure_rows(comparison: Comparison) -> tuple[MeasureRow, ...]:
    """Return the figures that decide, beside each other, and how often people are fetched."""
    rows = [_row(one) for one in measures(*comparison.figures())]
    fetched = _row(Measure(FETCHED, *comparison.fetched()))
    return (*rows, replace(fetched, verdict=""))


def intent_rows(before: Figures | None, after: Figures) -> tuple[MeasureRow, ...]:
    """Return F1 of each intent, what fell most first."""
    old = {one.label: one.f1 for one in before.per_intent} if before else {}
    found = [
        Measure(f"{one.label} ({one.support})", old.get(one.label), one.f1)
        for one in after.per_intent
    ]
    return tuple(_row(one) for one in sorted(found, key=_change))


def held_out_rows(comparison: Comparison) -> tuple[SentenceRow, ...]:
    """Return the held-out messages that one of the two got right and the other did not."""
    if not comparison.before:
        return ()
    rows = []
    for message, before, after in zip(
        comparison.messages, comparison.before, comparison.after, strict=True
    ):
        was, now = before.intent == message.intent, after.intent == message.intent
        if message.intent is not None and was != now:
            rows.append(
                SentenceRow(
                    text=message.text,
                    meant=message.intent,
                    before=_words(before.intent, before.confidence),
                    after=_words(after.intent, after.confidence),
                    times=1,
                    verdict=GOOD if now else BAD,
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.verdict != BAD, row.meant)))


def other_rows(
    others: Sequence[OtherAnswer], words: Mapping[str, str], taught: Mapping[str, str]
) -> tuple[SentenceRow, ...]:
    """Return the real sentences that would be answered differently, the same ones together.

    `words` are what the lines say now; what is not among them was erased. `taught` are intents by
    examples, written as `normal` writes them: where there is one, it is known which answer is good.
    """
    told = [one for one in others if one.line in words]
    times = Counter(words[one.line] for one in told)
    first = {words[one.line]: one for one in reversed(told)}
    rows = [
        SentenceRow(
            text=text,
            meant=(meant := taught.get(normal(text), "")),
            before=_read(one.before),
            after=_read(one.after),
            times=times[text],
            verdict=_verdict(one.before, one.after, meant),
        )
        for text, one in first.items()
    ]
    ranked = sorted(rows, key=lambda row: (row.verdict != BAD, row.verdict != GOOD, -row.times))
    return tuple(ranked[:MOST_SENTENCES])


def _verdict(before: Reading, after: Reading, meant: str) -> str:
    if not meant:
        return ""
    return GOOD if after.intent == meant else BAD if before.intent == meant else ""


def _row(one: Measure) -> MeasureRow:
    better = Measure(one.name, one.before, one.after, not one.rising).worse
    return MeasureRow(
        name=one.name,
        before="–" if one.before is None else percent(one.before),
        after=percent(one.after),
        change="" if one.before is None else points(one.after - one.before),
        verdict=BAD if one.worse else GOOD if better else "",
    )


def _change(one: Measure) -> tuple[float, str]:
    return (0.0 if one.before is None else one.after - one.before), one.name


def _read(one: Reading) -> str:
    words = _words(one.intent, one.confidence)
    return f"{words} und ein Mensch" if one.person else words


def _words(intent: str, confidence: float) -> str:
    if intent == NOT_UNDERSTOOD:
        return "nicht verstanden"
    return f"{intent} ({round(confidence * 100)} %)"
