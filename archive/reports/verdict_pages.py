"""The report on handoffs: how often each reason was right, with the cases behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sanic import HTTPResponse, Request
from sanic.response import text as text_response

from archive.reports.asking import CrookedQuestionError, question_of
from archive.reports.formats import Kind
from archive.reports.pages import MARK, ROLES, STYLES, as_csv, site_of, teams_at
from archive.reports.showing import ROOT, table_view
from archive.reports.tables import Column, Table
from archive.reports.verdicts import CASES_SHOWN, Judged, Share, Tally, Verdicts
from archive.reports.views import Choice, TableView
from archive.reports.whiskers import WhiskerChart, chart_of
from chassis.app import App
from chassis.errors import BadRequestError
from conversation.identity import ConversationId
from conversation.judgements import Judgement, Verdict
from conversation.ports import Clock
from conversation.routing.ports import Directories
from staff.access import for_roles, signed_in
from staff.frame import Staff
from staff.language import N_, _, padded_moment_words
from staff.pages import Layout

PATH = f"{ROOT}/uebergaben"
NAME = "uebergaben"
WORDS = {
    Verdict.RIGHT: N_("richtig"),
    Verdict.NEEDLESS: N_("unnötig"),
    Verdict.LATE: N_("zu spät"),
    Verdict.MISUNDERSTOOD: N_("falsch verstanden"),
}
ALL = N_("Alle Gründe")
COLUMNS = (
    Column(N_("Grund"), Kind.WORDS),
    Column(N_("Übergeben"), Kind.COUNT),
    Column(N_("Beurteilt"), Kind.COUNT),
    Column(N_("Richtig"), Kind.COUNT),
    Column(N_("Unnötig"), Kind.COUNT),
    Column(N_("Zu spät"), Kind.COUNT),
    *(
        Column(head, Kind.SHARE)
        for head in (
            N_("Genauigkeit"),
            N_("Genauigkeit von"),
            N_("Genauigkeit bis"),
            N_("Trefferquote"),
            N_("Trefferquote von"),
            N_("Trefferquote bis"),
        )
    ),
)


@dataclass(frozen=True)
class CaseView:
    """One judged conversation, and where the rules' figures for it stand."""

    path: str
    label: str
    at: str
    reason: str
    verdict: str


