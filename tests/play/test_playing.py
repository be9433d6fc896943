"""A script is played turn by turn, with answers to what it did not foresee, and judged."""

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest
from redis.asyncio import Redis

from conversation.keys import Keys
from conversation.ports import Engine
from tests.play.desk import DeskClient, Holding
from tests.play.doors import Utterance
from tests.play.effects import Books, Visit
from tests.play.engines import engine_processes, engines_stopped
from tests.play.office import Office
from tests.play.playing import Talk, bursts
from tests.play.quiet import NeverQuietError, until_quiet
from tests.play.reply import Reply, Said
from tests.play.report import Result
from tests.play.script import Channel, Customer, Script, Turn
from tests.play.system import System
from tests.play.told import Packet
from tests.play.world import Ready

KIM = Customer(number="90000017", postal_code="24103")
CONVERSATION = "webchat:kim:kim"


@dataclass
class Assistant:
    """Answers lines in order by what it was told to say, and does what it was told to do."""

    answers: list[tuple[str, Callable[["Assistant"], None] | None]]
    heard: list[str] = field(default_factory=list)
    visits: dict[str, Visit] = field(default_factory=dict)
    owner: str = "assistant"
    reason: str | None = None
    packet: Packet | None = None
    moments: list[datetime] = field(default_factory=list)
    _said: list[Said] = field(default_factory=list)
    conversation: str = CONVERSATION

    async def write(self, utterances: Sequence[Utterance]) -> None:
        self.heard.append(" + ".join(each.text for each in utterances))
        text, act = self.answers.pop(0)
        if act:
            act(self)
        self._said = [Said("assistant", text)] if text else []

    async def hear(self) -> Reply:
        return Reply(tuple(self._said))

    async def close(self) -> None:
        self.owner = self.owner

    async def books_of(self, customer: str) -> Books:
        assert customer == KIM.number
        return Books(visits=dict(self.visits))

    async def holding(self, _conversation: str) -> Holding:
        return Holding(owner=self.owner, reason=self.reason, packet=self.packet)

    async def move_clock(self, moment: datetime) -> None:
        self.moments.append(moment)


def book(assistant: Assistant) -> None:
    assistant.visits["A-1"] = Visit("confirmed", "2026-11-26T07:00:00Z")


def hand_over(assistant: Assistant) -> None:
    assistant.owner, assistant.reason = "queue", "requested"


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as redis:
        yield redis


async def played(
    redis: Redis, assistant: Assistant, *turns: dict[str, Any], **outcome: Any
) -> Result:
    async def door(person: str) -> Assistant:
        return assistant

    system = System(
        launcher=0,
        desk=cast(DeskClient, assistant),
        office=cast(Office, assistant),
        redis=redis,
        keys=Keys(),
        doors={Channel.WEBCHAT: door},
        engine=cast(Engine, assistant),
    )
    script = Script.model_validate(
        {"id": "a", "channel": "webchat", "turns": turns, "outcome": outcome}
    )
    talk = Talk(system, script)
    try:
        await talk.run(Ready(script=script, customer=KIM))
    except Exception as error:  # noqa: BLE001 - as the player does
        talk.give_up(error)
    return talk.result()


async def test_questions_before_a_missing_effect_are_answered_from_the_customers_data(
    redis: Redis,
) -> None:
    assistant = Assistant(
        [
            ("Wie lautet deine Kundennummer?", None),
            ("Frei: Do 8–10 Uhr, Fr 8–10 Uhr. Was passt dir?", None),
            ("Soll ich Donnerstag buchen?", None),
            ("Gebucht.", book),
        ]
    )
    expect = {"effect": "appointment_booked", "reply_any": ["gebucht"], "asks": "none"}
    result = await played(redis, assistant, {"customer": "Termin bitte", "expect": expect})
    assert result.passed, result.verdicts
    assert assistant.heard[1:] == ["90000017", "Der erste passt.", "Ja, bitte."]
    assert [str(each) for each in result.effects] == ["appointment_booked A-1"]


async def test_after_four_answers_a_customer_has_said_enough(redis: Redis) -> None:
    assistant = Assistant([("Wie lautet deine Kundennummer?", None)] * 9)
    expect = {"effect": "appointment_booked"}
    result = await played(redis, assistant, {"customer": "Termin", "expect": expect})
    assert not result.passed
    assert len(assistant.heard) == 5


async def test_questions_are_left_open_where_nothing_has_to_happen(redis: Redis) -> None:
    assistant = Assistant([("Wie lautet deine Kundennummer?", None)])
    expect = {"asks": "customer_number", "effect": "none", "handoff": False}
    result = await played(redis, assistant, {"customer": "Termin", "expect": expect})
    assert result.passed
    assert len(assistant.heard) == 1


