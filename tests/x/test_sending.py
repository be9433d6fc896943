"""The way out: each line once, by X's rules, and every refusal in words for people."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from connectors.incoming import AccountTrouble, SaidElsewhere, Skipped
from connectors.x.attempts import Attempt, Attempts, fingerprint
from connectors.x.echoes import Echoes, Own
from connectors.x.keys import XKeys
from connectors.x.known import Known, KnownMessages, Sort
from connectors.x.outcomes import NeedsPersonError, RuledOutError
from connectors.x.settings import QUARTER, BudgetKind, Window
from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.identity import ConversationId, MessageId
from conversation.keys import Keys
from conversation.messages import Button, Speaker
from tests.x.connected import DIRECT, NOW, PUBLIC, World, connected, line
from tests.x.fake import own_post
from tests.x.samples import ACCOUNT, CUSTOMER, POST, event, message, post

LATER = "2080761390344937800"
DM_PATH = f"/2/dm_conversations/with/{CUSTOMER}/messages"
NOT_SUMMONED = {
    "title": "Forbidden",
    "type": "about:blank",
    "status": 403,
    "detail": "Reply to this conversation is not allowed because you have not been mentioned or "
    "otherwise engaged by the author of the post you are replying to.",
}


async def asked(world: World, **more) -> None:
    """Let the customer mention us."""
    await world.hear(event("post.mention.create", post(**more)))


def reset(seconds: int) -> str:
    return str(int((NOW + timedelta(seconds=seconds)).timestamp()))


async def test_a_reply_goes_to_the_customers_last_post_in_the_thread(world: World):
    await asked(world)
    await asked(world, id=LATER, conversation_id=POST)
    await world.x.public.send(PUBLIC, line("Moin, wir schauen nach."))
    [body] = world.fake.made("POST", "/2/tweets")
    assert body == {
        "text": "Lotse (digitaler Assistent): Moin, wir schauen nach.",
        "reply": {"in_reply_to_tweet_id": LATER},
    }


async def test_the_way_into_private_messages_is_xs_own_button(world: World):
    await asked(world)
    await world.x.public.send(PUBLIC, line("sehr lang " * 60))
    [body] = world.fake.made("POST", "/2/tweets")
    link = f"https://x.com/messages/compose?recipient_id={ACCOUNT}"
    assert body["direct_message_deep_link"] == link
    assert "http" not in body["text"]


async def test_direct_messages_go_to_the_other_person(world: World):
    await world.x.direct.send(DIRECT, line("Moin", Speaker.AGENT))
    await world.x.direct.send(DIRECT, line("Und?", Speaker.AGENT, buttons=(Button("Ja", "/a"),)))
    assert world.fake.made("POST", DM_PATH) == [{"text": "Moin"}, {"text": "Und?\n1. Ja"}]


async def test_the_privacy_link_is_sent_once(world: World):
    for text in ("eins", "zwei"):
        await world.x.direct.send(DIRECT, line(text))
    first, second = world.fake.made("POST", DM_PATH)
    assert "Datenschutz: https://" in first["text"]
    assert second == {"text": "zwei"}


async def test_the_same_line_is_sent_once_however_often_it_is_given(world: World):
    await asked(world)
    spoken, private = line("Moin"), line("Moin")
    for _ in range(3):
        await world.x.public.send(PUBLIC, spoken)
        await world.x.direct.send(DIRECT, private)
    assert len(world.fake.posts) == len(world.fake.messages) == 1


async def test_automation_replies_once_to_a_post_and_people_as_often_as_they_like(world: World):
    await asked(world)
    await world.x.public.send(PUBLIC, line("Erste Antwort"))
    with pytest.raises(RuledOutError) as refused:
        await world.x.public.send(PUBLIC, line("Zweite Antwort"))
    assert refused.value.code == "one_reply"
    for text in ("Hier ist Mara.", "Noch etwas."):
        await world.x.public.send(PUBLIC, line(text, Speaker.AGENT))
    await asked(world, id=LATER, conversation_id=POST)
    await world.x.public.send(PUBLIC, line("Antwort auf den nächsten Beitrag"))
    assert len(world.fake.posts) == 4


async def test_two_automated_lines_at_the_same_moment_are_one_reply(world: World):
    await asked(world)
    sends = (world.x.public.send(PUBLIC, line(f"Antwort {n}")) for n in range(5))
    ended = await asyncio.gather(*sends, return_exceptions=True)
    assert sum(one is None for one in ended) == 1
    assert len(world.fake.posts) == 1


async def test_the_notice_that_a_machine_answers_is_no_post_of_its_own(world: World):
    await asked(world)
    with pytest.raises(RuledOutError, match="Öffentlich sagt jede"):
        await world.x.public.send(PUBLIC, line("Moin!", Speaker.NOTICE, id="m.hello"))
    await world.x.public.send(PUBLIC, line("Antwort"))


async def test_unsummoned_automation_asks_a_person_without_asking_x(world: World):
    await asked(world, entities={})
    with pytest.raises(NeedsPersonError) as refused:
        await world.x.public.send(PUBLIC, line("Moin"))
    assert refused.value.code == "not_summoned"
    assert world.fake.requests == []


@pytest.mark.parametrize("settings", ["following", "subscribers", "verified"])
async def test_whoever_lets_only_some_reply_is_left_to_people(world: World, settings):
    await asked(world, reply_settings=settings)
    with pytest.raises(NeedsPersonError):
        await world.x.public.send(PUBLIC, line("Moin"))


async def test_whoever_lets_those_reply_whom_they_mention_lets_us(world: World):
    await asked(world, reply_settings="mentionedUsers")
    await world.x.public.send(PUBLIC, line("Moin"))
    assert len(world.fake.posts) == 1


async def test_an_enterprise_account_needs_no_summons(redis_url):
    async with connected(redis_url, enterprise=True) as world:
        await asked(world, entities={})
        await world.x.public.send(PUBLIC, line("Moin"))
        assert len(world.fake.posts) == 1


async def test_where_nobody_posted_there_is_nothing_to_reply_to(world: World):
    with pytest.raises(UndeliverableError, match="keinen Beitrag"):
        await world.x.public.send(PUBLIC, line("Moin", Speaker.AGENT))


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (403, NOT_SUMMONED, "not_summoned"),
        (403, {"detail": "You must request approval for automated replies."}, "needs_approval"),
        (403, {"errors": [{"code": 385, "message": "x"}]}, "gone"),
        (
            403,
            {"detail": "This Post is deleted or not visible to you."},
            "gone",
        ),
        (403, {"detail": "You cannot send messages to this user."}, "closed"),
        (403, {"title": "Forbidden"}, "forbidden"),
        (404, {}, "gone"),
        (400, {"errors": [{"message": "text is invalid"}]}, "invalid"),
        (
            403,
            {"detail": "You may not post duplicate content."},
            "duplicate",
        ),
    ],
)
async def test_a_refusal_brings_a_person_with_the_reason(world: World, status, body, code):
    await asked(world)
    world.fake.next(status, body)
    with pytest.raises(NeedsPersonError) as refused:
        await world.x.public.send(PUBLIC, line("Moin", Speaker.AGENT))
    assert refused.value.code == code
    assert str(refused.value)


async def test_a_refused_automated_reply_leaves_room_for_another(world: World):
    await asked(world)
    world.fake.next(403, NOT_SUMMONED)
    with pytest.raises(NeedsPersonError):
        await world.x.public.send(PUBLIC, line("Moin"))
    await world.x.public.send(PUBLIC, line("Noch einmal"))
    assert len(world.fake.posts) == 1


async def test_the_same_automated_words_are_said_once_more_and_then_by_a_person(world: World):
    duplicate = {"detail": "You may not post duplicate content."}
    await asked(world)
    await world.x.public.send(PUBLIC, line("Moin"))
    await asked(world, id=LATER, conversation_id=POST)
    world.fake.next(403, duplicate)
    await world.x.public.send(PUBLIC, line("Moin"))
    said = [body["text"] for body in world.fake.made("POST", "/2/tweets")]
    assert said[-1] == "Lotse (digitaler Assistent): Wie gesagt: Moin"
    world.fake.next(403, duplicate)
    world.fake.next(403, duplicate)
    await asked(world, id=str(int(LATER) + 1), conversation_id=POST)
    with pytest.raises(NeedsPersonError) as refused:
        await world.x.public.send(PUBLIC, line("Moin"))
    assert refused.value.code == "duplicate"


async def test_no_call_is_made_before_the_reset_that_x_names(world: World):
    await asked(world)
    world.fake.next(
        429,
        {"errors": [{"code": 88, "message": "Rate limit exceeded"}]},
        x_rate_limit_remaining="0",
        x_rate_limit_reset=reset(90),
    )
    spoken = line("Moin")
    with pytest.raises(TryLaterError) as told:
        await world.x.public.send(PUBLIC, spoken)
    assert told.value.after == timedelta(seconds=90)
    world.later(seconds=89)
    with pytest.raises(TryLaterError) as told:
        await world.x.public.send(PUBLIC, spoken)
    assert told.value.after == timedelta(seconds=1)
    assert len(world.fake.made("POST", "/2/tweets")) == 1
    world.later(seconds=1)
    await world.x.public.send(PUBLIC, spoken)
    assert len(world.fake.posts) == 1


async def test_a_daily_limit_in_the_headers_holds_for_the_day(world: World):
    world.fake.next(
        429,
        {"title": "Too Many Requests"},
        x_rate_limit_remaining="13",
        x_rate_limit_reset=reset(600),
        x_user_limit_24hour_remaining="0",
        x_user_limit_24hour_reset=reset(40_000),
    )
    with pytest.raises(TryLaterError) as told:
        await world.x.direct.send(DIRECT, line("Moin"))
    assert told.value.after == timedelta(seconds=40_000)


async def test_a_usage_cap_opens_the_breaker_and_nothing_is_tried(world: World):
    capped = {"title": "UsageCapExceeded", "type": "https://api.x.com/2/problems/usage-capped"}
    world.fake.next(429, capped)
    for _ in range(3):
        with pytest.raises(NeedsPersonError) as refused:
            await world.x.direct.send(DIRECT, line("Moin"))
        assert refused.value.code == "usage_capped"
    assert len(world.fake.made("POST", DM_PATH)) == 1
    assert [one.usable for one in world.kept.of(AccountTrouble)] == [False]


async def test_a_dead_token_is_told_once_and_taken_back_when_it_works_again(world: World):
    for _ in range(2):
        world.fake.next(401, {"title": "Unauthorized"})
        with pytest.raises(NeedsPersonError) as refused:
            await world.x.direct.send(DIRECT, line("Moin"))
        assert refused.value.code == "unauthorized"
    await world.x.direct.send(DIRECT, line("Moin"))
    assert [one.usable for one in world.kept.of(AccountTrouble)] == [False, True]


async def test_a_timeout_after_delivery_is_settled_by_looking_at_once(world: World):
    await asked(world)
    for done in (world.x.public.send, PUBLIC), (world.x.direct.send, DIRECT):
        world.fake.hang(done=True)
        spoken = line("Moin & <tschüss>.Es")
        await done[0](done[1], spoken)
        await done[0](done[1], spoken)
    assert len(world.fake.posts) == len(world.fake.messages) == 1


async def test_a_timeout_without_delivery_stays_in_doubt_and_is_never_sent_again_by_itself(
    world: World,
):
    world.fake.hang(done=False)
    with pytest.raises(DeliveryUncertainError):
        await world.x.direct.send(DIRECT, line("Moin"))
    await world.x.recovery.doubts()
    assert world.settled.lines == []
    assert world.fake.messages == []
    world.later(hours=1)
    await world.x.recovery.doubts()
    assert await world.redis.zcard("test:{x:222222222}:doubtful") == 0


async def test_a_line_in_doubt_that_a_person_sends_again_is_looked_for_first(world: World):
    world.fake.hang(done=False)
    spoken = line("Moin")
    with pytest.raises(DeliveryUncertainError):
        await world.x.direct.send(DIRECT, spoken)
    with pytest.raises(TryLaterError):
        await world.x.direct.send(DIRECT, spoken)
    world.later(minutes=2)
    await world.x.direct.send(DIRECT, spoken)
    assert len(world.fake.messages) == 1


async def test_an_echo_settles_a_line_in_doubt(world: World):
    world.fake.hang(done=False)
    spoken = line("Moin", Speaker.AGENT)
    with pytest.raises(DeliveryUncertainError):
        await world.x.direct.send(DIRECT, spoken)
    echo = event("dm.sent", message("2090000000000000777", "Moin", sender=ACCOUNT, to=CUSTOMER))
    for _ in range(2):
        await world.hear(echo)
    assert world.settled.lines == [spoken.id]
    assert world.kept.skipped == ["dm.echo", "dm.echo"]


async def test_an_echo_is_ours_that_comes_in_the_moment_in_which_its_sender_hears_of_it(
    world: World,
):
    keys = XKeys(Keys(prefix="test"), ACCOUNT)
    spoken = line("Moin", Speaker.AGENT)

    class Overtaken(Attempts):
        """Between a look at what is known and this one the sender notes what became of it."""

        async def open(self, conversation: ConversationId) -> list[Attempt]:
            await echoes.note(conversation, spoken.id, "2090000000000000777")
            return await super().open(conversation)

    echoes = Echoes(known=KnownMessages(world.redis, keys), attempts=Overtaken(world.redis, keys))
    attempt = Attempt(line=spoken.id, fingerprint=fingerprint("Moin"), at=NOW)
    await echoes.attempts.begin(DIRECT, attempt)
    own = Own("2090000000000000777", DIRECT, text="Moin", at=NOW)
    assert await echoes.hear(own) == (Skipped("dm.echo"), None)


async def test_an_echo_whose_settling_was_cut_off_is_settled_by_the_next_round(world: World):
    world.fake.hang(done=False)
    spoken = line("Moin", Speaker.AGENT)
    with pytest.raises(DeliveryUncertainError):
        await world.x.direct.send(DIRECT, spoken)
    world.kept.broken = True
    echo = event("dm.sent", message("2090000000000000777", "Moin", sender=ACCOUNT, to=CUSTOMER))
    with pytest.raises(ConnectionError):
        await world.hear(echo)
    assert world.settled.lines == []
    for _ in range(2):
        await world.x.recovery.doubts()
    assert world.settled.lines == [spoken.id]


async def test_a_look_later_settles_a_line_in_doubt(world: World):
    await asked(world)
    world.fake.hang(done=False)
    spoken = line("Moin", Speaker.AGENT)
    with pytest.raises(DeliveryUncertainError):
        await world.x.public.send(PUBLIC, spoken)
    at = "2026-11-24T09:00:01.000Z"
    world.fake.posts.append(own_post("2090000000000000888", "Moin", target=POST, at=at))
    await world.x.recovery.doubts()
    await world.x.recovery.doubts()
    assert world.settled.lines == [spoken.id]


async def test_an_attempt_that_arrives_long_after_it_was_looked_for_is_found_as_a_duplicate(
    world: World,
):
    await asked(world)
    spoken = line("Moin", Speaker.AGENT)
    at = "2026-11-24T09:00:01.000Z"
    world.fake.posts.append(own_post("2090000000000000888", "Moin", target=POST, at=at))
    world.later(minutes=20)
    world.fake.next(403, {"detail": "You may not post duplicate content."})
    await world.x.public.send(PUBLIC, spoken)
    assert len(world.fake.posts) == 1
    again = line("Moin", Speaker.AGENT)
    world.fake.next(403, {"detail": "You may not post duplicate content."})
    with pytest.raises(NeedsPersonError) as refused:
        await world.x.public.send(PUBLIC, again)
    assert refused.value.code == "duplicate"


async def test_a_late_attempt_is_found_behind_a_hundred_other_posts(world: World):
    await asked(world)
    at = "2026-11-24T09:00:01.000Z"
    late = own_post("2090000000000000888", "Moin", target=POST, at=at)
    others = [
        own_post(str(2090000000000001000 + number), f"Antwort {number}", target="9", at=at)
        for number in range(100)
    ]
    pages = {"": {"data": others, "meta": {"next_token": "older"}}, "older": {"data": [late]}}
    world.fake.lists[f"/2/users/{ACCOUNT}/tweets"] = lambda query: pages[
        query.get("pagination_token", "")
    ]
    world.fake.next(403, {"detail": "You may not post duplicate content."})
    await world.x.public.send(PUBLIC, line("Moin", Speaker.AGENT))


async def test_an_automated_reply_that_x_has_already_is_no_refusal(world: World):
    await asked(world)
    text = "Lotse (digitaler Assistent): Moin"
    at = "2026-11-24T09:00:01.000Z"
    world.fake.posts.append(own_post("2090000000000000888", text, target=POST, at=at))
    world.fake.next(403, {"detail": "Only one automated reply is allowed per interaction."})
    await world.x.public.send(PUBLIC, line("Moin"))
    assert len(world.fake.posts) == 1


async def test_a_duplicate_that_cannot_be_looked_for_waits_until_it_is_in_doubt(redis_url):
    windows = {BudgetKind.POST: (Window(QUARTER, 9),), BudgetKind.READ_POSTS: (Window(QUARTER, 1),)}
    async with connected(redis_url, budgets=windows) as world:
        await asked(world)
        assert await world.x.budgets.take(BudgetKind.READ_POSTS, person=True)
        spoken = line("Moin", Speaker.AGENT)
        world.fake.next(403, {"detail": "You may not post duplicate content."})
        with pytest.raises(TryLaterError):
            await world.x.public.send(PUBLIC, spoken)
        world.later(hours=3)
        assert await world.x.budgets.take(BudgetKind.READ_POSTS, person=True)
        with pytest.raises(DeliveryUncertainError):
            await world.x.public.send(PUBLIC, spoken)
        assert world.fake.posts == []


async def test_an_attempt_that_did_not_arrive_is_still_ours_while_the_next_one_waits(redis_url):
    windows = {BudgetKind.POST: (Window(QUARTER, 1),), BudgetKind.READ_POSTS: (Window(QUARTER, 9),)}
    async with connected(redis_url, budgets=windows) as world:
        await asked(world)
        world.fake.hang(done=False)
        spoken = line("Moin", Speaker.AGENT)
        with pytest.raises(DeliveryUncertainError):
            await world.x.public.send(PUBLIC, spoken)
        world.later(minutes=2)
        with pytest.raises(TryLaterError):
            await world.x.public.send(PUBLIC, spoken)
        at = "2026-11-24T09:02:01.000Z"
        late = own_post("2090000000000000888", "Moin", target=POST, at=at)
        late = {**late, "referenced_tweets": late.pop("referenced_posts")}
        await world.hear(event("post.create", late))
        assert world.kept.of(SaidElsewhere) == []
        world.later(minutes=20)
        await world.x.public.send(PUBLIC, spoken)
        assert len(world.fake.made("POST", "/2/tweets")) == 1


async def test_a_sender_cut_off_while_noting_what_a_line_became_does_not_send_it_again(
    world: World,
):
    await asked(world)
    spoken = line("Moin")
    world.fake.hang(done=False)
    with pytest.raises(DeliveryUncertainError):
        await world.x.public.send(PUBLIC, spoken)
    text, id = "Lotse (digitaler Assistent): Moin", "2090000000000000888"
    world.fake.posts.append(own_post(id, text, target=POST, at="2026-11-24T09:00:01.000Z"))
    known = KnownMessages(world.redis, XKeys(Keys(prefix="test"), ACCOUNT))
    half = Known(message=MessageId(spoken.id), conversation=PUBLIC)
    await known.remember(Sort.of(PUBLIC), id, half)
    world.later(minutes=2)
    await world.x.public.send(PUBLIC, spoken)
    assert len(world.fake.made("POST", "/2/tweets")) == 1


async def test_two_attempts_at_the_same_moment_are_one(world: World):
    attempts = Attempts(world.redis, XKeys(Keys(prefix="test"), ACCOUNT))
    first = Attempt(line=line("Moin").id, fingerprint=fingerprint("Moin"), at=NOW)
    assert await attempts.begin(PUBLIC, first)
    assert not await attempts.begin(PUBLIC, first)
    later = replace(first, at=NOW + timedelta(minutes=2))
    assert await attempts.begin(PUBLIC, later, instead=first)
    assert not await attempts.begin(PUBLIC, later, instead=first)


async def test_our_own_posts_are_known_again_also_before_the_call_has_returned(world: World):
    await asked(world)
    await world.x.public.send(PUBLIC, line("Wir & ihr.Es geht https://a.example/b", Speaker.NOTICE))
    [own] = world.fake.posts
    own = {**own, "referenced_tweets": own.pop("referenced_posts")}
    await world.hear(event("post.create", own))
    assert world.kept.of(SaidElsewhere) == []
    assert world.kept.skipped == ["post.echo"]


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("Siehe foerdekom.de dort", "Siehe https://foerdekom.de dort"),
        ("Moin\n\nDatenschutz: https://a.example/x", "Moin\n\nDatenschutz: http://a.example/x"),
        ("Größe", "@kundin @andere Gro\u0308ße"),
        ("Moin", "Moin https://x.com/messages/compose?recipient_id=1"),
    ],
)
def test_what_x_does_to_a_text_does_not_hide_whose_it_is(sent, seen):
    assert fingerprint(sent) == fingerprint(seen)
    assert fingerprint(sent) != fingerprint(f"{seen} nicht")


async def test_a_server_error_is_looked_into_before_the_line_is_sent_again(world: World):
    spoken = line("Moin", Speaker.AGENT)
    world.fake.fail_after_doing()
    with pytest.raises(TryLaterError):
        await world.x.direct.send(DIRECT, spoken)
    world.later(minutes=2)
    await world.x.direct.send(DIRECT, spoken)
    assert len(world.fake.messages) == 1


async def test_a_server_error_that_did_nothing_is_tried_again_after_a_pause(world: World):
    spoken = line("Moin", Speaker.AGENT)
    world.fake.next(503, {"title": "Service Unavailable"})
    with pytest.raises(TryLaterError):
        await world.x.direct.send(DIRECT, spoken)
    world.later(minutes=2)
    await world.x.direct.send(DIRECT, spoken)
    assert len(world.fake.messages) == 1


async def test_an_answer_without_an_id_is_looked_into(world: World):
    world.fake.next(201, {"data": {}})
    with pytest.raises(DeliveryUncertainError):
        await world.x.direct.send(DIRECT, line("Moin"))


async def test_an_x_out_of_reach_is_tried_again_but_not_for_ever(redis_url):
    async with connected(redis_url, base_url="http://127.0.0.1:9") as world:
        spoken = line("Moin", Speaker.AGENT)
        with pytest.raises(TryLaterError):
            await world.x.direct.send(DIRECT, spoken)
        figures = await world.x.budgets.budget_now()
        assert [one.used for one in figures] == [0] * len(figures)
        world.later(hours=3)
        with pytest.raises(NeedsPersonError) as refused:
            await world.x.direct.send(DIRECT, spoken)
        assert refused.value.code == "server"


async def test_over_the_budget_a_line_waits_and_the_reserve_is_for_people(redis_url):
    windows = {
        **{kind: (Window(QUARTER, 50),) for kind in BudgetKind},
        BudgetKind.DIRECT_MESSAGE: (Window(QUARTER, 3, reserve=1),),
    }
    async with connected(redis_url, budgets=windows) as world:
        for text in ("eins", "zwei"):
            await world.x.direct.send(DIRECT, line(text))
        with pytest.raises(TryLaterError) as told:
            await world.x.direct.send(DIRECT, line("drei"))
        assert told.value.after == QUARTER
        await world.x.direct.send(DIRECT, line("von Mara", Speaker.AGENT))
        with pytest.raises(TryLaterError):
            await world.x.direct.send(DIRECT, line("noch eins", Speaker.AGENT))
        assert len(world.fake.messages) == 3


async def test_who_said_stop_hears_no_automation_until_they_write_again(world: World):
    await world.hear(event("dm.received", message("10", " STOPP. ")))
    with pytest.raises(RuledOutError) as refused:
        await world.x.direct.send(DIRECT, line("Moin"))
    assert refused.value.code == "stopped"
    await world.x.direct.send(DIRECT, line("Hier ist Mara", Speaker.AGENT))
    await world.hear(event("dm.received", message("11", "Doch, bitte")))
    await world.x.direct.send(DIRECT, line("Moin"))
    assert len(world.fake.messages) == 2


async def test_the_fake_refuses_what_the_specification_does_not_allow(world: World):
    async with httpx.AsyncClient(base_url=world.fake.url) as client:
        await client.post(DM_PATH, json={"text": "x", "quick_reply": {}})
        await client.get(f"/2/users/{ACCOUNT}/mentions", params={"tweet.fields": "text"})
        header = {"authorization": 'OAuth oauth_nonce="1", oauth_signature="wrong"'}
        await client.post(DM_PATH, json={"text": "x"}, headers=header)
    assert len(world.fake.mistakes) == 3
    world.fake.mistakes.clear()
