"""A door is a small protocol; the web chat's is one, and channels without one say so."""

from collections.abc import Sequence

import pytest

from tests.play.doors import Door, DoorError, NotConnectedError, Utterance, opening_of
from tests.play.on_facebook import chips_shown, pieces_of
from tests.play.reply import Reply, Said
from tests.play.script import Channel
from tests.play.shown import line_of, shown_lines


class EchoDoor:
    """Says what it hears."""

    def __init__(self, person: str) -> None:
        self.conversation = f"webchat:{person}:{person}"
        self._said: list[Said] = []
        self.closed = False

    async def write(self, utterances: Sequence[Utterance]) -> None:
        if any(each.attachments for each in utterances):
            raise DoorError("No attachments here.")
        self._said += [Said("assistant", each.text) for each in utterances]

    async def hear(self) -> Reply:
        said, self._said = tuple(self._said), []
        return Reply(said)

    async def close(self) -> None:
        self.closed = True


async def echo(person: str) -> Door:
    return EchoDoor(person)


async def test_a_channel_opens_its_own_door() -> None:
    door = await opening_of({Channel.WEBCHAT: echo}, Channel.WEBCHAT)("kim")
    await door.write([Utterance("turn-1", "Moin"), Utterance("turn-2", "jemand da?")])
    assert (await door.hear()).everything == "Moin\njemand da?"
    assert await door.hear() == Reply()
    with pytest.raises(DoorError):
        await door.write([Utterance("turn-3", "", attachments=("image",))])


@pytest.mark.parametrize("channel", ["x_public", "x_dm", "messenger", "fb_comment"])
def test_a_channel_without_a_door_says_so(channel: str) -> None:
    with pytest.raises(NotConnectedError, match=f"^channel not connected: {channel}$"):
        opening_of({Channel.WEBCHAT: echo}, Channel(channel))


def test_the_web_chat_gets_edits_and_attachments_as_it_can() -> None:
    ids = {"turn-1": "a" * 32, "turn-2": "b" * 32}
    first = Utterance("turn-1", "in 24943")
    assert line_of(first, session="s", ids=ids) == {
        "message": "in 24943",
        "session_id": "s",
        "id": "a" * 32,
    }
    better = Utterance("turn-2", "in 24944", attachments=("image",), edit_of="turn-1")
    line = line_of(better, session="s", ids=ids)
    assert (line["message"], line["id"]) == ("in 24944", "b" * 32)
    assert line["customData"] == {"attachments": ["image"], "edit_of": "a" * 32}


def test_lines_of_the_web_chat_are_read_with_their_buttons() -> None:
    buttons = [{"content_type": "text", "title": "Ja", "payload": "/affirm"}]
    line = {"id": "x", "author": "", "at": "", "image": ""}
    history = {
        "lines": [
            {**line, "n": 4, "speaker": "customer", "text": "Moin", "buttons": []},
            {**line, "n": 5, "speaker": "assistant", "text": "Passt das?", "buttons": buttons},
        ],
        "reset": False,
    }
    assert shown_lines(history) == {
        4: Said("customer", "Moin"),
        5: Said("assistant", "Passt das?", ("Ja",)),
    }
    assert Reply((shown_lines(history)[5],)).everything == "Passt das?\nJa"


def test_who_says_what_stands_on_a_chip_presses_it_until_something_follows() -> None:
    chip = {"content_type": "text", "title": "Ja, bitte", "payload": "/affirm"}
    asked = {"text": "Soll ich?", "quick_replies": [chip]}
    chips = chips_shown([{"text": "Moin", "quick_replies": []}, asked])
    assert pieces_of(Utterance("turn-2", "ja, bitte"), chips=chips) == [
        {"text": "ja, bitte", "payload": "/affirm"}
    ]
    assert pieces_of(Utterance("turn-2", "Nein"), chips=chips) == [{"text": "Nein"}]
    assert chips_shown([asked, {"text": "Hallo?", "quick_replies": None}]) == {}
    assert chips_shown([]) == {}
