"""The report's tables for programs."""

from collections.abc import Awaitable, Callable
from datetime import date

from pydantic import BaseModel, Field

from archive.reports.asking import CrookedQuestionError
from archive.reports.formats import Kind, Value
from archive.reports.tables import Table
from chassis.errors import BadRequestError
from staff.api.callers import Scope
from staff.api.surface import Call, Given, Operation, Surface
from staff.roles import Role

TAG = "reports"
READERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})

#: Answers a question, given as on the page: `von`, `bis`, `je`, `kanal`; for whom, of which site.
Ask = Callable[[dict[str, str], str, str], Awaitable[dict[str, Table]]]


class ReportQuery(Given):
    """Which time and which part of it; without them the last four weeks."""

    von: date | None = Field(None, description="First day.")
    bis: date | None = Field(None, description="Last day.")
    je: str = Field("", description="`day`, `week` or `month`.")
    kanal: str = Field("", description="A channel; empty: all.")


class ColumnShown(BaseModel):
    """A column's head; spans are in seconds, shares between 0 and 1."""

    head: str
    kind: Kind


class TableShown(BaseModel):
    """One table."""

    name: str
    title: str
    columns: list[ColumnShown]
    rows: list[list[Value]]


class ReportShown(BaseModel):
    """All tables of a report."""

    tables: list[TableShown]


def add_reports_api(surface: Surface, ask: Ask) -> None:
    """Put the report among the operations."""

    async def report(call: Call) -> ReportShown:
        query = call.asked(ReportQuery)
        given = {
            "von": query.von.isoformat() if query.von else "",
            "bis": query.bis.isoformat() if query.bis else "",
            "je": query.je,
            "kanal": query.kanal,
        }
        try:
            tables = await ask(given, call.caller.name, call.caller.site)
        except CrookedQuestionError as error:
            raise BadRequestError(str(error)) from None
        return ReportShown(tables=[_shown(one) for one in tables.values()])

    surface.add(
        Operation(
            id="get_report",
            method="GET",
            path="/api/reports",
            summary="The report's tables",
            tag=TAG,
            scope=Scope.SUPERVISION_READ,
            roles=READERS,
            query=ReportQuery,
            answer=ReportShown,
        ),
        report,
    )


def _shown(table: Table) -> TableShown:
    return TableShown(
        name=table.name,
        title=table.title,
        columns=[ColumnShown(head=one.head, kind=one.kind) for one in table.columns],
        rows=[list(row) for row in table.rows],
    )
