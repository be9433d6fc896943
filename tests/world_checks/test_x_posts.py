"""X takes and refuses public posts by its own rules."""

import httpx
import pytest

from tests.world_checks.stage import playing

NOT_SUMMONED = "you have not been mentioned"


def refused(answer: httpx.Response, status: int, words: str) -> None:
    assert answer.status_code == status
    assert words in answer.text


async def test_a_reply_to_a_mention_is_published_below_it(stage):
    mention = await stage.post("@foerdekom wo bleibt mein Router?")
    answer = await stage.reply(mention, "Moin Jana, wir schauen nach.")
    assert answer.status_code == 201
    data = answer.json()["data"]
    assert data["edit_history_tweet_ids"] == [data["id"]]
    read = await stage.x(
        "GET",
        f"/2/tweets/{data['id']}",
        params={"tweet.fields": "conversation_id,display_text_range,in_reply_to_user_id"},
    )
    post = read.json()["data"]
    assert post["conversation_id"] == mention
    assert post["text"] == "@jana_k Moin Jana, wir schauen nach."
    assert post["display_text_range"] == [8, len(post["text"])]


async def test_a_reply_to_somebody_who_did_not_mention_the_account_is_refused(stage):
    post = await stage.post("Internet tot in Kiel!")
    refused(await stage.reply(post, "Können wir helfen?"), 403, NOT_SUMMONED)
    (refusal,) = await stage.look("/refusals?platform=x")
    assert refusal["status"] == 403
    assert refusal["body"]["text"] == "Können wir helfen?"
    assert NOT_SUMMONED in refusal["reason"]


async def test_a_quote_of_the_accounts_post_summons_it(stage):
    own = (await stage.x("POST", "/2/tweets", json={"text": "Neue Tarife!"})).json()["data"]["id"]
    quote = await stage.post("Zu teuer", quote=own)
    assert (await stage.reply(quote, "Schade, woran hängt es?")).status_code == 201


async def test_a_follow_up_without_a_mention_does_not_summon_unless_so_set(stage):
    mention = await stage.post("@foerdekom Störung?")
    own = (await stage.reply(mention, "Ja, seit 8 Uhr.")).json()["data"]["id"]
    follow_up = await stage.post("Und wann geht es wieder?", reply_to=own)
    refused(await stage.reply(follow_up, "Gegen Mittag."), 403, NOT_SUMMONED)
    async with playing(x={"summons": "conversation"}) as lenient:
        mention = await lenient.post("@foerdekom Störung?")
        own = (await lenient.reply(mention, "Ja, seit 8 Uhr.")).json()["data"]["id"]
        follow_up = await lenient.post("Und wann geht es wieder?", reply_to=own)
        assert (await lenient.reply(follow_up, "Gegen Mittag.")).status_code == 201


async def test_the_same_text_twice_is_a_duplicate(stage):
    body = {"text": "Die Störung ist behoben."}
    assert (await stage.x("POST", "/2/tweets", json=body)).status_code == 201
    refused(await stage.x("POST", "/2/tweets", json=body), 403, "duplicate content")
    await stage.do("/clock", advance=25 * 3600)
    assert (await stage.x("POST", "/2/tweets", json=body)).status_code == 201


async def test_the_same_reply_to_two_people_is_no_duplicate(stage):
    for person in ("jana_k", "ole_kiel"):
        mention = await stage.post("@foerdekom Hilfe", person=person)
        assert (await stage.reply(mention, "Moin! Wir helfen.")).status_code == 201


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("x" * 280, 201),
        ("x" * 281, 403),
        ("€" * 140, 201),
        ("€" * 141, 403),
        ("x" * 257 + " https://www.foerdekom.example/" + "lang" * 40, 403),
        ("x" * 256 + " https://www.foerdekom.com/" + "lang" * 40, 201),
        ("x" * 266 + " Danke.Es geht", 403),
    ],
)
async def test_a_post_has_280_weighted_characters(stage, text, status):
    answer = await stage.x("POST", "/2/tweets", json={"text": text})
    assert answer.status_code == status


async def test_the_mentions_that_x_puts_before_a_reply_do_not_count(stage):
    mention = await stage.post("@foerdekom Frage")
    assert (await stage.reply(mention, "@jana_k " + "x" * 280)).status_code == 201
    refused(await stage.reply(mention, "@ole_kiel " + "x" * 280), 403, "too long")


