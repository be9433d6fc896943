"""X's timelines and searches: fields, pages, ids and times, and the query language."""

import pytest

from tests.world_checks.stage import playing

SEARCH = "/2/tweets/search/recent"


async def texts(stage, query):
    answer = await stage.x("GET", SEARCH, params={"query": query, "max_results": "100"})
    assert answer.status_code == 200, answer.text
    return {post["text"] for post in answer.json().get("data", [])}


async def test_mentions_come_newest_first_since_an_id_and_page_by_page(stage):
    ids = [await stage.post(f"@foerdekom Frage {number}") for number in range(12)]
    await stage.post("ohne Erwähnung")
    own = stage.settings.x.account_id
    params = {"since_id": ids[2], "max_results": "5"}
    found = []
    while True:
        answer = await stage.x("GET", f"/2/users/{own}/mentions", params=params)
        page = answer.json()
        found += [post["id"] for post in page["data"]]
        if "next_token" not in page["meta"]:
            break
        assert page["meta"]["oldest_id"] == page["data"][-1]["id"]
        params["pagination_token"] = page["meta"]["next_token"]
    assert found == ids[:2:-1]


async def test_a_direct_reply_is_a_mention_even_if_x_has_written_the_name(stage):
    own = (await stage.x("POST", "/2/tweets", json={"text": "Neu!"})).json()["data"]["id"]
    reply = await stage.post("Klingt gut", reply_to=own)
    path = f"/2/users/{stage.settings.x.account_id}/mentions"
    (post,) = (await stage.x("GET", path)).json()["data"]
    assert (post["id"], post["text"]) == (reply, "@foerdekom Klingt gut")


async def test_recent_search_looks_seven_days_back(stage):
    await stage.post("Internet tot in Kiel")
    assert await texts(stage, "kiel") == {"Internet tot in Kiel"}
    await stage.do("/clock", advance=7 * 86_400)
    assert await texts(stage, "kiel") == set()


async def test_only_the_fields_asked_for_are_shown_and_what_is_expanded_is_included(stage):
    first = await stage.post("@foerdekom eins")
    second = await stage.post("@foerdekom zwei", reply_to=first)
    own = stage.settings.x.account_id
    bare = (await stage.x("GET", f"/2/users/{own}/mentions")).json()
    assert set(bare["data"][0]) == {"id", "text", "edit_history_tweet_ids"}
    params = {
        "tweet.fields": "conversation_id,created_at,referenced_tweets",
        "expansions": "author_id,referenced_tweets.id",
        "user.fields": "created_at",
    }
    full = (await stage.x("GET", f"/2/users/{own}/mentions", params=params)).json()
    post = full["data"][0]
    assert post["id"] == second
    assert post["referenced_tweets"] == [{"type": "replied_to", "id": first}]
    jana = await stage.person()
    assert post["author_id"] == jana["x_id"]
    assert [user["id"] for user in full["includes"]["users"]] == [jana["x_id"]]
    assert full["includes"]["tweets"][0]["id"] == first


async def test_the_specifications_new_names_are_answered_in_new_names(stage):
    first = await stage.post("@foerdekom eins")
    await stage.post("@foerdekom zwei", reply_to=first)
    own = stage.settings.x.account_id
    params = {"post.fields": "created_at", "expansions": "author_id,referenced_posts"}
    answer = (await stage.x("GET", f"/2/users/{own}/mentions", params=params)).json()
    assert answer["data"][0]["referenced_posts"][0]["id"] == first
    assert answer["includes"]["posts"][0]["id"] == first
    assert "edit_history_post_ids" in answer["data"][0]


@pytest.mark.parametrize(
    "params",
    [
        {"max_results": "4"},
        {"max_results": "viele"},
        {"since_id": "abc"},
        {"since_id": "9", "until_id": "8"},
        {"tweet.fields": "text,secrets"},
        {"unknown": "1"},
        {"start_time": "gestern"},
        {"pagination_token": "kaputt!"},
    ],
)
async def test_parameters_that_break_the_specification_are_refused(stage, params):
    own = stage.settings.x.account_id
    answer = await stage.x("GET", f"/2/users/{own}/mentions", params=params)
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("/invalid-request")


