"""The way out: each line once, by X's rules, and every refusal in words for people."""

import asyncio

import httpx
import pytest

from connectors.x.outcomes import NeedsPersonError, RuledOutError
from connectors.x.settings import QUARTER, BudgetKind, Window
from conversation.errors import TryLaterError, UndeliverableError
from conversation.messages import Button, Speaker
from tests.x.connected import DIRECT, PUBLIC, World, asked, connected, line
from tests.x.samples import ACCOUNT, DM_PATH, LATER, POST, event, message


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
