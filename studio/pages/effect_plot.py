"""Draws shares with their intervals before and after each change: pure arithmetic."""

from collections.abc import Sequence

from studio.effect.shares import LEAST, Compared
from studio.evaluation.figures import Share
from studio.pages.effect_views import Moment, Tick, Whisker, WhiskerChart
from studio.pages.german import percent

WIDTH, HEIGHT = 640.0, 240.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 12.0, 12.0, 44.0
APART = 9.0
TICKS = 4
#: The axis ends at one of these, so that four lines across are round numbers.
ENDS = (0.04, 0.08, 0.2, 0.4, 0.6, 0.8, 1.0)


def drawn(key: str, title: str, changes: Sequence[tuple[str, Compared]]) -> WhiskerChart:
    """Return the plot of a share: for each change its words and what it changed."""
    known = [one for _, one in changes if one.enough]
    most = max((side.interval[1] for one in known for side in (one.before, one.after)), default=1.0)
    end = next((one for one in ENDS if one >= most), 1.0)
    room = (WIDTH - LEFT - RIGHT) / max(1, len(changes))
    moments: list[Moment] = []
    whiskers: list[Whisker] = []
    for place, (words, one) in enumerate(changes):
        x = LEFT + room * (place + 0.5)
        moments.append(Moment(round(x, 1), words, "" if one.enough else f"unter {LEAST}"))
        if one.enough:
            whiskers.append(_whisker(x - APART, one.before, "before", end, f"{words}, vorher"))
            whiskers.append(_whisker(x + APART, one.after, "after", end, f"{words}, nachher"))
    return WhiskerChart(
        key=key,
        title=title,
        says=_says(changes),
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        ticks=tuple(_tick(number * end / TICKS, end) for number in range(TICKS + 1)),
        moments=tuple(moments),
        whiskers=tuple(whiskers),
    )


def told(share: Share) -> str:
    """Return a share with its interval and of how many: `71,2 % (66 bis 76) von 410`."""
    if share.of < LEAST:
        return f"zu wenige ({share.of})"
    low, high = (round(100 * end) for end in share.interval)
    return f"{percent(share.value)} ({low} bis {high}) von {share.of}"


def _whisker(x: float, share: Share, tone: str, end: float, words: str) -> Whisker:
    low, high = share.interval
    return Whisker(
        x=round(x, 1),
        y=_y(share.value, end),
        low=_y(low, end),
        high=_y(high, end),
        tone=tone,
        says=f"{words}: {told(share)}",
    )


def _tick(value: float, end: float) -> Tick:
    points = round(100 * value, 6)
    return Tick(_y(value, end), f"{points:g} %".replace(".", ","))


def _y(value: float, end: float) -> float:
    return round(HEIGHT - BOTTOM - min(value / end, 1.0) * (HEIGHT - BOTTOM - TOP), 1)


def _says(changes: Sequence[tuple[str, Compared]]) -> str:
    known = [(words, one) for words, one in changes if one.enough]
    if not known:
        return "Noch zu wenige für eine Aussage."
    words, one = known[-1]
    return f"Zuletzt, {words}: von {percent(one.before.value)} auf {percent(one.after.value)}."