async def test_search_understands_xs_query_language(stage):
    await stage.post("Internet tot in Kiel")
    await stage.post("Bei Foerdekom ist das Netz weg", person="ole_kiel")
    mention = await stage.post("@foerdekom Rechnung? https://example.com", person="ole_kiel")
    await stage.reply(mention, "Wir schauen nach.")
    assert await texts(stage, '"internet tot" OR foerdekom -is:reply -from:foerdekom') == {
        "Internet tot in Kiel",
        "Bei Foerdekom ist das Netz weg",
        "@foerdekom Rechnung? https://example.com",
    }
    assert await texts(stage, "@foerdekom has:links") == {
        "@foerdekom Rechnung? https://example.com"
    }
    assert await texts(stage, "(internet OR netz) -from:jana_k") == {
        "Bei Foerdekom ist das Netz weg"
    }
    assert await texts(stage, f"conversation_id:{mention} is:reply") == {
        "@ole_kiel Wir schauen nach."
    }
    assert await texts(stage, 'to:foerdekom -"netz weg" lang:de') == {
        "@foerdekom Rechnung? https://example.com"
    }
    assert await texts(stage, "-(internet OR netz OR rechnung) is:reply") == {
        "@ole_kiel Wir schauen nach."
    }


@pytest.mark.parametrize("query", ["", "(kiel", "kiel)", "near:kiel", "OR", "x" * 513])
async def test_a_query_that_x_does_not_understand_is_refused(stage, query):
    answer = await stage.x("GET", SEARCH, params={"query": query})
    assert answer.status_code == 400


async def test_protected_and_deleted_posts_are_found_by_nobody(stage):
    post = await stage.post("@foerdekom geheim")
    await stage.do(f"/x/posts/{post}/delete")
    await stage.do("/people/ole_kiel", protected=True)
    await stage.post("@foerdekom nur für Freunde", person="ole_kiel")
    assert await texts(stage, "@foerdekom") == set()


async def test_accounts_are_looked_up_by_id_and_by_name(stage):
    jana = await stage.person()
    by_id = (await stage.x("GET", f"/2/users/{jana['x_id']}")).json()["data"]
    assert by_id == {"id": jana["x_id"], "name": "Jana Klein", "username": "jana_k"}
    by_name = (await stage.x("GET", "/2/users/by/username/JANA_K", app=True)).json()
    assert by_name["data"] == by_id
    several = await stage.x("GET", "/2/users/by", params={"usernames": "jana_k,nobody"})
    assert several.json()["data"] == [by_id]
    assert several.json()["errors"][0]["value"] == "nobody"
    ids = {"ids": f"{jana['x_id']},1"}
    assert (await stage.x("GET", "/2/users", params=ids)).json()["data"] == [by_id]


async def test_own_posts_are_read_without_replies_if_so_asked(stage):
    own = stage.settings.x.account_id
    await stage.x("POST", "/2/tweets", json={"text": "Neu!"})
    mention = await stage.post("@foerdekom Frage")
    await stage.reply(mention, "Antwort")
    path = f"/2/users/{own}/tweets"
    assert (await stage.x("GET", path)).json()["meta"]["result_count"] == 2
    top = (await stage.x("GET", path, params={"exclude": "replies"})).json()
    assert [post["text"] for post in top["data"]] == ["Neu!"]


async def test_reading_ends_at_the_usage_cap_which_is_no_rate_limit():
    async with playing(x={"usage_cap": 2}) as stage:
        for number in range(3):
            await stage.post(f"@foerdekom {number}")
        answer = await stage.x("GET", SEARCH, params={"query": "@foerdekom"})
        assert answer.status_code == 429
        assert answer.json()["type"].endswith("/usage-capped")
        assert int(answer.headers["x-rate-limit-remaining"]) > 0


async def test_every_answer_tells_the_state_of_its_limit(stage):
    answer = await stage.x("GET", SEARCH, params={"query": "kiel"})
    assert answer.headers["x-rate-limit-limit"] == "300"
    assert answer.headers["x-rate-limit-remaining"] == "299"
    app = await stage.x("GET", SEARCH, app=True, params={"query": "kiel"})
    assert app.headers["x-rate-limit-limit"] == "450"
    assert app.headers["x-rate-limit-remaining"] == "448"
