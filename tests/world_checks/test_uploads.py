"""X and Meta take files by their own rules, and only name what was uploaded."""

import base64
import json

from tests.support.files import GIF, PDF, PNG
from tests.world_checks.test_meta_messenger import error, wrote
from tests.world_checks.test_x_messages import spoken_to


async def upload_to_x(stage, body=PNG, category="dm_image"):
    media = base64.b64encode(body).decode()
    given = {"media": media, "media_category": category}
    return await stage.x("POST", "/2/media/upload", json=given)


async def to_x(stage, person, id):
    body = {"text": "Bitte.", "attachments": [{"media_id": id}]}
    return await stage.x("POST", f"/2/dm_conversations/with/{person}/messages", json=body)


async def test_x_shows_a_picture_by_a_link_behind_the_words(stage):
    jana = await spoken_to(stage)
    id = (await upload_to_x(stage)).json()["data"]["id"]
    assert (await to_x(stage, jana, id)).status_code == 201
    listed = (await stage.x("GET", "/2/dm_events", params={"dm_event.fields": "text"})).json()
    assert listed["data"][0]["text"].startswith("Bitte. https://t.co/")


async def test_x_refuses_what_was_not_uploaded_or_for_something_else(stage):
    jana = await spoken_to(stage)
    assert (await to_x(stage, jana, "1")).status_code == 400
    of_posts = (await upload_to_x(stage, category="tweet_image")).json()["data"]["id"]
    assert (await to_x(stage, jana, of_posts)).status_code == 400
    post = await stage.post("@foerdekom Hilfe!")
    shown = await stage.reply(post, "So.", media={"media_ids": [of_posts]})
    assert shown.status_code == 201
    await stage.do("/clock", advance=24 * 3600)
    late = await stage.reply(post, "Noch mal.", media={"media_ids": [of_posts]})
    assert late.status_code == 400


async def test_x_takes_pictures_only_and_by_its_specification(stage):
    for body in (PDF, GIF, b"", b"\xff\xd8\xff" + bytes(5 * 1024 * 1024)):
        assert (await upload_to_x(stage, body)).status_code == 400
    assert (await upload_to_x(stage, category="banner")).status_code == 400
    alone = await stage.x("POST", "/2/media/upload", json={"media": "AAAA"})
    assert alone.status_code == 400


async def upload_to_meta(stage, body=PNG, kind="image"):
    told = {"attachment": {"type": kind, "payload": {"is_reusable": True}}}
    return await stage.graph(
        "POST",
        "me/message_attachments",
        data={"message": json.dumps(told)},
        files={"filedata": ("a.png", body, "image/png")},
    )


async def test_meta_sends_what_was_uploaded_and_its_echo_has_an_address(stage):
    psid = await wrote(stage)
    id = (await upload_to_meta(stage)).json()["attachment_id"]
    media = {"type": "image", "payload": {"attachment_id": id}}
    sent = await stage.send(psid, "", message={"attachment": media})
    assert sent.status_code == 200
    await stage.settle()
    echo = stage.receiver.messaging()[1]
    [attachment] = echo["message"]["attachments"]
    assert attachment["payload"]["url"].startswith("https://")


async def test_meta_refuses_what_it_does_not_know_or_cannot_show(stage):
    psid = await wrote(stage)
    unknown = {"type": "image", "payload": {"attachment_id": "1"}}
    assert error(await stage.send(psid, "", message={"attachment": unknown}))[0] == 100
    id = (await upload_to_meta(stage)).json()["attachment_id"]
    other = {"type": "file", "payload": {"attachment_id": id}}
    assert error(await stage.send(psid, "", message={"attachment": other}))[0] == 100
    assert error(await upload_to_meta(stage, PDF))[0] == 100
    assert (await upload_to_meta(stage, PDF, "file")).status_code == 200
