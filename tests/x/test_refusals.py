"""What X refuses goes to a person with the reason; no call is made before a limit is over."""

from datetime import timedelta

import pytest

from connectors.incoming import AccountTrouble
from connectors.x.outcomes import NeedsPersonError
from conversation.errors import TryLaterError
from conversation.messages import Speaker
from tests.x.connected import DIRECT, NOW, PUBLIC, World, asked, line
from tests.x.samples import DM_PATH, LATER, NOT_SUMMONED, POST


def reset(seconds: int) -> str:
    return str(int((NOW + timedelta(seconds=seconds)).timestamp()))


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (403, NOT_SUMMONED, "not_summoned"),
        (403, {"detail": "You must request approval for automated replies."}, "needs_approval"),
        (403, {"errors": [{"code": 385, "message": "x"}]}, "gone"),
        (
            403,
            {"detail": "This Post is deleted or not visible to you."},
            "gone",
        ),
        (403, {"detail": "You cannot send messages to this user."}, "closed"),
        (403, {"title": "Forbidden"}, "forbidden"),
        (404, {}, "gone"),
        (400, {"errors": [{"message": "text is invalid"}]}, "invalid"),
        (
            403,
            {"detail": "You may not post duplicate content."},
            "duplicate",
        ),
    ],
)
async def test_a_refusal_brings_a_person_with_the_reason(world: World, status, body, code):
    await asked(world)
    world.fake.next(status, body)
    with pytest.raises(NeedsPersonError) as refused:
        await world.x.public.send(PUBLIC, line("Moin", Speaker.AGENT))
    assert refused.value.code == code
    assert str(refused.value)


async def test_a_refused_automated_reply_leaves_room_for_another(world: World):
    await asked(world)
    world.fake.next(403, NOT_SUMMONED)
    with pytest.raises(NeedsPersonError):
        await world.x.public.send(PUBLIC, line("Moin"))
    await world.x.public.send(PUBLIC, line("Noch einmal"))
    assert len(world.fake.posts) == 1


async def test_the_same_automated_words_are_said_once_more_and_then_by_a_person(world: World):
    duplicate = {"detail": "You may not post duplicate content."}
    await asked(world)
    await world.x.public.send(PUBLIC, line("Moin"))
    await asked(world, id=LATER, conversation_id=POST)
    world.fake.next(403, duplicate)
    await world.x.public.send(PUBLIC, line("Moin"))
    said = [body["text"] for body in world.fake.made("POST", "/2/tweets")]
    assert said[-1] == "Lotse (digitaler Assistent): Wie gesagt: Moin"
    world.fake.next(403, duplicate)
    world.fake.next(403, duplicate)
    await asked(world, id=str(int(LATER) + 1), conversation_id=POST)
    with pytest.raises(NeedsPersonError) as refused:
        await world.x.public.send(PUBLIC, line("Moin"))
    assert refused.value.code == "duplicate"


async def test_no_call_is_made_before_the_reset_that_x_names(world: World):
    await asked(world)
    world.fake.next(
        429,
        {"errors": [{"code": 88, "message": "Rate limit exceeded"}]},
        x_rate_limit_remaining="0",
        x_rate_limit_reset=reset(90),
    )
    spoken = line("Moin")
    with pytest.raises(TryLaterError) as told:
        await world.x.public.send(PUBLIC, spoken)
    assert told.value.after == timedelta(seconds=90)
    world.later(seconds=89)
    with pytest.raises(TryLaterError) as told:
        await world.x.public.send(PUBLIC, spoken)
    assert told.value.after == timedelta(seconds=1)
    assert len(world.fake.made("POST", "/2/tweets")) == 1
    world.later(seconds=1)
    await world.x.public.send(PUBLIC, spoken)
    assert len(world.fake.posts) == 1


async def test_a_daily_limit_in_the_headers_holds_for_the_day(world: World):
    world.fake.next(
        429,
        {"title": "Too Many Requests"},
        x_rate_limit_remaining="13",
        x_rate_limit_reset=reset(600),
        x_user_limit_24hour_remaining="0",
        x_user_limit_24hour_reset=reset(40_000),
    )
    with pytest.raises(TryLaterError) as told:
        await world.x.direct.send(DIRECT, line("Moin"))
    assert told.value.after == timedelta(seconds=40_000)


async def test_a_usage_cap_opens_the_breaker_and_nothing_is_tried(world: World):
    capped = {"title": "UsageCapExceeded", "type": "https://api.x.com/2/problems/usage-capped"}
    world.fake.next(429, capped)
    for _ in range(3):
        with pytest.raises(NeedsPersonError) as refused:
            await world.x.direct.send(DIRECT, line("Moin"))
        assert refused.value.code == "usage_capped"
    assert len(world.fake.made("POST", DM_PATH)) == 1
    assert [one.usable for one in world.kept.of(AccountTrouble)] == [False]


async def test_a_dead_token_is_told_once_and_taken_back_when_it_works_again(world: World):
    for _ in range(2):
        world.fake.next(401, {"title": "Unauthorized"})
        with pytest.raises(NeedsPersonError) as refused:
            await world.x.direct.send(DIRECT, line("Moin"))
        assert refused.value.code == "unauthorized"
    await world.x.direct.send(DIRECT, line("Moin"))
    assert [one.usable for one in world.kept.of(AccountTrouble)] == [False, True]
