"""Passing a conversation on: to a team or a colleague, with a reason that they read first."""

from dataclasses import dataclass
from typing import ClassVar

from sanic import HTTPResponse, Request

from chassis.app import App
from conversation.identity import AgentId, ConversationId
from conversation.notes import Note, NoteId, NoteKind, Notes
from conversation.packets import PassedOn
from conversation.ports import Clock, Desk
from conversation.routing.teams import Presence
from handoff.console import words
from handoff.console.acting import Acting
from handoff.console.addresses import ROOT, conversation_of
from handoff.console.views import Notice
from handoff.routing.claiming import Claiming
from handoff.routing.sweeping import Absence
from staff.access import for_roles, signed_in
from staff.frame import Staff
from staff.language import N_
from staff.ports import Account, Accounts
from staff.roles import Role

ROLES = (Role.AGENT, Role.SUPERVISOR)
LONGEST_REASON = 500
TEAM, AGENT = "team", "agent"

NO_REASON = Notice(N_("Nicht weitergegeben: Es fehlt, warum."), bad=True)
TOO_LONG = Notice(
    N_(
        "Nicht weitergegeben: Der Grund ist länger als %(longest_reason)s Zeichen.",
        longest_reason=LONGEST_REASON,
    ),
    bad=True,
)
NOBODY = Notice(
    N_("Nicht weitergegeben: Dieses Team oder diese Person gibt es nicht mehr."), bad=True
)
NOTED = "Weitergegeben an {}: {}"


@dataclass(frozen=True)
class Recipient:
    """A team or colleague as one may choose them; `hint` says whether they are there."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class RecipientsView:
    """To whom a conversation may be passed on."""

    template: ClassVar[str] = "console/recipients.html"
    teams: tuple[Recipient, ...]
    colleagues: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class Passing:
    """Gives what an agent holds to others, who are offered it as `conversation.routing` says."""

    acting: Acting
    desk: Desk
    claiming: Claiming
    notes: Notes
    accounts: Accounts
    clock: Clock
    absence: Absence

    async def recipients(self, me: AgentId) -> RecipientsView:
        """Return all teams and all colleagues, and whether these are there just now."""
        directory = await self.claiming.directories.current()
        now = self.claiming.wall.now()
        work = await self.claiming.roster.everyone()
        there = {one.agent: one.presence(now, away_after=self.absence.away_after) for one in work}
        return RecipientsView(
            teams=tuple(
                Recipient(f"{TEAM}:{team.id}", team.name)
                for team in sorted(directory.teams.values(), key=lambda one: one.name)
            ),
            colleagues=tuple(
                Recipient(
                    f"{AGENT}:{one.id}",
                    one.name,
                    words.PRESENCES[there.get(one.id, Presence.AWAY)],
                )
                for one in sorted(await self.accounts.all(), key=lambda one: one.name)
                if _may_take(one) and one.id != me
            ),
        )

    async def pass_on(
        self, conversation: ConversationId, agent: Account, *, to: str, reason: str
    ) -> Notice:
        """Give a conversation to `to`, a recipient's value, and note why beside it."""
        reason = " ".join(reason.split())
        if not reason:
            return NO_REASON
        if len(reason) > LONGEST_REASON:
            return TOO_LONG
        passed_on = await self._passed_on(agent, to, reason)
        if passed_on is None:
            return NOBODY
        epoch = (await self.desk.state(conversation)).hold.epoch
        notice = await self.acting.pass_on(conversation, agent, passed_on)
        if not notice.bad:
            await self._note(conversation, passed_on, id=NoteId(f"passed-on-{epoch}"))
        return notice

    async def _passed_on(self, agent: Account, to: str, reason: str) -> PassedOn | None:
        """Return what is meant by a recipient's value, if it names one."""
        kind, _, id = to.partition(":")
        now = self.clock.now()
        if kind == TEAM:
            teams = (await self.claiming.directories.current()).teams
            team = next((one for one in teams.values() if one.id == id), None)
            if team is None:
                return None
            return PassedOn(agent.id, agent.name, reason, team.name, now, team=team.id)
        found = await self.accounts.by_id(AgentId(id)) if kind == AGENT else None
        if found is None or not _may_take(found) or found.id == agent.id:
            return None
        return PassedOn(agent.id, agent.name, reason, found.name, now, agent=found.id)

    async def _note(self, conversation: ConversationId, given: PassedOn, *, id: NoteId) -> None:
        """Keep it beside the conversation, also once it is passed on again; tell whom it names."""
        text = NOTED.format(given.to, given.reason)
        mentions = (given.agent,) if given.agent else ()
        note = Note(id, NoteKind.NOTE, given.by, given.name, text, given.at, mentions=mentions)
        await self.notes.write(conversation, note)


def add_recipients(app: App, staff: Staff, passing: Passing) -> None:
    """Put the part with the recipients into an application."""

    @app.get(f"{ROOT}/conversations/<segment:str>/recipients", name="console_recipients")
    @for_roles(*ROLES, by_itself=True)
    async def shown(request: Request, segment: str) -> HTTPResponse:
        conversation_of(segment)
        return staff.page(await passing.recipients(signed_in(request).account.id))


def _may_take(account: Account) -> bool:
    return account.role in ROLES and not account.disabled
