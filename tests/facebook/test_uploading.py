"""Files on their way to Messenger: uploaded, then each a message of its own, behind the words."""

import pytest

from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.messages import Line, Speaker
from tests.facebook.fake_graph import Answer, error
from tests.facebook.world import CONVERSATION, World, line
from tests.support.files import PDF, PNG, sent_file


@pytest.fixture(autouse=True)
async def _an_open_window(world: World) -> None:
    await world.customer_acts()


async def said(world: World, *bodies: bytes, text: str = "Bitte sehr.") -> Line:
    files = [await sent_file(world.files, CONVERSATION, body, name="a.b") for body in bodies]
    attachments = tuple(file.as_attachment() for file in files)
    return line(text, speaker=Speaker.AGENT, attachments=attachments)


def attached(world: World) -> list[dict[str, object]]:
    messages = [body["message"] for body in world.graph.sent]
    return [one["attachment"] for one in messages if "attachment" in one]


async def test_words_come_first_and_every_file_is_a_message(world: World) -> None:
    await world.out.messenger.send(CONVERSATION, await said(world, PNG, PDF))
    assert [one["body"] for one in world.graph.uploads] == [PNG, PDF]
    assert [one["type"] for one in world.graph.uploads] == ["image/png", "application/pdf"]
    assert world.graph.texts == ["Bitte sehr.", "", ""]
    assert attached(world) == [
        {"type": "image", "payload": {"attachment_id": "900719925474091"}},
        {"type": "file", "payload": {"attachment_id": "900719925474092"}},
    ]


async def test_a_line_may_be_nothing_but_a_file_and_is_sent_once(world: World) -> None:
    spoken = await said(world, PNG, text="")
    for _ in range(2):
        await world.out.messenger.send(CONVERSATION, spoken)
    assert (len(world.graph.uploads), len(world.graph.sent)) == (1, 1)


async def test_a_file_in_doubt_is_not_sent_again(world: World) -> None:
    spoken = await said(world, PNG, text="")
    world.graph.then(Answer(), Answer(lost=True))
    with pytest.raises(DeliveryUncertainError):
        await world.out.messenger.send(CONVERSATION, spoken)
    with pytest.raises(DeliveryUncertainError):
        await world.out.messenger.send(CONVERSATION, spoken)
    assert len(world.graph.sent) == 1


async def test_an_upload_that_was_lost_is_made_again(world: World) -> None:
    spoken = await said(world, PNG)
    world.graph.then(Answer(lost=True))
    with pytest.raises(TryLaterError):
        await world.out.messenger.send(CONVERSATION, spoken)
    assert world.graph.sent == []
    await world.out.messenger.send(CONVERSATION, spoken)
    assert len(world.graph.sent) == 2


async def test_what_facebook_does_not_take_says_nothing(world: World) -> None:
    world.graph.then(error(100))
    with pytest.raises(UndeliverableError):
        await world.out.messenger.send(CONVERSATION, await said(world, PNG))
    assert world.graph.sent == []


async def test_outside_the_window_nothing_is_uploaded(world: World) -> None:
    world.clock.set(world.clock.now().replace(month=12))
    with pytest.raises(UndeliverableError):
        await world.out.messenger.send(CONVERSATION, await said(world, PNG))
    assert world.graph.calls == []
