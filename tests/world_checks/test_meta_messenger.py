"""Messenger takes and refuses by Meta's rules, with Meta's codes."""

import hashlib
import hmac

import pytest

from tests.world_checks.stage import playing

DAY = 86_400


async def wrote(stage, key="jana_k", text="Moin"):
    """Let a person write; return their id in Messenger."""
    await stage.do("/facebook/messages", person=key, text=text)
    return (await stage.person(key))["psid"]


def error(answer):
    told = answer.json()["error"]
    assert told["type"] == "OAuthException"
    assert told["fbtrace_id"]
    return told["code"], told.get("error_subcode")


async def test_an_answer_within_a_day_is_sent_and_echoed_and_delivered(stage):
    psid = await wrote(stage)
    body = {"message": {"text": "Moin Jana, für 5 €!", "metadata": "outbox-17"}}
    answer = await stage.send(psid, "", **body)
    assert answer.status_code == 200
    assert answer.json()["recipient_id"] == psid
    mid = answer.json()["message_id"]
    await stage.settle()
    _, echo, delivery = stage.receiver.messaging()
    assert echo["message"] == {
        "is_echo": True,
        "app_id": int(stage.settings.facebook.app_id),
        "metadata": "outbox-17",
        "mid": mid,
        "text": "Moin Jana, für 5 €!",
    }
    assert echo["sender"] == {"id": stage.settings.facebook.page_id}
    assert echo["recipient"] == {"id": psid}
    assert delivery["delivery"]["mids"] == [mid]


async def test_the_window_shuts_after_24_hours_to_the_second(stage):
    psid = await wrote(stage)
    await stage.do("/clock", advance=DAY)
    assert (await stage.send(psid, "gerade noch")).status_code == 200
    await stage.do("/clock", advance=1)
    assert error(await stage.send(psid, "zu spät")) == (10, 2018278)
    assert error(await stage.send(psid, "zu spät", messaging_type="UPDATE")) == (10, 2018278)
    (first, _) = await stage.look("/refusals?platform=facebook")
    assert first["body"]["message"]["text"] == "zu spät"
    assert "10/2018278" in first["reason"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/facebook/messages", {"text": "noch da?"}),
        ("/facebook/postbacks", {"title": "Ja", "payload": "YES"}),
        ("/facebook/reactions", {"mid": "m_1"}),
    ],
)
async def test_whatever_a_person_does_opens_the_window_again(stage, path, body):
    psid = await wrote(stage)
    await stage.do("/clock", advance=2 * DAY)
    assert error(await stage.send(psid, "zu")) == (10, 2018278)
    await stage.do(path, person="jana_k", **body)
    assert (await stage.send(psid, "auf")).status_code == 200


async def test_a_human_has_seven_days_with_the_tag(stage):
    psid = await wrote(stage)
    tagged = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    await stage.do("/clock", advance=7 * DAY)
    assert (await stage.send(psid, "von Mara", **tagged)).status_code == 200
    await stage.do("/clock", advance=1)
    assert error(await stage.send(psid, "zu spät", **tagged)) == (10, 2018278)


async def test_a_human_needs_metas_approval():
    async with playing(facebook={"human_agent_approved": False}) as stage:
        psid = await wrote(stage)
        tagged = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
        assert error(await stage.send(psid, "von Mara", **tagged)) == (100, 2018276)


