"""What programs do in conversations: each operation calls what the console's button calls."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pydantic import BaseModel

from chassis.errors import ConflictError, NotFoundError
from conversation.identity import ConversationId, LineId
from conversation.notes import NoteId, Notes
from conversation.routing.sites import Reach
from handoff.console.acting import Acting
from handoff.console.api import PATH, READERS, TAG, Api
from handoff.console.api_acting_models import (
    Done,
    DraftShown,
    GiveBack,
    Hide,
    Later,
    NoteShown,
    NotesSeen,
    NotesShown,
    NoteWanted,
    OfferedText,
    OfferedTexts,
    PassOn,
    PrivateReply,
    RecipientShown,
    RecipientsShown,
    Reply,
    Reveal,
    Revealed,
    Split,
)
from handoff.console.api_models import ConversationShown
from handoff.console.case_acting import CaseActing
from handoff.console.consulting import Consulting
from handoff.console.laying import Laying
from handoff.console.noting import Noting
from handoff.console.passing import AGENT, TEAM, Passing, Recipient
from handoff.console.private_replying import PrivateReplying
from handoff.console.ready_texts import ReadyTexts
from handoff.console.views import Notice
from staff.api.callers import Scope
from staff.api.surface import Call, Handler, Operation, Surface

SAID = Notice("Gesendet.")
NOTED = Notice("Notiert.")
CONFLICT = (409,)
#: What somebody may do who was asked, or serves the same customer elsewhere; see Reach.
READING = frozenset({"notes", "notes/seen", "draft"})


@dataclass(frozen=True, slots=True)
class ActingApi:
    """Does for programs what the console does for people; who they are is their account."""

    api: Api
    acting: Acting
    case_acting: CaseActing
    private_replying: PrivateReplying
    noting: Noting
    notes: Notes
    consulting: Consulting
    passing: Passing
    laying: Laying
    ready_texts: ReadyTexts

    async def claim(self, call: Call) -> Done:
        """Take over."""
        return await self._done(call, lambda where: self.acting.claim(where, call.account))

    async def accept(self, call: Call) -> Done:
        """Take what is offered."""
        return await self._done(call, lambda where: self.acting.accept(where, call.account))

    async def decline(self, call: Call) -> Done:
        """Leave what is offered to another."""
        return await self._done(call, lambda where: self.acting.decline(where, call.account))

    async def reply(self, call: Call) -> Done:
        """Answer the customer; the key makes the line's id, so that it is said once."""
        text = call.given(Reply).text
        line = LineId(f"agent-{call.key}")
        return await self._done(
            call, lambda where: self.acting.reply(where, call.account, text=text, line=line), SAID
        )

    async def private(self, call: Call) -> Done:
        """Answer a public message in private."""
        given = call.given(PrivateReply)
        return await self._done(
            call,
            lambda where: self.private_replying.reply(
                where,
                call.account,
                to=LineId(given.to),
                text=given.text,
                line=LineId(f"private-{call.key}"),
            ),
        )

    async def give_back(self, call: Call) -> Done:
        """Return to the assistant."""
        facts = call.given(GiveBack).facts
        return await self._done(
            call, lambda where: self.acting.give_back(where, call.account, confirmed=facts)
        )

    async def close(self, call: Call) -> Done:
        """End the conversation."""
        return await self._done(call, lambda where: self.acting.close(where, call.account))

    async def pass_on(self, call: Call) -> Done:
        """Give it to a team or a colleague."""
        given = call.given(PassOn)
        if call.caller.site and given.to not in await self._recipients_there(call):
            raise NotFoundError("There is no such team or colleague at the token's site.")
        return await self._done(
            call,
            lambda where: self.passing.pass_on(
                where, call.account, to=given.to, reason=given.reason
            ),
        )

    async def later(self, call: Call) -> Done:
        """Lay it away."""
        given = call.given(Later)
        return await self._done(
            call,
            lambda where: self.laying.lay_away(
                where, call.account, until=given.until, step=given.step
            ),
        )

    async def hide(self, call: Call) -> Done:
        """Hide a public message, or show it again."""
        given = call.given(Hide)
        return await self._done(
            call,
            lambda where: self.case_acting.hide(
                where, call.account, line=LineId(given.line), hidden=given.hidden
            ),
        )

    async def split(self, call: Call) -> Done:
        """Take somebody out of the contact."""
        given = call.given(Split)
        return await self._done(
            call,
            lambda where: self.case_acting.split(
                where, call.account, person=given.person, reason=given.reason
            ),
        )

    async def reveal(self, call: Call) -> Revealed:
        """Show what a placeholder stands for; audited."""
        where = (await self.api.state(call)).conversation
        placeholder = call.given(Reveal).placeholder
        value = await self.acting.reveal(where, call.account, placeholder=placeholder)
        return Revealed(placeholder=placeholder, value=value)

    async def draft(self, call: Call) -> DraftShown:
        """Show what the platform will make of a reply."""
        where = (await self.api.state(call)).conversation
        draft = await self.case_acting.look(where, call.given(Reply).text)
        if draft is None:
            raise NotFoundError("Nothing is counted in this conversation.")
        return DraftShown.of(draft)

    async def note(self, call: Call) -> Done:
        """Note something, ask everybody, or answer who did."""
        given = call.given(NoteWanted)
        return await self._done(
            call,
            lambda where: self.noting.write(
                where,
                call.account,
                id=NoteId(call.key),
                text=given.text,
                everybody=given.everybody,
                answers=NoteId(given.answers) if given.answers else None,
            ),
            NOTED,
        )

    async def list_notes(self, call: Call) -> NotesShown:
        """Return a conversation's notes."""
        notes = await self.notes.of((await self.api.state(call)).conversation)
        return NotesShown(notes=[NoteShown.of(one) for one in notes])

    async def seen(self, call: Call) -> NotesSeen:
        """Take away one's mark."""
        where = (await self.api.state(call)).conversation
        return NotesSeen(marked=await self.consulting.looked(where, call.account.id))

    async def texts(self, call: Call) -> OfferedTexts:
        """Return the ready texts that suit a conversation."""
        where = (await self.api.state(call)).conversation
        view = await self.ready_texts.view(where, agent=call.account.name)
        return OfferedTexts(
            texts=[
                OfferedText(
                    shortcut=one.shortcut, title=one.title, text=one.text, gaps=list(one.gaps)
                )
                for one in view.texts
            ]
        )

    async def recipients(self, call: Call) -> RecipientsShown:
        """Return to whom a conversation may be passed on."""
        view = await self.passing.recipients(call.account.id)
        there = await self._recipients_there(call) if call.caller.site else None

        def shown(these: tuple[Recipient, ...]) -> list[RecipientShown]:
            return [
                RecipientShown(value=one.value, label=one.label, hint=one.hint)
                for one in these
                if there is None or one.value in there
            ]

        return RecipientsShown(teams=shown(view.teams), colleagues=shown(view.colleagues))

    async def _recipients_there(self, call: Call) -> set[str]:
        """Return the values of all teams and agents at the token's site."""
        directory = await self.passing.claiming.directories.current()
        teams = {id for id, team in directory.teams.items() if team.site == call.caller.site}
        agents = {id for id, profile in directory.agents.items() if profile.team in teams}
        return {f"{TEAM}:{id}" for id in teams} | {f"{AGENT}:{id}" for id in agents}

    async def _done(
        self,
        call: Call,
        act: Callable[[ConversationId], Awaitable[Notice | None]],
        well: Notice = SAID,
    ) -> Done:
        """Act, and return what the console says about it. Raises ConflictError with the same."""
        where = (await self.api.state(call)).conversation
        notice = await act(where) or well
        if notice.bad:
            raise ConflictError(notice.words)
        state = await self.api.desk.state(where)
        return Done(words=notice.words, conversation=ConversationShown.of(state))


