"""What the report's page shows."""

from dataclasses import dataclass
from typing import ClassVar

from archive.reports.drawing import Chart
from archive.reports.tables import Column
from staff.pages import Layout


@dataclass(frozen=True)
class Headline:
    """One large figure; `hint` says what it is measured by, `state` is calm or late."""

    label: str
    value: str
    hint: str
    state: str = "calm"


@dataclass(frozen=True)
class TableView:
    """A table in words, and where it is to be had as a file."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    export: str


@dataclass(frozen=True)
class LegendEntry:
    """What a colour stands for."""

    tone: str
    words: str


@dataclass(frozen=True)
class PlotView:
    """A plot with the table of the same figures; `says` sums it up for who does not see it."""

    key: str
    title: str
    says: str
    chart: Chart
    legend: tuple[LegendEntry, ...]
    table: TableView


@dataclass(frozen=True)
class Choice:
    """An entry of a field that offers some."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class ReportPage:
    """The whole page. `agents_hint` says why figures about single agents are there or not."""

    template: ClassVar[str] = "reports/page.html"
    layout: Layout
    path: str
    first: str
    last: str
    grains: tuple[Choice, ...]
    channels: tuple[Choice, ...]
    problem: str
    site: str
    empty: bool
    headlines: tuple[Headline, ...]
    plots: tuple[PlotView, ...]
    tables: tuple[TableView, ...]
    agents_hint: str
