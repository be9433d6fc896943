"""The order of those who wait: danger, promise, a window that shuts; as it changes, and in time."""

import random
from datetime import datetime, timedelta

import pytest

from conversation.escalation.findings import Urgency
from conversation.holds import Hold, Owner
from conversation.identity import AgentId
from conversation.packets import HandoffPacket
from conversation.ports import ConversationState
from conversation.routing.concerns import Limit
from conversation.routing.lifecycle import Place
from conversation.routing.order import AHEAD, in_order
from conversation.routing.ports import Standing
from conversation.signals import Reason
from handoff.console.platforms import Window
from handoff.console.times import window as window_words
from handoff.overview.picture import Kept, Picture
from tests.cases.samples import START, messenger

LATER = timedelta(days=7)
MARA = AgentId("mara")


def kept(
    name: str,
    promise: float | None,
    *,
    closes_in: timedelta | None = None,
    urgency: Urgency = Urgency.NORMAL,
    agent: AgentId | None = None,
) -> Kept:
    """Return one who waits, promised an answer in so many minutes from START."""
    deadline = None if promise is None else START + timedelta(minutes=promise)
    packet = HandoffPacket(Reason.SENSITIVE, "", "", None, urgency=urgency) if urgency else None
    owner = Owner.AGENT if agent else Owner.QUEUE
    state = ConversationState(
        messenger(name), Hold(owner, 1, agent, deadline), START, packet, START
    )
    closes_at = None if closes_in is None else START + closes_in
    window = Window(closes_at, closes_at + LATER) if closes_at else None
    return Kept(Standing(state, Place()), window)


def picture_of(*ones: Kept, now: datetime = START) -> Picture:
    picture = Picture()
    for one in ones:
        picture.put(one.standing, one.window, now=now)
    return picture


def names(picture: Picture) -> list[str]:
    return [one.conversation.customer for one in picture.page()]


def test_the_earliest_promise_comes_first_and_none_at_all_last() -> None:
    assert names(picture_of(kept("none", None), kept("b", 20), kept("a", 10))) == ["a", "b", "none"]


def test_danger_comes_before_every_promise_and_need_before_the_others() -> None:
    picture = picture_of(
        kept("late", -5),
        kept("ill", 900, urgency=Urgency.SOON),
        kept("danger", 900, urgency=Urgency.EMERGENCY),
        kept("later danger", 960, urgency=Urgency.EMERGENCY),
    )
    assert names(picture) == ["danger", "later danger", "ill", "late"]


def test_a_window_s_end_comes_before_a_later_promise_only() -> None:
    others = (kept("late", -5), kept("soon", 10))
    by_promise = ["late", "soon", "overnight"]
    for closes_in, order in (
        (timedelta(minutes=60), ["overnight", "late", "soon"]),
        (timedelta(hours=20), by_promise),
    ):
        assert names(picture_of(*others, kept("overnight", 900, closes_in=closes_in))) == order


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
    one = kept("a", promise, closes_in=closes_in)
    assert (one.moved_up_by(START) is not None) is moved


def test_a_window_is_said_until_it_has_shut() -> None:
    assert window_words(START + timedelta(hours=3), now=START).state == "calm"
    assert window_words(START + timedelta(hours=2), now=START).state == "soon"
    shut = window_words(START, now=START)
    assert (shut.words, shut.state) == ("geschlossen", "late")


def test_what_the_time_has_moved_is_named_once_it_has_and_again_if_it_goes_back() -> None:
    overnight = kept("overnight", 900, closes_in=timedelta(minutes=30))
    picture = picture_of(overnight, kept("soon", 10), kept("calm", 20))
    assert names(picture)[0] == "overnight"
    assert picture.due(START + timedelta(minutes=29)) == []
    after = START + timedelta(minutes=30)
    assert picture.due(after) == [overnight.conversation]
    picture.put(overnight.standing, overnight.window, now=after)
    assert names(picture) == ["soon", "calm", "overnight"]
    assert picture.due(after) == []
    assert picture.due(START) == [overnight.conversation]


def test_a_page_is_a_part_of_the_order() -> None:
    picture = picture_of(*(kept(f"c{number:03d}", 5 * number) for number in range(120)))
    found = [one.conversation.customer for one in picture.page(50, 50)]
    assert found == [f"c{number:03d}" for number in range(50, 100)]
    assert picture.page(120, 50) == []
    assert picture.waiting == 120


def test_who_is_with_somebody_waits_no_more_and_who_is_done_is_forgotten() -> None:
    picture = picture_of(kept("anna", 10), kept("bert", 5))
    mine = kept("anna", 10, agent=MARA)
    picture.put(mine.standing, None, now=START)
    assert names(picture) == ["bert"]
    assert picture.held_by(MARA) == [mine.standing]
    assert list(picture.held()) == [mine.standing]
    done = ConversationState(mine.conversation, Hold(Owner.NOBODY, 3), START, None, START)
    picture.put(Standing(done, Place()), None, now=START)
    assert (picture.held_by(MARA), mine.conversation in picture) == ([], False)


def test_however_it_came_about_the_order_is_that_of_the_router() -> None:
    """Six hundred changes, and time that goes on and back."""
    chance, now = random.Random(20261124), START
    picture, known = Picture(), dict[str, Kept]()
    for step in range(600):
        name = f"c{chance.randrange(60)}"
        known[name] = kept(
            name,
            chance.choice([None, *range(-60, 1000, 7)]),
            closes_in=chance.choice([None, timedelta(minutes=chance.randrange(1500))]),
            urgency=chance.choice(list(Urgency)),
            agent=chance.choice([None, None, MARA]),
        )
        picture.put(known[name].standing, known[name].window, now=now)
        if step % 10 == 0:
            now += timedelta(minutes=chance.randrange(-10, 40))
        for one in picture.due(now):
            picture.put(known[one.customer].standing, known[one.customer].window, now=now)
        waiting = [one for one in known.values() if one.standing.state.hold.agent is None]
        afresh = in_order((one.concern(now=now) for one in waiting), now=now)
        assert names(picture) == [one.conversation.customer for one in afresh]
