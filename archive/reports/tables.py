"""A report as tables: what pages show beside each plot, and what is exported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from archive.reports.formats import Kind, Value, share
from archive.reports.querying import Figures, Report
from staff.language import N_, _, day_words, month_words

HOURS = range(24)
#: Goal for the share of concerns that are answered, in the industry's measure.
BENCHMARK = 0.97


@dataclass(frozen=True)
class Column:
    """A column's head and what stands below it; `unit` is added to the head when exported."""

    head: str
    kind: Kind = Kind.WORDS

    @property
    def unit(self) -> str:
        """The unit of exported values."""
        return {Kind.SHARE: " (%)", Kind.SPAN: f" ({_('Minuten')})"}.get(self.kind, "")


@dataclass(frozen=True)
class Table:
    """Rows under their heads; `name` is that of the exported file."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What keys are called; a key without a name is shown as it is."""

    channels: Mapping[str, str]
    reasons: Mapping[str, str]
    teams: Mapping[str, str]
    agents: Mapping[str, str]


TOPICS = {
    "appointments": N_("Termine"),
    "billing": N_("Rechnung"),
    "contracts": N_("Vertrag"),
    "mobile": N_("Mobilfunk"),
    "outages": N_("Störung"),
    "tariffs": N_("Tarife"),
    "tickets": N_("Tickets"),
    "": N_("Ohne Thema"),
}
FIGURES = (
    Column(N_("Anliegen"), Kind.COUNT),
    Column(N_("Beantwortet"), Kind.SHARE),
    Column(N_("Mit Mensch"), Kind.SHARE),
    Column(N_("Ohne Mensch gelöst"), Kind.SHARE),
    Column(N_("Erste Antwort eines Menschen"), Kind.SPAN),
    Column(N_("Gelöst nach"), Kind.SPAN),
    Column(N_("Zufriedenheit (1 bis 5)"), Kind.SCORE),
    Column(N_("Bewertet"), Kind.SHARE),
    Column(N_("Gefragt"), Kind.COUNT),
)


def tables_of(report: Report, names: Names) -> dict[str, Table]:
    """Return all tables of a report, by name."""

    def named(known: Mapping[str, str], nothing: str) -> Callable[[str], str]:
        return lambda key: known.get(key, key) or nothing

    tables = (
        _figures("verlauf", _("Zeitverlauf"), _("Zeitraum"), report.timeline, moment_words),
        _figures("kanaele", _("Kanäle"), _("Kanal"), report.channels, named(names.channels, "")),
        _figures("themen", _("Themen"), _("Thema"), report.topics, named(TOPICS, "")),
        _figures("teams", _("Teams"), _("Team"), report.teams, named(names.teams, _("Übrige"))),
        _figures("personen", _("Personen"), _("Name"), report.agents, named(names.agents, "")),
        _reasons(report.reasons, names.reasons),
        _load(report.load),
    )
    return {table.name: table for table in tables}


def moment_words(key: str) -> str:
    """Return a day `24.11.2026` or a month `11.2026` from its key."""
    year, month, *day = (int(part) for part in key.split("-"))
    return day_words(date(year, month, day[0])) if day else month_words(date(year, month, 1))


def _figures(
    name: str, title: str, head: str, rows: Sequence[Figures], words: Callable[[str], str]
) -> Table:
    cells = tuple((words(row.key), *_cells(row)) for row in rows)
    return Table(name, title, (Column(head), *FIGURES), cells)


def _cells(row: Figures) -> tuple[Value, ...]:
    return (
        row.concerns,
        share(row.answered, row.concerns),
        share(row.people, row.concerns),
        share(row.contained, row.known),
        row.first_person,
        row.solved,
        row.score,
        share(row.rated, row.asked),
        row.asked,
    )


def _reasons(reasons: Mapping[str, int], words: Mapping[str, str]) -> Table:
    total = sum(reasons.values())
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    rows = tuple((words.get(key, key), many, share(many, total)) for key, many in ordered)
    columns = (
        Column(_("Grund")),
        Column(_("Übergaben"), Kind.COUNT),
        Column(_("Anteil"), Kind.SHARE),
    )
    return Table("gruende", _("Warum Menschen geholt wurden"), columns, rows)


def _load(load: Mapping[int, int]) -> Table:
    rows = tuple((_("%(hour)s Uhr", hour=hour), load.get(hour, 0)) for hour in HOURS)
    columns = (Column(_("Stunde")), Column(_("Nachrichten"), Kind.COUNT))
    return Table("stunden", _("Last nach Stunde"), columns, rows)
