"""From a report to what its page shows: pure functions, no I/O."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from archive.reports.drawing import Series, bars, lines, rows
from archive.reports.formats import HOUR, MINUTE, Kind, share, shown, span
from archive.reports.querying import Figures, Question, Report
from archive.reports.tables import BENCHMARK, HOURS, Table
from archive.reports.views import Headline, LegendEntry, PlotView, TableView
from conversation.ratings import LEAST, MOST
from staff.language import _, axis_day_words, month_words, percent_words

ROOT = "/reports"
#: Below it nothing interesting is seen, and small changes above it would not be.
LEAST_ANSWERED = 0.8


def headlines(total: Figures) -> tuple[Headline, ...]:
    """Return the large figures over the whole time."""
    answered = share(total.answered, total.concerns)
    return (
        Headline(
            _("Beantwortet"),
            shown(answered, Kind.SHARE),
            _("Ziel %(share)s", share=shown(BENCHMARK, Kind.SHARE)),
            state="late" if answered is not None and answered < BENCHMARK else "calm",
        ),
        Headline(
            _("Anliegen"), shown(total.concerns, Kind.COUNT), _("in diesem Zeitraum begonnen")
        ),
        Headline(
            _("Mit Mensch"),
            shown(share(total.people, total.concerns), Kind.SHARE),
            _("%(number)s Anliegen", number=shown(total.people, Kind.COUNT)),
        ),
        Headline(
            _("Ohne Mensch gelöst"),
            shown(share(total.contained, total.known), Kind.SHARE),
            _("und sieben Tage nicht wieder gemeldet"),
        ),
        Headline(
            _("Erste Antwort"),
            shown(total.first_person, Kind.SPAN),
            _("eines Menschen, in Servicezeit"),
        ),
        Headline(_("Gelöst nach"), shown(total.solved, Kind.SPAN), _("mit Mensch, in Servicezeit")),
        Headline(
            _("Zufriedenheit"),
            shown(total.score, Kind.SCORE),
            _(
                "von %(most)s; %(share)s von %(asked)s Gefragten",
                most=MOST,
                share=shown(share(total.rated, total.asked), Kind.SHARE),
                asked=shown(total.asked, Kind.COUNT),
            ),
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
            _("Anteil beantworteter Anliegen"),
            _between(answered, lambda value: shown(value, Kind.SHARE)),
            lines(
                days,
                [Series("one", answered)],
                words=lambda value: percent_words(round(100 * value)),
                least=min(LEAST_ANSWERED, *(value for value in answered if value is not None), 1.0),
                most=1.0,
                benchmark=BENCHMARK,
            ),
            (
                LegendEntry("one", _("Beantwortet")),
                LegendEntry("benchmark", _("Ziel %(share)s", share=percent_words(97))),
            ),
            tables["verlauf"],
        ),
        PlotView(
            "concerns",
            _("Anliegen mit und ohne Mensch"),
            _between([one.concerns for one in time], _concerns),
            bars(days, [Series("two", with_people), Series("one", alone)], words=_count),
            (LegendEntry("one", _("Assistent allein")), LegendEntry("two", _("Mit Mensch"))),
            tables["verlauf"],
        ),
        PlotView(
            "times",
            _("Erste Antwort eines Menschen und Lösung"),
            _("Mediane in Servicezeit.") + " " + _between(firsts, span),
            lines(days, [Series("one", firsts), Series("two", solved)], words=span, unit=unit),
            (LegendEntry("one", _("Erste Antwort")), LegendEntry("two", _("Gelöst nach"))),
            tables["verlauf"],
        ),
        PlotView(
            "satisfaction",
            _("Zufriedenheit"),
            _("Mittel der Antworten von 1 bis 5.") + " " + _between(scores, _score),
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
            _("Nachrichten nach Stunde des Tages"),
            _("Am meisten um %(hour)s Uhr.", hour=load.index(max(load)))
            if any(load)
            else _("Keine Nachrichten."),
            bars([str(hour) for hour in HOURS], [Series("one", load)], words=_count),
            (),
            hours,
        ),
        PlotView(
            "reasons",
            reasons.title,
            _("Am häufigsten: %(reason)s.", reason=reasons.rows[0][0])
            if reasons.rows
            else _("Keine Übergaben."),
            rows([row[0] for row in reasons.rows], sorted_numbers, words=_count),
            (),
            reasons,
        ),
    )


def axis_words(key: str) -> str:
    """Return a moment as short as an axis needs it: `24.11.` or `11.2026`."""
    year, month, *day = (int(part) for part in key.split("-"))
    return axis_day_words(date(year, month, day[0])) if day else month_words(date(year, month, 1))


def table_view(table: Table, *, export: str) -> TableView:
    """Return a table in words; `export` is its file's address."""
    kinds = [column.kind for column in table.columns]
    return TableView(
        name=table.name,
        title=table.title,
        columns=table.columns,
        rows=tuple(
            tuple(shown(cell, kind) for cell, kind in zip(row, kinds, strict=True))
            for row in table.rows
        ),
        export=export,
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
        return _("Keine Werte.")
    least, most = words(min(numbers)), words(max(numbers))
    return _("Zwischen %(least)s und %(most)s.", least=least, most=most)


def _concerns(value: float) -> str:
    return _("%(number)s Anliegen", number=round(value))


def _score(value: float) -> str:
    return shown(value, Kind.SCORE)


def _count(value: float) -> str:
    return shown(value, Kind.COUNT) if value == round(value) else ""
