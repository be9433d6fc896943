"""The player plays against the real system, moves its clock, and is right about what happened."""

from datetime import datetime
from pathlib import Path

import httpx
import pytest

from tests.play.playing import Player
from tests.play.reading import read_scripts
from tests.play.report import Result
from tests.play.script import Turn
from tests.play.system import SETTINGS, looked_at
from tests.support.stack import ROOT, Stack, start_stack

PLAYED = ("outage-known", "tariff-of-another-name", "human-wanted")
WEDNESDAY = "2026-11-25T09:05:00+01:00"


@pytest.mark.assistant
@pytest.mark.timeout(400)
async def test_three_scripts_hold_on_the_real_system(tmp_path: Path) -> None:
    scripts = read_scripts(sorted((ROOT / "tests" / "conversations").glob("*.yml")))
    chosen = [script for script in scripts if script.id in PLAYED]
    broken = chosen[0].model_copy(update={"turns": (_hopeless(chosen[0].turns[0]),)})
    stack = start_stack(tmp_path, world=True, **SETTINGS)
    try:
        async with looked_at(stack) as system:
            player = Player(system)
            await player.prepare()
            results = [await player.play(script) for script in chosen]
            hopeless = await player.play(broken)
            await system.desk.move_clock(datetime(2026, 11, 25, 9, 5))
            _every_clock_shows(stack, WEDNESDAY)
    finally:
        status = stack.stop()
    assert [result.id for result in results] == list(PLAYED)
    assert [_told(result) for result in results] == [""] * len(PLAYED)
    assert not hopeless.passed
    assert {verdict.kind for verdict in hopeless.verdicts if not verdict.met} == {
        "handoff",
        "reply_any",
    }
    assert status == 0


def _hopeless(turn: Turn) -> Turn:
    update = {"handoff": True, "reply_any": ("Kängurus",)}
    return turn.model_copy(update={"expect": turn.expect.model_copy(update=update)})


def _every_clock_shows(stack: Stack, moment: str) -> None:
    expected = datetime.fromisoformat(moment)
    for process, path, token in (
        ("desk", "/api/clock", "API_TOKENS"),
        ("actions", "/admin/clock", "ACTIONS_TOKEN"),
        ("backoffice", "/admin/clock", "BACKOFFICE_TOKEN"),
    ):
        headers = {"authorization": f"Bearer {stack.secret(token)}"}
        answer = httpx.get(f"{stack.url(process)}{path}", headers=headers)
        assert datetime.fromisoformat(answer.json()["now"]) == expected, process


def _told(result: Result) -> str:
    """Return all that went wrong, for a message that can be read."""
    return result.trouble or "; ".join(
        f"{verdict.turn} {verdict.kind}: {verdict.wanted} / {verdict.evidence}"
        for verdict in result.verdicts
        if not verdict.met
    )