@pytest.mark.parametrize(
    "tag", ["CONFIRMED_EVENT_UPDATE", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE"]
)
async def test_retired_tags_are_refused(stage, tag):
    psid = await wrote(stage)
    answer = await stage.send(psid, "Update", messaging_type="MESSAGE_TAG", tag=tag)
    assert error(answer) == (100, 1893061)


async def test_people_unknown_or_unavailable_get_nothing(stage):
    assert error(await stage.send("12345", "Hallo?")) == (100, 2018001)
    psid = await wrote(stage)
    await stage.do("/people/jana_k", blocks_us=True)
    assert error(await stage.send(psid, "Hallo?")) == (551, 1545041)


QUICK = {"content_type": "text", "title": "Ja", "payload": "YES"}
BUTTON = {"type": "postback", "title": "Ja", "payload": "YES"}


def template(buttons):
    payload = {"template_type": "button", "text": "Und?", "buttons": buttons}
    return {"attachment": {"type": "template", "payload": payload}}


@pytest.mark.parametrize(
    "message",
    [
        {"text": "x" * 2_001},
        {"text": ""},
        {},
        {"text": "x", "attachment": {"type": "image", "payload": {"url": "https://a.example"}}},
        {"text": "x", "quick_replies": [QUICK] * 14},
        {"text": "x", "quick_replies": [{**QUICK, "title": "x" * 21}]},
        {"text": "x", "quick_replies": [{"content_type": "text", "title": "Ja"}]},
        {"text": "x", "buttons": [BUTTON]},
        {"attachment": {"type": "image", "payload": {"url": "keine Adresse"}}},
        {"attachment": {"type": "hologram", "payload": {}}},
        template([BUTTON] * 4),
        template([{**BUTTON, "title": "x" * 21}]),
        template([{"type": "web_url", "title": "Ja"}]),
    ],
)
async def test_messages_that_break_the_reference_are_refused(stage, message):
    psid = await wrote(stage)
    answer = await stage.send(psid, "", message=message)
    assert answer.status_code == 400
    assert error(answer) == (100, None)


@pytest.mark.parametrize(
    "message",
    [
        {"text": "x" * 2_000},
        {"text": "x", "quick_replies": [{**QUICK, "title": "x" * 20}] * 13},
        {"attachment": {"type": "image", "payload": {"url": "https://a.example/1.png"}}},
        template([BUTTON] * 3),
    ],
)
async def test_messages_at_the_edge_of_the_reference_are_taken(stage, message):
    psid = await wrote(stage)
    assert (await stage.send(psid, "", message=message)).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"messaging_type": None},
        {"messaging_type": "MESSAGE_TAG"},
        {"tag": "HUMAN_AGENT"},
        {"sender_action": "typing_on"},
        {"recipient": {"id": "1", "comment_id": "2"}},
        {"recipient": {"id": 7}},
        {"unknown": True},
    ],
)
async def test_requests_that_break_the_reference_are_refused(stage, change):
    psid = await wrote(stage)
    answer = await stage.send(psid, "Moin", **change)
    assert error(answer) == (100, None)


async def test_actions_are_shown_and_go_away_with_the_next_message(stage):
    psid = await wrote(stage)
    body = {"recipient": {"id": psid}, "sender_action": "typing_on"}
    answer = await stage.graph("POST", "me/messages", json=body)
    assert answer.json() == {"recipient_id": psid}
    assert (await stage.look("/view"))["facebook"]["threads"][0]["typing"] is True
    await stage.send(psid, "Moin")
    assert (await stage.look("/view"))["facebook"]["threads"][0]["typing"] is False


async def test_a_form_is_taken_like_json(stage):
    psid = await wrote(stage)
    form = {
        "recipient": f'{{"id":"{psid}"}}',
        "messaging_type": "RESPONSE",
        "message": '{"text":"Moin"}',
    }
    page = stage.settings.facebook.page_id
    assert (await stage.graph("POST", f"{page}/messages", data=form)).status_code == 200


async def test_tokens_and_proofs_are_checked(stage):
    psid = await wrote(stage)
    url = f"{stage.url}/v25.0/me/messages"
    body = {"recipient": {"id": psid}, "messaging_type": "RESPONSE", "message": {"text": "x"}}
    assert error(await stage.http.post(url, json=body)) == (190, None)
    facebook = stage.settings.facebook
    bearer = {"authorization": f"Bearer {facebook.page_token}"}
    assert (await stage.http.post(url, json=body, headers=bearer)).status_code == 200
    key, token = facebook.app_secret.encode(), facebook.page_token.encode()
    proof = hmac.new(key, token, hashlib.sha256).hexdigest()
    right = await stage.send(psid, "x", appsecret_proof=proof)
    assert right.status_code == 200
    assert error(await stage.send(psid, "x", appsecret_proof="0" * 64)) == (100, None)
    async with playing(facebook={"require_proof": True}) as strict:
        psid = await wrote(strict)
        assert error(await strict.send(psid, "x")) == (100, None)
        assert (await strict.send(psid, "x", appsecret_proof=proof)).status_code == 200


async def test_dead_tokens_and_revoked_access_are_190(stage):
    psid = await wrote(stage)
    await stage.do("/trouble", dead_tokens=["facebook"])
    assert error(await stage.send(psid, "x")) == (190, 463)
    await stage.do("/trouble", dead_tokens=[], revoked=["facebook"])
    assert error(await stage.send(psid, "x")) == (190, 458)


