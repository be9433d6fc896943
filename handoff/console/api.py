"""What programs read of conversations, and mail that was given up on."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.errors import NotFoundError
from conversation.cases import Cases
from conversation.contacts import Contacts
from conversation.holds import Owner
from conversation.identity import ConversationId
from conversation.keys import Box
from conversation.people import person_of
from conversation.ports import ConversationState, Desk, Inbox, Outbox, Transcripts
from handoff.console.addresses import conversation_of
from handoff.console.api_models import (
    CaseShown,
    ContactShown,
    ConversationShown,
    ConversationsQuery,
    ConversationsShown,
    LetterShown,
    LettersShown,
    LineShown,
    PastShown,
    Replayed,
    TranscriptQuery,
    TranscriptShown,
)
from handoff.console.platforms import Platforms
from handoff.console.sight import Sight
from handoff.overview.overview import Overview
from staff.api.callers import Scope
from staff.api.paging import Key, PageQuery, page_of
from staff.api.surface import Call, Operation, Surface
from staff.ports import Audit
from staff.roles import Role

TAG, SYSTEM = "conversations", "system"
READERS = frozenset({Role.AGENT, Role.SUPERVISOR})
KEEPERS = frozenset({Role.ADMINISTRATOR})
# What nobody has or the assistant is looked for among the conversations that were active last.
LOOKED_THROUGH = 2000
PATH = "/api/conversations/{conversation}"


@dataclass(frozen=True, slots=True)
class Api:
    """Says to programs what the console says to people."""

    desk: Desk
    overview: Overview
    transcripts: Transcripts
    inbox: Inbox
    outbox: Outbox
    cases: Cases
    contacts: Contacts
    platforms: Platforms
    sight: Sight
    audit: Audit

    async def conversations(self, call: Call) -> ConversationsShown:
        """Return conversations: the queue by deadline, all others by what happened last."""
        query = call.asked(ConversationsQuery)
        queue = query.owner is Owner.QUEUE
        states = await self._looked_through(query)
        viewer = await self.sight.sites.program(call.caller)
        found, following = page_of(
            await self.sight.sites.seen(viewer, states),
            query,
            key=_by_deadline if queue else _by_activity,
            newest_first=not queue,
        )
        shown = [ConversationShown.of(one) for one in found]
        return ConversationsShown(conversations=shown, next=following)

    async def conversation(self, call: Call) -> ConversationShown:
        """Return one conversation."""
        return ConversationShown.of(await self.state(call))

    async def case(self, call: Call) -> CaseShown:
        """Return the case of a conversation."""
        case = await self.cases.of((await self.state(call)).conversation)
        seen = await self._seen(call, case.conversations)
        return CaseShown(id=case.id, conversations=[str(one) for one in seen])

    async def contact(self, call: Call) -> ContactShown:
        """Return who is known to be the same customer, and what there was with them."""
        contact = await self.contacts.of(person_of((await self.state(call)).conversation))
        past = await self.platforms.histories.of(contact.people)
        seen = await self._seen(call, [one.conversation for one in past])
        return ContactShown(
            people=[str(one) for one in contact.people],
            conversations=[
                PastShown(
                    id=str(one.conversation),
                    owner=one.owner,
                    first_at=one.first_at,
                    last_at=one.last_at,
                )
                for one in past
                if one.conversation in seen
            ],
        )

    async def transcript(self, call: Call) -> TranscriptShown:
        """Return what was said, oldest first."""
        conversation = (await self.state(call)).conversation
        lines = await self.transcripts.lines(conversation)
        if not lines:
            raise NotFoundError("There is no such conversation.")
        deliveries = await self.transcripts.deliveries(conversation)
        numbered, following = page_of(
            list(enumerate(lines)), call.asked(TranscriptQuery), key=lambda one: (one[0],)
        )
        shown = [LineShown.of(line, deliveries.get(line.id)) for _, line in numbered]
        return TranscriptShown(lines=shown, next=following)

    async def dead_letters(self, call: Call) -> LettersShown:
        """Return the mail that was given up on, of both boxes."""
        letters = [LetterShown.of(one, Box.INBOX) for one in await self.inbox.dead()]
        letters += [LetterShown.of(one, Box.OUTBOX) for one in await self.outbox.dead()]
        found, following = page_of(letters, call.asked(PageQuery), key=_by_letter)
        return LettersShown(dead_letters=found, next=following)

    async def replay(self, call: Call) -> Replayed:
        """Put a conversation's dead letters back. Raises NotFoundError."""
        conversation, box = conversation_of(call.parts["conversation"]), _box(call.parts["box"])
        mail: Inbox | Outbox = self.inbox if box is Box.INBOX else self.outbox
        replayed = await mail.replay(conversation)
        if not replayed:
            raise NotFoundError("There are no dead letters of this conversation.")
        who = call.caller.name
        await self.audit.record(who, "replayed_dead_letters", conversation, box.value)
        return Replayed(replayed=replayed)

    async def state(self, call: Call) -> ConversationState:
        """Return the conversation that a path names.

        Raises NotFoundError if nothing was ever said in it. That it is within the caller's reach
        was looked at before; see Sight.
        """
        conversation = conversation_of(call.parts["conversation"])
        state = await self.desk.state(conversation)
        if state.last_at is None and not await self.transcripts.lines(conversation):
            raise NotFoundError("There is no such conversation.")
        return state

    async def _seen(
        self, call: Call, conversations: Sequence[ConversationId]
    ) -> list[ConversationId]:
        """Return those that the caller may see."""
        viewer = await self.sight.sites.program(call.caller)
        seen = await self.sight.visible(viewer, conversations)
        return [one for one in conversations if one in seen]

    async def _looked_through(self, query: ConversationsQuery) -> Sequence[ConversationState]:
        if query.owner in (Owner.QUEUE, Owner.AGENT):
            picture = await self.overview.now()
            waits = [one.standing for one in picture.page(0, picture.waiting)]
            return [one.state for one in (waits if query.owner is Owner.QUEUE else picture.held())]
        states = await self.desk.recent(LOOKED_THROUGH)
        return [one for one in states if query.owner in (None, one.hold.owner)]