async def test_a_burst_is_sent_together_and_judged_after_the_last_line(redis: Redis) -> None:
    assistant = Assistant([("34,99 €", None), ("Gern", None)])
    result = await played(
        redis,
        assistant,
        {"customer": "was kostet", "burst": True, "expect": {"reply_any": ["34"]}},
        {"customer": "Zuhause M", "expect": {"reply_any": ["€"]}},
        {"customer": "danke", "at": "2026-11-24T12:00"},
    )
    assert assistant.heard == ["was kostet + Zuhause M", "danke"]
    assert assistant.moments == [datetime(2026, 11, 24, 12)]
    assert [verdict.met for verdict in result.verdicts] == [True, True]


async def test_once_handed_over_silence_is_right_and_the_reason_is_kept(redis: Redis) -> None:
    assistant = Assistant([("Gern, jemand kommt.", hand_over), ("", None)])
    result = await played(
        redis,
        assistant,
        {"customer": "Mensch!", "expect": {"handoff": True}},
        {"customer": "hallo?", "expect": {"handoff": True, "reply_any": ["x"], "asks": "date"}},
        handed_off=True,
        reason_any=["requested"],
        contained=False,
    )
    assert result.passed
    assert (result.handed_off, result.reason) == (True, "requested")
    assert len(result.verdicts) == 5


async def test_the_turn_of_the_handover_is_kept_and_what_people_were_not_told(
    redis: Redis,
) -> None:
    assistant = Assistant([("Oh.", None), ("Jemand kommt.", hand_over), ("", None)])
    assistant.packet = Packet(facts={"service": "internet"}, wish="Ein Mensch, bitte")
    result = await played(
        redis,
        assistant,
        {"customer": "Internet weg in 24118"},
        {"customer": "Ein Mensch, bitte"},
        {"customer": "T-61007"},
    )
    assert result.handed_off_at == 2
    assert result.lacks == ("postal_code 24118",)


async def test_what_cannot_be_played_leaves_the_rest_unmet(redis: Redis) -> None:
    assistant = Assistant([("Moin", None)])
    result = await played(
        redis,
        assistant,
        {"customer": "Moin", "expect": {"handoff": False}},
        {"customer": "weiter", "channel": "x_dm", "expect": {"handoff": False, "asks": "date"}},
        contained=True,
    )
    assert result.trouble == "channel not connected: x_dm"
    assert [verdict.met for verdict in result.verdicts] == [True, False, False, False]
    assert not result.passed


def test_lines_within_a_second_are_a_group() -> None:
    turns = [Turn(customer="a", burst=True), Turn(customer="b", burst=True), Turn(customer="c")]
    groups = [[number for number, _ in group] for group in bursts([*turns, Turn(customer="d")])]
    assert groups == [[1, 2, 3], [4]]


@pytest.mark.parametrize("kind", ["in:items", "out:items", "in:leases", "out:leases"])
async def test_a_turn_is_over_when_nothing_is_left_in_any_box(redis: Redis, kind: str) -> None:
    keys = Keys()
    if kind.endswith("items"):
        await redis.zadd(keys.of(kind, CONVERSATION), {"x": 1})
    else:
        shared = keys.shared(kind, keys.partition_of(CONVERSATION))
        await redis.hset(shared, CONVERSATION, "token")
    with pytest.raises(NeverQuietError, match=r"not over after 0 s"):
        await until_quiet(redis, keys, CONVERSATION, longest=0.1)
    await redis.flushdb()
    await until_quiet(redis, keys, CONVERSATION, longest=5)


FAMILY = """
import json, subprocess, sys, time
keeper = '''
import subprocess, sys, time
engine = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
subprocess.run([sys.executable, "-c", engine, "rasa"], start_new_session=True)
'''
child = subprocess.Popen([sys.executable, "-c", keeper, "serve", "keeper"])
child.wait()
"""


@pytest.fixture
def family() -> Iterator[tuple[int, int]]:
    """A launcher and its keeper's engine, in name; their process ids."""
    launcher = subprocess.Popen([sys.executable, "-c", FAMILY], stdout=subprocess.PIPE, text=True)
    assert launcher.stdout is not None
    engine = int(launcher.stdout.readline())
    yield launcher.pid, engine
    subprocess.run(["kill", "-KILL", str(engine)], check=True)
    launcher.wait(timeout=10)
    launcher.stdout.close()


def test_engines_are_stopped_for_a_while_and_go_on(family: tuple[int, int]) -> None:
    launcher, engine = family
    assert engine_processes(launcher) == [engine]
    with engines_stopped(launcher):
        assert _state(engine, "T") == "T"
    assert _state(engine, "S") == "S"


def test_without_engines_there_is_nothing_to_stop() -> None:
    with pytest.raises(LookupError), engines_stopped(0x7FFFFFFF):
        pass


def _state(process: int, expected: str) -> str:
    """Return a process's state, once it is the expected one or a second has passed."""
    for _ in range(100):
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        if state == expected:
            return state
        time.sleep(0.01)
    return state
