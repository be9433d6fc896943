"""The 24 hours, the seven days, and who may use them."""

from datetime import timedelta

import pytest

from conversation.errors import UndeliverableError
from conversation.messages import Speaker
from tests.facebook.world import CONVERSATION, NOW, World, entry, line, message, running

SECOND = timedelta(seconds=1)
DAY = timedelta(hours=24)
WEEK = timedelta(days=7)
MACHINES = [Speaker.ASSISTANT, Speaker.NOTICE]


async def kinds(world: World) -> list[tuple[str, str | None]]:
    return [(body["messaging_type"], body.get("tag")) for body in world.graph.sent]


@pytest.mark.parametrize("speaker", [*MACHINES, Speaker.AGENT])
async def test_within_24_hours_everything_is_a_response(world: World, speaker: Speaker) -> None:
    await world.customer_acts()
    world.clock.set(NOW + DAY)
    await world.out.messenger.send(CONVERSATION, line(speaker=speaker))
    assert await kinds(world) == [("RESPONSE", None)]


@pytest.mark.parametrize("speaker", MACHINES)
async def test_a_second_after_24_hours_no_call_is_made_for_a_machine(
    world: World, speaker: Speaker
) -> None:
    await world.customer_acts()
    world.clock.set(NOW + DAY + SECOND)
    with pytest.raises(UndeliverableError, match="24 Stunden"):
        await world.out.messenger.send(CONVERSATION, line(speaker=speaker))
    assert world.graph.calls == []


async def test_a_person_may_answer_for_seven_days_under_the_tag(world: World) -> None:
    await world.customer_acts()
    world.clock.set(NOW + DAY + SECOND)
    await world.out.messenger.send(CONVERSATION, line(speaker=Speaker.AGENT))
    world.clock.set(NOW + WEEK)
    await world.out.messenger.send(CONVERSATION, line(speaker=Speaker.AGENT))
    assert await kinds(world) == [("MESSAGE_TAG", "HUMAN_AGENT")] * 2


async def test_after_seven_days_nobody_may(world: World) -> None:
    await world.customer_acts()
    world.clock.set(NOW + WEEK + SECOND)
    with pytest.raises(UndeliverableError, match="muss zuerst wieder schreiben"):
        await world.out.messenger.send(CONVERSATION, line(speaker=Speaker.AGENT))
    assert world.graph.calls == []


async def test_without_metas_approval_the_tag_is_not_used(redis_url: str) -> None:
    async with running(redis_url, human_agent=False) as world:
        await world.customer_acts()
        world.clock.set(NOW + DAY + SECOND)
        with pytest.raises(UndeliverableError):
            await world.out.messenger.send(CONVERSATION, line(speaker=Speaker.AGENT))
        assert world.graph.calls == []


async def test_who_never_wrote_cannot_be_written_to(world: World) -> None:
    with pytest.raises(UndeliverableError):
        await world.out.messenger.send(CONVERSATION, line())
    assert await world.out.windows.closes_at(CONVERSATION) is None
    assert world.graph.calls == []


async def test_the_countdown_follows_the_last_message_however_late_it_is_told(
    world: World,
) -> None:
    first, second = message(), message()
    second["timestamp"] += 3_600_000
    await world.tell(entry(second))
    await world.tell(entry(first))
    closes_at = await world.out.windows.closes_at(CONVERSATION)
    assert closes_at == NOW + timedelta(hours=25)


async def test_a_new_message_opens_the_window_again(world: World) -> None:
    await world.customer_acts()
    world.clock.set(NOW + DAY + SECOND)
    await world.customer_acts()
    await world.out.messenger.send(CONVERSATION, line())
    assert await kinds(world) == [("RESPONSE", None)]


async def test_nothing_is_sent_for_a_page_that_is_not_ours(world: World) -> None:
    await world.customer_acts()
    other = type(CONVERSATION)(CONVERSATION.channel, "999", "1")
    with pytest.raises(UndeliverableError, match="nicht verbunden"):
        await world.out.messenger.send(other, line())
    assert world.graph.calls == []
