"""From a report to what its page shows: pure functions, no I/O."""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlencode

from archive.reports.drawing import Series, bars, lines, rows
from archive.reports.formats import HOUR, MINUTE, Kind, share, shown, span
from archive.reports.querying import Figures, Question, Report
from archive.reports.tables import BENCHMARK, HOURS, Table
from archive.reports.views import Headline, LegendEntry, PlotView, TableView
from conversation.ratings import LEAST, MOST

ROOT = "/reports"
#: Below it nothing interesting is seen, and small changes above it would not be.
LEAST_ANSWERED = 0.8


def headlines(total: Figures) -> tuple[Headline, ...]:
    """Return the large figures over the whole time."""
    answered = share(total.answered, total.concerns)
    return (
        Headline(
            "Beantwortet",
            shown(answered, Kind.SHARE),
            f"Ziel {shown(BENCHMARK, Kind.SHARE)}",
            state="late" if answered is not None and answered < BENCHMARK else "calm",
        ),
        Headline("Anliegen", shown(total.concerns, Kind.COUNT), "in diesem Zeitraum begonnen"),
        Headline(
            "Mit Mensch",
            shown(share(total.people, total.concerns), Kind.SHARE),
            f"{shown(total.people, Kind.COUNT)} Anliegen",
        ),
        Headline(
            "Ohne Mensch gelöst",
            shown(share(total.contained, total.known), Kind.SHARE),
            "und sieben Tage nicht wieder gemeldet",
        ),
        Headline(
            "Erste Antwort", shown(total.first_person, Kind.SPAN), "eines Menschen, in Servicezeit"
        ),
        Headline("Gelöst nach", shown(total.solved, Kind.SPAN), "mit Mensch, in Servicezeit"),
        Headline(
            "Zufriedenheit",
            shown(total.score, Kind.SCORE),
            f"von {MOST}; {shown(share(total.rated, total.asked), Kind.SHARE)} von "
            f"{shown(total.asked, Kind.COUNT)} Gefragten",
        ),
    )


def plots(report: Report, tables: Mapping[str, TableView]) -> tuple[PlotView, ...]:
    """Return the plots, each with its table."""
    time, days = report.timeline, [axis_words(one.key) for one in report.timeline]
    scores = [one.score for one in time]
    answered = [share(one.answered, one.concerns) for one in time]
    alone = [float(one.concerns - one.people) for one in time]
    with_people = [float(one.people) for one in time]
    firsts, solved = [one.first_person for one in time], [one.solved for one in time]
    known = [value for value in (*firsts, *solved) if value is not None]
    unit = HOUR if max(known, default=0) > HOUR else MINUTE
    reasons, hours = tables["gruende"], tables["stunden"]
    sorted_numbers = sorted((float(many) for many in report.reasons.values()), reverse=True)
    load = [float(report.load.get(hour, 0)) for hour in HOURS]
    return (
        PlotView(
            "answered",
            "Anteil beantworteter Anliegen",
            _between(answered, lambda value: shown(value, Kind.SHARE)),
            lines(
                days,
                [Series("one", answered)],
                words=lambda value: f"{round(100 * value)} %",
                least=min(LEAST_ANSWERED, *(value for value in answered if value is not None), 1.0),
                most=1.0,
                benchmark=BENCHMARK,
            ),
            (LegendEntry("one", "Beantwortet"), LegendEntry("benchmark", "Ziel 97 %")),
            tables["verlauf"],
        ),
        PlotView(
            "concerns",
            "Anliegen mit und ohne Mensch",
            _between([one.concerns for one in time], lambda value: f"{round(value)} Anliegen"),
            bars(days, [Series("two", with_people), Series("one", alone)], words=_count),
            (LegendEntry("one", "Assistent allein"), LegendEntry("two", "Mit Mensch")),
            tables["verlauf"],
        ),
        PlotView(
            "times",
            "Erste Antwort eines Menschen und Lösung",
            "Mediane in Servicezeit. " + _between(firsts, span),
            lines(days, [Series("one", firsts), Series("two", solved)], words=span, unit=unit),
            (LegendEntry("one", "Erste Antwort"), LegendEntry("two", "Gelöst nach")),
            tables["verlauf"],
        ),
        PlotView(
            "satisfaction",
            "Zufriedenheit",
            "Mittel der Antworten von 1 bis 5. " + _between(scores, _score),
            lines(
                days,
                [Series("one", scores)],
                words=lambda value: shown(value, Kind.COUNT),
                least=float(LEAST),
                most=float(MOST),
            ),
            (),
            tables["verlauf"],
        ),
        PlotView(
            "load",
            "Nachrichten nach Stunde des Tages",
            f"Am meisten um {load.index(max(load))} Uhr." if any(load) else "Keine Nachrichten.",
            bars([str(hour) for hour in HOURS], [Series("one", load)], words=_count),
            (),
            hours,
        ),
        PlotView(
            "reasons",
            reasons.title,
            f"Am häufigsten: {reasons.rows[0][0]}." if reasons.rows else "Keine Übergaben.",
            rows([row[0] for row in reasons.rows], sorted_numbers, words=_count),
            (),
            reasons,
        ),
    )


def axis_words(key: str) -> str:
    """Return a moment as short as an axis needs it: `24.11.` or `11.2026`."""
    year, month, *day = key.split("-")
    return f"{day[0]}.{month}." if day else f"{month}.{year}"


def table_view(table: Table, question: Question) -> TableView:
    """Return a table in words."""
    kinds = [column.kind for column in table.columns]
    return TableView(
        name=table.name,
        title=table.title,
        columns=table.columns,
        rows=tuple(
            tuple(shown(cell, kind) for cell, kind in zip(row, kinds, strict=True))
            for row in table.rows
        ),
        export=f"{ROOT}/{table.name}.csv?{query(question)}",
    )


def query(question: Question) -> str:
    """Return a question as an address holds it."""
    return urlencode(
        {
            "von": question.first.isoformat(),
            "bis": question.last.isoformat(),
            "je": question.grain.value,
            "kanal": question.channel,
        }
    )


def _between(values: Iterable[float | None], words: Callable[[float], str]) -> str:
    numbers = [value for value in values if value is not None]
    if not numbers:
        return "Keine Werte."
    return f"Zwischen {words(min(numbers))} und {words(max(numbers))}."


def _score(value: float) -> str:
    return shown(value, Kind.SCORE)


def _count(value: float) -> str:
    return shown(value, Kind.COUNT) if value == round(value) else ""
