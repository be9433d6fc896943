"""Meta's webhooks are subscribed, signed, batched and repeated as Meta does it."""

import hashlib
import hmac

import pytest

from tests.world.meta.hooks import escaped
from tests.world_checks.stage import playing, until
from tests.world_checks.test_meta_messenger import error


async def subscribe(stage, **changes):
    facebook = stage.settings.facebook
    body = {
        "object": "page",
        "callback_url": facebook.webhook_url,
        "verify_token": facebook.verify_token,
        "fields": "messages,feed",
        **changes,
    }
    token = {"access_token": f"{facebook.app_id}|{facebook.app_secret}"}
    return await stage.graph("POST", f"{facebook.app_id}/subscriptions", params=token, data=body)


def test_the_body_is_that_of_the_documented_vector():
    body = escaped({"text": "für €"})
    assert body == b'{"text":"f\\u00fcr \\u20ac"}'
    digest = hmac.new(b"appsecret", body, hashlib.sha256).hexdigest()
    assert digest == "42b08b1789547967ae0a8d0c26c7cae9248385e36229abc6cad0d5742459aa95"


async def test_what_is_sent_is_signed_over_escaped_bytes(stage):
    await stage.do("/facebook/messages", person="jana_k", text="für 5 € 👍")
    await stage.settle()
    assert stage.receiver.forged == 0
    assert b'"f\\u00fcr 5 \\u20ac \\ud83d\\udc4d"' in stage.receiver.raw[0]
    assert stage.receiver.messaging()[0]["message"]["text"] == "für 5 € 👍"


async def test_the_challenge_decides_over_a_subscription(stage):
    assert (await subscribe(stage)).json() == {"success": True}
    assert error(await subscribe(stage, verify_token="falsch")) == (2200, None)
    assert error(await subscribe(stage, fields="messages,moods"))[0] == 100
    assert error(await subscribe(stage, colour="blau"))[0] == 100


async def test_only_fields_subscribed_by_app_and_page_arrive(stage):
    await stage.graph("POST", "me/subscribed_apps", data={"subscribed_fields": "feed"})
    await stage.do("/facebook/messages", person="jana_k", text="Moin")
    await stage.do("/facebook/visits", person="jana_k", text="Moin")
    await stage.settle()
    assert stage.receiver.messaging() == []
    assert len(stage.receiver.changes()) == 1
    await stage.graph("DELETE", "me/subscribed_apps")
    assert (await stage.graph("GET", "me/subscribed_apps")).json() == {"data": []}
    await stage.do("/facebook/visits", person="jana_k", text="Noch da?")
    await stage.settle()
    assert len(stage.receiver.changes()) == 1


async def test_quick_replies_postbacks_edits_reactions_and_reading_arrive(stage):
    await stage.do("/facebook/messages", person="jana_k", text="Ja", payload="YES")
    psid = (await stage.person())["psid"]
    sent = (await stage.send(psid, "Gern")).json()["message_id"]
    await stage.do("/facebook/postbacks", person="jana_k", title="Start", payload="START")
    mid = (await stage.do("/facebook/messages", person="jana_k", text="Rechnug"))["mid"]
    await stage.do("/facebook/edits", person="jana_k", mid=mid, text="Rechnung")
    await stage.do("/facebook/reactions", person="jana_k", mid=sent)
    await stage.do("/facebook/read", person="jana_k")
    image = {"type": "image", "payload": {"url": "https://scontent.example/1.jpg"}}
    await stage.do("/facebook/messages", person="jana_k", attachment=image, reply_to=sent)
    await stage.settle()
    events = [event for event in stage.receiver.messaging() if event["sender"]["id"] == psid]
    first, _, postback, written, edit, reaction, read, picture = events
    assert first["message"]["quick_reply"] == {"payload": "YES"}
    assert postback["postback"]["payload"] == "START"
    assert edit["message_edit"] == {
        "mid": written["message"]["mid"],
        "text": "Rechnung",
        "num_edit": "1",
    }
    assert reaction["reaction"]["mid"] == sent
    assert read["read"]["watermark"] >= written["timestamp"]
    assert picture["message"]["attachments"] == [image]
    assert picture["message"]["reply_to"] == {"mid": sent}
    assert "text" not in picture["message"]


async def test_a_webhook_that_is_not_answered_with_200_comes_again(stage):
    stage.receiver.statuses = [500, 404]
    await stage.do("/facebook/messages", person="jana_k", text="Moin")
    await stage.settle()
    assert len(stage.receiver.messaging()) == 1
    log = (await stage.look("/deliveries"))["facebook"]["log"]
    assert [tried["status"] for tried in log] == [500, 404, 200]


async def test_after_an_hour_of_failures_the_page_is_unsubscribed(stage):
    stage.receiver.statuses = [500] * 2
    await stage.do("/facebook/messages", person="jana_k", text="eins")
    await until(lambda: len(stage.receiver.statuses) < 2)
    await stage.do("/clock", advance=3601)
    stage.receiver.statuses = [500]
    await stage.do("/facebook/messages", person="jana_k", text="zwei")
    await stage.settle()
    assert (await stage.graph("GET", "me/subscribed_apps")).json() == {"data": []}


async def test_an_entry_that_nobody_foresaw_can_be_sent(stage):
    entry = {"changes": [{"field": "messages", "value": {"text": "test"}}], "id": "0"}
    await stage.do("/facebook/entries", entry=entry)
    await stage.settle()
    assert stage.receiver.facebook[0]["entry"][0]["id"] == "0"


@pytest.mark.parametrize("path", ["me/nothing", "12345", "12345/comments"])
async def test_what_is_not_there_is_an_error_of_meta(stage, path):
    method = "POST" if path.endswith("comments") else "GET"
    answer = await stage.graph(method, path, json={"message": "x"})
    assert error(answer) == (100, 33)


async def test_a_body_that_is_no_json_object_is_refused(stage):
    for content in (b"{", b"[]"):
        headers = {"content-type": "application/json"}
        answer = await stage.graph("POST", "me/messages", content=content, headers=headers)
        assert error(answer) == (100, None)


async def test_the_webhook_of_the_settings_is_subscribed_as_soon_as_it_answers():
    async with playing(facebook={"verify_token": "world-verify-token"}) as stage:
        assert "messages" in (await stage.look("/view"))["facebook"]["subscribed"]
