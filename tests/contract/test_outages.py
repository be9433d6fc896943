"""Outage mode over every store: groups as they come, each told once, and when it is fixed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from conversation.context import Context
from conversation.holds import FIRST_HOLD, Owner
from conversation.identity import Channel, ConversationId, LineId, MessageId
from conversation.messages import CustomerMessage, Speaker
from conversation.outages import COUNTS_FOR, Heard, Outage, OutageId, Place, line_of
from conversation.packets import Understood
from conversation.ports import Saying
from handoff.outages.grouping import Grouping
from handoff.outages.telling import Telling
from tests.contract.desks import HandClock
from tests.contract.live import Live
from tests.contract.samples import START, conversation, line, to_agent, to_queue

HERE, THERE = Place("24937", "internet"), Place("24103", "tv")
FIRST = OutageId("first")
SHORTLY = timedelta(milliseconds=50)


def outage(id: str = FIRST, place: Place = HERE, *, at: datetime = START) -> Outage:
    text = "Moin {Name}, in 24937 ist eine Störung. [Du hörst|Sie hören] von uns."
    return Outage(OutageId(id), place, text, approved_by="silke", approved_at=at)


@dataclass
class Mode:
    """Both halves of outage mode over one live store."""

    live: Live
    clock: HandClock

    @property
    def telling(self) -> Telling:
        live = self.live
        return Telling(
            live.outages, live.desk, live.outbox, live.transcripts, self.clock, default_form="du"
        )

    async def report(
        self,
        name: str,
        place: Place = HERE,
        *,
        of: ConversationId | None = None,
        form: str = "",
        author: str = "",
    ) -> None:
        """Let a customer write and the assistant understand where the trouble is."""
        who = of or conversation(name)
        wrote = CustomerMessage(MessageId(f"{name}-1"), who, "Weg!", self.clock.now(), name=author)
        await self.live.inbox.add([wrote])
        slots: Mapping[str, str] = {"postal_code": place.postal_code, "service": place.service}
        context = Context(
            slots=slots,
            understood=(Understood(LineId("1"), "report_outage", 0.9),),
            address_form=form,
            last_turn_at=self.clock.now(),
        )
        await self.live.outbox.say(Saying(who, FIRST_HOLD, (line(f"{name}-2"),), context=context))

    async def group(self) -> None:
        """Read all that the feed tells."""
        live = self.live
        grouping = Grouping(live.feed, live.desk, live.outages, self.clock, longest=SHORTLY)
        while await asyncio.wait_for(grouping.step(), timeout=10):
            pass

    async def heard(self, name: str) -> list[str]:
        """Return what a customer heard of outages."""
        lines = await self.live.transcripts.lines(conversation(name))
        return [one.text for one in lines if one.speaker is Speaker.NOTICE]


@pytest.fixture
def mode(live: Live) -> Mode:
    return Mode(live, HandClock())


async def test_conversations_are_grouped_by_place_and_service_as_they_come(mode: Mode) -> None:
    await mode.report("anna")
    await mode.report("bo", THERE)
    mode.clock.on(minutes=3)
    await mode.report("cleo")
    await mode.group()
    groups = await mode.live.outages.groups(since=START - COUNTS_FOR)
    assert [(one.place, one.many) for one in groups] == [(HERE, 2), (THERE, 1)]
    assert (groups[0].first_at, groups[0].last_at) == (START, START + timedelta(minutes=3))


async def test_a_conversation_counts_once_and_for_its_newest_place(live: Live) -> None:
    assert await live.outages.note(conversation(), HERE, START)
    assert not await live.outages.note(conversation(), HERE, START + timedelta(hours=1))
    assert await live.outages.note(conversation(), THERE, START + timedelta(hours=2))
    (group,) = await live.outages.groups(since=START - COUNTS_FOR)
    assert (group.place, group.many) == (THERE, 1)


async def test_a_report_counts_for_a_day(live: Live) -> None:
    await live.outages.note(conversation("anna"), HERE, START)
    await live.outages.note(conversation("bo"), HERE, START + timedelta(hours=20))
    later = START + timedelta(hours=25)
    (group,) = await live.outages.groups(since=later - COUNTS_FOR)
    assert (group.many, group.first_at) == (1, START + timedelta(hours=20))
    assert await live.outages.note(conversation("anna"), HERE, later)


async def test_everybody_of_the_group_is_told_once_in_their_own_words(mode: Mode) -> None:
    await mode.report("anna", form="sie", author="Anna Petersen")
    await mode.report("bo")
    await mode.report("far", THERE)
    await mode.group()
    await mode.live.outages.approve(outage())
    assert await mode.telling.round() == 2
    assert await mode.telling.round() == 0
    assert await mode.heard("anna") == [
        "Moin Anna Petersen, in 24937 ist eine Störung. Sie hören von uns."
    ]
    assert await mode.heard("bo") == ["Moin, in 24937 ist eine Störung. Du hörst von uns."]
    assert await mode.heard("far") == []


async def test_who_comes_later_is_told_as_well(mode: Mode) -> None:
    await mode.live.outages.approve(outage())
    mode.clock.on(minutes=40)
    await mode.report("late")
    await mode.group()
    assert await mode.telling.round() == 1
    assert len(await mode.heard("late")) == 1


async def test_told_twice_it_is_said_once(mode: Mode) -> None:
    await mode.report("anna")
    await mode.group()
    await mode.live.outages.approve(outage())
    await asyncio.gather(*(mode.telling.round() for _ in range(4)))
    assert len(await mode.heard("anna")) == 1


async def test_fixed_now_follows_to_everybody_who_asked_and_then_it_rests(mode: Mode) -> None:
    await mode.report("anna")
    await mode.group()
    await mode.live.outages.approve(outage())
    await mode.telling.round()
    mode.clock.on(hours=2)
    await mode.report("just-before")
    await mode.group()
    fixed = await mode.live.outages.fix(FIRST, text="Es läuft wieder.", at=mode.clock.now())
    assert fixed is not None
    mode.clock.on(minutes=1)
    await mode.report("after")
    await mode.group()
    assert await mode.telling.round() == 2
    assert (await mode.heard("anna"))[1:] == ["Es läuft wieder."]
    assert await mode.heard("just-before") == ["Es läuft wieder."]
    assert await mode.heard("after") == []
    assert await mode.live.outages.heard(FIRST) == Heard(told=2, ended=2)
    assert await mode.telling.round() == 0
    assert await mode.live.outages.open() == []


async def test_whoever_talks_to_them_customers_hear_it(mode: Mode) -> None:
    await mode.report("waits")
    await mode.report("talks")
    await mode.report("closed")
    desk = mode.live.desk
    for name in ("waits", "talks", "closed"):
        await desk.move(to_queue(of=name))
    hold = (await desk.state(conversation("talks"))).hold
    await desk.move(to_agent("mara", of="talks", hold=hold))
    hold = (await desk.state(conversation("closed"))).hold
    await desk.move(replace(to_queue(of="closed", hold=hold), to=Owner.NOBODY))
    await mode.group()
    await mode.live.outages.approve(outage())
    assert await mode.telling.round() == 3
    owner = (await desk.state(conversation("talks"))).hold
    assert owner.agent == "mara"


async def test_no_name_is_said_where_everybody_reads_along(mode: Mode) -> None:
    post = ConversationId(Channel.FB_COMMENT, thread="1_2/3_4", customer="77")
    await mode.report("post", of=post, author="Anna Petersen")
    await mode.group()
    await mode.live.outages.approve(outage())
    await mode.telling.round()
    said = (await mode.live.transcripts.lines(post))[-1]
    assert said.id == line_of(FIRST, ended=False)
    assert "Anna" not in said.text


async def test_one_place_has_one_outage_at_a_time(live: Live) -> None:
    answers = await asyncio.gather(*(live.outages.approve(outage(f"o{n}")) for n in range(5)))
    assert len({one.id for one in answers}) == 1
    running = answers[0]
    assert [one.id for one in await live.outages.open()] == [running.id]
    ended = [live.outages.fix(running.id, text=f"Ende {n}", at=START) for n in range(5)]
    assert len([one for one in await asyncio.gather(*ended) if one]) == 1
    again = await live.outages.approve(outage("again", at=START + timedelta(hours=1)))
    assert again.id == "again"
    assert [one.id for one in await live.outages.latest()] == ["again", running.id]


async def test_an_outage_that_runs_does_not_rest_and_an_unknown_one_does_not_end(
    live: Live,
) -> None:
    await live.outages.approve(outage())
    await live.outages.settle(FIRST)
    assert [one.settled for one in await live.outages.open()] == [False]
    assert await live.outages.fix(OutageId("unknown"), text="Ende", at=START) is None


async def test_who_heard_of_the_end_is_not_put_back_by_a_late_word(live: Live) -> None:
    await live.outages.approve(outage())
    await live.outages.mark(FIRST, conversation(), ended=True)
    await live.outages.mark(FIRST, conversation(), ended=False)
    assert await live.outages.told(FIRST, most=10) == []


async def test_the_first_to_report_is_told_first_and_some_at_a_time(live: Live) -> None:
    for minute, name in enumerate(("anna", "bo", "cleo")):
        await live.outages.note(conversation(name), HERE, START + timedelta(minutes=minute))
    untold = await live.outages.untold(outage(), most=2)
    assert untold == [conversation("anna"), conversation("bo")]


async def test_who_is_forgotten_counts_nowhere_and_hears_nothing_more(mode: Mode) -> None:
    await mode.report("anna")
    await mode.group()
    await mode.live.outages.approve(outage())
    await mode.telling.round()
    await mode.live.records.forget(conversation("anna"))
    await mode.group()
    assert await mode.live.outages.groups(since=START - COUNTS_FOR) == []
    assert await mode.live.outages.heard(FIRST) == Heard(told=0, ended=0)
    await mode.live.outages.fix(FIRST, text="Es läuft wieder.", at=mode.clock.now())
    assert await mode.telling.round() == 0