@dataclass(frozen=True)
class VerdictsPage:
    """The whole page. `missed` are lines that were misunderstood, the most frequent first."""

    template: ClassVar[str] = "reports/verdicts.html"
    layout: Layout
    path: str
    back: str
    first: str
    last: str
    reasons: tuple[Choice, ...]
    verdicts: tuple[Choice, ...]
    problem: str
    judged: int
    table: TableView
    chart: WhiskerChart
    missed: tuple[tuple[str, str, int], ...]
    cases: tuple[CaseView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class VerdictPages:
    """Answers with the page and its file.

    `place_of` says what a conversation is called and where its reasons are shown; `intent_words`
    what an intent is called.
    """

    staff: Staff
    judged: Judged
    reasons: Mapping[str, str]
    intent_words: Callable[[str], str]
    place_of: Callable[[ConversationId], tuple[str, str]]
    clock: Clock
    zone: ZoneInfo
    directories: Directories
    sites_apart: bool = True

    async def page(self, request: Request) -> HTTPResponse:
        """Show the report."""
        problem = ""
        try:
            first, last = self._span(request)
        except CrookedQuestionError as error:
            problem, (first, last) = str(error), self._span(None)
        verdicts = await self.judged.verdicts(first, last, await self._teams(request))
        reason, verdict = (request.args.get(name, "") for name in ("grund", "urteil"))
        cases = [one for one in verdicts.cases if _fits(one, reason, verdict)]
        rows = (*verdicts.tallies, verdicts.total)
        shown_page = VerdictsPage(
            layout=self.staff.layout(request, title=_("Bericht über Übergaben"), styles=STYLES),
            path=PATH,
            back=ROOT,
            first=first.isoformat(),
            last=last.isoformat(),
            reasons=_choices({"": ALL, **self.reasons}, reason),
            verdicts=_choices({"": _("Alle Urteile"), **_words()}, verdict),
            problem=problem,
            judged=verdicts.total.judged,
            table=self._table_view(verdicts, first, last),
            chart=chart_of([(self._called(one), one.precision, one.recall) for one in rows]),
            missed=tuple(
                (self.intent_words(taken) if taken else _("nichts"), self.intent_words(meant), many)
                for (taken, meant), many in verdicts.missed.items()
            ),
            cases=tuple(self._case(one) for one in cases[:CASES_SHOWN]),
            more=max(0, len(cases) - CASES_SHOWN),
        )
        return self.staff.page(shown_page, status=400 if problem else 200)

    async def export(self, request: Request) -> HTTPResponse:
        """Answer with the table as a file. Raises BadRequestError."""
        try:
            first, last = self._span(request)
        except CrookedQuestionError as error:
            raise BadRequestError(str(error)) from None
        verdicts = await self.judged.verdicts(first, last, await self._teams(request))
        await self.staff.audit.record(signed_in(request).account.id, "exported_report", None, NAME)
        file = f"{NAME}-{first}-{last}.csv"
        return text_response(
            MARK + as_csv(self._table(verdicts)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{file}"'},
        )

    async def _teams(self, request: Request) -> frozenset[str] | None:
        site = site_of(signed_in(request).account, apart=self.sites_apart)
        return teams_at(site, await self.directories.current())

    def _span(self, request: Request | None) -> tuple[date, date]:
        args = request.args.items() if request else ()
        given = {name: str(values[0]) for name, values in args if name in ("von", "bis")}
        today = self.clock.now().astimezone(self.zone).date()
        question = question_of(given, today=today, channels={})
        return question.first, question.last

    def _called(self, tally: Tally) -> str:
        return self.reasons.get(tally.reason.value, tally.reason.value) if tally.reason else ALL

    def _table(self, verdicts: Verdicts) -> Table:
        return Table(
            NAME,
            _("Übergaben und ihre Urteile"),
            COLUMNS,
            tuple(
                (
                    self._called(one),
                    *(one.handed, one.judged, one.right, one.needless, one.late),
                    *_cells(one.precision),
                    *_cells(one.recall),
                )
                for one in (*verdicts.tallies, verdicts.total)
            ),
        )

    def _table_view(self, verdicts: Verdicts, first: date, last: date) -> TableView:
        table = self._table(verdicts)
        span = urlencode({"von": first.isoformat(), "bis": last.isoformat()})
        return table_view(table, export=f"{PATH}.csv?{span}")

    def _case(self, judgement: Judgement) -> CaseView:
        label, path = self.place_of(judgement.conversation)
        local = judgement.happened_at.astimezone(self.zone)
        meant = self.intent_words(judgement.meant) if judgement.meant else ""
        reason = (
            self.reasons.get(judgement.reason.value, "")
            if judgement.reason
            else _("war %(meant)s", meant=meant)
        )
        return CaseView(
            path=path,
            label=label,
            at=padded_moment_words(local),
            reason=reason,
            verdict=WORDS[judgement.verdict],
        )


def add_verdicts(app: App, pages: VerdictPages) -> None:
    """Put the page and its file into an application."""

    @app.get(PATH, name="report_verdicts")
    @for_roles(*ROLES)
    async def page(request: Request) -> HTTPResponse:
        return await pages.page(request)

    @app.get(f"{PATH}.csv", name="report_verdicts_export")
    @for_roles(*ROLES)
    async def export(request: Request) -> HTTPResponse:
        return await pages.export(request)


def _cells(share: Share) -> tuple[float | None, float | None, float | None]:
    return (share.value, *(share.interval if share.of else (None, None)))


def _fits(judgement: Judgement, reason: str, verdict: str) -> bool:
    its = judgement.reason.value if judgement.reason else ""
    return (not reason or its == reason) and (not verdict or judgement.verdict.value == verdict)


def _choices(words: Mapping[str, str], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, its, chosen=value == chosen) for value, its in words.items())


def _words() -> dict[str, str]:
    return {one.value: its for one, its in WORDS.items()}
