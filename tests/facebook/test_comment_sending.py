"""Answers below a post: one public comment, one private reply, and hiding."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.facebook.comment_sender import CommentSender
from connectors.incoming import AccountTrouble
from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.identity import Channel, ConversationId, MessageId
from conversation.messages import Speaker
from tests.facebook.fake_graph import Answer, error
from tests.facebook.world import CONVERSATION, NOW, PAGE, World, echo, entry, feed, line, running

COMMENT = MessageId("fb:cmt:55_1")
THREAD = ConversationId(channel=Channel.FB_COMMENT, thread=f"{PAGE}_55/55_1", customer="4711")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
async def _a_comment(world: World) -> None:
    await world.tell(feed())


@pytest.fixture
def sender(world: World) -> CommentSender:
    return world.out.comments


async def test_a_public_answer_stands_below_the_top_level_comment(
    world: World, sender: CommentSender
) -> None:
    said = line("Moin Kim, schick uns bitte eine Nachricht.", speaker=Speaker.AGENT)
    await sender.send(THREAD, said)
    await sender.send(THREAD, said)
    assert world.graph.comments == [("55_1", {"message": said.text})]


@pytest.mark.parametrize("speaker", [Speaker.ASSISTANT, Speaker.NOTICE])
async def test_what_a_machine_says_in_public_says_that_it_is_one(
    world: World, sender: CommentSender, speaker: Speaker
) -> None:
    await sender.send(THREAD, line("Bis 16 Uhr.", speaker=speaker))
    [(_, body)] = world.graph.comments
    assert body == {"message": "Lotse (digitaler Assistent): Bis 16 Uhr."}


async def test_what_a_machine_says_at_length_leads_into_private(redis_url: str) -> None:
    async with running(redis_url, public_characters=110) as world:
        await world.out.comments.send(THREAD, line("a" * 100))
        [(_, body)] = world.graph.comments
        assert "privat" in body["message"]


async def test_a_public_answer_is_never_split(redis_url: str) -> None:
    async with running(redis_url, public_characters=40) as world:
        await world.out.comments.send(THREAD, line("a" * 40, speaker=Speaker.AGENT))
        with pytest.raises(UndeliverableError, match="too long"):
            await world.out.comments.send(THREAD, line("a" * 41, speaker=Speaker.AGENT))
        assert len(world.graph.comments) == 1


async def test_there_is_no_comment_without_words(world: World, sender: CommentSender) -> None:
    with pytest.raises(UndeliverableError):
        await sender.send(THREAD, line(" "))
    assert world.graph.calls == []


async def test_the_24_hours_do_not_hold_in_public(world: World, sender: CommentSender) -> None:
    world.clock.set(NOW + timedelta(days=30))
    await sender.send(THREAD, line(speaker=Speaker.AGENT))
    assert len(world.graph.comments) == 1


async def test_a_thread_of_a_page_that_is_not_ours_is_not_answered(sender: CommentSender) -> None:
    other = ConversationId(channel=Channel.FB_COMMENT, thread="999_1/1_1", customer="4711")
    with pytest.raises(UndeliverableError, match="not connected"):
        await sender.send(other, line())


async def lost(world: World, text: str = "Moin!") -> Any:
    said = line(text, speaker=Speaker.AGENT)
    world.graph.then(Answer(lost=True))
    with pytest.raises(DeliveryUncertainError):
        await world.out.comments.send(THREAD, said)
    return said


async def test_our_comment_in_the_feed_settles_an_uncertain_line(world: World) -> None:
    said = await lost(world)
    await world.tell(feed("55_9", parent="55_1", author=PAGE, message="Moin!"))
    assert world.intake.skips == ["own_comment"]
    assert world.settlement.lines == [(THREAD, said.id)]
    await world.out.comments.send(THREAD, said)
    assert len(world.graph.comments) == 1


async def test_another_comment_of_our_page_settles_nothing(world: World) -> None:
    await lost(world)
    await world.tell(feed("55_9", parent="55_1", author=PAGE, message="Von Hand getippt"))
    assert world.settlement.lines == []


def below(*texts: str, author: str = PAGE) -> dict[str, Any]:
    return {
        "data": [
            {
                "id": f"55_{number}",
                "message": text,
                "from": {"id": author},
                "created_time": NOW.strftime("%Y-%m-%dT%H:%M:%S+0000"),
            }
            for number, text in enumerate(texts, start=70)
        ]
    }


async def test_an_uncertain_comment_is_looked_for_before_it_is_sent_again(world: World) -> None:
    said = await lost(world)
    with pytest.raises(DeliveryUncertainError):
        await world.out.comments.send(THREAD, said)
    world.graph.reads["55_1/comments"] = below("Moin!")
    await world.out.comments.send(THREAD, said)
    assert len(world.graph.comments) == 1


async def test_a_comment_that_is_not_there_is_sent_again(world: World) -> None:
    said = await lost(world)
    world.graph.reads["55_1/comments"] = below("Moin!", author="4711")
    await world.out.comments.send(THREAD, said)
    assert len(world.graph.comments) == 2


async def test_a_private_reply_leads_into_messenger(world: World, sender: CommentSender) -> None:
    assert await sender.private_conversation(COMMENT) is None
    said = line("Moin Kim, hier können wir in Ruhe schreiben.")
    assert await sender.private_reply(COMMENT, said) == CONVERSATION
    assert world.graph.sent == [
        {
            "recipient": {"comment_id": "55_1"},
            "message": {"text": said.text, "metadata": f"private-reply:55_1:{said.id}"},
        }
    ]
    assert await sender.private_conversation(COMMENT) == CONVERSATION


async def test_a_private_reply_does_not_open_the_24_hours(
    world: World, sender: CommentSender
) -> None:
    await sender.private_reply(COMMENT, line())
    with pytest.raises(UndeliverableError):
        await world.out.messenger.send(CONVERSATION, line(speaker=Speaker.AGENT))
    assert len(world.graph.sent) == 1


async def test_a_comment_gets_one_private_reply(world: World, sender: CommentSender) -> None:
    said = line()
    await sender.private_reply(COMMENT, said)
    assert await sender.private_reply(COMMENT, said) == CONVERSATION
    with pytest.raises(UndeliverableError, match="already"):
        await sender.private_reply(COMMENT, line())
    assert len(world.graph.sent) == 1


async def test_a_private_reply_is_possible_for_seven_days(
    world: World, sender: CommentSender
) -> None:
    world.clock.set(NOW + timedelta(days=7) + SECOND)
    with pytest.raises(UndeliverableError, match="seven days"):
        await sender.private_reply(COMMENT, line())
    assert world.graph.calls == []
    world.clock.set(NOW + timedelta(days=7))
    await sender.private_reply(COMMENT, line())


async def test_a_private_reply_that_was_refused_may_be_tried_again(
    world: World, sender: CommentSender
) -> None:
    world.graph.then(error(551), error(613))
    with pytest.raises(UndeliverableError):
        await sender.private_reply(COMMENT, line())
    with pytest.raises(TryLaterError):
        await sender.private_reply(COMMENT, line())
    await world.redis.delete(world.names.of_page(PAGE, "pause", "messenger"))
    await sender.private_reply(COMMENT, line())
    assert len(world.graph.sent) == 1


async def test_a_private_reply_in_doubt_is_never_repeated_blindly(
    world: World, sender: CommentSender
) -> None:
    said = line()
    world.graph.then(Answer(lost=True))
    for _ in range(3):
        with pytest.raises(DeliveryUncertainError):
            await sender.private_reply(COMMENT, said)
    with pytest.raises(UndeliverableError, match="already"):
        await sender.private_reply(COMMENT, line())
    assert len(world.graph.sent) == 1
    told = echo(mid="m_1", text="Moin!", metadata=f"private-reply:55_1:{said.id}")
    await world.tell(entry(told))
    assert world.intake.skips == ["own_echo"]
    assert world.settlement.lines == [(CONVERSATION, said.id)]
    assert await sender.private_reply(COMMENT, said) == CONVERSATION


@pytest.mark.parametrize("text", ["", "a" * 2001])
async def test_a_private_reply_is_one_message(
    world: World, sender: CommentSender, text: str
) -> None:
    with pytest.raises(UndeliverableError):
        await sender.private_reply(COMMENT, line(text))
    assert world.graph.calls == []


async def test_a_comment_is_hidden_and_shown_again(world: World, sender: CommentSender) -> None:
    await sender.hide(COMMENT)
    await sender.hide(COMMENT, hidden=False)
    assert world.graph.calls == [
        ("POST", "55_1", {"is_hidden": True}),
        ("POST", "55_1", {"is_hidden": False}),
    ]


async def test_hiding_without_the_permission_says_so(world: World, sender: CommentSender) -> None:
    world.graph.then(error(200), error(200))
    for minute in range(2):
        world.clock.set(NOW + timedelta(minutes=minute))
        with pytest.raises(UndeliverableError, match="permission"):
            await sender.hide(COMMENT)
    assert len(world.intake.of(AccountTrouble)) == 1


async def test_what_is_no_known_comment_is_refused(sender: CommentSender) -> None:
    with pytest.raises(UndeliverableError, match="not known"):
        await sender.hide(MessageId("fb:cmt:1_1"))
    with pytest.raises(ValueError, match="no comment"):
        await sender.hide(MessageId("fb:mid:m_1"))


INVITATION = "Darum kümmere ich mich gern: Schreib uns bitte im Messenger eine private Nachricht."


async def test_a_public_line_that_leads_into_private_is_followed_by_the_private_reply(
    world: World, sender: CommentSender
) -> None:
    said = line(INVITATION)
    for _ in range(2):
        await sender.send(THREAD, said)
    assert len(world.graph.comments) == 1
    (reply,) = world.graph.sent
    assert reply["recipient"] == {"comment_id": "55_1"}
    assert "der digitale Assistent von Fördekom" in reply["message"]["text"]
    public, private, words = world.ways.led_to[0]
    assert (public, private, words.id) == (THREAD, CONVERSATION, f"{said.id}.private")


async def test_the_private_reply_goes_to_who_is_spoken_to_and_not_to_who_began_the_thread(
    world: World, sender: CommentSender
) -> None:
    await world.tell(feed("55_2", parent="55_1", author="4712"))
    other = ConversationId(channel=Channel.FB_COMMENT, thread=f"{PAGE}_55/55_1", customer="4712")
    await sender.send(other, line(INVITATION))
    assert [one["recipient"] for one in world.graph.sent] == [{"comment_id": "55_2"}]


async def test_an_agents_invitation_says_that_people_write(
    world: World, sender: CommentSender
) -> None:
    said = "Können Sie uns das per PN schicken?"
    await sender.send(THREAD, line(said, speaker=Speaker.AGENT))
    text = world.graph.sent[0]["message"]["text"]
    assert "das Team von Fördekom" in text
    assert "Antworten Sie" in text


async def test_a_private_reply_that_is_refused_does_not_unsay_the_public_line(
    world: World, sender: CommentSender
) -> None:
    world.graph.then(Answer(body={"id": "55_99"}), error(551))
    await sender.send(THREAD, line(INVITATION))
    assert world.ways.led_to == []


async def test_the_echo_of_a_private_reply_in_doubt_says_where_it_led(
    world: World, sender: CommentSender
) -> None:
    said = line("Hier geht es weiter.")
    world.graph.then(Answer(lost=True))
    with pytest.raises(DeliveryUncertainError):
        await sender.private_reply(COMMENT, said)
    assert world.ways.led_to == []
    metadata = f"private-reply:55_1:{said.id}"
    await world.tell(entry(echo(mid="m_9", text=said.text, metadata=metadata)))
    ((public, private, words),) = world.ways.led_to
    assert (public, private, words.id, words.text) == (THREAD, CONVERSATION, said.id, said.text)


async def test_a_private_reply_that_has_to_wait_holds_up_the_line_for_a_while_and_not_for_good(
    world: World, sender: CommentSender
) -> None:
    said = line(INVITATION)
    world.graph.then(Answer(body={"id": "55_99"}), error(613))
    with pytest.raises(TryLaterError):
        await sender.send(THREAD, said)
    world.clock.set(NOW + timedelta(minutes=10))
    await sender.send(THREAD, said)
    assert (len(world.graph.comments), world.graph.sent) == (1, [])
