"""What is to be told: read from the live feed and from outage mode, and enqueued for good."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2s

from conversation.holds import Owner
from conversation.messages import Speaker
from conversation.notes import Notes
from conversation.outages import Outages
from conversation.ports import Clock, Feed, FeedEvent, FeedKind
from conversation.routing.lifecycle import Cause, Stage
from conversation.webhooks import Delivery, EventType, Happening, State, Webhook, Webhooks

LONGEST_READ = timedelta(seconds=2)
GROUP = "webhooks"
#: What it means that the assistant has a conversation now, by who had it.
_BACK = {
    Owner.AGENT.value: EventType.HANDED_BACK,
    Owner.QUEUE.value: EventType.HANDED_BACK,
    Owner.NOBODY.value: EventType.REOPENED,
}


@dataclass(frozen=True, slots=True)
class Telling:
    """Enqueues for every webhook that is on and wants it; reading again enqueues nothing twice."""

    feed: Feed
    notes: Notes
    outages: Outages
    webhooks: Webhooks
    clock: Clock
    longest: timedelta = LONGEST_READ

    async def step(self) -> int:
        """Look at what happened; return how many events were read.

        Raises what a store raises; then nothing was acknowledged, and all is looked at again.
        """
        events = await self.feed.read(GROUP, longest=self.longest)
        if events:
            await self._take(events)
            await self.feed.acknowledge(GROUP, events)
        return len(events)

    async def _take(self, events: Sequence[FeedEvent]) -> None:
        happened: list[Happening] = []
        for event in events:
            if event.kind is FeedKind.FORGOTTEN:
                thread = str(event.conversation)
                happened = [one for one in happened if one.thread != thread]
                await self.webhooks.forget(thread)
            elif one := await self._happening(event):
                happened.append(one)
        await self.enqueue(happened)

    async def look_at_outages(self) -> None:
        """Tell of outages that were declared or fixed; each is known by its id."""
        happened = []
        for outage in await self.outages.latest():
            data: dict[str, str | None] = {
                "outage": outage.id,
                "postal_code": outage.place.postal_code,
                "service": outage.place.service,
            }
            steps = [(EventType.OUTAGE_DECLARED, outage.approved_at)]
            if outage.fixed_at:
                steps.append((EventType.OUTAGE_FIXED, outage.fixed_at))
            happened += [
                Happening(f"{type.value}:{outage.id}", type, f"outage:{outage.id}", at, data)
                for type, at in steps
            ]
        await self.enqueue(happened, since_made=True)

    async def enqueue(self, happened: Sequence[Happening], *, since_made: bool = False) -> int:
        """Enqueue for all who want it; `since_made`: nothing older than the webhook itself."""
        if not happened:
            return 0
        hooks = [one for one in await self.webhooks.all() if one.off_at is None]
        now = self.clock.now()
        wanted = [
            delivery_of(hook, one, now=now)
            for one in happened
            for hook in hooks
            if one.type in hook.events and not (since_made and one.at < hook.made_at)
        ]
        return await self.webhooks.enqueue(wanted) if wanted else 0

    async def _happening(self, event: FeedEvent) -> Happening | None:
        if event.kind is FeedKind.NOTED:
            return await self._noted(event)
        type = type_of(event)
        return _happening(event, type, _data(event, type)) if type else None

    async def _noted(self, event: FeedEvent) -> Happening | None:
        notes = await self.notes.of(event.conversation)
        note = next((one for one in notes if one.id == event.body.get("note")), None)
        if note is None:
            return None
        data: dict[str, str | int | Sequence[str] | None] = {
            "note": note.id,
            "kind": note.kind.value,
            "author": note.author,
            "mentions": list(note.mentions),
            "answers": note.answers,
        }
        return _happening(event, EventType.NOTED, data)


def type_of(event: FeedEvent) -> EventType | None:
    """Return what an event is told as; None for what nobody is told of."""
    body = event.body
    if event.kind is FeedKind.SAID and body.get("speaker") == Speaker.AGENT.value:
        return EventType.REPLIED
    if event.kind is FeedKind.ROUTED and body.get("stage") == Stage.OFFERED.value:
        # Who picks is offered it for a moment, too.
        return None if body.get("why") == Cause.PICKED.value else EventType.OFFERED
    if event.kind is not FeedKind.HELD:
        return None
    before = body.get("before")
    match Owner(body["owner"]):
        case Owner.NOBODY:
            return EventType.CLOSED
        case Owner.AGENT:
            return EventType.CLAIMED
        case Owner.ASSISTANT:
            return _BACK.get(str(before))
        case Owner.QUEUE:
            # A new promise to somebody who waits is no news to others.
            return None if before == Owner.QUEUE.value else EventType.WAITING


def delivery_of(hook: Webhook, happening: Happening, *, now: datetime) -> Delivery:
    """Return a happening as one webhook is told of it; its id is the same whenever it is made."""
    digest = blake2s(f"{hook.id}\0{happening.source}".encode(), digest_size=16).hexdigest()
    body = {
        "type": happening.type.value,
        "timestamp": happening.at.isoformat(),
        "data": dict(happening.data),
    }
    return Delivery(
        number=0,
        id=f"msg_{digest}",
        webhook=hook.id,
        type=happening.type,
        thread=happening.thread,
        body=json.dumps(body, separators=(",", ":")),
        state=State.WAITING,
        attempts=0,
        made_at=now,
        next_at=now,
    )


def _happening(
    event: FeedEvent, type: EventType, data: dict[str, str | int | Sequence[str] | None]
) -> Happening:
    conversation = str(event.conversation)
    whole = {"conversation": conversation, "channel": event.conversation.channel.value, **data}
    return Happening(event.id, type, conversation, event.at, whole)


def _data(event: FeedEvent, type: EventType) -> dict[str, str | int | Sequence[str] | None]:
    body = event.body
    match type:
        case EventType.REPLIED:
            return {"line": body["id"]}
        case EventType.OFFERED:
            return {"agent": body["agent"], "until": body["until"]}
        case _:
            return {
                "owner": body["owner"],
                "agent": body["agent"] or None,
                "epoch": body["epoch"],
                "deadline": body["deadline"] or None,
                "reason": body["reason"] or None,
            }
