"""Every row of the table of errors, what it leads to, and who is told."""

import asyncio
import json
from datetime import timedelta

import pytest

from connectors.facebook.attach import facebook_out
from connectors.facebook.problems import Outcome, Problem, outcome_of
from connectors.facebook.settings import Page
from connectors.facebook.usage import Usage, read_usage
from connectors.incoming import AccountTrouble
from conversation.errors import TryLaterError, UndeliverableError
from conversation.identity import Channel
from tests.facebook.fake_graph import Answer, error
from tests.facebook.world import CONVERSATION, NOW, PAGE, World, line, settings

ROWS = [
    (10, 2018278, Outcome.WINDOW_SHUT),
    (10, 2534022, Outcome.WINDOW_SHUT),
    (10, 2018065, Outcome.WINDOW_SHUT),
    (10, 1893063, Outcome.RESTRICTED),
    (10, 2018108, Outcome.PERSON_UNREACHABLE),
    (10, 2018300, Outcome.NOT_IN_CONTROL),
    (10, None, Outcome.PERMISSION),
    (200, None, Outcome.PERMISSION),
    (200, 1545041, Outcome.PERSON_UNREACHABLE),
    (230, None, Outcome.PERMISSION),
    (299, None, Outcome.PERMISSION),
    (100, 2018001, Outcome.PERSON_UNREACHABLE),
    (100, 1893061, Outcome.OUR_MISTAKE),
    (100, 2018276, Outcome.PERMISSION),
    (100, None, Outcome.OUR_MISTAKE),
    (190, None, Outcome.TOKEN),
    (190, 463, Outcome.TOKEN),
    (551, None, Outcome.PERSON_UNREACHABLE),
    (551, 1545041, Outcome.PERSON_UNREACHABLE),
    (551, 2018108, Outcome.PERSON_UNREACHABLE),
    (4, None, Outcome.LIMITED),
    (17, None, Outcome.LIMITED),
    (32, None, Outcome.LIMITED),
    (613, None, Outcome.LIMITED),
    (80002, None, Outcome.LIMITED),
    (80004, None, Outcome.LIMITED),
    (80006, None, Outcome.LIMITED),
    (368, None, Outcome.RESTRICTED),
    (1, None, Outcome.HICCUP),
    (2, None, Outcome.HICCUP),
    (1200, 2018024, Outcome.HICCUP),
    (2022, None, Outcome.OUR_MISTAKE),
    (300, None, Outcome.OUR_MISTAKE),
]
PASSING = (Outcome.LIMITED, Outcome.HICCUP)
TOLD = (Outcome.TOKEN, Outcome.RESTRICTED, Outcome.PERMISSION)


@pytest.mark.parametrize(("code", "subcode", "outcome"), ROWS)
async def test_a_row_of_the_table_leads_where_it_says(
    world: World, code: int, subcode: int | None, outcome: Outcome
) -> None:
    assert outcome_of(Problem(status=400, code=code, subcode=subcode or 0)) is outcome
    await world.customer_acts()
    world.graph.then(error(code, subcode))
    expected = TryLaterError if outcome in PASSING else UndeliverableError
    with pytest.raises(expected) as caught:
        await world.out.messenger.send(CONVERSATION, line())
    assert "Quittengelee" not in str(caught.value)
    assert len(world.graph.calls) == 1
    troubles = world.intake.of(AccountTrouble)
    assert len(troubles) == (outcome in TOLD)
    assert all(one.account == PAGE and not one.usable for one in troubles)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (429, Outcome.LIMITED),
        (500, Outcome.HICCUP),
        (503, Outcome.HICCUP),
        (404, Outcome.OUR_MISTAKE),
    ],
)
async def test_an_answer_that_is_not_the_graph_apis_is_judged_by_its_status(
    world: World, status: int, outcome: Outcome
) -> None:
    assert outcome_of(Problem.read(status, "<html>")) is outcome
    await world.customer_acts()
    world.graph.then(Answer(status=status, body="<html>"))
    with pytest.raises(TryLaterError if outcome in PASSING else UndeliverableError):
        await world.out.messenger.send(CONVERSATION, line())


async def test_a_dead_token_stops_the_page_and_is_told_once(world: World) -> None:
    await world.customer_acts()
    world.graph.then(error(190, 463, status=401))
    for _ in range(3):
        with pytest.raises(UndeliverableError, match="access token"):
            await world.out.messenger.send(CONVERSATION, line())
    assert len(world.graph.calls) == 1
    [trouble] = world.intake.of(AccountTrouble)
    assert "administrator" in trouble.reason


async def test_a_new_token_is_tried_at_once_and_takes_the_trouble_back(world: World) -> None:
    await world.customer_acts()
    world.graph.then(error(190))
    with pytest.raises(UndeliverableError):
        await world.out.messenger.send(CONVERSATION, line())
    world.graph.tokens[PAGE] = "a new token"
    renewed = facebook_out(
        settings=settings(graph_url=world.graph.url, pages=(Page(id=PAGE, token="a new token"),)),
        redis=world.redis,
        keys=world.names.keys,
        intake=world.intake,
        ways=world.ways,
        clock=world.clock,
    )
    await renewed.messenger.send(CONVERSATION, line())
    await renewed.messenger.send(CONVERSATION, line())
    await renewed.close()
    dead, alive = world.intake.of(AccountTrouble)
    assert (dead.usable, alive.usable) == (False, True)
    assert dead.id != alive.id


