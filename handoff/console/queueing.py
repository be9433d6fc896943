"""The order of the queue as agents read it: the one in which the router offers."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from conversation.identity import ConversationId
from conversation.ports import ConversationState
from conversation.routing.concerns import Expiry, Limit, concern_of
from conversation.routing.lifecycle import Place
from conversation.routing.order import AHEAD, in_order
from conversation.routing.ports import Standing

NEVER = datetime.max.replace(tzinfo=UTC)


def queue_order(
    states: Sequence[ConversationState],
    closings: Mapping[ConversationId, datetime],
    *,
    now: datetime,
) -> list[ConversationState]:
    """Return waiting conversations, the most urgent first; `closings` are ends of windows.

    Places are not read for this: age counts from the handoff, as it does for the router unless an
    agent has vanished.
    """
    by_id = {state.conversation: state for state in states}
    concerns = [
        concern_of(
            Standing(state, Place()),
            now=now,
            topics={},
            expiries=_expiries(closings.get(state.conversation)),
        )
        for state in states
    ]
    return [by_id[one.conversation] for one in in_order(concerns, now=now)]


def moved_up(state: ConversationState, closes_at: datetime | None, *, now: datetime) -> bool:
    """Say whether a window's end, not a promise, decides where a conversation stands.

    A window that has shut moves nobody.
    """
    if closes_at is None or closes_at <= now:
        return False
    ahead = AHEAD[Limit.WINDOW]
    return closes_at - ahead < (state.hold.deadline or NEVER) and closes_at - now <= ahead


def _expiries(closes_at: datetime | None) -> tuple[Expiry, ...]:
    return (Expiry(Limit.WINDOW, closes_at),) if closes_at else ()
