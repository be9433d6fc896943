"""X's webhooks, subscriptions, events, replays and streams are as X documents them."""

import asyncio
import json
from datetime import timedelta

import pytest

from tests.support.redis_server import free_port
from tests.support.serving import served
from tests.world.app import build_app
from tests.world.settings import WorldSettings, XSettings
from tests.world.x.activity import CARE
from tests.world_checks.stage import ORIGIN, playing, until

HOOKS = "/2/webhooks"
SUBSCRIPTIONS = "/2/activity/subscriptions"
RULES = "/2/tweets/search/stream/rules"


async def register(stage, path="/webhooks/x", origin=ORIGIN):
    return await stage.x("POST", HOOKS, app=True, json={"url": f"{origin}{path}"})


def minute(moment):
    return moment.strftime("%Y%m%d%H%M")


async def test_a_webhook_that_answers_the_crc_is_registered(stage):
    data = (await register(stage)).json()["data"]
    assert data["valid"] is True
    listed = (await stage.x("GET", HOOKS, app=True)).json()
    assert listed == {"data": [data], "meta": {"result_count": 1}}
    deleted = await stage.x("DELETE", f"{HOOKS}/{data['id']}", app=True)
    assert deleted.json() == {"data": {"deleted": True}}


@pytest.mark.parametrize("crc", ["wrong", "missing"])
async def test_a_webhook_that_fails_the_crc_is_refused(stage, crc):
    stage.receiver.crc = crc
    answer = await register(stage)
    assert answer.status_code == 400
    assert answer.json()["reason"] == "CrcValidationFailed"


@pytest.mark.parametrize(
    "origin", ["http://lotse.example", "https://lotse.example:8443", "https://unknown.example"]
)
async def test_a_webhook_is_public_https_without_a_port(stage, origin):
    answer = await register(stage, origin=origin)
    assert answer.json()["reason"] == "UrlValidationFailed"


async def test_a_webhook_is_registered_once_and_with_a_short_url(stage):
    await register(stage)
    assert (await register(stage)).json()["reason"] == "DuplicateUrlFailed"
    assert (await register(stage, path="/" + "x" * 200)).status_code == 400


async def test_a_webhook_that_fails_a_later_crc_gets_nothing_until_it_passes_again(stage):
    id = await stage.connect_x()
    stage.receiver.crc = "wrong"
    assert (await stage.do("/x/crc")) == {id: False}
    await stage.post("@foerdekom hört ihr mich?")
    await stage.settle()
    assert stage.receiver.x == []
    stage.receiver.crc = "right"
    assert (await stage.x("PUT", f"{HOOKS}/{id}", app=True)).json() == {"data": {"valid": True}}
    await stage.post("@foerdekom und jetzt?")
    await stage.settle()
    assert [event["payload"]["text"] for event in stage.receiver.x_events()] == [
        "@foerdekom und jetzt?"
    ]


async def test_subscriptions_are_made_changed_listed_and_ended(stage):
    id = (await register(stage)).json()["data"]["id"]
    own = stage.settings.x.account_id
    body = {
        "event_type": "dm.received",
        "filter": {"user_id": own, "direction": "inbound"},
        "tag": "care-dm",
        "webhook_id": id,
    }
    made = (await stage.x("POST", SUBSCRIPTIONS, json=body)).json()
    assert made["meta"] == {"total_subscriptions": 1}
    subscription = made["data"]["subscription_id"]
    assert (await stage.x("POST", SUBSCRIPTIONS, json=body)).status_code == 400
    one = f"{SUBSCRIPTIONS}/{subscription}"
    changed = await stage.x("PUT", one, app=True, json={"tag": "neu"})
    assert changed.json()["data"]["subscription"]["tag"] == "neu"
    assert (await stage.x("PUT", one, app=True, json={"event_type": "dm.sent"})).status_code == 400
    listed = (await stage.x("GET", SUBSCRIPTIONS, app=True)).json()["data"]
    assert [each["tag"] for each in listed] == ["neu"]
    ended = await stage.x("DELETE", SUBSCRIPTIONS, app=True, params={"ids": subscription})
    assert ended.json()["meta"] == {"total_subscriptions": 0}


async def test_private_events_need_the_account_itself(stage):
    id = (await register(stage)).json()["data"]["id"]
    own = stage.settings.x.account_id
    body = {"event_type": "dm.received", "filter": {"user_id": own}, "webhook_id": id}
    assert (await stage.x("POST", SUBSCRIPTIONS, app=True, json=body)).status_code == 403
    jana = (await stage.person())["x_id"]
    foreign = {**body, "filter": {"user_id": jana}}
    assert (await stage.x("POST", SUBSCRIPTIONS, json=foreign)).status_code == 403
    public = {**body, "event_type": "post.mention.create"}
    assert (await stage.x("POST", SUBSCRIPTIONS, app=True, json=public)).status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"event_type": "dm.sung"}, {"filter": {"nobody": "1"}}, {"tag": ""}, {"webhook_id": "x"}],
)
async def test_a_subscription_that_breaks_the_specification_is_refused(stage, change):
    body = {"event_type": "post.create", "filter": {"user_id": "1"}, **change}
    assert (await stage.x("POST", SUBSCRIPTIONS, json=body)).status_code == 400


