"""After an outage of ours everything is there, once; X's webhook is watched and woken up."""

import asyncio
from datetime import timedelta

import pytest

from connectors.incoming import AccountTrouble, SaidElsewhere, Written
from connectors.x.enrolment import EVENTS
from connectors.x.rounds import Rounds, rounds
from connectors.x.watch import replay_window
from tests.x.connected import DIRECT, NOW, PUBLIC, World, connected, line
from tests.x.openapi import query_errors
from tests.x.samples import ACCOUNT, CUSTOMER, POST, event, message, post

MENTIONS = f"/2/users/{ACCOUNT}/mentions"
FIRST = 2_080_761_390_344_937_796


def listed(id: int, **more) -> dict:
    return post(str(id), created_at="2026-11-24T09:30:00.000Z", **more)


def mentions(world: World, ids: list[int], *, page: int = 2) -> None:
    """Let X list these mentions, newest first, in pages, after `since_id` only."""

    def answer(query: dict[str, str]) -> dict:
        wanted = [id for id in sorted(ids, reverse=True) if id > int(query.get("since_id", 0))]
        start = int(query.get("pagination_token", 0))
        part = wanted[start : start + page]
        more = {"next_token": str(start + page)} if start + page < len(wanted) else {}
        users = {"users": [{"id": CUSTOMER, "username": "kundin"}]}
        meta = {"result_count": len(part), **more}
        return {"data": [listed(id) for id in part], "includes": users, "meta": meta}

    world.fake.lists[MENTIONS] = answer


async def test_mentions_that_no_webhook_told_are_read_page_by_page_and_once(world: World):
    ids = [FIRST + n for n in range(5)]
    await world.hear(event("post.mention.create", listed(ids[1])))
    mentions(world, ids)
    for _ in range(3):
        await world.x.recovery.sweep()
    taken = [one.id for one in world.kept.of(Written)]
    assert sorted(taken) == sorted(f"x:post:{id}" for id in ids)
    assert world.kept.of(Written)[0].name == ""
    assert world.kept.of(Written)[-1].name == "kundin"


async def test_only_what_is_new_is_asked_for_the_second_time(world: World):
    mentions(world, [FIRST])
    await world.x.recovery.mentions()
    await world.x.recovery.mentions()
    first, second = world.fake.made("GET", MENTIONS)
    assert first["start_time"] == "2026-11-24T08:59:00Z"
    assert second["since_id"] == str(FIRST)


async def test_reading_that_breaks_off_begins_again_where_it_was(world: World):
    mentions(world, [FIRST + n for n in range(6)])
    world.kept.broken = True
    with pytest.raises(ConnectionError):
        await world.x.recovery.mentions()
    world.kept.broken = False
    await world.x.recovery.mentions()
    assert len(world.kept.of(Written)) == 6


async def test_direct_messages_are_read_up_to_the_last_one_known(world: World):
    def said(id: int, sender: str, at: str = "2026-11-24T09:30:00.000Z") -> dict:
        return {
            "id": str(id),
            "event_type": "MessageCreate",
            "text": f"Nachricht {id}",
            "sender_id": sender,
            "dm_conversation_id": f"{CUSTOMER}-{ACCOUNT}",
            "created_at": at,
        }

    before = said(FIRST - 9, CUSTOMER, at="2026-11-20T09:30:00.000Z")
    world.fake.messages = [said(FIRST + 1, ACCOUNT), said(FIRST, CUSTOMER), before]
    await world.x.recovery.messages()
    world.fake.messages.insert(0, said(FIRST + 2, CUSTOMER))
    world.fake.messages.insert(0, {**said(FIRST + 3, CUSTOMER), "dm_conversation_id": "77"})
    await world.x.recovery.messages()
    assert [one.id for one in world.kept.of(Written)] == [f"x:dm:{FIRST}", f"x:dm:{FIRST + 2}"]
    assert [one.id for one in world.kept.of(SaidElsewhere)] == [f"x:dm:{FIRST + 1}"]
    assert {one.conversation for one in world.kept.of(Written)} == {DIRECT}
    assert world.kept.skipped == ["dm_event.unreadable"]


async def test_what_we_sent_is_no_news_when_it_is_read(world: World):
    await world.x.direct.send(DIRECT, line("Moin"))
    await world.hear(event("dm.received", message()))
    await world.x.recovery.messages()
    assert world.kept.of(SaidElsewhere) == []
    assert "dm.echo" in world.kept.skipped


async def test_a_part_that_fails_keeps_no_other_from_its_work(world: World):
    mentions(world, [FIRST])
    world.fake.lists[MENTIONS] = lambda query: {"errors": [{"title": "Not Found Error"}]}
    world.fake.messages = [
        {
            "id": str(FIRST),
            "event_type": "MessageCreate",
            "text": "da",
            "sender_id": CUSTOMER,
            "dm_conversation_id": f"{CUSTOMER}-{ACCOUNT}",
            "created_at": "2026-11-24T09:30:00.000Z",
        }
    ]
    await world.x.recovery.sweep()
    assert [one.text for one in world.kept.of(Written)] == ["da"]


async def test_reading_keeps_to_its_budget(world: World):
    for _ in range(20):
        await world.x.recovery.sweep()
    assert len(world.fake.made("GET", "/2/dm_events")) == 15


def webhooks(world: World, *, valid: bool) -> None:
    hook = {"id": "55", "url": world.x.settings.webhook_url, "valid": valid}
    other = {"id": "56", "url": "https://elsewhere.example", "valid": True}
    world.fake.lists["/2/webhooks"] = lambda query: {"data": [other, hook], "meta": {}}


