"""A measurement as people read it: a page of text with figures, reasons and what went wrong."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from studio.evaluation.figures import Share
from tests.escalation.due import Judged
from tests.escalation.figures import Figures, Turns, by_reason, figures_of

_HEAD = (
    "| reason | due | recall | 95 % | handed over for it | precision | 95 % "
    "| at the very turn | turns too late | turns too early |",
    "|---|---|---|---|---|---|---|---|---|---|",
)


def report(sets: Mapping[str, Sequence[Judged]], *, title: str) -> str:
    """Return a page about sets of conversations by their names, each also by reason."""
    everything = [each for some in sets.values() for each in some]
    parts = [f"# {title}", ""]
    for name, played in sets.items():
        parts += [f"## {name}", "", *_figures(figures_of(played)), "", "By reason:", "", *_HEAD]
        parts += [_reason_row(reason, each) for reason, each in by_reason(played).items()]
        parts += [_reason_row("all", figures_of(played)), ""]
    parts += ["## What went wrong", "", *_wrong(everything)]
    return "\n".join(parts).rstrip() + "\n"


def _figures(figures: Figures) -> Iterator[str]:
    yield f"{figures.conversations} conversations."
    yield ""
    yield "| figure | value | 95 % interval | of |"
    yield "|---|---|---|---|"
    for name, share in (
        ("recall", figures.recall),
        ("precision", figures.precision),
        ("handed over at the very turn", figures.at_the_turn),
        ("handed over too late", figures.late),
        ("handed over too early", figures.early),
        ("for a reason that the script names", figures.reason_named),
        ("packets that lack no fact told", figures.packets_whole),
    ):
        yield f"| {name} | {_value(share)} | {_interval(share)} | {share.of} |"
    for name, turns in (("late", figures.turns_late), ("early", figures.turns_early)):
        low, high = turns.interval
        rest = f"{low:.2f} to {high:.2f} | {len(turns.off)} |"
        yield f"| turns too {name}, on average | {turns.mean:.2f} | {rest}"


def _reason_row(name: str, figures: Figures) -> str:
    cells = (
        name,
        str(figures.recall.of),
        _value(figures.recall),
        _interval(figures.recall),
        str(figures.precision.of),
        _value(figures.precision),
        _interval(figures.precision),
        _value(figures.at_the_turn),
        _turns(figures.turns_late),
        _turns(figures.turns_early),
    )
    return f"| {' | '.join(cells)} |"


def _wrong(played: Sequence[Judged]) -> Iterator[str]:
    listed: tuple[tuple[str, Callable[[Judged], bool], Callable[[Judged], str]], ...] = (
        (
            "Not handed over",
            lambda one: one.due.must and one.at is None,
            lambda one: one.due.reason,
        ),
        (
            "Handed over without need",
            lambda one: not one.due.must and one.at is not None,
            lambda one: f"turn {one.at}, {one.reason}",
        ),
        ("Too late", lambda one: one.late > 0, lambda one: f"{one.late}"),
        ("Too early", lambda one: one.early > 0, lambda one: f"{one.early}, {one.reason}"),
        (
            "For another reason",
            lambda one: one.right and bool(one.due.reasons) and one.reason not in one.due.reasons,
            lambda one: f"{one.reason}",
        ),
        (
            "Packets that lack a fact",
            lambda one: bool(one.lacks),
            lambda one: ", ".join(one.lacks or ()),
        ),
    )
    for title, wrong, detail in listed:
        found = [f"{one.id} ({detail(one)})" for one in played if wrong(one)]
        if found:
            yield f"{title}: {'; '.join(found)}."
            yield ""


def _value(share: Share) -> str:
    return f"{share.value:.1%}" if share.of else "-"


def _interval(share: Share) -> str:
    low, high = share.interval
    return f"{low:.1%} to {high:.1%}" if share.of else "-"


def _turns(turns: Turns) -> str:
    if not turns.off:
        return "-"
    low, high = turns.interval
    return f"{turns.total} ({turns.mean:.2f}; {low:.2f} to {high:.2f})"
