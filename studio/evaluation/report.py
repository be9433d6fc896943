"""An evaluation as people read it: a page of text, and a picture of what confidence is worth."""

from collections.abc import Sequence
from pathlib import Path

from studio.evaluation.figures import Bin, Figures, Scores, Share

CONFUSIONS_SHOWN = 25


def report(figures: Figures, *, title: str) -> str:
    """Return the figures as a Markdown page."""
    parts = [
        f"# {title}",
        "",
        "| figure | value | 95 % interval | of |",
        "|---|---|---|---|",
        *_shares(figures),
        "",
        *_plain(figures),
        *_table("intent", figures.per_intent),
        *_confusions(figures.confusions),
        *_table("entity", figures.entities),
    ]
    return "\n".join(parts) + "\n"


def draw_reliability(bins: Sequence[Bin], target: Path) -> None:
    """Draw how many predictions of each confidence were right; on the diagonal they keep faith."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for each in bins:
        low, high = each.right.interval
        axes.plot([each.confidence] * 2, [low, high], color="#1f5f8b", linewidth=1)
    axes.scatter(
        [each.confidence for each in bins],
        [each.right.value for each in bins],
        s=[20 + each.right.of for each in bins],
        color="#1f5f8b",
        zorder=3,
    )
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share that was right")
    axes.set_title("What confidence is worth (dot: number of messages)", fontsize=10)
    figure.savefig(target, dpi=110)


def _shares(figures: Figures) -> list[str]:
    named: list[tuple[str, Share | None]] = [
        ("intents right", figures.intents),
        ("out of scope refused", figures.refused),
        ("falsely refused", figures.falsely_refused),
        ("would have asked back", figures.asked_back),
        ("anger exactly right", figures.anger_exact),
        ("anger within one level", figures.anger_near),
    ]
    return [_row(name, share) for name, share in named if share is not None and share.of]


def _row(name: str, share: Share) -> str:
    low, high = share.interval
    return f"| {name} | {share.value:.1%} | {low:.1%} to {high:.1%} | {share.of} |"


def _plain(figures: Figures) -> list[str]:
    median, slow = figures.milliseconds
    lines = []
    if figures.macro_f1 is not None:
        lines.append(f"Macro-F1 of intents: {figures.macro_f1:.3f}.")
    if figures.entities_f1 is not None:
        lines.append(f"F1 of entities, name and value: {figures.entities_f1:.3f}.")
    if figures.calibration_error is not None:
        lines.append(f"Expected calibration error: {figures.calibration_error:.3f}.")
    lines.append(f"One message: {median:.1f} ms at the median, 95th percentile {slow:.1f} ms.")
    return ["  \n".join(lines), ""]


def _table(what: str, scores: Sequence[Scores]) -> list[str]:
    if not scores:
        return []
    rows = [
        f"| {each.label} | {each.precision:.2f} | {each.recall:.2f} | {each.f1:.2f} "
        f"| {each.support} |"
        for each in scores
    ]
    head = [f"| {what} | precision | recall | F1 | messages |", "|---|---|---|---|---|"]
    return [*head, *rows, ""]


def _confusions(confusions: Sequence[tuple[str, str, int]]) -> list[str]:
    if not confusions:
        return []
    rows = [f"| {due} | {given} | {count} |" for due, given, count in confusions]
    left = len(rows) - CONFUSIONS_SHOWN
    more = [f"And {left} more pairs."] if left > 0 else []
    head = ["| meant | taken for | times |", "|---|---|---|"]
    return [*head, *rows[:CONFUSIONS_SHOWN], "", *more]
