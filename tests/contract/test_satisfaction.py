"""Whoever a person has helped is asked how satisfied they are: once; an answer opens nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from conversation.context import Context
from conversation.escalation.findings import Finding, Rule, Urgency, WeighedTurn
from conversation.holds import Owner
from conversation.identity import AgentId, Channel, ConversationId, LineId
from conversation.keys import Keys
from conversation.messages import Attachment, Speaker
from conversation.ports import ConversationState, FeedKind, Saying
from conversation.satisfaction import Asked
from conversation.service import Outcome
from conversation.signals import Reason
from handoff.console.platforms import Unconnected, Window
from handoff.surveying import MemoryAsked, RedisAsked, Surveying
from tests.contract.desks import RoutedDesk
from tests.contract.live import Live
from tests.contract.samples import (
    CLOCK,
    START,
    conversation,
    line,
    message,
    packet,
    taken,
    to_agent,
    to_queue,
)
from tests.contract.test_answering import ScriptedEngine
from tests.contract.wiring import MOVES, answering

MARA = AgentId("mara")
DAY = timedelta(days=1)


class Shut(Unconnected):
    """A window that shuts in a minute."""

    async def window(self, _conversation: ConversationId) -> Window | None:
        closes_at = START + timedelta(minutes=1)
        return Window(closes_at=closes_at, closes_for_people_at=closes_at + 6 * DAY)


def surveying(live: Live, **own: Any) -> Surveying:
    usual: Mapping[str, Any] = {
        "asked": MemoryAsked(CLOCK),
        "cases": live.cases,
        "transcripts": live.transcripts,
        "windows": Unconnected(),
        "clock": CLOCK,
        "every": 30 * DAY,
        "within": DAY,
    }
    return Surveying(**{**usual, **own})


async def helped(
    live: Live,
    *,
    words: str = "Mein Router geht nicht",
    answered: bool = True,
    context: Context | None = None,
    **wish: Any,
) -> tuple[ConversationState, Context]:
    """Let somebody be helped by Mara, who has not closed it yet."""
    await live.inbox.add([message("1", words)])
    batch = await taken(live.inbox)
    await live.inbox.settle(batch.lease, [one.id for one in batch.messages])
    hold = (await live.desk.state(conversation())).hold
    queued = to_queue(hold=hold)
    given = replace(packet(), handed_off_at=START, **wish)
    hold = await live.desk.move(
        replace(
            queued,
            packet=given,
            saying=replace(queued.saying, context=context or Context()),
            at=START,
        )
    )
    hold = await live.desk.move(replace(to_agent("mara", hold=hold), packet=given, at=START))
    if answered:
        said = line("agent-1", "Bitte neu starten.", speaker=Speaker.AGENT)
        await live.outbox.say(Saying(conversation(), hold, lines=(said,)))
    return await live.desk.recall(conversation())


async def closed(live: Live, **own: Any) -> None:
    """Let Mara close it, with the question."""
    state, context = await helped(live, **own)
    survey = await surveying(live).survey(state, context)
    assert survey is not None
    await live.desk.move(MOVES.close(state, context, survey=survey))


async def plays(live: Live, text: str, id: str = "9", **more: Any) -> tuple[Outcome, list[Any]]:
    """Let the customer write after the end; return what came of it, what the engine was asked."""
    engine = ScriptedEngine(None)
    await live.inbox.add([replace(message(id, text), **more)])
    batch = await taken(live.inbox)
    outcome = await answering(live, engine).answer(batch)
    return outcome, engine.asked


async def said(live: Live) -> list[str]:
    return [one.text for one in await live.transcripts.lines(conversation())]


async def told(live: Live) -> list[dict[str, Any]]:
    events = await live.feed.read("test", longest=timedelta(milliseconds=50))
    await live.feed.acknowledge("test", events)
    return [dict(one.body) for one in events if one.kind is FeedKind.RATED]


async def test_an_answer_is_thanked_for_and_neither_opens_nor_asks_anything(live: Live) -> None:
    await closed(live)
    asking = (await live.transcripts.lines(conversation()))[-1]
    assert (asking.speaker, asking.text) == (Speaker.NOTICE, MOVES.notices.satisfaction(form=""))
    assert [button.title for button in asking.buttons] == ["1", "2", "3", "4", "5"]
    before = (await live.desk.state(conversation())).hold
    assert await plays(live, "4 👍") == (Outcome.RATED, [])
    state, context = await live.desk.recall(conversation())
    assert state.hold == before
    assert state.hold.owner is Owner.NOBODY
    assert (await said(live))[-1] == "Danke, das freut uns!"
    assert context.survey is not None
    assert (context.survey.score, context.survey.agent) == (4, MARA)
    asked, answered = await told(live)
    assert (asked["question"], asked["score"], asked["agent"]) == ("satisfaction-2", None, "mara")
    assert (answered["question"], answered["score"]) == ("satisfaction-2", 4)
    assert answered["answers"] == ["9"]


async def test_whoever_says_sie_is_asked_and_thanked_so(live: Live) -> None:
    await closed(live, context=Context(address_form="sie"))
    assert "waren Sie" in (await said(live))[-1]
    await plays(live, "2")
    assert "schreiben Sie uns einfach" in (await said(live))[-1]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Und wann kommt der Techniker?", {}),
        ("5", {"attachments": (Attachment("image", "https://example.org/1.png"),)}),
    ],
)
async def test_anything_else_is_a_new_request(live: Live, text: str, more: Any) -> None:
    await closed(live)
    outcome, asked = await plays(live, text, **more)
    assert (outcome, len(asked)) == (Outcome.HANDED_OVER, 1)
    # And the question has lapsed with it: a number now answers whoever talks to them.
    outcome, _ = await plays(live, "5", "10")
    assert outcome is not Outcome.RATED


async def test_after_its_time_and_after_one_answer_a_number_is_a_request(live: Live) -> None:
    await closed(live)
    CLOCK.set(START + DAY)
    try:
        assert (await plays(live, "5"))[0] is not Outcome.RATED
    finally:
        CLOCK.set(START)


async def test_one_answer_counts(live: Live) -> None:
    await closed(live)
    assert (await plays(live, "5"))[0] is Outcome.RATED
    assert (await plays(live, "1", "10"))[0] is not Outcome.RATED
    context = await live.desk.context(conversation())
    assert context.survey is not None
    assert context.survey.score == 5


_FURIOUS = WeighedTurn(LineId("1"), START, 0, felt=2.6)
_FRAIL = WeighedTurn(LineId("1"), START, 0, findings=(Finding(Rule.VULNERABLE, 1.0),))


@pytest.mark.parametrize(
    "own",
    [
        {"answered": False},  # as spam is closed
        {"reason": Reason.ANGER},
        {"reason": Reason.SENSITIVE},
        {"urgency": Urgency.SOON},
        {"language": "tr"},
        {"context": Context(weighed=(_FURIOUS,))},
        {"context": Context(weighed=(_FRAIL,))},
        {"words": "Das ist eine Frechheit, ihr Betrüger!"},
        {"words": "Mein Hausnotruf geht nicht, Telefon tot"},
    ],
)
async def test_whom_the_question_would_hurt_is_not_asked(live: Live, own: dict[str, Any]) -> None:
    state, context = await helped(live, **own)
    assert await surveying(live).survey(state, context) is None


async def test_it_is_asked_in_private_within_the_window_and_if_wanted(live: Live) -> None:
    state, context = await helped(live)
    public = ConversationId(Channel.FB_COMMENT, "1", "2")
    assert await surveying(live).survey(replace(state, conversation=public), context) is None
    assert await surveying(live, windows=Shut()).survey(state, context) is None
    assert await surveying(live, every=timedelta(0)).survey(state, context) is None
    assert await surveying(live).survey(state, context) is not None


async def test_nobody_is_asked_twice_in_the_days_set(live: Live) -> None:
    state, context = await helped(live)
    asks = surveying(live)
    assert await asks.survey(state, context) is not None
    assert await asks.survey(state, context) is None
    await asks.take_back(conversation())
    assert await asks.survey(state, context) is not None


async def test_what_ends_by_itself_asks_as_well(live: Live) -> None:
    desk = RoutedDesk(live)
    desk.sweeping = replace(desk.sweeping, surveys=surveying(live))
    await desk.queued("anna")
    hold = await desk.pick("anna", "mara")
    late = replace(line("a", speaker=Speaker.AGENT), at=START + timedelta(minutes=1))
    await live.outbox.say(Saying(conversation(), hold, lines=(late,)))
    await desk.claiming.wrap_up(conversation(), MARA)
    desk.clock.on(minutes=3)
    await desk.sweeping.sweep()
    assert (await live.desk.state(conversation())).hold.owner is Owner.NOBODY
    assert (await said(live))[-1] == MOVES.notices.satisfaction(form="")


async def test_who_was_asked_is_one_step_in_both_stores(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        both: tuple[Asked, ...] = (MemoryAsked(CLOCK), RedisAsked(redis, Keys()))
        for asked in both:
            assert await asked.claim(["case:1", "person:a"], every=DAY)
            assert not await asked.claim(["case:2", "person:a"], every=DAY)
            assert await asked.claim(["case:2", "person:b"], every=DAY)
            await asked.release(["case:1", "person:a"])
            assert await asked.claim(["case:1", "person:a"], every=DAY)


async def test_no_key_names_anybody(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        await RedisAsked(redis, Keys()).claim(["person:web:anna"], every=DAY)
        (key,) = await redis.keys("*")
        assert b"anna" not in key
        assert 0 < await redis.ttl(key) <= DAY.total_seconds()
