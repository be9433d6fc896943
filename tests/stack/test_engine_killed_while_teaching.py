"""The real engine is killed at each step from training to promotion; no customer's turn is lost.

Whoever writes hears the assistant before, the new one, or that a person is called; then the one
that was answering answers again by itself. On the way a real candidate reads along.
"""

import asyncio
import os
import signal
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from redis.asyncio import Redis

from conversation.keys import Keys
from studio.present import present_name
from studio.training.jobs import Jobs, State
from studio.training.shadows import Shadow, Shadows
from tests.stack.halves import mail_left
from tests.stack.small_assistant import teach
from tests.stack.test_editors_hour import (
    HEARD,
    PATIENCE_SECONDS,
    PICTURES,
    QUESTION,
    RIGHT,
    TRAINING,
    WRONG,
    Installation,
    _until_it_answers,
    browser,
    house,
    log_in,
)
from tests.stack.test_engine_down import Chat

__all__ = ["browser", "house"]

SORRY = "Entschuldigung"
READ_WITH = 32
#: Of which half are about something that only the candidate knows.
LINES = (
    QUESTION,
    "Wie wird das Wetter?",
    "Wo bleibt mein Router?",
    "Vielen Dank",
    *list(HEARD)[1:6],
)


@dataclass
class Customers:
    """Everybody who writes, each for the first time; what they were told is remembered."""

    house: Installation
    heard: list[tuple[str, str]] = field(default_factory=list)

    async def ask(self, text: str = QUESTION) -> str:
        """Write as somebody new; return the answer, which comes whatever happens meanwhile."""
        chat = Chat()
        await chat.open(self.house.stack.url("gateway"))
        try:
            answer = await chat.ask(text)
        finally:
            await chat.close()
        self.heard.append((text, answer))
        return answer


def children(house: Installation, of: str, *words: str) -> list[int]:
    """Return the engine's processes that one of our processes runs, by words of their command."""
    parent, found = str(house.stack.pid(of)), []
    for folder in Path("/proc").iterdir():
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            above = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except (OSError, IndexError):
            continue
        told = [word.decode(errors="replace") for word in command]
        if above == parent and "rasa" in told and all(any(w in t for t in told) for w in words):
            found.append(int(folder.name))
    return found


def killed(processes: list[int]) -> None:
    assert processes, "There is nobody to kill."
    for process in processes:
        os.kill(process, signal.SIGKILL)


