"""Pages for supervisors: why a person was fetched or not, and by which thresholds."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sanic import HTTPResponse, Request

from chassis.app import App
from chassis.errors import NotFoundError
from conversation.escalation.findings import Finding, WeighedTurn
from conversation.escalation.table import Table
from conversation.identity import ConversationId, LineId
from conversation.ports import Clock, ConversationState, Desk, Transcripts
from handoff.console import words
from handoff.console.addresses import WHY_ROOT as ROOT
from handoff.console.addresses import conversation_of, label_of, path_of_why
from handoff.console.placeholders import pieces
from handoff.console.sight import Sight
from handoff.console.times import clock_time
from handoff.console.why_views import (
    EntryView,
    FigureView,
    FindingView,
    RulesPage,
    TurnView,
    WeighedRow,
    WhyPage,
)
from handoff.console.why_words import figure_words, number, rule_words
from staff.access import for_roles
from staff.frame import Area, Staff
from staff.language import N_, _
from staff.roles import Role

ROLES = (Role.SUPERVISOR, Role.ADMINISTRATOR)
AREA = Area(label=N_("Übergaberegeln"), path=ROOT, roles=frozenset(ROLES))
STYLES = ("console/why.css",)
SHOWN = 40
#: Who is of one site finds theirs among so many.
LOOKED_THROUGH = 400


@dataclass(frozen=True, slots=True)
class WhyPages:
    """Reads what the rules kept; nothing here weighs anything anew."""

    staff: Staff
    sight: Sight
    desk: Desk
    transcripts: Transcripts
    table: Table
    clock: Clock
    zone: ZoneInfo

    async def rules(self, request: Request) -> HTTPResponse:
        """Show the table, and conversations to look into."""
        viewer = await self.sight.viewer(request)
        many = SHOWN if viewer.sites is None else LOOKED_THROUGH
        recent = (await self.sight.sites.seen(viewer, await self.desk.recent(many)))[:SHOWN]
        page = RulesPage(
            layout=self.staff.layout(request, title=_("Übergaberegeln"), styles=STYLES),
            entries=entries(self.table),
            conversations=tuple(self._row(one) for one in recent),
        )
        return self.staff.page(page)

    async def why(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Explain one conversation, turn by turn. Raises NotFoundError if nothing was said."""
        state, context = await self.desk.recall(conversation)
        lines = await self.transcripts.lines(conversation)
        if not lines:
            raise NotFoundError("There is no such conversation.")
        weighed = context.weighed or (state.packet.weighed if state.packet else ())
        said = {line.id: line.text for line in lines}
        label = label_of(conversation)
        page = WhyPage(
            layout=self.staff.layout(
                request, title=_("Warum? %(label)s", label=label), styles=STYLES
            ),
            label=label,
            back=ROOT,
            turns=tuple(self._turn(one, said) for one in weighed),
        )
        return self.staff.page(page)

    def _row(self, state: ConversationState) -> WeighedRow:
        return WeighedRow(
            label=label_of(state.conversation),
            path=path_of_why(state.conversation),
            status=words.OWNERS[state.hold.owner],
            last=self._moment(state.last_at) if state.last_at else "",
        )

    def _turn(self, turn: WeighedTurn, said: Mapping[LineId, str]) -> TurnView:
        reason = turn.handed_over
        return TurnView(
            at=self._moment(turn.at),
            said=pieces(said.get(turn.line, "")),
            intent=words.intent_words(turn.intent) if turn.intent else "",
            felt=number(turn.felt) if turn.felt is not None else "",
            findings=tuple(_finding(one) for one in turn.findings),
            total=number(turn.total),
            needed=number(turn.needed),
            handed_over=words.REASONS[reason] if reason else "",
        )

    def _moment(self, moment: datetime) -> str:
        return clock_time(moment, zone=self.zone, now=self.clock.now())


def entries(table: Table) -> tuple[EntryView, ...]:
    """Return the table's entries: what stands for itself, then the rules."""
    found = []
    for each in fields(table):
        value = getattr(table, each.name)
        figures = (
            tuple(_threshold(part.name, getattr(value, part.name)) for part in fields(value))
            if is_dataclass(value)
            else (_threshold("", value),)
        )
        found.append(EntryView(rule=rule_words(each.name), figures=figures))
    return tuple(found)


def _threshold(name: str, value: float) -> FigureView:
    return FigureView(label=figure_words(name), value=number(value), threshold="")


def _finding(finding: Finding) -> FindingView:
    return FindingView(
        rule=rule_words(finding.rule),
        weight=number(finding.weight),
        counts=finding.counts,
        figures=tuple(
            FigureView(
                label=figure_words(one.name),
                value=number(one.value),
                threshold=number(one.threshold) if one.threshold is not None else "",
            )
            for one in finding.figures
        ),
    )


def add_why(app: App, pages: WhyPages) -> None:
    """Put the pages into an application and into the navigation."""
    pages.staff.areas.append(AREA)

    @app.get(ROOT, name="escalation")
    @for_roles(*ROLES)
    async def rules(request: Request) -> HTTPResponse:
        return await pages.rules(request)

    @app.get(f"{ROOT}/<segment:str>", name="escalation_why")
    @for_roles(*ROLES)
    async def why(request: Request, segment: str) -> HTTPResponse:
        return await pages.why(request, conversation_of(segment))