def add_api(surface: Surface, api: Api) -> None:
    """Put the operations among the others."""
    for id, path, summary, answer, handler in (
        ("get_conversation", "", "One conversation", ConversationShown, api.conversation),
        ("get_case", "/case", "All conversations of its case", CaseShown, api.case),
        ("get_contact", "/contact", "The customer over all channels", ContactShown, api.contact),
    ):
        surface.add(_reading(id, PATH + path, summary, answer=answer), handler)
    surface.add(
        _reading(
            "list_conversations",
            "/api/conversations",
            "Conversations, by who holds them",
            answer=ConversationsShown,
            query=ConversationsQuery,
        ),
        api.conversations,
    )
    surface.add(
        _reading(
            "get_transcript",
            f"{PATH}/transcript",
            "What was said, oldest first",
            answer=TranscriptShown,
            query=TranscriptQuery,
        ),
        api.transcript,
    )
    surface.add(
        Operation(
            id="list_dead_letters",
            method="GET",
            path="/api/dead-letters",
            summary="Mail that was given up on",
            tag=SYSTEM,
            scope=Scope.SYSTEM,
            roles=KEEPERS,
            query=PageQuery,
            answer=LettersShown,
        ),
        api.dead_letters,
    )
    surface.add(
        Operation(
            id="replay_dead_letters",
            method="POST",
            path="/api/dead-letters/{box}/{conversation}/replay",
            summary="Put them back in line; `box` is `in` or `out`",
            tag=SYSTEM,
            scope=Scope.SYSTEM,
            roles=KEEPERS,
            answer=Replayed,
            free=True,
        ),
        api.replay,
    )


def _reading(id: str, path: str, summary: str, **more: type) -> Operation:
    return Operation(
        id=id,
        method="GET",
        path=path,
        summary=summary,
        tag=TAG,
        scope=Scope.CONVERSATIONS_READ,
        roles=READERS,
        **more,  # type: ignore[arg-type]
    )


def _by_deadline(state: ConversationState) -> Key:
    deadline = state.hold.deadline
    return (deadline.isoformat() if deadline else "9999", str(state.conversation))


def _by_activity(state: ConversationState) -> Key:
    return (state.last_at.isoformat() if state.last_at else "", str(state.conversation))


def _by_letter(letter: LetterShown) -> Key:
    return (letter.box.value, letter.at.isoformat(), letter.conversation, letter.item)


def _box(given: str) -> Box:
    try:
        return Box(given)
    except ValueError:
        raise NotFoundError("The boxes are called in and out.") from None