async def test_trouble_that_nobody_heard_of_is_told_again(world: World) -> None:
    await world.customer_acts()
    world.graph.then(error(368), error(368))
    world.intake.broken = ConnectionError("Redis is away")
    with pytest.raises(ConnectionError):
        await world.out.messenger.send(CONVERSATION, line())
    world.intake.broken = None
    await world.redis.delete(world.names.of_page(PAGE, "shut", "messenger"))
    with pytest.raises(UndeliverableError):
        await world.out.messenger.send(CONVERSATION, line())
    assert len(world.intake.of(AccountTrouble)) == 1


async def test_a_restriction_of_messenger_leaves_comments_alone(world: World) -> None:
    await world.customer_acts()
    world.graph.then(error(10, 1893063))
    for _ in range(2):
        with pytest.raises(UndeliverableError, match="restricted"):
            await world.out.messenger.send(CONVERSATION, line())
    assert len(world.graph.calls) == 1
    page = world.settings.page(PAGE)
    assert page is not None
    assert not await world.out.standing.check(page, Channel.FB_COMMENT)


async def test_a_limit_stops_all_calls_for_as_long_as_meta_says(world: World) -> None:
    await world.customer_acts()
    tally = {"type": "messenger", "call_count": 100, "estimated_time_to_regain_access": 19}
    usage = json.dumps({PAGE: [tally]})
    world.graph.then(error(80006, x_business_use_case_usage=usage))
    said = line()
    with pytest.raises(TryLaterError) as caught:
        await world.out.messenger.send(CONVERSATION, said)
    assert caught.value.after == timedelta(minutes=19)
    with pytest.raises(TryLaterError) as caught:
        await world.out.messenger.send(CONVERSATION, said)
    assert timedelta(minutes=18) < caught.value.after <= timedelta(minutes=19)
    assert len(world.graph.calls) == 1


async def test_a_limit_without_a_time_stops_calls_for_a_minute(world: World) -> None:
    await world.customer_acts()
    world.graph.then(error(4))
    with pytest.raises(TryLaterError) as caught:
        await world.out.messenger.send(CONVERSATION, line())
    assert caught.value.after == timedelta(minutes=1)


async def test_a_quota_that_is_nearly_used_up_slows_us_down_before_the_limit(
    world: World,
) -> None:
    await world.customer_acts()
    headers = {"x-app-usage": '{"call_count":96,"total_time":5,"total_cputime":5}'}
    world.graph.then(Answer(headers=headers))
    await world.out.messenger.send(CONVERSATION, line())
    with pytest.raises(TryLaterError):
        await world.out.messenger.send(CONVERSATION, line())
    assert len(world.graph.sent) == 1


async def test_a_pause_ends_by_itself(world: World) -> None:
    await world.customer_acts()
    page = world.settings.page(PAGE)
    assert page is not None
    pacing = world.out.messenger.dispatch.pacing
    await pacing.pause(page, Channel.MESSENGER, timedelta(milliseconds=80))
    await pacing.pause(page, Channel.MESSENGER, timedelta(milliseconds=1))
    with pytest.raises(TryLaterError):
        await world.out.messenger.send(CONVERSATION, line())
    await asyncio.sleep(0.1)
    await world.out.messenger.send(CONVERSATION, line())


@pytest.mark.parametrize(
    ("headers", "usage"),
    [
        ({}, Usage(0, timedelta(0))),
        ({"x-app-usage": "{"}, Usage(0, timedelta(0))),
        ({"x-app-usage": '{"call_count":28.6,"total_time":25}'}, Usage(28, timedelta(0))),
        ({"x-page-usage": '{"call_count":1e999}'}, Usage(1_000_000, timedelta(0))),
        (
            {"x-business-use-case-usage": '{"1":[{"call_count":100}],"2":[{"call_count":7}]}'},
            Usage(7, timedelta(0)),
        ),
        (
            {
                "x-business-use-case-usage": (
                    '{"2":[{"total_cputime":9,"estimated_time_to_regain_access":3},{"x":1}]}'
                )
            },
            Usage(9, timedelta(minutes=3)),
        ),
    ],
)
def test_usage_is_that_of_the_page_and_nonsense_says_nothing(
    headers: dict[str, str], usage: Usage
) -> None:
    assert read_usage(headers, page="2") == usage


async def test_the_time_of_trouble_is_the_clocks(world: World) -> None:
    await world.customer_acts()
    world.graph.then(error(190))
    with pytest.raises(UndeliverableError):
        await world.out.messenger.send(CONVERSATION, line())
    assert world.intake.taken[0].at == NOW
