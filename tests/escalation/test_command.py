"""The command weighs recordings anew, takes files and folders, and fails under the thresholds."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conversation.signals import Reason, Signal
from conversation.turns import Reply, Turn, Understanding
from tests.escalation.__main__ import FAILED, SENSELESS, main
from tests.escalation.recording import Heard, Recording, write_recordings

SCRIPTS = """
- id: asked
  channel: webchat
  turns: [{customer: Ein Mensch bitte, expect: {handoff: true}}]
  outcome: {handed_off: true, reason_any: [requested]}
- id: left-alone
  channel: webchat
  turns: [{customer: Moin, expect: {handoff: false}}]
  outcome: {handed_off: false}
"""


def heard(text: str, *, signal: Signal | None = None) -> Heard:
    turn = Turn((Reply("Oh."),), Understanding("greet", 0.9, anger=0), signal=signal)
    now = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
    return Heard(1, "webchat:a:a", "line", text, now, stay=0, answer=turn)


def replayed(folder: Path, *recordings: Recording) -> int:
    (folder / "scripts.yml").write_text(SCRIPTS)
    write_recordings(folder / "turns.jsonl", recordings)
    return main(["--conversations", str(folder), "--replay", str(folder / "turns.jsonl")])


ASKED = Recording("asked", (heard("Ein Mensch", signal=Signal(Reason.REQUESTED)),))
LEFT_ALONE = Recording("left-alone", (heard("Moin"),))


def test_a_recording_is_judged_by_the_table_in_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replayed(tmp_path, ASKED, LEFT_ALONE) == 0
    page = capsys.readouterr().out
    assert "| recall | 100.0% |" in page
    assert "| weight needed | 1 | 50.0% | 100.0% | 100.0% | 0.0% |" in page


def test_who_was_fetched_without_need_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    needless = Recording("left-alone", (heard("Moin", signal=Signal(Reason.ANGER)),))
    assert replayed(tmp_path, ASKED, needless) == FAILED
    told = capsys.readouterr()
    assert "Handed over without need: left-alone (turn 1, anger)." in told.out
    assert "Conversations given: Below the threshold: precision 0.500" in told.err


def test_what_cannot_be_read_is_said_before_anything_is_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scripts.yml").write_text("- id: a")
    assert main(["--conversations", str(tmp_path)]) == SENSELESS
    assert "script a" in capsys.readouterr().err
    assert main(["--conversations", str(tmp_path / "no.yml")]) == SENSELESS
    assert main(["--replay", str(tmp_path / "no.jsonl")]) == SENSELESS
