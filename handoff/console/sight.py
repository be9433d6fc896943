"""Who may see which conversation, also by other ways than the site; and the guard before routes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sanic import Request

from chassis.app import App
from chassis.errors import ForbiddenError, NotFoundError
from conversation.cases import Cases
from conversation.contacts import Contacts
from conversation.identity import ConversationId
from conversation.notes import Note, NoteKind, Notes, question_of
from conversation.people import person_of
from conversation.repairs import Repairs
from conversation.routing import sites as rules
from conversation.routing.sites import Reach, Viewer
from conversation.watching import Watching
from handoff.console.addresses import conversation_of
from handoff.console.platforms import Histories
from handoff.routing.sites import Sites
from staff.sight import needed

#: How routes call the part of an address that names a conversation.
PARTS = ("segment", "conversation")


@dataclass(frozen=True, slots=True)
class Sight:
    """Reads, for one person or program at a time."""

    sites: Sites
    notes: Notes
    watching: Watching
    repairs: Repairs
    cases: Cases
    contacts: Contacts
    histories: Histories

    async def viewer(self, request: Request) -> Viewer:
        """Return who is behind a request to a guarded route."""
        if who := getattr(request.ctx, "signed_in", None):
            return await self.sites.person(who.account)
        return await self.sites.program(request.ctx.caller)

    async def reach(self, viewer: Viewer, conversation: ConversationId) -> Reach:
        """Return what somebody may do with a conversation.

        By where it is; else because they have something to do there or were asked; else to read it,
        because they or their site serve the same customer elsewhere.
        """
        if viewer.sites is None:
            return Reach.STEER
        standing = await self.sites.claiming.places.standing(conversation)
        (where,) = await self.sites.whereabouts([standing])
        found = rules.reach(viewer, standing, where)
        if found >= Reach.WORK:
            return found
        if await self._owes(viewer, conversation):
            return Reach.WORK
        if found or await self._asked(viewer, conversation):
            return Reach.READ
        return Reach.READ if await self._serves(viewer, conversation) else Reach.NOTHING

    async def visible(
        self, viewer: Viewer, conversations: Sequence[ConversationId]
    ) -> set[ConversationId]:
        """Return those that somebody may see."""
        if viewer.sites is None:
            return set(conversations)
        found = await asyncio.gather(*(self.reach(viewer, one) for one in conversations))
        return {one for one, its in zip(conversations, found, strict=True) if its}

    async def check(self, request: Request) -> None:
        """Refuse a request about a conversation that is beyond somebody's reach.

        Raises NotFoundError, as if there were none, and ForbiddenError where they may look at it.
        """
        named = next((one for one in PARTS if one in request.match_info), None)
        if named is None or request.route is None:
            return
        viewer = await self.viewer(request)
        if viewer.sites is None:
            return
        found = await self.reach(viewer, conversation_of(request.match_info[named]))
        if found is Reach.NOTHING:
            raise NotFoundError("There is no such conversation.")
        if found < needed(request.route.handler, request.method):
            raise ForbiddenError("This conversation is with another site.")

    async def _owes(self, viewer: Viewer, conversation: ConversationId) -> bool:
        owed = await self.repairs.of([conversation])
        return any(one.open and one.owner == viewer.agent for one in owed)

    async def _asked(self, viewer: Viewer, conversation: ConversationId) -> bool:
        notes, watched = await asyncio.gather(
            self.notes.of(conversation), self.watching.of(viewer.agent)
        )
        return conversation in watched or any(_for(viewer, one, notes) for one in notes)

    async def _serves(self, viewer: Viewer, conversation: ConversationId) -> bool:
        """Say whether the same customer is served by somebody, or at their site, elsewhere."""
        case, contact = await asyncio.gather(
            self.cases.of(conversation), self.contacts.of(person_of(conversation))
        )
        past = await self.histories.of(contact.people)
        others = {*case.conversations, *(one.conversation for one in past)} - {conversation}
        standings = await self.sites.claiming.places.standings(list(others))
        where = await self.sites.whereabouts(standings)
        return any(
            rules.serves(viewer, one, its) for one, its in zip(standings, where, strict=True)
        )


def _for(viewer: Viewer, note: Note, notes: Sequence[Note]) -> bool:
    """Say whether a note is somebody's own, names them, or asks everybody and is not answered."""
    if viewer.agent == note.author or viewer.agent in note.mentions:
        return True
    answered = any(question_of(one, notes) is note for one in notes)
    return note.kind is NoteKind.QUESTION and not answered


def add_sight(app: App, sight: Sight) -> None:
    """Stand before every route whose address names a conversation, behind the login's guard."""
    app.on_request(sight.check)
