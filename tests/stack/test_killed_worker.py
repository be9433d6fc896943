"""A worker is killed between the engine's answer and the send, again and again: nothing is lost."""

import asyncio
import os
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.identity import Channel, ConversationId, MessageId
from conversation.keys import Box, Keys
from conversation.messages import CustomerMessage, Speaker
from gateway.engines import EngineEntry, EngineRegistry, EngineState
from gateway.inbox import RedisInbox
from gateway.ports import free_ports
from gateway.wake import Wake
from handoff.desk import RedisDesk, RedisTranscripts
from tests.stack.halves import mail_left
from tests.stack.proxy import Proxy
from tests.support.stack import ROOT, Stack

KILLS = 50
LINES_OF_A_CUSTOMER = 6
#: An answer is on its way through the worker for a few milliseconds after it has left the engine.
LATEST_KILL_SECONDS = 0.012
MOST_WAITING = 10
STUCK_SECONDS = 90.0
QUESTIONS = (
    "Was kostet Zuhause M?",
    "Ist in 24118 gerade eine Störung?",
    "Wie schnell ist Glasfaser 500?",
    "Was könnt ihr alles?",
)


class Asked:
    """What the engine was asked: the questions in the text of each turn, by its last message."""

    def __init__(self) -> None:
        self.questions: dict[str, set[str]] = {}

    def read(self, request: bytes) -> None:
        text = request.decode(errors="replace")
        if turn := re.search(r'"turn": ?"([^"~]+)', text):
            self.questions[turn[1]] = set(re.findall(r"Frage (\d+)", text))


@asynccontextmanager
async def _worker(stack: Stack, environment: dict[str, str], log: Path) -> AsyncIterator[int]:
    """Run one real worker; yields its process id, and kills it however the block ends."""
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "gateway", "serve", "worker"),
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        yield process.pid
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await process.wait()


def _environment(stack: Stack, redis_url: str, folder: Path) -> dict[str, str]:
    lines = (stack.data_dir / "secrets.env").read_text().splitlines()
    return {
        **os.environ,
        **dict(line.split("=", 1) for line in lines),
        "REDIS_URL": redis_url,
        "DATA_DIR": str(folder),
        "WORKER_PORT": str(free_ports(1)[0]),
        "LEASE_SECONDS": "1",
        "MERGE_WINDOW": "0",
        "CLOCK": "2026-11-24T10:15",
    }


async def _write_on(
    redis: Redis, keys: Keys, sent: list[CustomerMessage], stop: asyncio.Event
) -> None:
    """Let customers ask again and again, two at a time, and after some lines the next two.

    On a slow machine slower: what waits for an answer stays a handful.
    """
    wake = Wake(redis, keys.wake(Box.INBOX))
    inbox = RedisInbox(redis, keys, wake=wake, window=timedelta(0))
    while not stop.is_set():
        if await mail_left(redis, keys) > MOST_WAITING:
            await asyncio.sleep(0.15)
            continue
        number = len(sent)
        name = f"customer-{number // (2 * LINES_OF_A_CUSTOMER)}-{number % 2}"
        message = CustomerMessage(
            id=MessageId(f"line-{number}"),
            conversation=ConversationId(Channel.WEBCHAT, thread=name, customer=name),
            text=f"{QUESTIONS[number % len(QUESTIONS)]} (Frage {number})",
            sent_at=datetime.now(UTC),
        )
        sent.append(message)
        assert await inbox.add([message]) == [True]
        await asyncio.sleep(0.15)


async def _announce(registry: EngineRegistry, url: str) -> None:
    """Say which engine there is, as the keeper does, again and again."""
    while True:
        entry = EngineEntry(id="one", url=url, model="m", state=EngineState.READY)
        await registry.announce([entry])
        await asyncio.sleep(3)


@pytest.mark.timeout(900)
async def test_a_worker_killed_fifty_times_answers_every_line_once(
    stack: Stack, redis_url: str, tmp_path: Path
) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    moments = random.Random(seed)
    async with Redis.from_url(stack.redis_url) as theirs:
        (engine,) = await EngineRegistry(theirs, Keys()).entries()
    answered, asked = asyncio.Event(), Asked()
    proxy = Proxy(
        int(engine.url.rsplit(":", 1)[1]), asked=asked.read, answered=lambda _: answered.set()
    )
    await proxy.start()

    redis, keys = Redis.from_url(redis_url), Keys()
    stop, sent = asyncio.Event(), list[CustomerMessage]()
    url = f"http://127.0.0.1:{proxy.port}"
    background = [
        asyncio.create_task(_announce(EngineRegistry(redis, keys), url)),
        asyncio.create_task(_write_on(redis, keys, sent, stop)),
    ]
    environment = _environment(stack, redis_url, tmp_path)
    log = tmp_path / "worker.log"
    for _ in range(KILLS):
        async with _worker(stack, environment, log) as pid:
            answered.clear()
            await asyncio.wait_for(answered.wait(), timeout=60)
            for _ in range(moments.randrange(3)):
                answered.clear()
                await asyncio.wait_for(answered.wait(), timeout=60)
            await asyncio.sleep(moments.uniform(0, LATEST_KILL_SECONDS))
            os.kill(pid, signal.SIGKILL)
    stop.set()
    await background[1]
    async with _worker(stack, environment, log):
        await _until_quiet(redis, keys)
    background[0].cancel()
    await proxy.stop()
    await _check(RedisTranscripts(redis, keys), RedisDesk(redis, keys), redis, keys, sent, asked)
    await redis.aclose()


async def _until_quiet(redis: Redis, keys: Keys) -> None:
    """Wait until both boxes are empty, for as long as they become emptier."""
    least, since = await mail_left(redis, keys), time.monotonic()
    while (left := await mail_left(redis, keys)) and time.monotonic() < since + STUCK_SECONDS:
        if left < least:
            least, since = left, time.monotonic()
        await asyncio.sleep(0.2)
    assert not left, "There is mail left that nobody works on."


async def _check(
    transcripts: RedisTranscripts,
    desk: RedisDesk,
    redis: Redis,
    keys: Keys,
    sent: list[CustomerMessage],
    asked: Asked,
) -> None:
    """Every line is in the transcript once; answered in one turn, or people have it (a line that
    killed its worker three times goes to people unread); each reply is shown once."""
    answers: Counter[str] = Counter()
    with_people: set[str] = set()
    for conversation in {message.conversation for message in sent}:
        lines = await transcripts.lines(conversation)
        written = [line.id for line in lines if line.speaker is Speaker.CUSTOMER]
        assert written == [one.id for one in sent if one.conversation == conversation]
        assert max(Counter(line.id for line in lines).values()) == 1
        replies = [line for line in lines if line.speaker is not Speaker.CUSTOMER]
        shown = await awaited(redis.lrange(keys.of("webchat", str(conversation)), 0, -1))
        assert len(shown) == len(replies)
        turns = {line.id.rpartition(".")[0] for line in replies if "." in line.id}
        for turn in turns:
            answers.update(asked.questions.get(turn, set()))
        if (await desk.state(conversation)).hold.by_human:
            with_people |= {id.removeprefix("line-") for id in written}
    everything = {str(number) for number in range(len(sent))}
    assert max(answers.values()) == 1
    assert everything <= answers.keys() | with_people
    print(f"{len(sent)} lines: {len(answers)} answered, {len(everything - answers.keys())} queued")
    assert len(answers) > len(sent) / 2