async def test_after_a_gap_a_replay_job_is_asked_for_once(world: World):
    webhooks(world, valid=True)
    watch = world.x.watch
    assert watch is not None
    await watch.check()
    world.later(minutes=5)
    await watch.check()
    assert world.fake.made("POST", "/2/webhooks/replay") == []
    world.later(hours=2)
    await watch.check()
    await watch.check()
    assert world.fake.made("POST", "/2/webhooks/replay") == [
        {"webhook_id": "55", "from_date": "202611240900", "to_date": "202611241055"}
    ]


async def test_an_invalid_webhook_is_asked_to_try_again_and_told_if_it_stays_so(world: World):
    webhooks(world, valid=False)
    watch = world.x.watch
    assert watch is not None
    world.fake.next(200, {"data": {"valid": False}})
    await watch.check()
    world.fake.next(200, {"data": {"valid": True}})
    await watch.check()
    assert len(world.fake.made("PUT", "/2/webhooks/55")) == 2
    assert [one.usable for one in world.kept.of(AccountTrouble)] == [False, True]


async def test_a_webhook_that_x_does_not_know_is_registered_and_subscribed_to(world: World):
    hooks: list[dict] = []
    world.fake.lists["/2/webhooks"] = lambda query: {"data": hooks, "meta": {}}
    watch = world.x.watch
    assert watch is not None
    registered = {"id": "55", "url": world.x.settings.webhook_url, "valid": True}
    world.fake.next(200, {"data": registered})
    await watch.check()
    assert world.fake.made("POST", "/2/webhooks") == [{"url": registered["url"]}]
    made = world.fake.made("POST", "/2/activity/subscriptions")
    assert [one["event_type"] for one in made] == list(EVENTS)
    assert {one["webhook_id"] for one in made} == {"55"}
    assert {one["filter"]["user_id"] for one in made} == {ACCOUNT}


async def test_only_what_is_missing_is_subscribed_to_and_a_refused_kind_costs_no_other(
    world: World,
):
    webhooks(world, valid=True)
    there = [{"event_type": one, "filter": {"user_id": ACCOUNT}} for one in EVENTS[2:]]
    there.append({"event_type": EVENTS[0], "filter": {"user_id": "333"}})
    world.fake.lists["/2/activity/subscriptions"] = lambda query: {"data": there}
    watch = world.x.watch
    assert watch is not None
    world.fake.next(403, {"title": "Forbidden"})
    await watch.check()
    made = world.fake.made("POST", "/2/activity/subscriptions")
    assert [one["event_type"] for one in made] == list(EVENTS[:2])


async def test_a_webhook_that_x_refuses_is_told_and_tried_again(world: World):
    world.fake.next(400, {"title": "CrcValidationFailed"})
    watch = world.x.watch
    assert watch is not None
    await watch.check()
    world.fake.next(200, {"data": {"id": "55", "valid": True}})
    await watch.check()
    assert [one.usable for one in world.kept.of(AccountTrouble)] == [False, True]


async def test_a_replay_that_x_refuses_stops_nothing(world: World):
    webhooks(world, valid=True)
    watch = world.x.watch
    assert watch is not None
    await watch.check()
    world.later(hours=2)
    world.fake.next(400, {"title": "ReplayConflictError"})
    await watch.check()
    assert world.kept.taken == []


@pytest.mark.parametrize("minutes", [13, 60, 24 * 60, 5 * 24 * 60])
def test_a_replay_asks_for_nothing_that_x_would_refuse(minutes):
    begin, end = replay_window(NOW - timedelta(minutes=minutes), now=NOW)
    assert NOW - timedelta(hours=24) <= begin <= NOW - timedelta(minutes=31)
    assert end == NOW - timedelta(minutes=10)


async def test_one_process_does_a_round_and_the_others_keep_the_pause(redis_url):
    done: list[int] = []

    async def job() -> None:
        done.append(1)
        await asyncio.sleep(0.01)

    async with connected(redis_url) as one, connected(redis_url) as other:
        made = [Rounds("r", job, w.x.locks, timedelta(seconds=60)) for w in (one, other)]
        answers = await asyncio.gather(*(each.once() for each in made * 5))
    assert (sum(answers), len(done)) == (1, 1)


async def test_a_round_that_fails_is_followed_by_another(redis_url):
    done: list[int] = []

    async def job() -> None:
        done.append(1)
        if len(done) == 1:
            raise RuntimeError("once")

    async with connected(redis_url) as world:
        task = asyncio.create_task(
            Rounds("r", job, world.x.locks, timedelta(milliseconds=20)).run()
        )
        while len(done) < 3:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_every_round_of_the_connector_runs_against_x(world: World):
    webhooks(world, valid=True)
    made = rounds(world.x)
    assert [one.name for one in made] == ["recovery", "watch"]
    assert [await one.once() for one in made] == [True, True]


def test_the_specification_knows_what_is_asked():
    assert query_errors("GET", MENTIONS, {"since_id": "12", "max_results": "100"}) == []
    assert query_errors("GET", MENTIONS, {"since_id": "x", "what": "1"}) != []
    assert PUBLIC.thread == POST


async def test_a_usage_cap_stops_reading_until_the_breaker_closes(world: World):
    capped = {"errors": [{"type": "https://api.x.com/2/problems/usage-capped", "code": 88}]}
    world.fake.lists[MENTIONS] = lambda query: capped
    for _ in range(3):
        await world.x.recovery.sweep()
    assert len(world.fake.made("GET", MENTIONS)) == 1
    assert world.fake.made("GET", "/2/dm_events") == []
    assert [one.usable for one in world.kept.of(AccountTrouble)] == [False]
