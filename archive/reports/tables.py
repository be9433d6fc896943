"""A report as tables: what pages show beside each plot, and what is exported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive.reports.formats import Kind, Value, share
from archive.reports.querying import Figures, Report

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
        return {Kind.SHARE: " (%)", Kind.SPAN: " (Minuten)"}.get(self.kind, "")


@dataclass(frozen=True)
class Table:
    """Rows under their heads; `name` is that of the exported file."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What keys are called in German; a key without a name is shown as it is."""

    channels: Mapping[str, str]
    reasons: Mapping[str, str]
    teams: Mapping[str, str]
    agents: Mapping[str, str]


TOPICS = {
    "appointments": "Termine",
    "billing": "Rechnung",
    "contracts": "Vertrag",
    "mobile": "Mobilfunk",
    "outages": "Störung",
    "tariffs": "Tarife",
    "tickets": "Tickets",
    "": "Ohne Thema",
}
FIGURES = (
    Column("Anliegen", Kind.COUNT),
    Column("Beantwortet", Kind.SHARE),
    Column("Mit Mensch", Kind.SHARE),
    Column("Ohne Mensch gelöst", Kind.SHARE),
    Column("Erste Antwort eines Menschen", Kind.SPAN),
    Column("Gelöst nach", Kind.SPAN),
    Column("Zufriedenheit (1 bis 5)", Kind.SCORE),
    Column("Bewertet", Kind.SHARE),
    Column("Gefragt", Kind.COUNT),
)


def tables_of(report: Report, names: Names) -> dict[str, Table]:
    """Return all tables of a report, by name."""

    def named(known: Mapping[str, str], nothing: str) -> Callable[[str], str]:
        return lambda key: known.get(key, key) or nothing

    tables = (
        _figures("verlauf", "Zeitverlauf", "Zeitraum", report.timeline, moment_words),
        _figures("kanaele", "Kanäle", "Kanal", report.channels, named(names.channels, "")),
        _figures("themen", "Themen", "Thema", report.topics, named(TOPICS, "")),
        _figures("teams", "Teams", "Team", report.teams, named(names.teams, "Übrige")),
        _figures("personen", "Personen", "Name", report.agents, named(names.agents, "")),
        _reasons(report.reasons, names.reasons),
        _load(report.load),
    )
    return {table.name: table for table in tables}


def moment_words(key: str) -> str:
    """Return a day `24.11.2026` or a month `11.2026` from its key."""
    return ".".join(reversed(key.split("-")))


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
    columns = (Column("Grund"), Column("Übergaben", Kind.COUNT), Column("Anteil", Kind.SHARE))
    return Table("gruende", "Warum Menschen geholt wurden", columns, rows)


def _load(load: Mapping[int, int]) -> Table:
    rows = tuple((f"{hour} Uhr", load.get(hour, 0)) for hour in HOURS)
    columns = (Column("Stunde"), Column("Nachrichten", Kind.COUNT))
    return Table("stunden", "Last nach Stunde", columns, rows)
