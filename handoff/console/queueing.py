"""The order of the queue: danger, then by promise or when our last chance to answer ends."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from conversation.escalation.findings import Urgency
from conversation.identity import ConversationId
from conversation.ports import ConversationState

# So long before a window shuts a person should have answered, with time to ask back once.
AHEAD = timedelta(hours=2)
NEVER = datetime.max.replace(tzinfo=UTC)


def queue_order(
    states: Sequence[ConversationState],
    closings: Mapping[ConversationId, datetime],
    *,
    now: datetime,
) -> list[ConversationState]:
    """Return waiting conversations, the most urgent first.

    Danger comes first, whatever was promised. Then urgent is whose promise ends first, or whose
    window is that near to its end; one that has shut hurries nobody. Equals stay in the order
    given.
    """
    still_open = {one: closes_at for one, closes_at in closings.items() if closes_at > now}
    return sorted(
        states,
        key=lambda state: (
            -urgency_of(state),
            _urgent_at(state, still_open.get(state.conversation)),
        ),
    )


def urgency_of(state: ConversationState) -> Urgency:
    """Return how urgent a conversation is, whatever was promised."""
    return state.packet.urgency if state.packet else Urgency.NORMAL


def moved_up(state: ConversationState, closes_at: datetime | None, *, now: datetime) -> bool:
    """Say whether a window's end, not a promise, decides where a conversation stands.

    A window that has shut moves nobody.
    """
    if closes_at is None or closes_at <= now:
        return False
    return closes_at - AHEAD < (state.hold.deadline or NEVER) and closes_at - now <= AHEAD


def _urgent_at(state: ConversationState, closes_at: datetime | None) -> datetime:
    promised = state.hold.deadline or NEVER
    return min(promised, closes_at - AHEAD) if closes_at else promised
