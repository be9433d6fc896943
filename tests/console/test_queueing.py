"""The queue's order: danger first, then by promise, and before a window shuts."""

from datetime import datetime, timedelta

import pytest

from conversation.escalation.findings import Urgency
from conversation.holds import Hold, Owner
from conversation.packets import HandoffPacket
from conversation.ports import ConversationState
from conversation.routing.concerns import Limit
from conversation.routing.order import AHEAD
from conversation.signals import Reason
from handoff.console.queueing import moved_up, queue_order
from handoff.console.times import window
from tests.cases.samples import START, messenger


def waiting(
    name: str, minutes: int | None, *, urgency: Urgency = Urgency.NORMAL
) -> ConversationState:
    deadline = None if minutes is None else START + timedelta(minutes=minutes)
    packet = HandoffPacket(Reason.SENSITIVE, "", "", None, urgency=urgency) if urgency else None
    return ConversationState(
        messenger(name), Hold(Owner.QUEUE, 1, None, deadline), None, packet, None
    )


def names(states: list[ConversationState]) -> list[str]:
    return [one.conversation.customer for one in states]


def test_the_earliest_promise_comes_first_and_none_at_all_last() -> None:
    queue = [waiting("none", None), waiting("b", 20), waiting("a", 10)]
    assert names(queue_order(queue, {}, now=START)) == ["a", "b", "none"]


def test_danger_comes_before_every_promise_and_need_before_the_others() -> None:
    queue = [
        waiting("late", -5),
        waiting("ill", 900, urgency=Urgency.SOON),
        waiting("danger", 900, urgency=Urgency.EMERGENCY),
        waiting("later danger", 960, urgency=Urgency.EMERGENCY),
    ]
    order = names(queue_order(queue, {}, now=START))
    assert order == ["danger", "later danger", "ill", "late"]


def test_a_window_s_end_comes_before_a_later_promise_only() -> None:
    overnight, soon, now = waiting("overnight", 900), waiting("soon", 10), waiting("late", -5)
    shuts = {overnight.conversation: START + timedelta(minutes=60)}
    order = names(queue_order([now, soon, overnight], shuts, now=START))
    assert order == ["overnight", "late", "soon"]
    far = {overnight.conversation: START + timedelta(hours=12)}
    by_promise = ["late", "soon", "overnight"]
    assert names(queue_order([now, soon, overnight], far, now=START)) == by_promise
    shut = {overnight.conversation: START}
    assert names(queue_order([now, soon, overnight], shut, now=START)) == by_promise


@pytest.mark.parametrize(
    ("closes_in", "promise", "moved"),
    [
        (timedelta(hours=1), 900, True),
        (AHEAD[Limit.WINDOW], 900, True),
        (AHEAD[Limit.WINDOW] + timedelta(seconds=1), 900, False),
        (timedelta(hours=1), -61, False),
        (timedelta(0), 900, False),
        (None, 900, False),
    ],
)
def test_the_reason_is_shown_where_the_window_decides(
    closes_in: timedelta | None, promise: int, moved: bool
) -> None:
    closes_at: datetime | None = START + closes_in if closes_in is not None else None
    assert moved_up(waiting("a", promise), closes_at, now=START) is moved


def test_a_window_is_said_until_it_has_shut() -> None:
    assert window(START + timedelta(hours=3), now=START).state == "calm"
    assert window(START + timedelta(hours=2), now=START).state == "soon"
    shut = window(START, now=START)
    assert (shut.words, shut.state) == ("geschlossen", "late")
