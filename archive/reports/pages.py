"""The report's page for supervisors, and its tables as files."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from zoneinfo import ZoneInfo

from sanic import HTTPResponse, Request
from sanic.response import text as text_response

from archive.reports.asking import CrookedQuestionError, question_of
from archive.reports.formats import exported
from archive.reports.querying import Grain, Question, Report, Reporting
from archive.reports.showing import ROOT, headlines, plots, query, table_view
from archive.reports.tables import Names, Table, tables_of
from archive.reports.views import Choice, ReportPage
from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError
from conversation.ports import Clock
from conversation.routing.ports import Directories
from conversation.routing.teams import Directory
from staff.access import for_roles, signed_in
from staff.frame import Staff
from staff.language import GERMAN, N_, _, language
from staff.ports import Account
from staff.roles import Role

ROLES = (Role.SUPERVISOR, Role.ADMINISTRATOR)
STYLES = ("reports/reports.css",)
GRAINS = {Grain.DAY: N_("Tag"), Grain.WEEK: N_("Woche"), Grain.MONTH: N_("Monat")}
BESIDE_PLOTS = ("kanaele", "themen", "teams", "personen")
SUFFIX = ".csv"
#: By which spreadsheets know that a file is UTF-8.
MARK = "\ufeff"
NO_PEOPLE = N_("Zahlen zu einzelnen Personen sind ausgeschaltet.")
FEW_PEOPLE = N_(
    "Zahlen zu einzelnen Personen gibt es nur aus Teams, in denen mindestens {} Personen in diesem "
    "Zeitraum geantwortet haben. Teams, in denen nur eine Person geantwortet hat, stehen zusammen "
    "unter „Übrige“; ist es auch zusammen nur eine, stehen sie nirgends."
)


@dataclass(frozen=True, slots=True)
class ReportPages:
    """Answers with pages and files; `channels` and `reasons` are what keys are called."""

    staff: Staff
    reporting: Reporting
    directories: Directories
    channels: Mapping[str, str]
    reasons: Mapping[str, str]
    clock: Clock
    zone: ZoneInfo
    sites_apart: bool = True

    async def page(self, request: Request) -> HTTPResponse:
        """Show the report."""
        problem = ""
        try:
            question = await self._question(request)
        except CrookedQuestionError as error:
            problem, question = str(error), await self._asked({}, self._site(request))
        report = await self.reporting.report(question)
        tables = {
            name: table_view(table, export=f"{ROOT}/{table.name}.csv?{query(question)}")
            for name, table in (await self._tables(report)).items()
        }
        shown = ReportPage(
            layout=self.staff.layout(request, title=_("Berichte"), styles=STYLES),
            path=ROOT,
            first=question.first.isoformat(),
            last=question.last.isoformat(),
            grains=tuple(
                Choice(grain.value, words, chosen=grain is question.grain)
                for grain, words in GRAINS.items()
            ),
            channels=tuple(
                Choice(value, words, chosen=value == question.channel)
                for value, words in {"": _("Alle Kanäle"), **self.channels}.items()
            ),
            problem=problem,
            site=self._site(request),
            empty=report.total.concerns == 0,
            headlines=headlines(report.total),
            plots=plots(report, tables),
            tables=tuple(tables[name] for name in BESIDE_PLOTS if tables[name].rows),
            agents_hint=self._hint(),
        )
        return self.staff.page(shown, status=400 if problem else 200)

    async def export(self, request: Request, name: str) -> HTTPResponse:
        """Answer with one table as a file. Raises NotFoundError, BadRequestError."""
        try:
            question = await self._question(request)
        except CrookedQuestionError as error:
            raise BadRequestError(str(error)) from None
        tables = await self._tables(await self.reporting.report(question))
        if name not in tables:
            raise NotFoundError("There is no such table.")
        await self.staff.audit.record(signed_in(request).account.id, "exported_report", None, name)
        file = f"{name}-{question.first}-{question.last}.csv"
        return text_response(
            MARK + as_csv(tables[name]),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{file}"'},
        )

    async def asked(self, given: Mapping[str, str], who: str, site: str) -> dict[str, Table]:
        """Return the tables for a program's question. Raises CrookedQuestionError."""
        question = await self._asked(given, site)
        tables = await self._tables(await self.reporting.report(question))
        await self.staff.audit.record(who, "exported_report", None, "api")
        return tables

    async def _tables(self, report: Report) -> dict[str, Table]:
        directory = await self.directories.current()
        accounts = await self.staff.accounts.all() if report.agents else []
        names = Names(
            channels=self.channels,
            reasons=self.reasons,
            teams={team.id: f"{team.name} ({team.site})" for team in directory.teams.values()},
            agents={account.id: account.name for account in accounts},
        )
        return tables_of(report, names)

    async def _question(self, request: Request) -> Question:
        given = {name: str(values[0]) for name, values in request.args.items()}
        return await self._asked(given, self._site(request))

    async def _asked(self, given: Mapping[str, str], site: str) -> Question:
        today = self.clock.now().astimezone(self.zone).date()
        teams = teams_at(site, await self.directories.current())
        return question_of(given, today=today, channels=self.channels, teams=teams)

    def _site(self, request: Request) -> str:
        return site_of(signed_in(request).account, apart=self.sites_apart)

    def _hint(self) -> str:
        least = self.reporting.agents_from
        return FEW_PEOPLE.format(least) if least else NO_PEOPLE


def site_of(account: Account, *, apart: bool) -> str:
    """Return of which site's teams somebody reads; empty: of all, and of what no team had."""
    return account.site if apart else ""


def teams_at(site: str, directory: Directory) -> frozenset[str] | None:
    """Return the teams of a site; of all sites None."""
    if not site:
        return None
    return frozenset(team.id for team in directory.teams.values() if team.site == site)


def as_csv(table: Table) -> str:
    """Return a table as a spreadsheet reads it in the language of whoever asks."""
    written = StringIO()
    writer = csv.writer(
        written, delimiter=";" if language() == GERMAN else ",", lineterminator="\r\n"
    )
    writer.writerow([f"{column.head}{column.unit}" for column in table.columns])
    for row in table.rows:
        writer.writerow(
            [exported(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)]
        )
    return written.getvalue()


def add_pages(app: App, pages: ReportPages) -> None:
    """Put the pages into an application."""

    @app.get(ROOT, name="reports")
    @for_roles(*ROLES)
    async def page(request: Request) -> HTTPResponse:
        return await pages.page(request)

    @app.get(f"{ROOT}/<file:str>", name="report_export")
    @for_roles(*ROLES)
    async def export(request: Request, file: str) -> HTTPResponse:
        return await pages.export(request, file.removesuffix(SUFFIX))