async def test_a_mention_arrives_as_x_sends_it(stage):
    await stage.connect_x()
    id = await stage.post("@foerdekom für 5 € mehr?")
    await stage.settle()
    assert stage.receiver.forged == 0
    (event,) = stage.receiver.x_events()
    assert event["event_type"] == "post.mention.create"
    assert event["filter"] == {"user_id": stage.settings.x.account_id}
    payload = event["payload"]
    assert payload["id"] == payload["conversation_id"] == id
    assert payload["in_reply_to_user_id"] == stage.settings.x.account_id
    mention = payload["entities"]["mentions"][0]
    assert (mention["start"], mention["end_str"], mention["username"]) == (0, "10", "foerdekom")
    users = {user["id"]: user["username"] for user in event["includes"]["users"]}
    assert users[payload["author_id"]] == "jana_k"


async def test_an_explicit_mention_in_a_direct_reply_arrives_twice_with_one_post_id(stage):
    await stage.connect_x()
    own = (await stage.x("POST", "/2/tweets", json={"text": "Neu!"})).json()["data"]["id"]
    await stage.post("@foerdekom und der Preis?", reply_to=own)
    await stage.post("Klingt gut", reply_to=own)
    await stage.post("Ach ja?", quote=own)
    await stage.settle()
    told = [(e["event_type"], e["payload"]["id"]) for e in stage.receiver.x_events()]
    kinds = [kind for kind, _ in told]
    assert kinds == [
        "post.create",
        "post.mention.create",
        "post.reply.create",
        "post.reply.create",
        "post.quote.create",
    ]
    assert told[1][1] == told[2][1]
    uuids = {event["event_uuid"] for event in stage.receiver.x_events()}
    assert len(uuids) == 5
    assert any(uuid.startswith("-") for uuid in uuids)


async def test_own_deletions_are_told_and_those_of_customers_are_not(stage):
    await stage.connect_x()
    mention = await stage.post("@foerdekom Frage")
    own = (await stage.reply(mention, "Antwort")).json()["data"]["id"]
    await stage.do(f"/x/posts/{mention}/delete")
    await stage.x("DELETE", f"/2/tweets/{own}")
    await stage.settle()
    (event,) = stage.receiver.x_events("post.delete")
    assert event["payload"] == {"id": own, "author_id": stage.settings.x.account_id}
    assert event["includes"]["users"][0]["data"]["username"] == "foerdekom"


async def test_messages_are_told_in_both_directions(stage):
    await stage.connect_x()
    jana, own = (await stage.person())["x_id"], stage.settings.x.account_id
    await stage.do("/x/messages", person="jana_k", text="Moin!")
    sent = (await stage.message(jana, "Moin Jana!")).json()["data"]["dm_event_id"]
    await stage.do("/x/typing", person="jana_k")
    await stage.do("/x/read", person="jana_k")
    await stage.do("/x/elsewhere/messages", person="jana_k", text="Von Hand geschrieben")
    await stage.settle()
    events = stage.receiver.x_events()
    kinds = [event["event_type"] for event in events]
    assert kinds == ["dm.received", "dm.sent", "dm.indicate_typing", "dm.read", "dm.sent"]
    received = events[0]["payload"]["direct_message_events"][0]
    assert received["message_create"]["sender_id"] == jana
    assert received["message_create"]["target"] == {"recipient_id": own}
    assert received["message_create"]["message_data"]["text"] == "Moin!"
    assert events[0]["payload"]["users"][jana]["data"]["username"] == "jana_k"
    assert "dm_conversation_id" not in json.dumps(events[0])
    assert events[1]["payload"]["direct_message_events"][0]["id"] == sent
    read = events[3]["payload"]["direct_message_mark_read_events"][0]
    assert read["last_read_event_id"] == sent


async def test_an_encrypted_message_arrives_without_words(stage):
    await stage.connect_x()
    await stage.do("/x/encrypted", person="jana_k")
    await stage.settle()
    (event,) = stage.receiver.x_events("chat.received")
    assert {"encoded_event", "conversation_token", "conversation_id"} <= set(event["payload"])


