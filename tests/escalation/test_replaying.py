"""Recordings weighed again by other thresholds come to other turns, and can be drawn."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conversation.escalation.table import Table
from conversation.signals import Reason, Signal
from conversation.turns import Reply, Turn, Understanding
from studio.evaluation.figures import Share
from tests.escalation.curve import Curve, draw, point_of, told_of
from tests.escalation.due import Due, Judged
from tests.escalation.recording import Heard, Recording
from tests.escalation.replaying import (
    KNOBS,
    Fetched,
    agreeing,
    curves_of,
    judged_again,
    replayed,
)

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
NEEDED, ANGER, NEED = KNOBS


def heard(turn: int, anger: int, *, sure: float = 0.8, signal: Signal | None = None) -> Heard:
    """A line about a fault that sounds so angry."""
    rest = (1 - sure) / 3
    chances = tuple(sure if level == anger else rest for level in range(4))
    understanding = Understanding("report_outage", 0.9, anger=anger, anger_chances=chances)
    answer = Turn((Reply("Oh."),), understanding, signal=signal)
    text = f"Internet weg {turn}"
    return Heard(turn, "webchat:a:a", f"line-{turn}", text, NOW, stay=0, answer=answer)


CALM = Recording("calm", (heard(1, 0), heard(2, 0)))
GROWING = Recording("growing", (heard(1, 0), heard(2, 1), heard(3, 3)))
ASKED = Recording("asked", (heard(1, 0), heard(2, 0, signal=Signal(Reason.REQUESTED))))
RECORDINGS = (CALM, GROWING, ASKED)
DUE = (
    Judged("calm", Due(must=False)),
    Judged("growing", Due(True, 3, 3, ("anger",))),
    Judged("asked", Due(True, 2, 2, ("requested",))),
    Judged("not-recorded", Due(must=False)),
)


def test_the_rules_are_gone_through_turn_by_turn() -> None:
    assert replayed(CALM, Table()) is None
    assert replayed(GROWING, Table()) == Fetched(3, "anger")
    assert replayed(ASKED, Table()) == Fetched(2, "requested")


def test_an_answer_that_was_none_fetches_people() -> None:
    silent = Heard(1, "webchat:a:a", "line", "Hallo", NOW, stay=0, answer=None)
    assert replayed(Recording("down", (silent,)), Table()) == Fetched(1, "bot_unavailable")


def test_more_weight_needed_fetches_fewer_and_less_fetches_more() -> None:
    assert replayed(GROWING, NEEDED.turned(Table(), 9.0)) is None
    assert replayed(ASKED, NEEDED.turned(Table(), 9.0)) == Fetched(2, "requested")
    angry = Recording("angry", (heard(1, 2, sure=0.8),))
    assert replayed(angry, Table()) is None
    assert replayed(angry, NEEDED.turned(Table(), 0.3)) == Fetched(1, "anger")


def test_anger_thresholds_are_scaled_within_their_limits() -> None:
    unsure = Recording("unsure", (heard(1, 3, sure=0.5),))
    assert replayed(unsure, Table()) == Fetched(1, "anger")
    strict = ANGER.turned(Table(), 1.7)
    assert strict.anger_high.sure == pytest.approx(0.5 * 1.7)
    assert replayed(unsure, strict) is None
    assert ANGER.turned(Table(), 100).anger_high.sure == 1.0
    assert ANGER.turned(Table(), 1.0) == Table()


def test_less_need_read_fetches_more() -> None:
    understanding = Understanding("ask_bill", 0.9, anger=0, needs=(("dispute", 0.2),))
    answer = Turn((Reply("Oh."),), understanding)
    said = Heard(1, "webchat:a:a", "line", "Dies und das", NOW, stay=0, answer=answer)
    recording = Recording("disputed", (said,))
    assert replayed(recording, Table()) is None
    assert replayed(recording, NEED.turned(Table(), 0.2)) == Fetched(1, "dispute")


def test_judging_again_keeps_what_is_due_and_leaves_out_what_was_not_recorded() -> None:
    again = judged_again(DUE, RECORDINGS, Table())
    assert [(one.id, one.at, one.reason) for one in again] == [
        ("calm", None, None),
        ("growing", 3, "anger"),
        ("asked", 2, "requested"),
    ]


def test_it_is_told_how_often_replaying_comes_to_what_was_played() -> None:
    played = (Judged("growing", DUE[1].due, at=3), Judged("asked", DUE[2].due, at=1))
    assert agreeing(played, RECORDINGS, Table()) == Share(1, 2)


def test_curves_have_a_point_for_each_setting() -> None:
    needed, anger, need = curves_of(DUE, RECORDINGS, Table())
    assert [point.setting for point in needed.points] == list(NEEDED.settings)
    in_force = next(point for point in needed.points if point.setting == Table().needed)
    assert (in_force.recall, in_force.precision) == (Share(2, 2), Share(2, 2))
    assert (in_force.handed, in_force.needless) == (Share(2, 3), Share(0, 1))
    assert needed.points[-1].recall == Share(1, 2)
    assert [point.setting for point in need.points] == list(NEED.settings)
    assert len(told_of([needed, anger])) == 2 + len(NEEDED.settings) + len(ANGER.settings)


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    curves: tuple[Curve, ...] = curves_of(DUE, RECORDINGS, Table())
    now = point_of(1.0, judged_again(DUE, RECORDINGS, Table()))
    draw(curves, now=now, due=Share(2, 3), target=tmp_path / "out.png")
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")
