"""Plots as shapes on a grid: pure arithmetic; a template writes them down as SVG.

Nothing here carries a colour or a style: those come from the design's tokens by class.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 640.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 68.0, 12.0, 12.0, 26.0
LABELS_AT_MOST = 8
BAR_SHARE = 0.72
ROW, ROW_BAR, NAMES, VALUES = 30.0, 18.0, 210.0, 64.0
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
TICKS = 4


@dataclass(frozen=True)
class Label:
    """Words at a place on the horizontal axis."""

    x: float
    words: str


@dataclass(frozen=True)
class Rule:
    """A horizontal line and what it stands for."""

    y: float
    words: str


@dataclass(frozen=True)
class Bar:
    """A bar; `tone` is the class that gives it its colour."""

    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True)
class Dot:
    """A value on a line."""

    x: float
    y: float


@dataclass(frozen=True)
class Path:
    """A line through values, broken where there are none; `points` as SVG writes them."""

    tone: str
    points: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class RowBar:
    """A lying bar between its name and its value; `middle` is where both are written."""

    name: str
    value: str
    y: float
    middle: float
    x: float
    width: float
    height: float = ROW_BAR


@dataclass(frozen=True)
class Chart:
    """All shapes of one plot."""

    labels: tuple[Label, ...] = ()
    rules: tuple[Rule, ...] = ()
    bars: tuple[Bar, ...] = ()
    paths: tuple[Path, ...] = ()
    rows: tuple[RowBar, ...] = ()
    benchmark: Rule | None = None
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    bottom: float = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one kind, one for each label; None where there is nothing to say."""

    tone: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Scale:
    """From a value to a height on the plot."""

    least: float
    most: float

    def y(self, value: float) -> float:
        """Return the height of a value, measured from above."""
        share = (value - self.least) / (self.most - self.least)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)


def lines(
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    words: Callable[[float], str],
    least: float = 0.0,
    most: float | None = None,
    benchmark: float | None = None,
    unit: float = 1.0,
) -> Chart:
    """Draw lines over labels; `words` phrases what stands at the vertical axis.

    The steps of that axis are round numbers of `unit`.
    """
    values = [value for one in series for value in one.values if value is not None]
    step = unit * _step(((most or max(values, default=unit)) - least) / unit)
    scale = Scale(
        least, most or least + step * max(1, ceil((max(values, default=unit) - least) / step))
    )
    return Chart(
        labels=_labels(labels),
        rules=_rules(scale, step, words),
        paths=tuple(_path(one, scale, len(labels)) for one in series),
        benchmark=Rule(scale.y(benchmark), words(benchmark)) if benchmark is not None else None,
    )


def bars(
    labels: Sequence[str], series: Sequence[Series], *, words: Callable[[float], str]
) -> Chart:
    """Draw bars over labels, those of several series on top of each other."""
    sums = [sum(one.values[place] or 0 for one in series) for place in range(len(labels))]
    step = _step(max(sums, default=0) or 1)
    scale = Scale(0.0, step * max(1, ceil(max(sums, default=0) / step)))
    drawn: list[Bar] = []
    for place in range(len(labels)):
        below = 0.0
        for one in series:
            value = one.values[place] or 0
            if value:
                drawn.append(_bar(place, len(labels), below, below + value, scale, one.tone))
            below += value
    return Chart(labels=_labels(labels), rules=_rules(scale, step, words), bars=tuple(drawn))


def rows(names: Sequence[str], values: Sequence[float], *, words: Callable[[float], str]) -> Chart:
    """Draw lying bars, for names that are long."""
    most = max(values, default=0) or 1
    room = WIDTH - NAMES - VALUES
    drawn = tuple(
        RowBar(
            name=name,
            value=words(value),
            y=place * ROW + (ROW - ROW_BAR) / 2,
            middle=(place + 0.5) * ROW,
            x=NAMES,
            width=round(room * value / most, 1),
        )
        for place, (name, value) in enumerate(zip(names, values, strict=True))
    )
    return Chart(rows=drawn, height=max(1, len(names)) * ROW)


def _bar(place: int, many: int, low: float, high: float, scale: Scale, tone: str) -> Bar:
    room = _room(many)
    x = LEFT + room * place + room * (1 - BAR_SHARE) / 2
    top, foot = scale.y(high), scale.y(low)
    return Bar(round(x, 1), top, round(room * BAR_SHARE, 1), round(foot - top, 1), tone)


def _path(series: Series, scale: Scale, many: int) -> Path:
    runs: list[list[Dot]] = [[]]
    for place, value in enumerate(series.values):
        if value is None:
            runs.append([])
        else:
            clipped = min(max(value, scale.least), scale.most)
            runs[-1].append(Dot(_centre(place, many), scale.y(clipped)))
    points = tuple(" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs if run)
    return Path(series.tone, points, tuple(dot for run in runs for dot in run))


def _labels(labels: Sequence[str]) -> tuple[Label, ...]:
    every = max(1, ceil(len(labels) / LABELS_AT_MOST))
    return tuple(
        Label(_centre(place, len(labels)), words)
        for place, words in enumerate(labels)
        if place % every == 0
    )


def _rules(scale: Scale, step: float, words: Callable[[float], str]) -> tuple[Rule, ...]:
    many = floor((scale.most - scale.least) / step + 1e-9)
    values = (scale.least + step * number for number in range(many + 1))
    return tuple(Rule(scale.y(value), words(value)) for value in values)


def _room(many: int) -> float:
    return (WIDTH - LEFT - RIGHT) / max(many, 1)


def _centre(place: int, many: int) -> float:
    return round(LEFT + _room(many) * (place + 0.5), 1)


def _step(span: float) -> float:
    """Return a round step that cuts a span into about four."""
    rough = max(span, 1e-9) / TICKS
    power = 10.0 ** floor(log10(rough))
    return next(power * step for step in STEPS if power * step >= rough - 1e-12)
