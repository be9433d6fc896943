"""What agents see of the question how satisfied a customer was."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from conversation.satisfaction import Survey, Surveys
from handoff.console.addresses import path_of
from handoff.console.platforms import Unconnected
from handoff.memory import MemoryLive
from handoff.surveying import MemoryAsked, Surveying
from tests.console.stores import Stores, in_memory
from tests.console.world import World, customer, open_desk
from tests.staff.house import Hands

LINE = "0123456789abcdef0123"


def _surveys(stores: Stores, clock: Any) -> Surveys:
    return Surveying(
        asked=MemoryAsked(clock),
        cases=stores.cases,
        transcripts=stores.transcripts,
        windows=Unconnected(),
        clock=clock,
        every=timedelta(days=30),
        within=timedelta(hours=24),
    )


@pytest.fixture
async def asking() -> AsyncIterator[World]:
    clock = Hands()
    stores = in_memory(MemoryLive(), clock)
    async with open_desk(clock, stores=stores, surveys=_surveys(stores, clock)) as world:
        yield world


async def _helped(world: World) -> Any:
    await world.hands_over()
    mara = await world.house.logged_in("mara")
    await world.act(mara, "claim")
    await world.act(mara, "reply", line=LINE, text="Bitte den Router neu starten.")
    return mara


async def test_the_pane_says_what_came_of_the_question(asking: World) -> None:
    mara = await _helped(asking)
    await asking.act(mara, "close")
    assert "Wie zufrieden" in (await asking.said())[-1][1]
    path = path_of(customer())
    assert "Zufriedenheit erfragt" in (await mara.get(path)).text
    state, context = await asking.desk.recall(customer())
    assert context.survey is not None
    answered: Survey = replace(context.survey, score=4)
    saying = asking.moves.reopen(state).saying
    await asking.outbox.say(replace(saying, context=replace(context, survey=answered)))
    assert "Zufriedenheit: 4 von 5" in (await mara.get(path)).text
    await asking.outbox.say(replace(saying, context=context))
    asking.house.clock.pass_by(hours=25)
    mara = await asking.house.logged_in("mara")  # a session does not last as long
    assert "Zufriedenheit: keine Antwort" in (await mara.get(path)).text


async def test_an_agent_may_end_without_the_question(asking: World) -> None:
    mara = await _helped(asking)
    page = (await mara.get(path_of(customer()))).text
    assert 'name="ask" value="no"' in page
    await asking.act(mara, "close", ask="no")
    assert "Wie zufrieden" not in (await asking.said())[-1][1]
    assert "Zufriedenheit" not in (await mara.get(path_of(customer()))).text


async def test_where_nobody_is_asked_nothing_is_said_of_it(world: World) -> None:
    mara = await _helped(world)
    await world.act(mara, "close")
    assert "Wie zufrieden" not in (await world.said())[-1][1]
