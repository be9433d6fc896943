"""Comments, private replies and everything else about the page's wall, by Meta's rules."""

import pytest

from tests.world_checks.test_meta_messenger import error

DAY = 86_400


async def commented(stage, text="Bei mir geht nichts", **more):
    post = (await stage.look("/view"))["facebook"]["posts"][0]["id"]
    made = await stage.do("/facebook/comments", person="jana_k", target=post, text=text, **more)
    return post, made["id"]


async def reply_privately(stage, comment, text="Schreib uns hier."):
    body = {"recipient": {"comment_id": comment}, "message": {"text": text}}
    return await stage.graph("POST", "me/messages", json=body)


async def test_a_comment_arrives_as_meta_sends_it(stage):
    post, id = await commented(stage)
    await stage.settle()
    (change,) = stage.receiver.changes()
    assert change["field"] == "feed"
    value = change["value"]
    jana = await stage.person()
    assert (value["item"], value["verb"], value["comment_id"]) == ("comment", "add", id)
    assert value["parent_id"] == value["post_id"] == post
    assert value["from"] == {"id": jana["facebook_id"], "name": "Jana Klein"}
    assert value["from"]["id"] != jana["psid"]
    assert isinstance(value["created_time"], int)


async def test_the_pages_public_answer_comes_back_as_an_event(stage):
    post, id = await commented(stage)
    answer = await stage.graph("POST", f"{id}/comments", json={"message": "Moin Jana!"})
    below = (await stage.graph("GET", f"{id}/comments")).json()["data"]
    assert [one["id"] for one in below] == [answer.json()["id"]]
    await stage.settle()
    value = stage.receiver.changes()[1]["value"]
    assert value["from"]["id"] == stage.settings.facebook.page_id
    assert (value["post_id"], value["parent_id"]) == (post, id)


async def test_an_answer_to_an_answer_stands_beside_it(stage):
    _, id = await commented(stage)
    first = (await stage.graph("POST", f"{id}/comments", json={"message": "eins"})).json()["id"]
    made = await stage.do("/facebook/comments", person="jana_k", target=first, text="zwei")
    assert made["parent_id"] == id


async def test_comments_are_edited_hidden_and_removed_and_each_is_told(stage):
    _, id = await commented(stage)
    await stage.do(f"/facebook/comments/{id}/edit", text="Bei mir geht gar nichts")
    hide = await stage.graph("POST", id, json={"is_hidden": True})
    assert hide.json() == {"success": True}
    assert (await stage.graph("GET", id)).json()["is_hidden"] is True
    await stage.graph("POST", id, data={"is_hidden": "false"})
    await stage.do(f"/facebook/comments/{id}/delete")
    await stage.settle()
    verbs = [change["value"]["verb"] for change in stage.receiver.changes()]
    assert verbs == ["add", "edited", "hide", "unhide", "remove"]
    assert "message" not in stage.receiver.changes()[-1]["value"]
    assert error(await stage.graph("GET", id)) == (100, 33)
    assert error(await stage.graph("POST", f"{id}/comments", json={"message": "?"})) == (100, 33)


async def test_the_page_deletes_any_comment_but_rewrites_only_its_own(stage):
    _, id = await commented(stage)
    rewrite = await stage.graph("POST", id, json={"message": "Alles bestens!"})
    assert rewrite.status_code == 403
    own = (await stage.graph("POST", f"{id}/comments", json={"message": "Moin"})).json()["id"]
    assert (await stage.graph("POST", own, json={"message": "Moin!"})).status_code == 200
    assert (await stage.graph("POST", own, json={"is_hidden": True})).status_code == 403
    assert (await stage.graph("DELETE", id)).json() == {"success": True}
    assert error(await stage.graph("GET", own)) == (100, 33)


@pytest.mark.parametrize("body", [{}, {"message": ""}, {"message": "x", "tone": "froh"}])
async def test_a_comment_that_breaks_the_reference_is_refused(stage, body):
    _, id = await commented(stage)
    assert error(await stage.graph("POST", f"{id}/comments", json=body)) == (100, None)


async def test_a_private_reply_is_sent_once_and_opens_no_window(stage):
    _, id = await commented(stage)
    answer = await reply_privately(stage, id)
    psid = (await stage.person())["psid"]
    assert answer.json()["recipient_id"] == psid
    assert error(await reply_privately(stage, id, "Noch etwas")) == (10900, None)
    assert error(await stage.send(psid, "Noch etwas")) == (10, 2018278)
    await stage.do("/facebook/messages", person="jana_k", text="Da bin ich")
    assert (await stage.send(psid, "Moin")).status_code == 200


async def test_a_private_reply_comes_within_seven_days(stage):
    _, first = await commented(stage)
    _, second = await commented(stage, "Und noch etwas")
    await stage.do("/clock", advance=7 * DAY)
    assert (await reply_privately(stage, first)).status_code == 200
    await stage.do("/clock", advance=1)
    assert error(await reply_privately(stage, second)) == (10903, None)


async def test_nobody_replies_privately_to_the_page_or_to_nothing(stage):
    _, id = await commented(stage)
    own = (await stage.graph("POST", f"{id}/comments", json={"message": "Moin"})).json()["id"]
    assert error(await reply_privately(stage, own)) == (10903, None)
    assert error(await reply_privately(stage, "1_2")) == (100, 33)


async def test_a_visitors_post_is_answered_in_private_by_its_id(stage):
    visit = await stage.do("/facebook/visits", person="jana_k", text="Moin, Frage an euch")
    body = {"recipient": {"post_id": visit["id"]}, "message": {"text": "Moin Jana"}}
    assert (await stage.graph("POST", "me/messages", json=body)).status_code == 200
    assert error(await stage.graph("POST", "me/messages", json=body)) == (10900, None)
    await stage.settle()
    value = stage.receiver.changes()[0]["value"]
    assert (value["item"], value["verb"]) == ("post", "add")


async def test_comments_without_a_sender_or_with_a_photo_only(stage):
    await commented(stage, anonymous=True)
    await commented(stage, "", photo="https://scontent.example/1.jpg")
    await stage.settle()
    first, second = (change["value"] for change in stage.receiver.changes())
    assert "from" not in first
    assert "message" not in second
    assert second["photo"]


async def test_a_mention_elsewhere_has_a_field_of_its_own(stage):
    await stage.do("/facebook/mentions", person="jana_k", text="Fördekom, was ist los?")
    await stage.settle()
    (change,) = stage.receiver.changes()
    assert change["field"] == "mention"


async def test_a_persons_demand_to_be_deleted_is_signed(stage):
    answer = await stage.do("/facebook/deletion", person="jana_k")
    jana = await stage.person()
    assert answer["status"] == 200
    assert jana["app_scoped_id"] in answer["body"]
    assert jana["app_scoped_id"] not in (jana["psid"], jana["facebook_id"])
