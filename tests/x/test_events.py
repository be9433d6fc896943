"""Every kind of event, from X's current product and its old one, becomes the right thing."""

import pytest

from connectors.incoming import AccountTrouble, Edited, Erased, SaidElsewhere, Seen, Typing, Written
from connectors.x.parsing import read_body
from connectors.x.told import Post
from conversation.messages import Progress
from tests.x.connected import DIRECT, PUBLIC, World
from tests.x.samples import ACCOUNT, CUSTOMER, POST, event, message, post, tweet

LATER = "2080761390344937800"
LATEST = "2080761390344937900"


async def test_a_post_seen_in_two_events_is_one_message(world: World):
    reply = post(LATER, conversation_id=POST, in_reply_to_user_id=ACCOUNT)
    await world.hear(event("post.mention.create", reply, uuid="-6850472171600526495"))
    await world.hear(event("post.reply.create", reply, uuid="2080765813578191303"))
    assert [one.id for one in world.kept.of(Written)] == [f"x:post:{LATER}"]
    assert world.kept.of(Written)[0].conversation == PUBLIC


async def test_a_quote_is_heard_and_summons(world: World):
    quote = post(text="seht her", entities={}, referenced_tweets=[{"type": "quoted", "id": "5"}])
    await world.hear(event("post.quote.create", quote))
    assert world.kept.of(Written)[0].text == "seht her"
    assert (await thread(world)).summoned


async def test_a_reply_without_mention_or_quote_does_not_summon(world: World):
    await world.hear(event("post.reply.create", post(entities={}, in_reply_to_user_id=ACCOUNT)))
    assert not (await thread(world)).summoned


async def test_once_summoned_stays_summoned_and_the_target_moves_forward_only(world: World):
    await world.hear(event("post.mention.create", post()))
    newest = post(LATEST, entities={}, conversation_id=POST)
    await world.hear(event("post.reply.create", newest))
    late = post(LATER, conversation_id=POST)
    await world.hear(event("post.mention.create", late))
    found = await thread(world)
    assert (found.target, found.summoned) == (LATEST, True)


async def thread(world: World, conversation=PUBLIC):
    return await world.x.threads.of(conversation)


async def test_escapes_are_undone_and_names_put_before_a_reply_are_left_out(world: World):
    text = "@mybot @other Kosten &lt; 30 € &amp;amp; mehr?"
    await world.hear(event("post.mention.create", post(text=text, display_text_range=[14, 46])))
    assert world.kept.of(Written)[0].text == "Kosten < 30 € &amp; mehr?"


@pytest.mark.parametrize("shown", [[14, 45], [0, 99], [99, 3], "all", [None, 1], []])
async def test_a_range_that_fits_no_names_costs_no_letter(world: World, shown):
    wrong = post(text="@ExampleUser Great post", display_text_range=shown)
    await world.hear(event("post.mention.create", wrong))
    assert world.kept.of(Written)[0].text == "@ExampleUser Great post"


async def test_links_are_shown_whole_and_pictures_as_attachments(world: World):
    entities = {
        "urls": [
            {"url": "https://t.co/a", "expanded_url": "https://example.org/lang?a=1"},
            {"url": "https://t.co/b", "expanded_url": "https://x.com/p/1", "media_key": "3_1"},
        ]
    }
    shown = post(
        text="Seht https://t.co/a https://t.co/b",
        entities=entities,
        attachments={"media_keys": ["3_1"]},
    )
    media = [{"media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/1.jpg"}]
    await world.hear(event("post.mention.create", shown, includes={"media": media}))
    [written] = world.kept.of(Written)
    assert written.text == "Seht https://example.org/lang?a=1"
    assert [(one.kind, one.url) for one in written.attachments] == [
        ("image", "https://pbs.twimg.com/1.jpg")
    ]


async def test_a_long_post_is_read_to_its_end(world: World):
    long = post(text="Anfang…", note_tweet={"text": "Anfang und Ende " * 30})
    await world.hear(event("post.mention.create", long))
    assert world.kept.of(Written)[0].text.endswith("Ende")


async def test_what_no_store_takes_is_replaced_and_nothing_is_lost(world: World):
    await world.hear(event("post.mention.create", post(text="halb \ud83d und \x00 null")))
    assert world.kept.of(Written)[0].text == "halb � und � null"


def edited(id: str, history: list[str]):
    return post(id, text="richtig", conversation_id=POST, edit_history_tweet_ids=history)


async def test_an_edit_changes_the_message_it_belongs_to(world: World):
    await world.hear(event("post.mention.create", post()))
    for version, history in ((LATER, [POST, LATER]), (LATEST, [POST, LATER, LATEST])):
        changed = post(
            version, text="richtig", conversation_id=POST, edit_history_tweet_ids=history
        )
        await world.hear(event("post.mention.create", changed))
    assert [(one.id, one.of) for one in world.kept.of(Edited)] == [
        (f"x:post:{LATER}", f"x:post:{POST}"),
        (f"x:post:{LATEST}", f"x:post:{POST}"),
    ]
    assert len(world.kept.of(Written)) == 1


