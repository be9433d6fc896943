"""Figures are counted as they say, thresholds can fail, and the page names what went wrong."""

from pathlib import Path

import pytest

from studio.evaluation.figures import Share
from tests.escalation.due import Due, Judged
from tests.escalation.figures import Turns, by_reason, figures_of
from tests.escalation.report import report
from tests.escalation.thresholds import Thresholds, missed, read_thresholds

ANGRY = Due(True, 2, 2, ("anger", "dispute"))
LEFT_ALONE = Due(must=False)
PLAYED = (
    Judged("on-time", ANGRY, at=2, reason="anger", lacks=()),
    Judged("late", ANGRY, at=4, reason="dispute"),
    Judged("early", ANGRY, at=1, reason="requested", lacks=("postal_code 24118",)),
    Judged("missed", ANGRY),
    Judged("alone", LEFT_ALONE),
    Judged("needless", LEFT_ALONE, at=1, reason="anger"),
)


def test_recall_counts_those_due_and_precision_those_handed_over() -> None:
    figures = figures_of(PLAYED)
    assert figures.conversations == 6
    assert figures.recall == Share(3, 4)
    assert figures.precision == Share(3, 4)
    assert (figures.at_the_turn, figures.late, figures.early) == (Share(1, 3),) * 3
    assert (figures.turns_late.off, figures.turns_early.off) == ((0, 2, 0), (0, 0, 1))
    assert figures.reason_named == Share(2, 3)
    assert figures.packets_whole == Share(1, 2)


def test_a_reason_is_recalled_by_the_script_and_precise_by_what_was_said() -> None:
    reasons = by_reason(PLAYED)
    assert list(reasons) == ["anger", "dispute", "requested"]
    assert reasons["anger"].recall == Share(3, 4)
    assert reasons["anger"].precision == Share(1, 2)
    assert reasons["dispute"].recall == Share(0, 0)
    assert reasons["dispute"].precision == Share(1, 1)


def test_the_mean_of_turns_lies_in_its_interval_which_is_the_same_each_time() -> None:
    turns = Turns((0, 0, 0, 1, 0, 3, 0, 0))
    low, high = turns.interval
    assert low < turns.mean == 0.5 < high
    assert turns.interval == (low, high)
    assert (Turns(()).mean, Turns(()).interval) == (0.0, (0.0, 0.0))
    assert Turns((1, 1)).interval == (1.0, 1.0)


def test_each_floor_can_be_missed_and_nothing_to_count_misses_none() -> None:
    high = Thresholds(recall=0.8, precision=0.8, at_the_turn=0.5, packets_whole=1.0)
    assert len(missed(high, figures_of(PLAYED))) == 4
    assert missed(high, figures_of(PLAYED))[0] == ("recall 0.750, wanted at least 0.800.")
    low = Thresholds(recall=0.75, precision=0.75, at_the_turn=0.3, packets_whole=0.5)
    assert missed(low, figures_of(PLAYED)) == []
    assert missed(high, figures_of([Judged("alone", LEFT_ALONE)])) == []


def test_what_we_aim_at_is_kept_and_nothing_below_the_threshold_can_reach_it() -> None:
    aims, kept = (
        read_thresholds(Path(__file__).parent / name) for name in ("aims.json", "thresholds.json")
    )
    assert (aims.recall, aims.precision, aims.at_the_turn) == (0.97, 0.92, 0.5)
    assert all(floor <= getattr(aims, name) for name, floor in kept)


def test_the_page_has_figures_reasons_and_names_of_what_went_wrong() -> None:
    page = report({"Tuned on": PLAYED[:4], "Unseen": PLAYED[4:]}, title="Handoffs")
    assert "| recall | 75.0% | 30.1% to 95.4% | 4 |" in page
    assert "## Unseen\n\n2 conversations." in page
    assert "| anger | 4 | 75.0% |" in page
    for line in (
        "Not handed over: missed (anger).",
        "Handed over without need: needless (turn 1, anger).",
        "Too late: late (2).",
        "Too early: early (1, requested).",
        "For another reason: early (requested).",
        "Packets that lack a fact: early (postal_code 24118).",
    ):
        assert line in page


@pytest.mark.parametrize("played", [(), PLAYED[:1]])
def test_a_page_about_little_is_a_page(played: tuple[Judged, ...]) -> None:
    assert "| all |" in report({"Some": played}, title="Handoffs")
