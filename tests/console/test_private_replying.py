"""Answering a comment in private: once, by whoever holds it, and the person goes on with them."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.holds import Owner
from conversation.identity import AgentId, LineId
from conversation.messages import Speaker
from handoff.console.addresses import path_of
from handoff.console.platforms import PrivateReply
from tests.cases.samples import comment, messenger
from tests.console.platforms import Played
from tests.console.test_case_pages import page_of
from tests.console.world import World, open_desk

TOKEN = "0123456789abcdef"
OFFER = '<input type="hidden" name="to"'


@pytest.fixture
def played() -> Played:
    return Played(private_leads_to=messenger())


@pytest.fixture
async def world(played: Played) -> AsyncIterator[World]:
    async with open_desk(platforms=played.platforms()) as world:
        yield world


async def _written(world: World, played: Played, *, days: float = 6) -> LineId:
    id = await world.writes("Wo bleibt mein Techniker?", of=comment())
    played.private[id] = PrivateReply(until=world.now + timedelta(days=days), spent=False)
    return id


async def _reply(world: World, to: LineId, text: str = "Wir schauen nach.", *, who: str = "mara"):
    browser = await world.house.logged_in(who)
    return await world.act(browser, "private", of=comment(), to=to, text=text, line=TOKEN)


async def _claimed(world: World) -> None:
    await world.act(await world.house.logged_in("mara"), "claim", of=comment())


async def test_whoever_holds_a_comment_is_offered_its_one_private_reply(
    world: World, played: Played
) -> None:
    await _written(world, played)
    page = await page_of(world, comment())
    assert "Privat beantwortbar" in page
    assert "noch 6 Tage" in page
    assert OFFER not in page
    await _claimed(world)
    assert OFFER in await page_of(world, comment())


async def test_a_private_reply_is_sent_once_and_goes_on_with_the_agent(
    world: World, played: Played
) -> None:
    id = await _written(world, played)
    await _claimed(world)
    assert (await _reply(world, id)).status_code == 303
    ((to, said),) = played.replied
    assert (to, said.text, said.author) == (id, "Wir schauen nach.", "Mara Petersen")
    page = await page_of(world, comment())
    assert "Privat beantwortet" in page
    assert path_of(messenger()) in page
    assert OFFER not in page
    assert await world.said(messenger()) == [(Speaker.AGENT, "Wir schauen nach.")]
    held = (await world.state(messenger())).hold
    assert (held.owner, held.agent) == (Owner.AGENT, "id-mara")
    work = await world.roster.one(AgentId("id-mara"))
    assert work is not None
    assert {one.conversation for one in work.seats} == {comment(), messenger()}
    case = await world.cases.join(messenger())
    assert case.conversations == (comment(), messenger())
    (entry,) = [one for one in world.house.audit.entries if one.what == "replied_privately"]
    assert (entry.conversation, entry.detail) == (comment(), id)


async def test_the_same_reply_twice_stands_once_in_private(world: World, played: Played) -> None:
    id = await _written(world, played)
    await _claimed(world)
    for _ in range(2):
        await _reply(world, id)
    assert await world.said(messenger()) == [(Speaker.AGENT, "Wir schauen nach.")]


async def test_a_colleague_who_talks_in_private_keeps_that(world: World, played: Played) -> None:
    id = await _written(world, played)
    await _claimed(world)
    await world.writes("Moin", of=messenger())
    await world.act(await world.house.logged_in("jonas"), "claim", of=messenger())
    await _reply(world, id)
    assert (await world.state(messenger())).hold.agent == "id-jonas"
    assert (Speaker.AGENT, "Wir schauen nach.") in await world.said(messenger())


async def test_nothing_is_sent_by_whoever_does_not_hold_the_comment(
    world: World, played: Played
) -> None:
    id = await _written(world, played)
    await _claimed(world)
    refused = await _reply(world, id, who="jonas")
    assert refused.status_code == 409
    assert "Nichts wurde gesendet" in refused.text
    assert played.replied == []


async def test_nothing_is_sent_to_a_message_without_a_way(world: World, played: Played) -> None:
    await _written(world, played)
    await _claimed(world)
    refused = await _reply(world, LineId("fb:cmt:of-somebody-else"))
    assert refused.status_code == 409
    assert "nicht (mehr) privat antworten" in refused.text
    assert played.replied == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UndeliverableError("Ein Kommentar lässt sich nur sieben Tage lang."), "sieben Tage"),
        (TryLaterError("Pause.", after=timedelta(minutes=1)), "Gleich noch mal"),
        (DeliveryUncertainError("Vielleicht."), "ist unklar"),
    ],
)
async def test_a_private_reply_that_fails_says_why(
    world: World, played: Played, error: Exception, words: str
) -> None:
    id = await _written(world, played)
    await _claimed(world)
    played.private_ends = error
    refused = await _reply(world, id)
    assert refused.status_code == 409
    assert words in refused.text
    assert await world.said(messenger()) == []
    assert (await world.state(messenger())).hold.owner is Owner.ASSISTANT


async def test_after_seven_days_nothing_is_offered(world: World, played: Played) -> None:
    await _written(world, played, days=-1)
    await _claimed(world)
    page = await page_of(world, comment())
    assert OFFER not in page
    assert "Privat beantwortbar" not in page


@pytest.mark.parametrize("text", [" ", "x" * 4001])
async def test_an_empty_or_endless_reply_is_not_sent(
    world: World, played: Played, text: str
) -> None:
    id = await _written(world, played)
    await _claimed(world)
    assert (await _reply(world, id, text)).status_code == 409
    assert played.replied == []
