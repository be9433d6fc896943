"""A message changed or erased by its writer is so wherever it was kept."""

import asyncio

from connectors.incoming import Erased
from conversation.identity import MessageId
from conversation.messages import ERASED
from conversation.ports import FeedKind
from gateway.intake import ChannelIntake
from tests.contract.incoming import ANNA, POST, SHORTLY, at, edited, erased, texts, told, written
from tests.contract.live import Live
from tests.contract.samples import taken


async def test_an_edit_replaces_the_line_and_the_waiting_message_and_says_so(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written(text="in 24943"), edited("in 24944, FK-1048")])
    (said,) = await live.transcripts.lines(ANNA)
    assert (said.text, said.edited_at) == ("in 24944, [KUNDENNUMMER_1]", at(5))
    assert [one.text for one in (await taken(live.inbox)).messages] == [said.text]
    events = await live.feed.read("archive", longest=SHORTLY)
    assert [event.kind for event in events] == [FeedKind.SAID, FeedKind.EDITED]
    assert events[1].body["text"] == said.text


async def test_what_was_answered_is_put_right_in_the_transcript_and_not_answered_again(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written()])
    batch = await taken(live.inbox)
    await live.inbox.settle(batch.lease, [batch.messages[0].id])
    await live.inbox.release(batch.lease)
    await intake.take([edited("Moin, moin")])
    assert await texts(live) == ["Moin, moin"]
    await asyncio.sleep(0.1)
    assert await live.inbox.take() is None


async def test_the_older_of_two_edits_does_not_undo_the_newer(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written(), edited("neu", id="b", second=8), edited("alt", id="a", second=4)])
    assert await texts(live) == ["neu"]


async def test_a_change_that_comes_before_its_message_waits_for_it(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([edited("richtig"), written(text="falsch")])
    assert await texts(live) == ["richtig"]
    assert [one.text for one in (await taken(live.inbox)).messages] == ["richtig"]
    await intake.take([erased("2"), written("2", "geheim")])
    assert await texts(live) == ["richtig", ERASED]


async def test_what_was_erased_is_nowhere_and_nobody_answers_it(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written(text="Mein Passwort ist Möwe"), erased(), edited("Möwe", second=20)])
    (said,) = await live.transcripts.lines(ANNA)
    assert (said.text, said.author, said.erased_at) == (ERASED, "", at(9))
    await asyncio.sleep(0.1)
    assert await live.inbox.take() is None
    assert await told(live) == ["said", "erased"]


async def test_an_erased_message_leaves_dead_letters_and_the_handoffs_packet_too(
    live: Live, intake: ChannelIntake
) -> None:
    post = written("p", "Möwe77 ist mein Passwort", of=POST, unasked=True)
    await intake.take([post])
    batch = await taken(live.inbox)
    await live.inbox.bury(batch.lease, "Beyond us.")
    await live.inbox.release(batch.lease)
    gone = Erased(MessageId("gone"), of=MessageId("p"), conversation=POST, at=at(9))
    await intake.take([gone])
    assert await live.inbox.dead() == []
    packet = (await live.desk.state(POST)).packet
    assert packet is not None
    assert packet.wish == ERASED
    assert await live.inbox.replay(POST) == 0