async def test_what_was_not_taken_comes_back_by_a_replay_job_only(stage):
    id = await stage.connect_x()
    start = stage.world.clock.now()
    stage.receiver.statuses = [500]
    await stage.post("@foerdekom verloren")
    await stage.post("@foerdekom angekommen")
    await stage.settle()
    assert len(stage.receiver.x) == 1
    await stage.do("/clock", advance=3600)
    body = {
        "webhook_id": id,
        "from_date": minute(start),
        "to_date": minute(start + timedelta(minutes=5)),
    }
    job = (await stage.x("POST", "/2/webhooks/replay", app=True, json=body)).json()["data"]
    await stage.settle()
    texts = [event["payload"]["text"] for event in stage.receiver.x_events()]
    assert texts[1:] == ["@foerdekom verloren", "@foerdekom angekommen"]
    status = stage.receiver.x[-1]["replay_job_status"]
    assert status["job_id"] == job["job_id"]
    assert status["job_state"] == "Complete"
    early = {**body, "from_date": minute(start - timedelta(hours=24))}
    late = {**body, "to_date": minute(stage.world.clock.now())}
    for wrong in (early, late):
        answer = await stage.x("POST", "/2/webhooks/replay", app=True, json=wrong)
        assert answer.json()["reason"] == "QueryParamInvalid"


async def test_the_signature_is_that_of_the_documented_vector():
    async with playing(x={"consumer_secret": "consumer-secret"}) as stage:
        signed = stage.world.x.webhooks.sign(b"9b4507b3-9040-4669-9ca3-6b94edb50553")
        assert signed == {
            "x-twitter-webhooks-signature": "sha256=NhN+8FRk3FiSPXyqxXmpVRtiLiWoawvOgUBuXwGUTL4="
        }


async def test_the_filtered_stream_tells_what_fits_its_rules(stage):
    rules = {"add": [{"value": '"internet tot" -from:foerdekom', "tag": "stoerung"}]}
    added = (await stage.x("POST", RULES, app=True, json=rules)).json()
    assert added["meta"]["summary"]["created"] == 1
    rule = added["data"][0]
    headers = {"authorization": f"Bearer {stage.settings.x.bearer_token}"}
    url = f"{stage.url}/2/tweets/search/stream"
    async with stage.http.stream("GET", url, headers=headers) as stream:
        assert stream.status_code == 200
        second = await stage.x("GET", "/2/tweets/search/stream", app=True)
        assert second.status_code == 429
        assert second.json()["title"] == "ConnectionException"
        await stage.post("Alles gut")
        await stage.post("Internet tot in Kiel")
        lines = stream.aiter_lines()
        assert await anext(lines) == ""
        event = json.loads(await asyncio.wait_for(anext(lines), 5))
        assert event["data"]["text"] == "Internet tot in Kiel"
        assert event["matching_rules"] == [{"id": rule["id"], "tag": "stoerung"}]
        await stage.do("/x/streams/cut")
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(anext(lines), 5)
    await until(lambda: not stage.world.x.filtered.connected)
    removed = await stage.x("POST", RULES, app=True, json={"delete": {"ids": [rule["id"]]}})
    assert removed.json()["meta"]["summary"] == {"deleted": 1, "not_deleted": 0}


async def test_a_stream_whose_client_has_gone_lets_the_next_one_in(stage):
    headers = {"authorization": f"Bearer {stage.settings.x.bearer_token}"}
    url = f"{stage.url}/2/activity/stream"
    for _ in range(2):
        async with stage.http.stream("GET", url, headers=headers) as stream:
            assert stream.status_code == 200
        await until(lambda: not stage.world.x.activities.connected)


@pytest.mark.parametrize("value", ["near:kiel", "x" * 1025, "(kiel"])
async def test_a_rule_that_x_does_not_understand_is_not_added(stage, value):
    answer = await stage.x("POST", RULES, app=True, json={"add": [{"value": value}]})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["title"] == "InvalidRule"
    assert "data" not in (await stage.x("GET", RULES, app=True)).json()


async def test_the_webhook_of_the_settings_is_connected_as_soon_as_it_passes_the_crc(stage):
    stage.receiver.crc = "missing"
    port = free_port()
    url = f"{stage.receiver.origin}/webhooks/x"
    settings = WorldSettings(port=port, x=XSettings(webhook_url=url))
    app = build_app(settings, name="world-connecting")
    app.config.TOUCHUP = False
    async with served(app, port):
        x = app.ctx.world.x
        await asyncio.sleep(0.2)
        assert x.webhooks.all() == []
        stage.receiver.crc = "right"
        await until(lambda: len(x.subscriptions) == len(CARE))
        jana = app.ctx.world.people.get("jana_k").account.id
        x.write(jana, settings.x.account_id, "Moin!")
        await until(lambda: stage.receiver.x_events("dm.received"))
