"""Who is speaking is told to the window the moment it changes."""

from datetime import UTC, datetime

import pytest

from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId
from conversation.ports import Move, Saying
from tests.webchat.clients import Client
from tests.webchat.world import World, running

DEADLINE = datetime(2026, 11, 24, 13, 20, tzinfo=UTC)


@pytest.fixture
async def world():
    async with running() as world:
        yield world


async def move(world: World, conversation: ConversationId, to: Owner, **more) -> None:
    state = await world.desk.state(conversation)
    await world.desk.move(Move(saying=Saying(conversation, hold=state.hold), to=to, **more))


async def test_the_window_hears_of_the_queue_the_agent_and_the_way_back(world):
    async with Client(world, counts=True) as client:
        token = await client.ask_session()
        conversation = world.conversation(token)
        await client.until(lambda: client.of("speaker"))
        await move(world, conversation, Owner.QUEUE, deadline=DEADLINE)
        await client.until(lambda: len(client.of("speaker")) == 2)
        await move(world, conversation, Owner.AGENT, agent=AgentId("mara"), deadline=DEADLINE)
        await client.until(lambda: len(client.of("speaker")) == 3)
        await move(world, conversation, Owner.ASSISTANT)
        await client.until(lambda: len(client.of("speaker")) == 4)
        await move(world, conversation, Owner.NOBODY)
        await client.until(lambda: len(client.of("speaker")) == 5)
    assert client.of("speaker") == [
        {"speaker": "assistant", "name": "", "until": None},
        {"speaker": "queue", "name": "", "until": "2026-11-24T13:20:00+00:00"},
        {"speaker": "agent", "name": "Mara Petersen", "until": None},
        {"speaker": "assistant", "name": "", "until": None},
        {"speaker": "nobody", "name": "", "until": None},
    ]


async def test_other_customers_hear_nothing_of_it(world):
    async with Client(world) as one, Client(world) as other:
        token = await one.ask_session()
        await other.ask_session()
        await move(world, world.conversation(token), Owner.QUEUE, deadline=DEADLINE)
        await one.until(lambda: len(one.of("speaker")) == 2)
        await other.settle(0.5)
    assert len(other.of("speaker")) == 1


async def test_a_returning_window_is_told_who_is_speaking_now(world):
    async with Client(world) as client:
        token = await client.ask_session()
        await move(world, world.conversation(token), Owner.QUEUE, deadline=DEADLINE)
    async with Client(world) as client:
        await client.ask_session(token)
        await client.until(lambda: client.of("speaker"))
        assert client.of("speaker")[0]["speaker"] == "queue"


async def test_no_typing_is_shown_while_people_hold_the_conversation(world):
    async with Client(world) as client:
        token = await client.ask_session()
        await move(world, world.conversation(token), Owner.QUEUE, deadline=DEADLINE)
        await client.until(
            lambda: client.of("speaker") and client.of("speaker")[-1]["speaker"] == "queue"
        )
        await client.say("Ist da wer?")
        await client.settle(0.2)
    assert client.of("typing") == []


async def test_a_change_nobody_told_of_is_seen_at_the_next_look(world):
    async with Client(world) as client:
        token = await client.ask_session()
        await client.until(lambda: client.of("speaker"))
        state = await world.desk.state(world.conversation(token))
        world.live.holds[world.conversation(token)] = type(state.hold)(owner=Owner.NOBODY, epoch=1)
        await client.until(lambda: len(client.of("speaker")) == 2)
