"""The JSON interface for programs: conversations, transcripts, and mail that was given up on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError
from conversation.cases import Cases
from conversation.holds import Owner
from conversation.identity import ConversationId
from conversation.keys import Box
from conversation.ports import ConversationState, DeadLetter, Desk, Inbox, Outbox, Transcripts
from handoff.codec import PACKET
from handoff.console.addresses import conversation_of
from handoff.overview.overview import Overview
from staff.access import for_programs, program
from staff.ports import Audit

DEFAULT_LIMIT = 50
HIGHEST_LIMIT = 500
# What nobody has or the assistant is looked for among the conversations that were active last.
LOOKED_THROUGH = 2000


@dataclass(frozen=True, slots=True)
class Api:
    """Says to programs what the console says to people."""

    desk: Desk
    overview: Overview
    transcripts: Transcripts
    inbox: Inbox
    outbox: Outbox
    cases: Cases
    audit: Audit

    async def conversations(self, *, owner: Owner | None, limit: int) -> list[dict[str, Any]]:
        """Return conversations: the queue in its order, all others by what happened last."""
        if owner is Owner.QUEUE:
            waiting = (await self.overview.now()).page(0, limit)
            found = [one.standing.state for one in waiting]
        elif owner is Owner.AGENT:
            found = [one.state for one in (await self.overview.now()).held()]
        elif owner is None:
            found = await self.desk.recent(limit)
        else:
            recent = await self.desk.recent(LOOKED_THROUGH)
            found = [state for state in recent if state.hold.owner is owner]
        return [_plain_state(state) for state in found[:limit]]

    async def conversation(self, conversation: ConversationId) -> dict[str, Any]:
        """Return one conversation. Raises NotFoundError if nothing was ever said in it."""
        state = await self.desk.state(conversation)
        if state.last_at is None and not await self.transcripts.lines(conversation):
            raise NotFoundError("There is no such conversation.")
        return _plain_state(state)

    async def case(self, conversation: ConversationId) -> dict[str, Any]:
        """Return the case of a conversation. Raises NotFoundError if nothing was said in it."""
        await self.conversation(conversation)
        case = await self.cases.of(conversation)
        return {"id": case.id, "conversations": [str(one) for one in case.conversations]}

    async def transcript(self, conversation: ConversationId) -> list[dict[str, Any]]:
        """Return what was said, oldest first. Raises NotFoundError if nothing was."""
        lines = await self.transcripts.lines(conversation)
        if not lines:
            raise NotFoundError("There is no such conversation.")
        deliveries = await self.transcripts.deliveries(conversation)
        return [
            {
                "id": line.id,
                "speaker": line.speaker.value,
                "author": line.author,
                "text": line.text,
                "attachments": [{"kind": one.kind, "url": one.url} for one in line.attachments],
                "at": line.at.isoformat(),
                "edited_at": line.edited_at.isoformat() if line.edited_at else None,
                "erased_at": line.erased_at.isoformat() if line.erased_at else None,
                "delivery": deliveries[line.id].value if line.id in deliveries else None,
            }
            for line in lines
        ]

    async def dead_letters(self) -> list[dict[str, Any]]:
        """Return the mail that was given up on, of both boxes."""
        incoming, outgoing = await self.inbox.dead(), await self.outbox.dead()
        return _plain_letters(Box.INBOX, incoming) + _plain_letters(Box.OUTBOX, outgoing)

    async def replay(self, box: Box, conversation: ConversationId, *, who: str) -> int:
        """Put a conversation's dead letters back; return how many. Raises NotFoundError."""
        mail: Inbox | Outbox = self.inbox if box is Box.INBOX else self.outbox
        replayed = await mail.replay(conversation)
        if not replayed:
            raise NotFoundError("There are no dead letters of this conversation.")
        await self.audit.record(who, "replayed_dead_letters", conversation, box.value)
        return replayed


def add_api(app: App, api: Api) -> None:
    """Put the interface into an application, under `/api`."""

    @app.get("/api/conversations", name="api_conversations")
    @for_programs
    async def conversations(request: Request) -> HTTPResponse:
        found = await api.conversations(owner=_owner(request), limit=_limit(request))
        return json_response({"conversations": found})

    @app.get("/api/conversations/<segment:str>", name="api_conversation")
    @for_programs
    async def conversation(_request: Request, segment: str) -> HTTPResponse:
        return json_response(await api.conversation(conversation_of(segment)))

    @app.get("/api/conversations/<segment:str>/case", name="api_case")
    @for_programs
    async def case(_request: Request, segment: str) -> HTTPResponse:
        return json_response(await api.case(conversation_of(segment)))

    @app.get("/api/conversations/<segment:str>/transcript", name="api_transcript")
    @for_programs
    async def transcript(_request: Request, segment: str) -> HTTPResponse:
        return json_response({"lines": await api.transcript(conversation_of(segment))})

    @app.get("/api/dead-letters", name="api_dead_letters")
    @for_programs
    async def dead_letters(_request: Request) -> HTTPResponse:
        return json_response({"dead_letters": await api.dead_letters()})

    @app.post("/api/dead-letters/<box:str>/<segment:str>/replay", name="api_replay")
    @for_programs
    async def replay(request: Request, box: str, segment: str) -> HTTPResponse:
        conversation = conversation_of(segment)
        replayed = await api.replay(_box(box), conversation, who=program(request))
        return json_response({"replayed": replayed})


def _plain_state(state: ConversationState) -> dict[str, Any]:
    hold = state.hold
    return {
        "id": str(state.conversation),
        "channel": state.conversation.channel.value,
        "owner": hold.owner.value,
        "agent": hold.agent,
        "epoch": hold.epoch,
        "reason": state.packet.reason.value if state.packet else None,
        "packet": PACKET.plain(state.packet) if state.packet else None,
        "since": state.since.isoformat() if state.since else None,
        "deadline": hold.deadline.isoformat() if hold.deadline else None,
        "last_at": state.last_at.isoformat() if state.last_at else None,
    }


def _plain_letters(box: Box, letters: Sequence[DeadLetter]) -> list[dict[str, Any]]:
    return [
        {
            "box": box.value,
            "conversation": str(letter.conversation),
            "item": letter.item,
            "reason": letter.reason,
            "at": letter.at.isoformat(),
        }
        for letter in letters
    ]


def _owner(request: Request) -> Owner | None:
    given = request.args.get("owner")
    if given is None:
        return None
    try:
        return Owner(given)
    except ValueError:
        allowed = ", ".join(owner.value for owner in Owner)
        raise BadRequestError(f"The owner is one of: {allowed}.") from None


def _limit(request: Request) -> int:
    given = request.args.get("limit", str(DEFAULT_LIMIT))
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= HIGHEST_LIMIT:
        raise BadRequestError(f"The limit is a number from 1 to {HIGHEST_LIMIT}.")
    return int(given)


def _box(given: str) -> Box:
    try:
        return Box(given)
    except ValueError:
        raise NotFoundError("The boxes are called in and out.") from None
