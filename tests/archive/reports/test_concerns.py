"""Where a concern begins, and what became of it."""

from datetime import UTC, datetime, timedelta

from archive.reports.concerns import Concern, Held, Said, concerns_of
from conversation.holds import Owner
from conversation.messages import Speaker

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Course:
    """What happens in one conversation, minute by minute."""

    def __init__(self) -> None:
        self.happened: list[Said | Held] = []

    def says(self, minute: float, speaker: str = "customer", *, arrived: bool = True) -> "Course":
        at = START + timedelta(minutes=minute)
        self.happened.append(Said(self._next(), at, Speaker(speaker), arrived=arrived))
        return self

    def goes_to(self, owner: str, **more: str) -> "Course":
        intents = tuple(filter(None, [more.pop("intent", "")]))
        self.happened.append(Held(self._next(), Owner(owner), intents=intents, **more))
        return self

    def concerns(self) -> list[Concern]:
        # Whatever the order they are read in.
        return concerns_of(list(reversed(self.happened)))

    def _next(self) -> str:
        return f"{len(self.happened):05d}"


def at(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


def test_one_answered_by_the_assistant_alone() -> None:
    (one,) = Course().says(0).says(1, "assistant").says(2).says(3, "assistant").concerns()
    assert (one.began_at, one.ended_at, one.answered) == (at(0), at(3), True)
    assert not one.people
    assert one.written == [at(0), at(2)]


def test_a_notice_or_a_line_that_never_left_is_no_answer() -> None:
    course = Course().says(0).says(1, "notice").says(2, "assistant", arrived=False)
    (one,) = course.concerns()
    assert not one.answered


def test_a_handoff_is_measured_from_the_line_that_asked_for_it() -> None:
    course = Course().says(0).says(1, "assistant").says(5)
    course.goes_to("queue", reason="anger", intent="report_outage")
    course.goes_to("agent", agent="jette").says(12, "agent").says(20).says(21, "agent")
    (one,) = course.goes_to("nobody").says(22, "notice").concerns()
    assert (one.reason, one.agent, one.intents) == ("anger", "jette", ["report_outage"])
    assert (one.asked_at, one.person_at, one.solved_at) == (at(5), at(12), at(21))


def test_a_promise_made_anew_leaves_why_and_when_people_were_asked_for() -> None:
    course = Course().says(0).goes_to("queue", reason="anger").says(5)
    (one,) = course.goes_to("queue", reason="requested").concerns()
    assert (one.reason, one.asked_at) == ("anger", at(0))


def test_after_closing_and_after_a_day_of_silence_another_concern_begins() -> None:
    course = Course().says(0).goes_to("agent", agent="jette").says(1, "agent").goes_to("nobody")
    course.says(2).goes_to("assistant").says(3, "assistant")
    found = course.says(3 + 24 * 60).says(4 + 24 * 60).says(5 + 48 * 60 + 1).concerns()
    assert [one.began_at for one in found] == [at(0), at(2), at(5 + 48 * 60 + 1)]


def test_while_a_person_holds_it_silence_ends_nothing() -> None:
    course = Course().says(0).goes_to("queue").goes_to("agent", agent="jette").says(5, "agent")
    (one,) = course.says(3 * 24 * 60).concerns()
    assert one.solved_at is None


def test_what_comes_back_to_people_was_not_solved() -> None:
    course = Course().says(0).goes_to("agent", agent="jette").says(1, "agent")
    course.goes_to("assistant").says(2).goes_to("queue", reason="requested")
    (one,) = course.concerns()
    assert one.solved_at is None


def test_our_own_words_before_any_customers_are_no_concern() -> None:
    assert Course().says(0, "notice").goes_to("queue").says(1, "agent").concerns() == []
