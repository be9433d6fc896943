"""Trouble is what was ordered, no more and no less, and what is lost had its effect."""

import httpx
import pytest

from tests.world_checks.test_meta_messenger import error, wrote


async def shuffled(stage, **plan):
    await stage.do("/trouble", deliveries={"facebook": plan, "x": plan})


async def test_facebook_events_come_twice_shuffled_and_in_batches(stage):
    await shuffled(stage, duplicate=0.5, shuffle=20, batch=5, seed=3)
    for number in range(20):
        await stage.do("/facebook/messages", person="jana_k", text=str(number))
    await stage.settle()
    texts = [event["message"]["text"] for event in stage.receiver.messaging()]
    assert set(texts) == {str(number) for number in range(20)}
    assert len(texts) > 22
    assert texts != sorted(texts, key=int)
    assert len(stage.receiver.facebook) < len(texts) / 2
    assert max(len(body["entry"]) for body in stage.receiver.facebook) == 5
    by_mid = {}
    for body in stage.receiver.facebook:
        for entry in body["entry"]:
            mid = entry["messaging"][0]["message"]["mid"]
            by_mid.setdefault(mid, set()).add(entry["time"])
    assert any(len(times) == 2 for times in by_mid.values())


async def test_x_events_come_twice_and_shuffled_but_one_by_one(stage):
    await stage.connect_x()
    await shuffled(stage, duplicate=1, shuffle=10, batch=5, parallel=3)
    ids = [await stage.post(f"@foerdekom {number}") for number in range(10)]
    await stage.settle()
    told = [event["payload"]["id"] for event in stage.receiver.x_events()]
    assert sorted(told) == sorted(ids * 2)
    assert told != sorted(told)


async def test_webhooks_are_lost_delayed_or_forged(stage):
    await shuffled(stage, lose=1)
    await stage.do("/facebook/messages", person="jana_k", text="verloren")
    await stage.settle()
    await shuffled(stage, bad_signature=1)
    await stage.do("/facebook/visits", person="jana_k", text="gefälscht")
    await stage.settle()
    assert stage.receiver.facebook == []
    assert stage.receiver.forged == 4
    await shuffled(stage, delay=0.2)
    await stage.do("/facebook/messages", person="jana_k", text="spät")
    assert stage.receiver.facebook == []
    await stage.settle()
    assert len(stage.receiver.facebook) == 1


@pytest.mark.parametrize("kind", ["drop", "stall"])
async def test_an_answer_is_lost_but_the_post_is_there(stage, kind):
    order = {"platform": "x", "kind": kind, "method": "POST", "path": "/2/tweets$", "seconds": 0.1}
    await stage.do("/trouble", answers=[order])
    with pytest.raises(httpx.HTTPError):
        await stage.x("POST", "/2/tweets", json={"text": "Angekommen?"})
    posts = (await stage.look("/view"))["x"]["posts"]
    assert [post["text"] for post in posts] == ["Angekommen?"]
    again = await stage.x("POST", "/2/tweets", json={"text": "Angekommen?"})
    assert again.status_code == 403
    assert [call["status"] for call in await stage.look("/calls?platform=x")] == [0, 403]


async def test_an_answer_of_facebook_is_lost_but_the_message_is_there(stage):
    psid = await wrote(stage)
    await stage.do("/trouble", answers=[{"platform": "facebook", "kind": "drop"}])
    with pytest.raises(httpx.HTTPError):
        await stage.send(psid, "Angekommen?")
    (thread,) = (await stage.look("/view"))["facebook"]["threads"]
    assert [message["text"] for message in thread["messages"]] == ["Moin", "Angekommen?"]


async def test_xs_failures_have_no_effect_and_end_when_used_up(stage):
    orders = [
        {"platform": "x", "kind": "status", "status": 503, "times": 2},
        {"platform": "x", "kind": "rate_limit", "seconds": 90},
        {"platform": "x", "kind": "usage_cap"},
    ]
    await stage.do("/trouble", answers=orders)
    now = int(stage.world.clock.now().timestamp())
    answers = [await stage.x("POST", "/2/tweets", json={"text": "Moin"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [503, 503, 429, 429, 201]
    assert int(answers[2].headers["x-rate-limit-reset"]) == now + 90
    assert answers[3].json()["type"].endswith("usage-capped")
    assert len((await stage.look("/view"))["x"]["posts"]) == 1


@pytest.mark.parametrize("code", [4, 17, 32, 613])
async def test_metas_limits_can_be_ordered(stage, code):
    psid = await wrote(stage)
    order = {"platform": "facebook", "kind": "rate_limit", "code": code}
    await stage.do("/trouble", answers=[order])
    assert error(await stage.send(psid, "x")) == (code, None)
    assert (await stage.send(psid, "x")).status_code == 200


async def test_any_error_of_meta_can_be_ordered(stage):
    psid = await wrote(stage)
    orders = [
        {"platform": "facebook", "kind": "error", "code": 368, "subcode": 1},
        {"platform": "facebook", "kind": "status", "status": 500},
    ]
    await stage.do("/trouble", answers=orders)
    assert error(await stage.send(psid, "x")) == (368, 1)
    broken = await stage.send(psid, "x")
    assert broken.status_code == 500
    assert error(broken) == (2, None)


async def test_trouble_ends(stage):
    await stage.do("/trouble", answers=[{"platform": "x", "kind": "status", "times": 99}])
    await stage.http.delete(f"{stage.url}/world/trouble")
    assert (await stage.x("GET", "/2/users/me")).status_code == 200


async def test_trouble_that_nobody_understands_is_refused(stage):
    answer = await stage.http.post(f"{stage.url}/world/trouble", json={"weather": "storm"})
    assert answer.status_code == 400