def add_acting_api(surface: Surface, api: ActingApi) -> None:
    """Put the operations among the others."""
    acts: tuple[tuple[str, str, str, type[BaseModel] | None, Handler], ...] = (
        ("claim", "claim", "Take over", None, api.claim),
        ("accept", "accept", "Take what is offered", None, api.accept),
        ("decline", "decline", "Leave what is offered to another", None, api.decline),
        ("reply", "reply", "Answer the customer", Reply, api.reply),
        ("reply_privately", "private", "Answer a public message", PrivateReply, api.private),
        ("give_back", "return", "Return to the assistant", GiveBack, api.give_back),
        ("close", "close", "End the conversation", None, api.close),
        ("pass_on", "pass-on", "Give it to a team or a colleague", PassOn, api.pass_on),
        ("lay_away", "later", "Lay it away until a time", Later, api.later),
        ("hide", "hide", "Hide a public message, or show it again", Hide, api.hide),
        ("split_contact", "split", "Take somebody out of the contact", Split, api.split),
        ("write_note", "notes", "Write a note, a question or an answer", NoteWanted, api.note),
    )
    for id, name, summary, body, handler in acts:
        surface.add(_act(id, name, summary, body, Done), handler)
    surface.add(
        _act("reveal", "reveal", "What a placeholder stands for", Reveal, Revealed, secret=True),
        api.reveal,
    )
    surface.add(
        _act("count_draft", "draft", "What becomes of a reply", Reply, DraftShown, free=True),
        api.draft,
    )
    surface.add(
        _act("see_notes", "notes/seen", "Take away your mark", None, NotesSeen, free=True),
        api.seen,
    )
    readings: tuple[tuple[str, str, str, type[BaseModel], Handler], ...] = (
        ("list_notes", "notes", "Notes, oldest first", NotesShown, api.list_notes),
        ("list_offered_texts", "ready-texts", "Ready texts, filled in", OfferedTexts, api.texts),
        ("list_recipients", "recipients", "To whom to pass on", RecipientsShown, api.recipients),
    )
    for id, name, summary, answer, handler in readings:
        surface.add(
            Operation(
                id=id,
                method="GET",
                path=f"{PATH}/{name}",
                summary=summary,
                tag=TAG,
                scope=Scope.CONVERSATIONS_READ,
                roles=READERS,
                answer=answer,
                person=id != "list_notes",
            ),
            handler,
        )


def _act(
    id: str,
    name: str,
    summary: str,
    body: type[BaseModel] | None,
    answer: type[BaseModel],
    *,
    free: bool = False,
    secret: bool = False,
) -> Operation:
    return Operation(
        id=id,
        method="POST",
        path=f"{PATH}/{name}",
        summary=summary,
        tag=TAG,
        scope=Scope.CONVERSATIONS_WRITE,
        roles=READERS,
        body=body,
        answer=answer,
        person=True,
        free=free,
        secret=secret,
        refusals=CONFLICT,
        reach=Reach.READ if name in READING else None,
    )
