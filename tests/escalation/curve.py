"""What a manager chooses between: recall against the share handed over, threshold by threshold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.evaluation.figures import Share
from tests.escalation.due import Judged
from tests.escalation.figures import figures_of


@dataclass(frozen=True, slots=True)
class Point:
    """What one setting leads to.

    `handed`: of all conversations. `needless`: of those that need nobody; unlike the others it does
    not hang on how many of the conversations had to be handed over.
    """

    setting: float
    recall: Share
    precision: Share
    handed: Share
    needless: Share


@dataclass(frozen=True, slots=True)
class Curve:
    """What the settings of one knob lead to."""

    name: str
    points: tuple[Point, ...]


def point_of(setting: float, played: Sequence[Judged]) -> Point:
    """Return what a setting has led to."""
    figures = figures_of(played)
    handed = figures.precision
    return Point(
        setting,
        recall=figures.recall,
        precision=figures.precision,
        handed=Share(hits=handed.of, of=len(played)),
        needless=Share(hits=handed.of - handed.hits, of=len(played) - figures.recall.of),
    )


def told_of(curves: Sequence[Curve]) -> list[str]:
    """Return curves as lines of a Markdown table."""
    rows = [
        f"| {curve.name} | {point.setting:g} | {point.handed.value:.1%} | {point.recall.value:.1%} "
        f"| {point.precision.value:.1%} | {point.needless.value:.1%} |"
        for curve in curves
        for point in curve.points
    ]
    head = "| knob | setting | handed over | recall | precision | of those that need nobody |"
    return [head, "|---|---|---|---|---|---|", *rows]


def draw(curves: Sequence[Curve], *, now: Point, due: Share, target: Path) -> None:
    """Draw recall against the share handed over; `now` is the setting in force.

    `due` is the share that had to be handed over: nobody can reach all with less.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.5, 5.5), layout="constrained")
    axes = figure.subplots()
    axes.axvline(due.value, color="0.7", linewidth=1, linestyle="--", label="share that is due")
    for curve, (color, marker, beside) in zip(curves, _STYLES, strict=False):
        across = [point.handed.value for point in curve.points]
        up = [point.recall.value for point in curve.points]
        axes.plot(across, up, color=color, marker=marker, linewidth=1.2, label=curve.name)
        for words, (x, y) in _labels(curve).items():
            axes.annotate(words, (x, y), xytext=beside, textcoords="offset points", fontsize=8)
    axes.scatter(
        [now.handed.value], [now.recall.value], s=140, marker="*", color="#b3261e", zorder=3,
        label="in force",
    )  # fmt: skip
    axes.set(xlim=(0, 1), ylim=(0, 1.03), xlabel="share of all conversations handed over")
    axes.set(ylabel="recall: share handed over of those that had to be")
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right")
    figure.savefig(target, dpi=110)


#: Colour, marker, and where labels stand: across and up, in points.
_STYLES = (
    ("#1f5f8b", "o", (-24, 6)),
    ("#c77700", "s", (6, 8)),
    ("#2e7d32", "^", (8, -10)),
)


def _labels(curve: Curve) -> Mapping[str, tuple[float, float]]:
    """Return the settings by where they stand; those that change nothing share a label."""
    places: dict[tuple[float, float], list[str]] = {}
    for point in curve.points:
        place = (point.handed.value, point.recall.value)
        places.setdefault(place, []).append(f"{point.setting:g}")
    return {", ".join(settings): place for place, settings in places.items()}