async def until(done: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "It never came to that."
        await asyncio.sleep(0.1)


def keeper_said(house: Installation, event: str) -> int:
    return (house.stack.data_dir / "log" / "keeper.log").read_text().count(event)


async def serves_again(
    house: Installation, customers: Customers, answer: str, kill: list[int]
) -> None:
    """Kill engines; whoever writes meanwhile hears something, and later `answer` again."""
    ready = keeper_said(house, "engine_ready")
    killed(kill)
    told = await customers.ask()
    assert any(known in told for known in (RIGHT, WRONG, SORRY)), told
    await until(lambda: keeper_said(house, "engine_ready") > ready)
    await hears(customers, answer)


async def hears(customers: Customers, answer: str) -> None:
    """Ask until the workers know who answers; nobody goes without a word on the way."""
    end = time.monotonic() + PATIENCE_SECONDS
    while answer not in (told := await customers.ask()):
        assert any(known in told for known in (RIGHT, WRONG, SORRY)), told
        assert time.monotonic() < end, told
        await asyncio.sleep(0.5)


@pytest.mark.long
@pytest.mark.timeout(2400)
async def test_the_engine_is_killed_at_each_step(house: Installation, browser: Browser) -> None:
    customers = Customers(house)
    assert WRONG in await customers.ask()
    teach(house.root)
    editor = await log_in(browser, house)

    await a_training_whose_engine_is_killed_fails_and_can_be_begun_again(editor, house)
    await editor.get_by_role("button", name="Trainieren").click()
    await expect(editor.locator("#job")).to_contain_text(
        "den Assistenten trainieren", timeout=TRAINING
    )
    await serves_again(house, customers, WRONG, children(house, "keeper"))
    assert present_name(house.models_dir) == house.old
    await editor.get_by_role("link", name="Vergleich ansehen").click(timeout=TRAINING)
    job = next(one for one in Jobs(house.models_dir).all() if one.state is State.DONE)

    await the_candidate_reads_along_whoever_is_killed(editor, house, customers)

    await promoted_while_its_engine_is_killed(editor, house, customers, job.model)
    await nobody_is_lost(house, customers)


async def a_training_whose_engine_is_killed_fails_and_can_be_begun_again(
    page: Page, house: Installation
) -> None:
    await page.get_by_role("link", name="Training", exact=True).click()
    await page.get_by_role("button", name="Trainieren").click()
    await expect(page.locator("#job")).to_contain_text(
        "den Assistenten trainieren", timeout=TRAINING
    )
    await until(lambda: children(house, "trainer", "train"))
    killed(children(house, "trainer", "train"))
    await until(lambda: Jobs(house.models_dir).active() is None)
    (job,) = Jobs(house.models_dir).all()
    assert (job.state, job.model) == (State.FAILED, "")
    assert present_name(house.models_dir) == house.old
    assert not list(house.models_dir.glob(".*.partial"))
    await page.reload()


async def the_candidate_reads_along_whoever_is_killed(
    page: Page, house: Installation, customers: Customers
) -> None:
    """Let it read real lines; its own engine dies, and the one that answers."""
    await page.get_by_role("button", name="Mitlesen lassen").click()
    await expect(page.locator("#told")).to_contain_text("liest mit, höchstens", timeout=TRAINING)
    for number in range(READ_WITH):
        await customers.ask(LINES[number % len(LINES)])
    await until(lambda: reading(house).read == READ_WITH)
    killed(children(house, "trainer", "run"))
    for text in LINES[:2]:
        await customers.ask(text)
    await until(lambda: reading(house).read == READ_WITH + 2)

    before = reading(house).read
    alone = len(customers.heard)
    await serves_again(house, customers, WRONG, children(house, "keeper"))
    answered = [told for _, told in customers.heard[alone:] if SORRY not in told]
    await until(lambda: reading(house).read == before + len(answered))
    assert reading(house).dropped == 0

    await page.reload()
    told = page.locator("#told")
    await expect(told).to_contain_text(f"{reading(house).read} von höchstens 1000 Nachrichten")
    differ = page.get_by_role("region", name="anders gehandelt")
    await expect(differ.locator("li", has_text=QUESTION)).to_contain_text("besser")
    await expect(page.get_by_role("region", name="übereinstimmen")).to_contain_text("%")
    await page.screenshot(path=PICTURES / "shadow-of-a-real-candidate.png", full_page=True)
    await page.get_by_role("link", name="Zum Vergleich").click()


def reading(house: Installation) -> Shadow:
    shadow = Shadows(house.models_dir).active()
    assert shadow is not None
    return shadow


async def promoted_while_its_engine_is_killed(
    page: Page, house: Installation, customers: Customers, new: str
) -> None:
    reason = page.get_by_label("Begründung")
    if await reason.count():
        await reason.fill("Fragen nach dem Router gingen fehl.")
    await page.get_by_role("button", name="Ab jetzt antworten lassen").click()
    # While it is being loaded, the one before answers, and nobody hears of it.
    await until(lambda: children(house, "keeper", new))
    killed(children(house, "keeper", new))
    assert WRONG in await customers.ask()
    assert WRONG in await customers.ask()
    await _until_it_answers(page, new)
    await hears(customers, RIGHT)
    # It is killed as soon as it answers: the one before is still there.
    ready = keeper_said(house, "engine_ready")
    killed(children(house, "keeper", new))
    told = [await customers.ask() for _ in range(3)]
    assert all(RIGHT in one or WRONG in one for one in told[1:]), told
    await until(lambda: keeper_said(house, "engine_ready") > ready)
    await hears(customers, RIGHT)
    await serves_again(house, customers, RIGHT, children(house, "keeper"))
    assert present_name(house.models_dir) == new


async def nobody_is_lost(house: Installation, customers: Customers) -> None:
    """Each line stands in the archive once, and nothing waits any more."""
    redis = Redis.from_url(house.stack.redis_url)
    try:
        while await mail_left(redis, Keys()):
            await asyncio.sleep(0.2)
    finally:
        await redis.aclose()
    await until(lambda: len(archived(house)) >= len(customers.heard))
    assert sorted(archived(house)) == sorted(text for text, _ in customers.heard)
    assert all(told for _, told in customers.heard)


def archived(house: Installation) -> list[str]:
    with sqlite3.connect(house.stack.data_dir / "archive.db") as archive:
        rows = archive.execute("SELECT text FROM messages WHERE speaker = 'customer'")
        return [text for (text,) in rows]