async def test_an_edit_that_overtakes_its_post_is_the_message_and_the_post_is_late(world: World):
    changed = post(
        LATER, text="richtig", conversation_id=POST, edit_history_tweet_ids=[POST, LATER]
    )
    await world.hear(event("post.mention.create", changed))
    await world.hear(event("post.mention.create", post()))
    await world.hear(event("post.mention.create", changed))
    assert [one.text for one in world.kept.of(Written)] == ["richtig"]
    assert world.kept.skipped == ["post.superseded"]
    assert world.kept.of(Edited) == []


async def test_a_reply_names_what_it_answers(world: World):
    await world.hear(event("post.mention.create", post()))
    reply = post(
        LATER, conversation_id=POST, referenced_tweets=[{"type": "replied_to", "id": POST}]
    )
    await world.hear(event("post.reply.create", reply))
    assert [one.answers for one in world.kept.of(Written)] == [None, f"x:post:{POST}"]


async def test_an_own_reply_that_we_did_not_send_was_said_elsewhere_and_may_be_deleted(
    world: World,
):
    own = post(LATER, text="Wir kümmern uns", author_id=ACCOUNT, in_reply_to_user_id=CUSTOMER)
    await world.hear(event("post.create", {**own, "conversation_id": POST, "entities": {}}))
    await world.hear(event("post.delete", {"id": LATER, "author_id": ACCOUNT}, uuid="2"))
    [said] = world.kept.of(SaidElsewhere)
    assert (said.id, said.conversation, said.text) == (
        f"x:post:{LATER}",
        PUBLIC,
        "Wir kümmern uns",
    )
    assert [(one.of, one.conversation) for one in world.kept.of(Erased)] == [(said.id, PUBLIC)]


async def test_an_own_post_to_nobody_is_no_conversation(world: World):
    await world.hear(event("post.create", post(author_id=ACCOUNT, entities={})))
    await world.hear(event("post.delete", {"id": "77", "author_id": ACCOUNT}))
    assert world.kept.skipped == ["post.create.own", "post.delete.unknown"]


async def test_reposts_are_no_messages(world: World):
    repost = post(referenced_tweets=[{"type": "retweeted", "id": "5"}])
    await world.hear(event("post.mention.create", repost))
    assert world.kept.skipped == ["post.repost"]


async def test_direct_messages_come_in_and_own_ones_from_elsewhere_too(world: World):
    await world.hear(event("dm.received", message()))
    await world.hear(event("dm.sent", message("2080765901528535097", sender=ACCOUNT, to=CUSTOMER)))
    [written] = world.kept.of(Written)
    assert (written.id, written.conversation, written.name) == (
        "x:dm:2080765901528535096",
        DIRECT,
        "kundin",
    )
    assert [(one.id, one.conversation) for one in world.kept.of(SaidElsewhere)] == [
        ("x:dm:2080765901528535097", DIRECT)
    ]


async def test_typing_and_reading_of_customers_are_told_those_of_ours_are_not(world: World):
    for sender, target in ((CUSTOMER, ACCOUNT), (ACCOUNT, CUSTOMER)):
        mark = {
            "created_timestamp": "1795597200000",
            "sender_id": sender,
            "target": {"recipient_id": target},
        }
        typing = {"direct_message_indicate_typing_events": [mark]}
        reading = {"direct_message_mark_read_events": [{**mark, "last_read_event_id": "9"}]}
        await world.hear(event("dm.indicate_typing", typing))
        await world.hear(event("dm.read", reading))
    assert [one.conversation for one in world.kept.of(Typing)] == [DIRECT]
    assert [one.progress for one in world.kept.of(Seen)] == [Progress.READ]
    assert len(world.kept.skipped) == 2


async def test_encrypted_chat_is_shown_to_people(world: World):
    payload = {
        "id": "abc",
        "created_at_msec": "1795597200000",
        "sender_id": CUSTOMER,
        "conversation_id": f"{CUSTOMER}:{ACCOUNT}",
        "encoded_event": "AAAA",
    }
    await world.hear(event("chat.received", payload))
    [written] = world.kept.of(Written)
    assert (written.id, written.conversation, written.text) == ("x:chat:abc", DIRECT, "")
    assert [one.kind for one in written.attachments] == ["encrypted"]


