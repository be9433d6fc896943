"""Who is let in: the challenge, and bodies that are forged, broken, too big or too deep."""

import json

import httpx
import pytest
from redis.asyncio import Redis

from connectors.facebook.bodies import DEEPEST
from connectors.facebook.signatures import is_signed, signature_of
from connectors.facebook.webhook import SIGNATURE, WEBHOOK
from tests.facebook.world import SECRET, VERIFY, World, entry, message, running, wire

ESCAPED = b'{"text":"f\\u00fcr \\u20ac"}'
SECRET_WORD = "Quittengelee"
GOOD = wire({"object": "page", "entry": [entry(message(SECRET_WORD, mid="m_forged"))]})


async def challenge(world: World, **query: str) -> httpx.Response:
    usual = {"mode": "subscribe", "verify_token": VERIFY, "challenge": "1158201444"}
    asked = {f"hub.{name}": value for name, value in (usual | query).items()}
    return await world.http.get(WEBHOOK, params=asked)


async def test_the_challenge_is_answered_plainly(world: World) -> None:
    answer = await challenge(world)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("query", [{"verify_token": "falsch"}, {"mode": "unsubscribe"}])
async def test_who_does_not_know_the_token_gets_no_answer(
    world: World, query: dict[str, str]
) -> None:
    answer = await challenge(world, **query)
    assert answer.status_code == 403
    assert "1158201444" not in answer.text


async def test_a_challenge_that_is_a_script_is_not_said_back(world: World) -> None:
    answer = await challenge(world, challenge="<script>alert(1)</script>")
    assert answer.status_code == 400
    assert "script" not in answer.text


def test_the_signature_is_that_of_the_bytes_on_the_wire() -> None:
    digest = "42b08b1789547967ae0a8d0c26c7cae9248385e36229abc6cad0d5742459aa95"
    assert signature_of(ESCAPED, secret="appsecret") == f"sha256={digest}"
    assert is_signed(ESCAPED, f"sha256={digest}", secret="appsecret")
    written_anew = json.dumps(json.loads(ESCAPED), ensure_ascii=False).encode()
    assert not is_signed(written_anew, f"sha256={digest}", secret="appsecret")


@pytest.mark.parametrize("header", ["", "sha256=", "sha256=ü", "sha1=abc", "\x00"])
def test_a_header_that_is_no_signature_proves_nothing(header: str) -> None:
    assert not is_signed(ESCAPED, header, secret="appsecret")


def deep(depth: int) -> bytes:
    return b'{"object":"page","entry":' + b"[" * depth + b"]" * depth + b"}"


SIGNED_BUT_BAD = {
    "truncated": (GOOD[:-9], "application/json", 400),
    "empty": (b"", "application/json", 400),
    "a list": (b"[]", "application/json", 400),
    "no number": (b'{"object":"page","entry":[],"x":NaN}', "application/json", 400),
    "an endless number": (b'{"x":' + b"9" * 5000 + b"}", "application/json", 400),
    "too deep": (deep(DEEPEST), "application/json", 400),
    "far too deep": (deep(100_000), "application/json", 400),
    "Latin-1": ('{"object":"päge"}'.encode("latin-1"), "application/json", 400),
    "UTF-16": (GOOD.decode().encode("utf-16"), "application/json", 400),
    "another charset": (GOOD, "application/json; charset=iso-8859-1", 415),
    "a form": (GOOD, "application/x-www-form-urlencoded", 415),
    "no type": (GOOD, "", 415),
    "too big": (GOOD + b" " * 20_000, "application/json", 413),
}


@pytest.mark.parametrize("case", SIGNED_BUT_BAD)
async def test_a_bad_body_is_refused_and_leaves_nothing(
    redis_url: str, case: str, capfd: pytest.CaptureFixture[str]
) -> None:
    body, kind, status = SIGNED_BUT_BAD[case]
    limit = 10_000 if case == "too big" else 1_000_000
    async with running(redis_url, max_body_bytes=limit) as world:
        answer = await world.post(body, **{"content-type": kind})
        assert answer.status_code == status
        await leaves_nothing(world, answer, capfd)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=0",
        signature_of(GOOD, secret="another secret"),
        signature_of(GOOD + b" ", secret=SECRET),
        signature_of(GOOD, secret=SECRET).removeprefix("sha256="),
    ],
)
async def test_a_forged_body_is_refused_and_leaves_nothing(
    world: World, signature: str, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = await world.post(GOOD, **{SIGNATURE: signature})
    assert answer.status_code == 403
    await leaves_nothing(world, answer, capfd)


async def leaves_nothing(
    world: World, answer: httpx.Response, capfd: pytest.CaptureFixture[str]
) -> None:
    assert world.intake.taken == []
    assert await world.redis.keys("*") == []
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")
    assert SECRET_WORD not in answer.text


async def test_brackets_inside_a_text_are_no_depth(world: World) -> None:
    await world.tell(entry(message('[{"' * 100 + "\\")))
    assert len(world.intake.taken) == 1


async def test_utf8_named_in_the_type_is_fine(world: World) -> None:
    body = wire({"object": "page", "entry": [entry(message())]})
    answer = await world.post(body, **{"content-type": 'application/json; charset="UTF-8"'})
    assert (answer.status_code, answer.text) == (200, "EVENT_RECEIVED")


async def test_what_could_not_be_kept_is_not_acknowledged(world: World) -> None:
    world.intake.broken = ConnectionError("Redis is away")
    body = wire({"object": "page", "entry": [entry(message(mid="m_again"))]})
    assert (await world.post(body)).status_code == 500
    world.intake.broken = None
    assert (await world.post(body)).status_code == 200
    assert len(world.intake.taken) == 1


async def test_the_app_secret_and_tokens_stay_out_of_what_settings_show(world: World) -> None:
    shown = repr(world.settings)
    assert SECRET not in shown
    assert VERIFY not in shown
    assert "token-of" not in shown
    assert isinstance(world.redis, Redis)
