"""What is compared with what, when too little is known, and what is counted as work."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studio.content.changes import Add, Remove
from studio.content.examples import Lesson
from studio.effect.gain import gain_of
from studio.effect.ports import Outcome
from studio.effect.shares import LEAST, Compared, Verdict
from studio.effect.spans import LONGEST, changes_of
from studio.effect.telling import Told
from studio.effect.work import Correction, Pace, corrections, pace_of, recent_corrections
from studio.evaluation.comparison import Comparison
from studio.evaluation.figures import Share, figures_of
from studio.evaluation.messages import Message, Prediction
from studio.present import Decision
from tests.studio.training.samples import BETTER, MESSAGES, NOON, WORSE
from tests.studio.versions.repository import ANNA, BODO, Studio, new_studio
from tests.studio.versions.repository import NOON as THEN

DAY = timedelta(days=1)


def decision(model: str, day: int, *, instead_of: str, back: bool = False) -> Decision:
    return Decision(model=model, at=NOON + day * DAY, instead_of=instead_of, back=back)


MADE = (
    decision("a", 0, instead_of=""),
    decision("b", 60, instead_of="a"),
    decision("c", 70, instead_of="b"),
    decision("c", 71, instead_of="c"),
    decision("b", 75, instead_of="c", back=True),
)


def test_no_stretch_reaches_into_the_time_of_another_assistant() -> None:
    found = changes_of(MADE, now=NOON + 100 * DAY)
    assert [one.decision.model for one in found] == ["b", "c", "b"]
    days = [
        [(at - NOON) / DAY for span in (one.before, one.after) for at in (span.first, span.until)]
        for one in found
    ]
    assert days == [[32, 60, 60, 70], [60, 70, 70, 75], [70, 75, 75, 100]]
    assert found[0].before.until - found[0].before.first == LONGEST


def test_what_is_not_decided_yet_is_no_change() -> None:
    assert changes_of(MADE, now=NOON + 30 * DAY) == []


@pytest.mark.parametrize(
    ("before", "after", "rising", "verdict"),
    [
        (Share(20, 29), Share(200, 400), True, Verdict.TOO_FEW),
        (Share(0, 0), Share(0, 0), True, Verdict.TOO_FEW),
        (Share(50, 100), Share(55, 100), True, Verdict.UNCLEAR),
        (Share(200, 400), Share(280, 400), True, Verdict.BETTER),
        (Share(280, 400), Share(200, 400), True, Verdict.WORSE),
        (Share(280, 400), Share(200, 400), False, Verdict.BETTER),
    ],
)
def test_a_change_is_told_only_where_it_can_be_told_apart(
    before: Share, after: Share, rising: bool, verdict: Verdict
) -> None:
    assert Compared(before, after, rising).verdict is verdict


def test_the_interval_is_newcombes() -> None:
    # The example (a) of Newcombe's paper: 56 of 70 less 48 of 80.
    low, high = Compared(Share(48, 80), Share(56, 70)).interval
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


def test_topics_add_up_to_all() -> None:
    change = changes_of(MADE, now=NOON + 100 * DAY)[0]
    one = Outcome(concerns=60, known=40, contained=30, read=90, missed=9, reasons={"anger": 3})
    two = replace(one, reasons={"requested": 6, "anger": 1})
    told = Told(change, {"x": one, "": two}, {"y": one})
    assert told.topics == ("", "x", "y")
    assert told.contained().before == Share(60, 80)
    assert told.missed("y").after == Share(9, 90)
    assert told.missed("y").before == Share(0, 0)
    assert told.reasons()["anger"] == Compared(Share(4, 120), Share(3, 60), rising=False)
    assert list(told.reasons()) == ["anger", "requested"]
    assert LEAST == 30


def acts(who: str, *minutes: float, read_in: bool = False) -> list[Correction]:
    return [Correction(who, NOON + timedelta(minutes=one), 1, read_in) for one in minutes]


def test_the_pace_leaves_out_pauses_and_files() -> None:
    done = [*acts("anna", 0, 1, 2, 30, 31), *acts("bodo", 1, 4), *acts("anna", 2.5, read_in=True)]
    assert pace_of(done) == Pace(corrections=4, seconds=360)
    assert not pace_of(done).enough
    assert not Pace(30, 0).enough
    steady = Pace(100, 3600)
    assert steady.enough
    low, high = steady.interval
    # The exact limits for a count of 100 are 81.4 and 121.6.
    assert (round(low, 1), steady.an_hour, round(high, 1)) == (81.4, 100, 121.6)


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return new_studio(tmp_path)


def test_corrections_are_the_commits_of_the_studio(studio: Studio) -> None:
    old = studio.drafts.published()
    lesson = Lesson("greet", "huhu")
    studio.drafts.change(ANNA, Add(lesson))
    assert len(recent_corrections(studio.git, old, since=THEN)) == 1
    assert corrections(studio.git, old) == []
    studio.publishing.publish(ANNA)
    studio.drafts.change(BODO, Remove(lesson.id))
    studio.publishing.publish(BODO)
    (studio.root / "README.md").write_text("Anders.\n")
    studio.hand("commit", "-q", "-a", "-m", "Von Hand")
    done = corrections(studio.git, studio.drafts.published(), old=old)
    assert sorted((one.who, one.examples, one.read_in) for one in done) == [
        ("anna", 1, False),
        ("bodo@foerdekom.example", 1, False),
    ]
    assert corrections(studio.git, studio.drafts.published(), since=THEN + DAY) == []


def test_the_gain_is_the_difference_of_what_the_comparison_shows() -> None:
    for one in (BETTER, WORSE):
        gain = gain_of(one)
        assert gain is not None
        before, after = one.figures()
        assert before is not None
        assert gain.before == pytest.approx(before.macro_f1)
        assert gain.after == pytest.approx(after.macro_f1)
        assert gain.low <= gain.difference <= gain.high
        assert gain.of_hundred(19) is None
        hundred = gain.of_hundred(50)
        assert hundred is not None
        assert hundred[0] == pytest.approx(2 * gain.difference)
    assert gain_of(Comparison(MESSAGES, (), BETTER.after)) is None


def test_the_gain_counts_as_figures_do_what_is_never_due() -> None:
    messages = tuple(Message(f"m{number}", "ab"[number % 2]) for number in range(40))
    given = tuple(
        Prediction(one.text, "c" if number % 5 == 0 else str(one.intent), 0.9, None, ())
        for number, one in enumerate(messages)
    )
    gain = gain_of(Comparison(messages, given, given))
    assert gain is not None
    assert gain.before == pytest.approx(figures_of(messages, given).macro_f1)
    assert (gain.difference, gain.low, gain.high) == (0, 0, 0)