async def test_revoked_access_is_told_once(world: World):
    payload = {"date_time": "2026-11-24T08:00:00Z", "user_id": ACCOUNT, "app_id": "1"}
    revoked = {
        "data": {"event_uuid": "7", "filter": {}, "event_type": "oauth.revoke", "payload": payload}
    }
    await world.hear(revoked)
    await world.hear(revoked)
    assert [(one.account, one.usable) for one in world.kept.of(AccountTrouble)] == [
        (ACCOUNT, False)
    ]


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (event("profile.update.bio", {"x": 1}), "profile.update.bio"),
        (event("chat.sent", {}), "chat.sent"),
        (event('bad "name"', {}), "x.nameless"),
        (event("post.mention.create", {"id": "1"}), "post.mention.create.unreadable"),
        (event("post.mention.create", post(id=5)), "post.mention.create.unreadable"),
        (event("dm.received", {}), "dm.received.unreadable"),
        (event("dm.read", {"what": "nobody knows"}), "dm.read.unreadable"),
        (event("post.mention.create", post(), user="333"), "x.other_account"),
        ({}, "x.empty"),
        ({"data": [1, "x"]}, "data"),
        ({"for_user_id": ACCOUNT, "follow_events": [{"type": "unfollow"}]}, "follow_events"),
        ({"for_user_id": "333", "tweet_create_events": [tweet("5")]}, "x.other_account"),
        ({"replay_job_status": {"job_id": "1", "job_state": "Complete"}}, "replay_job.complete"),
        ({"replay_job_status": {"job_state": "Incomplete"}}, "replay_job.incomplete"),
    ],
)
async def test_what_needs_nothing_of_us_or_cannot_be_read_is_skipped_by_name(
    world: World, document, name
):
    await world.hear(document)
    assert world.kept.skipped == [name]


async def test_one_bad_event_costs_no_other_in_its_batch(world: World):
    good, other = tweet(POST), tweet(LATER)
    batch = [good, {"id_str": None}, "nonsense", {**other, "user": {}}, {**other, "text": None}]
    await world.hear({"for_user_id": ACCOUNT, "tweet_create_events": [*batch, other]})
    assert [one.id for one in world.kept.of(Written)] == [f"x:post:{POST}", f"x:post:{LATER}"]
    assert world.kept.skipped == ["tweet_create_events.unreadable"] * 3


async def test_ids_of_the_old_product_are_read_as_text_never_as_rounded_numbers(world: World):
    old = tweet("1924465506158878979")
    assert old["id"] != 1924465506158878979
    await world.hear({"for_user_id": ACCOUNT, "tweet_create_events": [old]})
    assert world.kept.of(Written)[0].id == "x:post:1924465506158878979"


async def test_a_reply_of_the_old_product_finds_its_thread(world: World):
    await world.hear(event("post.mention.create", post()))
    middle = tweet(LATER, in_reply_to_status_id_str=POST)
    last = tweet(LATEST, in_reply_to_status_id_str=LATER)
    for one in (middle, last):
        await world.hear({"for_user_id": ACCOUNT, "tweet_create_events": [one]})
    assert {one.conversation for one in world.kept.of(Written)} == {PUBLIC}


async def test_both_products_tell_of_one_message(world: World):
    await world.hear(event("post.mention.create", post()))
    await world.hear({"for_user_id": ACCOUNT, "tweet_create_events": [tweet(POST)]})
    await world.hear(event("dm.received", message()))
    await world.hear({"for_user_id": ACCOUNT, **message()})
    assert len(world.kept.of(Written)) == 2


async def test_long_and_escaped_posts_of_the_old_product_are_read_to_their_end(world: World):
    long = {
        "full_text": "@mybot " + "lang " * 60 + "&gt; Ende",
        "display_text_range": [7, 316],
        "entities": {},
    }
    await world.hear(
        {
            "for_user_id": ACCOUNT,
            "user_has_blocked": "false",
            "tweet_create_events": [tweet(POST, truncated=True, extended_tweet=long)],
        }
    )
    text = world.kept.of(Written)[0].text
    assert text.startswith("lang")
    assert text.endswith("> Ende")


async def test_revoked_access_and_deletions_of_the_old_product(world: World):
    await world.hear(event("post.mention.create", post()))
    deleted = {"status": {"id": POST, "user_id": CUSTOMER}, "timestamp_ms": "1795597200000"}
    await world.hear({"for_user_id": ACCOUNT, "tweet_delete_events": [deleted]})
    revoke = {"date_time": "2026-11-24T08:00:00+00:00", "target": {"app_id": "1"}}
    await world.hear({"user_event": {"revoke": {**revoke, "source": {"user_id": ACCOUNT}}}})
    assert [one.of for one in world.kept.of(Erased)] == [f"x:post:{POST}"]
    assert len(world.kept.of(AccountTrouble)) == 1


async def test_a_choice_made_by_number_presses_the_button(world: World):
    from conversation.messages import Button

    offered = (Button("Förde 300", "/order"), Button("Nein", "/deny"))
    await world.x.threads.said(DIRECT, greeted=True, offered=offered)
    for number, text in enumerate(("2", "förde 300", "2.5", "3")):
        await world.hear(event("dm.received", message(str(10 + number), text)))
    assert [one.payload for one in world.kept.of(Written)] == ["/deny", "/order", None, None]


@pytest.mark.parametrize("name", ["referenced_tweets", "referenced_posts"])
def test_the_specifications_names_are_read_beside_the_live_ones(name):
    shown = post(entities={}, **{name: [{"type": "quoted", "id": "5"}]})
    other = "tweets" if name == "referenced_tweets" else "posts"
    includes = {other: [{"id": "5", "author_id": ACCOUNT}]}
    [told] = read_body(event("post.mention.create", shown, includes=includes), account=ACCOUNT)
    assert isinstance(told, Post)
    assert told.summons(ACCOUNT)
