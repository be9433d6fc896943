"""One suite over every connector: what a channel promises, whatever its platform is like."""

import asyncio
import importlib
import io
import logging
import os
import time
import unicodedata
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
import structlog

from chassis.logs import configure_logging
from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.identity import Channel, LineId
from conversation.messages import Line, Speaker
from tests.contract.connectors.finding import (
    complaint,
    every_channel,
    folders,
    modules,
    senders_in,
)
from tests.contract.connectors.harness import Connector, Damage, Harness, Said, Trouble
from tests.contract.samples import START

CONNECTORS = every_channel()
LATER = timedelta(hours=1)
PATIENCE = 3.0
SECRET = "Quittengelee"
WORDS = "Moin, wir schauen nach."
TEXTS = {
    "umlauts": "Füße, Größe, ÄÖÜ: „schön“ – 5 €",
    "emoji": "Danke 👍🏽 👩‍👩‍👧‍👦 🇩🇪 ❤️",
    "composed": unicodedata.normalize("NFC", "Störung in Brönnö"),
    "decomposed": unicodedata.normalize("NFD", "Störung in Brönnö"),
    "lines": "Erste Zeile\nzweite Zeile",
    "like markup": 'a < b & b > c, "so" \\ {"x": 1}',
}
TROUBLES = [
    pytest.param(channel, trouble, id=f"{channel.value}-{trouble.value}")
    for channel, connector in CONNECTORS.items()
    for trouble in connector.raises
]


@pytest.fixture(params=list(CONNECTORS), ids=lambda channel: channel.value)
def connector(request: pytest.FixtureRequest) -> Connector:
    return CONNECTORS[request.param]


@pytest.fixture
async def harness(connector: Connector, redis_url: str) -> AsyncIterator[Harness]:
    async with connector.open(redis_url) as harness:
        yield harness


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged meanwhile, in the form in which a process logs it."""
    written = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    configure_logging("gateway", stream=written)
    yield written
    structlog.reset_defaults()
    root.handlers = handlers
    root.setLevel(level)


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def line(text: str = WORDS, *, id: str = "line-1") -> Line:
    return Line(id=LineId(id), speaker=Speaker.AGENT, text=text, at=START, author="Mara")


@pytest.mark.parametrize("folder", folders())
def test_every_folder_of_connectors_has_a_harness(folder: str) -> None:
    assert complaint(folder) == ""


def test_a_new_folder_without_a_harness_is_told_what_is_missing() -> None:
    told = complaint("carrier_pigeon")
    assert "tests/contract/connectors/carrier_pigeon.py" in told
    assert "docs/channels/adding.md" in told


def test_every_channel_has_a_connector() -> None:
    assert set(CONNECTORS) == set(Channel)


@pytest.mark.parametrize("module", modules())
def test_what_is_no_folder_speaks_to_no_customer(module: str) -> None:
    assert senders_in(importlib.import_module(f"connectors.{module}")) == []


async def test_what_is_rightly_signed_is_one_message_of_its_conversation(harness: Harness) -> None:
    assert await harness.tell(Said(0, "Internet weg")) == 200
    (taken,) = await harness.taken()
    assert (taken.conversation, taken.text) == (harness.conversation, "Internet weg")


async def test_what_is_told_twice_is_one_message(harness: Harness) -> None:
    for _ in range(2):
        assert await harness.tell(Said(0, "Internet weg")) == 200
    assert len(await harness.taken()) == 1
    await harness.tell(Said(0, "Internet weg"), Said(1, "Internet weg"))
    assert len(await harness.taken()) == 2


@pytest.mark.parametrize("damage", Damage, ids=lambda damage: damage.value)
async def test_a_bad_body_is_refused_at_once_and_leaves_no_trace(
    harness: Harness, damage: Damage, log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    before = await harness.stored()
    async with asyncio.timeout(PATIENCE):
        status = await harness.tell_damaged(damage, Said(0, f"{SECRET} für Jörg"))
    assert 400 <= status < 500
    assert await harness.taken() == []
    assert await harness.stored() == before
    said = capfd.readouterr()
    assert SECRET not in log.getvalue() + said.out + said.err
    assert await harness.tell(Said(1, "Moin")) == 200
    assert [one.text for one in await harness.taken()] == ["Moin"]


async def test_one_bad_event_of_a_batch_loses_no_other(harness: Harness) -> None:
    texts = ["eins", "zwei", "drei"]
    said = [Said(number, text) for number, text in enumerate(texts)]
    assert await harness.tell(*said, nonsense=True) == 200
    assert [one.text for one in await harness.taken()] == texts


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
async def test_a_text_survives_both_ways(harness: Harness, text: str) -> None:
    await harness.tell(Said(0, text))
    assert [one.text for one in await harness.taken()] == [text]
    await harness.sender.send(harness.conversation, line(text))
    # Platforms may compose what is shown, as X does; it reads the same.
    assert [composed(one) for one in await harness.shown()] == [composed(text)]


async def test_messages_have_the_order_in_which_they_were_written(harness: Harness) -> None:
    for number in range(5):
        await harness.tell(Said(number, f"Nachricht {number}"))
    taken = await harness.taken()
    assert [one.text for one in taken] == [f"Nachricht {number}" for number in range(5)]
    assert all(one.sent_at < other.sent_at for one, other in pairwise(taken))


async def test_lines_are_shown_in_the_order_in_which_they_were_sent(harness: Harness) -> None:
    await harness.tell(Said(0, "Moin"))
    texts = [f"Antwort {number}" for number in range(3)]
    for number, text in enumerate(texts):
        await harness.sender.send(harness.conversation, line(text, id=f"line-{number}"))
    assert await harness.shown() == texts


async def test_a_line_is_shown_once_where_the_sender_says_it_may_be_repeated(
    harness: Harness,
) -> None:
    await harness.tell(Said(0, "Moin"))
    for _ in range(2):
        await harness.sender.send(harness.conversation, line())
    assert (await harness.shown() == [WORDS]) is harness.sender.repeatable


@pytest.mark.parametrize(("channel", "trouble"), TROUBLES)
async def test_trouble_is_told_by_the_right_error_and_nothing_is_shown_twice(
    channel: Channel, trouble: Trouble, redis_url: str
) -> None:
    expected = CONNECTORS[channel].raises[trouble]
    async with CONNECTORS[channel].open(redis_url) as harness:
        await harness.tell(Said(0, "Moin"))
        await harness.meets(trouble)
        with pytest.raises(expected) as raised:
            await harness.sender.send(harness.conversation, line())
        assert await harness.shown() == ([WORDS] if trouble is Trouble.SILENT else [])
        final = isinstance(raised.value, UndeliverableError | DeliveryUncertainError)
        assert final is (expected not in (TryLaterError, ConnectionError))
        if trouble is Trouble.REFUSED:
            return
        await harness.pass_by(LATER)
        await harness.sender.send(harness.conversation, line())
        assert await harness.shown() == [WORDS]


async def test_the_way_out_closes_what_it_has_opened(harness: Harness) -> None:
    await harness.tell(Said(0, "Moin"))
    before = _open()
    await harness.sender.send(harness.conversation, line())
    await harness.close()
    end = time.monotonic() + PATIENCE
    while any(now > then for now, then in zip(_open(), before, strict=True)):
        assert time.monotonic() < end, (_open(), before)
        await asyncio.sleep(0.02)  # the other end hears of it in the loop's next rounds


def _open() -> tuple[int, int]:
    """Return how many tasks run and how many files are open; both ends of a connection are here."""
    return len(asyncio.all_tasks()), len(os.listdir("/dev/fd"))
