"""Who decided for which assistant stands in one file, which is replaced as a whole."""

import json
import threading
from pathlib import Path

import pytest

from studio.models import load_current
from studio.present import (
    POINTER,
    Decision,
    OvertakenError,
    decide,
    decisions,
    point_to,
    present_name,
)
from tests.studio.training.samples import NEW, NOON, OLD, kept, present

CHOICE = Decision(model=NEW, at=NOON, by="tomke", name="Tomke", reason="besser", instead_of=OLD)


def test_a_decision_makes_an_assistant_present_and_is_remembered(tmp_path: Path) -> None:
    present(tmp_path)
    new = kept(tmp_path)
    decide(tmp_path, CHOICE)
    assert load_current(tmp_path) == new
    assert [one.model for one in decisions(tmp_path)] == [OLD, NEW]
    assert decisions(tmp_path)[-1] == CHOICE


def test_a_training_by_hand_goes_into_the_same_history(tmp_path: Path) -> None:
    present(tmp_path)
    decide(tmp_path, CHOICE)
    point_to(tmp_path, "assistant-3")
    last = decisions(tmp_path)[-1]
    assert (last.model, last.by, last.instead_of) == ("assistant-3", "", NEW)
    assert CHOICE in decisions(tmp_path)


def test_whoever_decides_about_what_is_not_present_any_more_changes_nothing(
    tmp_path: Path,
) -> None:
    present(tmp_path)
    decide(tmp_path, CHOICE)
    before = (tmp_path / POINTER).read_bytes()
    with pytest.raises(OvertakenError):
        decide(tmp_path, CHOICE)
    assert (tmp_path / POINTER).read_bytes() == before


def test_of_several_who_decide_at_once_one_does(tmp_path: Path) -> None:
    present(tmp_path)
    outcomes: list[bool] = []

    def one() -> None:
        try:
            decide(tmp_path, CHOICE)
            outcomes.append(True)
        except OvertakenError:
            outcomes.append(False)

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False] * 7 + [True]
    assert len(decisions(tmp_path)) == 2


@pytest.mark.parametrize("content", ["", "[]", '{"name": 3}', '{"decisions": [{"model": 1}]}'])
def test_an_unreadable_pointer_names_nothing_and_can_be_replaced(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / POINTER).write_text(content)
    assert present_name(tmp_path) == ""
    assert decisions(tmp_path) == ()
    point_to(tmp_path, OLD)
    assert present_name(tmp_path) == OLD


def test_a_pointer_of_before_there_was_a_history_is_understood(tmp_path: Path) -> None:
    (tmp_path / POINTER).write_text(json.dumps({"name": OLD}))
    decide(tmp_path, CHOICE)
    assert decisions(tmp_path) == (CHOICE,)