async def test_300_texts_and_10_films_a_second_and_200_calls_a_day_for_each_person(stage):
    psid = await wrote(stage)
    await wrote(stage, "ole_kiel")
    film = {"attachment": {"type": "video", "payload": {"url": "https://a.example/1.mp4"}}}
    for _ in range(10):
        assert (await stage.send(psid, "", message=film)).status_code == 200
    assert error(await stage.send(psid, "", message=film)) == (613, None)
    for _ in range(300):
        answer = await stage.send(psid, "x")
        assert answer.status_code == 200
    assert error(await stage.send(psid, "x")) == (613, None)
    await stage.do("/clock", advance=1)
    for _ in range(400 - 312):
        answer = await stage.send(psid, "x")
        assert answer.status_code == 200
    assert '"call_count": 100' in answer.headers["x-app-usage"]
    assert stage.settings.facebook.page_id in answer.headers["x-business-use-case-usage"]
    assert error(await stage.send(psid, "x")) == (4, None)


async def test_where_the_clock_stands_limits_can_be_forgotten(stage):
    psid = await wrote(stage)
    for _ in range(200):
        answer = await stage.send(psid, "x")
    assert error(await stage.send(psid, "x")) == (4, None)
    await stage.do("/limits")
    answer = await stage.send(psid, "x")
    assert '"call_count": 0' in answer.headers["x-app-usage"]


async def test_a_thread_that_another_app_holds_is_watched_but_not_answered(stage):
    psid = await wrote(stage)
    inbox = "263902037430900"
    body = {"recipient": {"id": psid}, "target_app_id": inbox, "metadata": "Mara übernimmt"}
    assert (await stage.graph("POST", "me/pass_thread_control", json=body)).json()["success"]
    assert error(await stage.send(psid, "noch wir?")) == (10, 2018300)
    await stage.do("/facebook/messages", person="jana_k", text="Hallo Mara")
    await stage.do("/facebook/elsewhere/messages", person="jana_k", text="Moin, Mara hier")
    owner = await stage.graph("GET", "me/thread_owner", params={"recipient": psid})
    assert owner.json()["data"][0]["thread_owner"] == {"app_id": inbox}
    take = {"recipient": {"id": psid}, "metadata": "zurück"}
    assert (await stage.graph("POST", "me/take_thread_control", json=take)).status_code == 200
    assert (await stage.send(psid, "wieder wir")).status_code == 200
    await stage.settle()
    standby = stage.receiver.messaging("standby")
    assert standby[0]["message"]["text"] == "Hallo Mara"
    assert standby[1]["message"]["app_id"] == int(inbox)
    handed = [e for e in stage.receiver.messaging() if "pass_thread_control" in e]
    assert handed[0]["pass_thread_control"]["new_owner_app_id"] == inbox
    taken = [e for e in stage.receiver.messaging() if "take_thread_control" in e]
    assert taken[0]["take_thread_control"]["previous_owner_app_id"] == inbox


async def test_a_page_that_breaks_the_policies_is_stopped_and_told(stage):
    psid = await wrote(stage)
    await stage.do("/facebook/policy", action="block")
    assert error(await stage.send(psid, "x")) == (10, 1893063)
    await stage.do("/facebook/policy", action="unblock")
    assert (await stage.send(psid, "x")).status_code == 200
    await stage.settle()
    told = [
        e["policy-enforcement"]["action"] for e in stage.receiver.messaging() if "sender" not in e
    ]
    assert told == ["block", "unblock"]


async def test_what_was_sent_can_be_read_back(stage):
    psid = await wrote(stage)
    mid = (await stage.send(psid, "Moin Jana")).json()["message_id"]
    threads = await stage.graph("GET", "me/conversations", params={"user_id": psid})
    messages = threads.json()["data"][0]["messages"]["data"]
    assert [(one["id"] == mid, one["message"]) for one in messages] == [
        (True, "Moin Jana"),
        (False, "Moin"),
    ]
    await stage.graph("GET", "me/conversations")
    assert error(await stage.graph("GET", "me/conversations")) == (613, None)
    assert (await stage.graph("GET", mid)).json()["message"] == "Moin Jana"
    assert (await stage.graph("GET", psid)).json()["first_name"] == "Jana"
