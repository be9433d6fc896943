"""What goes along from the public part of a case into the private one: nothing personal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from conversation.cases import Cases, Continuation
from conversation.context import Context
from conversation.identity import ConversationId
from conversation.people import CONTINUING
from conversation.ports import ConversationState, Desk
from conversation.turns import SlotValue

#: Facts about the concern. Neither who somebody is nor what was checked about them goes along.
CARRIED = (
    *("last_topic", "service", "tariff", "device", "postal_code", "city", "data_volume"),
    *("date", "time_of_day", "amount"),
)
# As the shield writes them. A placeholder stands for a value within its own conversation only.
PLACEHOLDER = re.compile(r"\[[A-ZÄÖÜ][A-ZÄÖÜ_-]{1,30}_\d{1,4}\]")


@dataclass(frozen=True, slots=True)
class Known:
    """What the public part knows. `promised` is by when a person was promised there.

    `topic` is the last intent understood, `summary` the handoff's sentence for agents, `at` when
    the assistant last answered there: how old the slots are.
    """

    topic: str = ""
    summary: str = ""
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    address_form: str = ""
    promised: datetime | None = None
    at: datetime | None = None


def known_of(state: ConversationState, context: Context) -> Known:
    """Return what a conversation knows, without what is personal."""
    packet = state.packet
    return Known(
        topic=context.understood[-1].intent if context.understood else "",
        summary=without_placeholders(packet.summary) if packet else "",
        slots={
            name: context.slots[name]
            for name in CARRIED
            if _says_something(context.slots.get(name))
            and not PLACEHOLDER.search(str(context.slots[name]))
        },
        told={
            name: context.told[name]
            for name in CARRIED
            if name in context.told and not PLACEHOLDER.search(context.told[name])
        },
        address_form=context.address_form,
        promised=state.hold.deadline if state.hold.by_human else None,
        at=context.last_turn_at,
    )


def carried_into(context: Context, known: Known) -> Context:
    """Return a private conversation's context with what the public part knows.

    Its `slots` are what the engine is seeded with. Where both know something, the newer word
    stands: a thread of direct messages may remember a concern of long ago.
    """
    own = {name: value for name, value in context.slots.items() if _says_something(value)}
    older = known.at is not None and (
        context.last_turn_at is None or context.last_turn_at < known.at
    )
    kept = {**own, **known.slots} if older else {**known.slots, **own}
    return replace(
        context,
        slots={**context.slots, **kept},
        told={**context.told, **known.told} if older else {**known.told, **context.told},
        address_form=context.address_form or known.address_form,
    )


def holds_personal_data(text: str) -> bool:
    """Whether the shield has taken personal data out of a text."""
    return PLACEHOLDER.search(text) is not None


def without_placeholders(text: str) -> str:
    """Return `text` with words in the place of placeholders: `[IBAN_1]` becomes `(Iban)`."""

    def words(found: re.Match[str]) -> str:
        kind = found.group()[1:-1].rpartition("_")[0]
        return f"({kind.replace('_', ' ').capitalize()})"

    return PLACEHOLDER.sub(words, text)


@dataclass(frozen=True, slots=True)
class Continuing:
    """Gives a private conversation what the public part of its case knows, once."""

    cases: Cases
    desk: Desk

    async def known(self, private: ConversationId) -> Known | None:
        """Return what the public conversation knows that `private` continues; None: it does not."""
        continuation = await self._continuation(private)
        return await self._known(continuation) if continuation else None

    async def context(self, conversation: ConversationId, context: Context) -> Context:
        """Return the context to answer with; on the first turn after joining, what is known too.

        Whether it is the first is read off the context, so that a turn tried again carries the same
        and one that is done carries nothing.
        """
        if conversation.channel not in CONTINUING:
            return context
        continuation = await self._continuation(conversation)
        turned = context.last_turn_at
        if continuation is None or (turned is not None and turned > continuation.since):
            return context
        return carried_into(context, await self._known(continuation))

    async def _continuation(self, private: ConversationId) -> Continuation | None:
        return (await self.cases.of(private)).continuation(private)

    async def _known(self, continuation: Continuation) -> Known:
        return known_of(*await self.desk.recall(continuation.public))


def _says_something(value: SlotValue) -> bool:
    return value not in (None, "", [])
