"""A compared candidate takes over, a worse one only with a reason, and there is a way back."""

from pathlib import Path

import pytest

from studio.errors import DamagedModelError
from studio.evaluation.comparison import Comparison
from studio.present import decide, decisions, point_to, present_name
from studio.training.jobs import Jobs
from studio.training.promoting import NotPromotedError, previous, promotion, way_back
from tests.studio.training.samples import (
    BETTER,
    NEW,
    NOON,
    OLD,
    TOMKE,
    WORSE,
    compared,
    kept,
    present,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    present(tmp_path)
    kept(tmp_path)
    return tmp_path


def promote(folder: Path, comparison: Comparison, reason: str = "") -> None:
    job = compared(folder, comparison)
    decide(folder, promotion(Jobs(folder), job, folder, asker=TOMKE, reason=reason, at=NOON))


def go_back(folder: Path) -> None:
    expected = present_name(folder)
    decide(folder, way_back(folder, asker=TOMKE, expected=expected, at=NOON))


def test_a_better_one_takes_over_without_a_word(folder: Path) -> None:
    promote(folder, BETTER)
    assert present_name(folder) == NEW
    last = decisions(folder)[-1]
    assert (last.by, last.name, last.reason, last.worse) == ("tomke", "Tomke Ahrens", "", ())


@pytest.mark.parametrize("reason", ["", "   ", "passt"])
def test_a_worse_one_is_refused_without_a_reason(folder: Path, reason: str) -> None:
    with pytest.raises(NotPromotedError, match=r"schlechter.*Absichten richtig"):
        promote(folder, WORSE, reason)
    assert present_name(folder) == OLD


def test_a_worse_one_takes_over_with_a_reason_that_stays(folder: Path) -> None:
    promote(folder, WORSE, "Der neue Tarif fehlt sonst. ")
    go_back(folder)
    promoted = decisions(folder)[1]
    assert promoted.reason == "Der neue Tarif fehlt sonst."
    assert "Absichten richtig" in promoted.worse


def test_the_way_back_leads_to_the_one_before_and_never_forth_again(folder: Path) -> None:
    promote(folder, WORSE, "Der neue Tarif fehlt sonst.")
    assert previous(folder) == OLD
    go_back(folder)
    assert present_name(folder) == OLD
    assert decisions(folder)[-1].back
    assert previous(folder) == ""
    with pytest.raises(NotPromotedError):
        go_back(folder)
    assert present_name(folder) == OLD


def test_there_is_a_way_back_from_a_training_by_hand(folder: Path) -> None:
    point_to(folder, NEW)
    assert previous(folder) == OLD
    go_back(folder)
    assert present_name(folder) == OLD


def test_whoever_goes_back_from_what_is_not_present_any_more_is_told(folder: Path) -> None:
    promote(folder, BETTER)
    with pytest.raises(NotPromotedError, match="jemand anders"):
        way_back(folder, asker=TOMKE, expected="assistant-9", at=NOON)


def test_what_was_compared_with_another_assistant_is_not_promoted(folder: Path) -> None:
    job = compared(folder, BETTER)
    kept(folder, "assistant-3")
    point_to(folder, "assistant-3")
    with pytest.raises(NotPromotedError, match="mit einem anderen"):
        promotion(Jobs(folder), job, folder, asker=TOMKE, reason="", at=NOON)


def test_what_answers_already_is_not_promoted(folder: Path) -> None:
    job = compared(folder, BETTER, model=OLD)
    with pytest.raises(NotPromotedError, match="antwortet schon"):
        promotion(Jobs(folder), job, folder, asker=TOMKE, reason="", at=NOON)


def test_what_is_not_compared_is_not_promoted(folder: Path) -> None:
    job = Jobs(folder).ask(TOMKE, commit="0" * 40, draft=False, at=NOON)
    with pytest.raises(NotPromotedError, match="nicht fertig"):
        promotion(Jobs(folder), job, folder, asker=TOMKE, reason="", at=NOON)


def test_a_damaged_one_is_neither_promoted_nor_gone_back_to(folder: Path) -> None:
    job = compared(folder, BETTER)
    (folder / f"{NEW}.tar.gz").write_bytes(b"damaged")
    with pytest.raises(DamagedModelError):
        promotion(Jobs(folder), job, folder, asker=TOMKE, reason="", at=NOON)
    assert present_name(folder) == OLD
