"""X's door: who we are, what is let in, and that nothing else leaves a trace."""

import asyncio
import io
import json
import logging
import random
from collections.abc import Iterator

import pytest
import structlog

from chassis.logs import configure_logging
from connectors.incoming import Written
from connectors.x.bodies import DEEPEST, read_object
from connectors.x.signatures import response_token
from conversation.identity import Channel, ConversationId
from conversation.messages import Speaker
from tests.x.connected import DIRECT, PUBLIC, deliver, gateway, line
from tests.x.samples import CUSTOMER, POST, body, event, message, post, signature, signed
from tests.x.shared import fixture

PATH = "/webhooks/x"


async def test_the_check_is_answered_as_in_the_vector():
    token = "9b4507b3-9040-4669-9ca3-6b94edb50553"
    assert response_token("consumer-secret", token) == (
        "sha256=NhN+8FRk3FiSPXyqxXmpVRtiLiWoawvOgUBuXwGUTL4="
    )


async def test_the_check_is_answered_over_http(redis_url):
    async with gateway(redis_url) as (_, client):
        answer = await client.get(PATH, params={"crc_token": "a" * 36})
    assert answer.status_code == 200
    assert answer.json() == {"response_token": signature(b"a" * 36)}


@pytest.mark.parametrize(
    "token",
    [
        '{"data":{}}',
        '{"data":{"event_uuid":"1"}}',
        "",
        "short",
        "a" * 129,
        "a" * 20 + "\n",
        "ü" * 20,
    ],
)
async def test_the_check_signs_no_body_for_anybody(redis_url, token):
    async with gateway(redis_url) as (_, client):
        answer = await client.get(PATH, params={"crc_token": token})
    assert answer.status_code == 400
    assert "sha256=" not in answer.text


async def test_the_check_without_a_token_is_refused(redis_url):
    async with gateway(redis_url) as (_, client):
        assert (await client.get(PATH)).status_code == 400


@pytest.mark.parametrize(
    ("name", "id", "conversation", "text"),
    [
        (
            "post-mention-create.json",
            "x:post:1900000000000000001",
            ConversationId(Channel.X_PUBLIC, "1900000000000000001", CUSTOMER),
            "@mybot what time is it",
        ),
        ("dm-received.json", "x:dm:1900000000000000003", DIRECT, "hey from your alt"),
    ],
)
async def test_captured_payloads_arrive_byte_for_byte(redis_url, name, id, conversation, text):
    async with gateway(redis_url) as (world, client):
        answer = await deliver(client, fixture(name))
        assert answer.status_code == 200
        [written] = world.kept.of(Written)
    assert (written.id, written.text, written.name) == (id, text, "alt_account")
    assert written.conversation == conversation


def _deep(levels: int) -> bytes:
    return b'{"data":' * levels + b"1" + b"}" * levels


def _headers(value):
    return {"x-twitter-webhooks-signature": value, "content-type": "application/json"}


GOOD = body(event("post.mention.create", post(text="@mybot geheimes Wort")))

REFUSED = {
    "forged": (
        GOOD,
        _headers("sha256=AAAA"),
        403,
    ),
    "unsigned": (GOOD, {"content-type": "application/json"}, 403),
    "signed with another secret": (
        GOOD,
        _headers(signature(GOOD, secret="other")),
        403,
    ),
    "signed in letters that are none": (
        GOOD,
        _headers(b"sha256=\xff\xfe"),
        403,
    ),
    "truncated on the way": (GOOD[:-10], signed(GOOD), 403),
    "truncated and signed": (GOOD[:-10], signed(GOOD[:-10]), 400),
    "a list": (b"[]", signed(b"[]"), 400),
    "empty": (b"", signed(b""), 400),
    "not a number": (b'{"data":NaN}', signed(b'{"data":NaN}'), 400),
    "no UTF-8": ('{"data":"ü"}'.encode("latin-1"), signed('{"data":"ü"}'.encode("latin-1")), 400),
    "another charset": (GOOD, signed(GOOD, content_type="application/json; charset=utf-16"), 415),
    "no JSON by its own words": (GOOD, signed(GOOD, content_type="text/plain"), 415),
    "nested deeply": (_deep(DEEPEST + 1), signed(_deep(DEEPEST + 1)), 400),
    "nested beyond all measure": (b"[" * 100_000, signed(b"[" * 100_000), 400),
    "too large": (b" " * 300_000 + GOOD, signed(b" " * 300_000 + GOOD), 413),
}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged meanwhile."""
    written = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    configure_logging("gateway", stream=written)
    yield written
    structlog.reset_defaults()
    root.handlers = handlers
    root.setLevel(level)


@pytest.mark.parametrize("name", REFUSED)
async def test_what_is_not_in_order_is_refused_and_leaves_no_trace(redis_url, log, name):
    raw, headers, status = REFUSED[name]
    async with gateway(redis_url) as (world, client):
        answer = await client.post(PATH, content=raw, headers=headers)
        assert answer.status_code == status
        assert set(answer.json()) == {"error"}
        assert world.kept.taken == []
        assert await world.redis.keys("*") == []
    assert log.getvalue() == ""
    assert "geheimes" not in answer.text


async def test_the_same_body_in_order_is_taken(redis_url):
    async with gateway(redis_url) as (world, client):
        assert (await deliver(client, GOOD)).status_code == 200
        assert [one.text for one in world.kept.of(Written)] == ["@mybot geheimes Wort"]


async def test_a_charset_that_says_utf_8_is_welcome(redis_url):
    async with gateway(redis_url) as (_, client):
        headers = signed(GOOD, content_type='application/json; charset="UTF-8"')
        answer = await client.post(PATH, content=GOOD, headers=headers)
    assert answer.status_code == 200


async def test_brackets_within_words_are_no_depth():
    assert read_object(json.dumps({"text": "[" * 500 + '\\"' + "{" * 500}).encode())


async def test_what_could_not_be_kept_is_not_acknowledged_and_comes_again(redis_url):
    async with gateway(redis_url) as (world, client):
        world.kept.broken = True
        assert (await deliver(client, event("dm.received", message()))).status_code == 500
        world.kept.broken = False
        assert (await deliver(client, event("dm.received", message()))).status_code == 200
        assert len(world.kept.of(Written)) == 1


async def test_deliveries_shuffled_doubled_and_all_at_once_are_each_taken_once(redis_url):
    async with gateway(redis_url) as (world, client):
        ids = [str(2_080_761_390_344_000_000 + n) for n in range(60)]
        events = [event("post.mention.create", post(id=id, conversation_id=POST)) for id in ids * 2]
        random.Random(4).shuffle(events)
        answers = await asyncio.gather(*(deliver(client, one) for one in events))
        assert {answer.status_code for answer in answers} == {200}
        taken = [one.id for one in world.kept.of(Written)]
        assert sorted(taken) == [f"x:post:{id}" for id in ids]
        await world.x.public.send(PUBLIC, line("Moin", Speaker.AGENT))
        [reply] = world.fake.made("POST", "/2/tweets")
        assert reply["reply"]["in_reply_to_tweet_id"] == max(ids)