async def test_an_automated_reply_is_the_only_one_to_a_post(stage):
    mention = await stage.post("@foerdekom Frage")
    assert (await stage.reply(mention, "Eins", made_with_ai=True)).status_code == 201
    refused(await stage.reply(mention, "Zwei", made_with_ai=True), 403, "one automated reply")
    assert (await stage.reply(mention, "Von einem Menschen")).status_code == 201


async def test_an_account_labelled_automated_replies_once_whatever_it_says():
    async with playing(x={"automated": True}) as stage:
        mention = await stage.post("@foerdekom Frage")
        assert (await stage.reply(mention, "Eins")).status_code == 201
        refused(await stage.reply(mention, "Zwei"), 403, "one automated reply")


async def test_who_may_reply_is_the_authors_choice(stage):
    post = await stage.post("Hallo @foerdekom", reply_settings="following")
    refused(await stage.reply(post, "Moin"), 403, "not allowed")
    post = await stage.post("Hallo @foerdekom", reply_settings="mentionedUsers")
    assert (await stage.reply(post, "Moin")).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"text": "Hallo", "unknown": 1},
        {"text": 5},
        {"text": "Hallo", "reply": {"in_reply_to_tweet_id": 17}},
        {"text": "Hallo", "reply": {}},
        {"text": "Hallo", "reply_settings": "everybody"},
        {"text": "   "},
        {"text": "Hallo", "media": {"media_ids": ["12345"]}},
        ["text"],
    ],
)
async def test_a_body_that_breaks_the_specification_is_refused_in_xs_words(stage, body):
    answer = await stage.x("POST", "/2/tweets", json=body)
    assert answer.status_code == 400
    assert answer.json()["title"] == "Invalid Request"
    assert answer.json()["errors"][0]["message"]


async def test_only_json_is_taken(stage):
    answer = await stage.x(
        "POST", "/2/tweets", content=b"{", headers={"content-type": "text/plain"}
    )
    assert answer.status_code == 400


async def test_the_account_deletes_its_own_posts_only(stage):
    mention = await stage.post("@foerdekom Frage")
    own = (await stage.reply(mention, "Moin")).json()["data"]["id"]
    assert (await stage.x("DELETE", f"/2/tweets/{mention}")).status_code == 403
    deleted = await stage.x("DELETE", f"/2/tweets/{own}")
    assert deleted.json() == {"data": {"deleted": True}}
    gone = await stage.x("GET", f"/2/tweets/{own}")
    assert gone.json()["errors"][0]["type"].endswith("/resource-not-found")
    refused(await stage.reply(own, "noch da?"), 403, "deleted")


async def test_a_customers_edit_is_a_new_post_in_the_same_conversation(stage):
    first = await stage.post("@foerdekom Rechnug falsch")
    edited = await stage.do(f"/x/posts/{first}/edit", text="@foerdekom Rechnung falsch")
    assert edited["conversation_id"] == first
    read = await stage.x("GET", f"/2/tweets/{edited['id']}")
    assert read.json()["data"]["edit_history_tweet_ids"] == [first, edited["id"]]
    assert "errors" in (await stage.x("GET", f"/2/tweets/{first}")).json()


async def test_the_account_edits_its_own_posts_within_the_rules(stage):
    own = (await stage.x("POST", "/2/tweets", json={"text": "Nue Tarife"})).json()["data"]["id"]
    body = {"text": "Neue Tarife", "edit_options": {"previous_post_id": own}}
    edited = (await stage.x("POST", "/2/tweets", json=body)).json()["data"]
    assert edited["edit_history_tweet_ids"] == [own, edited["id"]]
    assert (await stage.x("POST", "/2/tweets", json=body)).status_code == 403
    body = {"text": "x" * 281, "edit_options": {"previous_post_id": edited["id"]}}
    refused(await stage.x("POST", "/2/tweets", json=body), 403, "too long")


async def test_a_reply_in_a_thread_of_ours_can_be_hidden(stage):
    own = (await stage.x("POST", "/2/tweets", json={"text": "Neu!"})).json()["data"]["id"]
    reply = await stage.post("Meine Nummer ist 0171 …", reply_to=own)
    answer = await stage.x("PUT", f"/2/tweets/{reply}/hidden", json={"hidden": True})
    assert answer.json() == {"data": {"hidden": True}}
    other = await stage.post("Meine Sache")
    answer = await stage.x("PUT", f"/2/tweets/{other}/hidden", json={"hidden": True})
    assert answer.status_code == 403
