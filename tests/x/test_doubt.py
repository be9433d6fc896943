"""A line that may have arrived is looked for before it is sent again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.incoming import SaidElsewhere, Skipped
from connectors.x.attempts import Attempt, Attempts, fingerprint
from connectors.x.echoes import Echoes, Own
from connectors.x.keys import XKeys
from connectors.x.known import Known, KnownMessages, Sort
from connectors.x.outcomes import NeedsPersonError
from connectors.x.settings import QUARTER, BudgetKind, Window
from conversation.errors import DeliveryUncertainError, TryLaterError
from conversation.identity import ConversationId, MessageId
from conversation.keys import Keys
from conversation.messages import Speaker
from tests.x.connected import DIRECT, NOW, PUBLIC, World, asked, connected, line
from tests.x.fake import own_post
from tests.x.samples import ACCOUNT, CUSTOMER, POST, event, message


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
