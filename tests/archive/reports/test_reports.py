"""What reports say is what happened, on both databases; and small groups are kept apart."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.reports.counting import Counting
from archive.reports.querying import Grain, Question, Report, Reporting
from archive.tables import concerns, uncounted
from conversation.identity import Channel, ConversationId
from conversation.ports import FeedEvent, FeedKind
from tests.archive.events import START
from tests.archive.reports.history import History, counted, counting, people

DAY = 24 * 60
LATER = START + timedelta(days=30)


@dataclass(frozen=True)
class At:
    """A clock that stands."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


async def report(
    engine: AsyncEngine, *, agents_from: int = 2, now: datetime = LATER, **asked: object
) -> Report:
    whole = {"first": date(2026, 11, 1), "last": date(2026, 12, 31), "grain": Grain.DAY}
    question = Question(**{**whole, **asked})  # type: ignore[arg-type]
    return await Reporting(engine, At(now), agents_from).report(question)


async def test_answered_and_handed_over_are_counted(engine: AsyncEngine) -> None:
    history = History(engine)
    for name in ("anna", "bo", "cora"):
        history.says(name, 0)
    history.says("anna", 1, "assistant")
    history.says("bo", 1, "assistant", sent=False)
    history.goes_to("bo", "queue", reason="anger", intent="report_outage")
    history.goes_to("bo", "agent", agent="first-0")
    history.says("bo", 6, "agent")
    history.goes_to("bo", "nobody")
    await counted(history)
    found = await report(engine)
    total = found.total
    assert (total.concerns, total.answered, total.people) == (3, 2, 1)
    assert (total.first_person, total.solved) == (6 * 60, 6 * 60)
    assert found.reasons == {"anger": 1}
    assert [(one.key, one.concerns) for one in found.topics] == [("", 2), ("outages", 1)]
    assert [one.key for one in found.timeline] == ["2026-11-24"]
    assert found.load == {10: 3}  # a quarter past ten in Berlin


async def test_waiting_counts_within_working_hours_only(engine: AsyncEngine) -> None:
    history = History(engine)
    evening = (19 - 10) * 60 + 30  # 19:45; the desk closes at 20:00 and opens at 8:00
    history.says("anna", evening)
    history.goes_to("anna", "queue", reason="requested")
    history.goes_to("anna", "agent", agent="first-0")
    history.says("anna", evening + 12 * 60 + 45, "agent")  # 8:30 in the morning
    await counted(history)
    assert (await report(engine)).total.first_person == (15 + 30) * 60


async def test_containment_counts_only_who_does_not_come_again_within_seven_days(
    engine: AsyncEngine,
) -> None:
    history = History(engine)
    for name, again in (("anna", None), ("bo", 3 * DAY), ("cora", 8 * DAY)):
        history.says(name, 0)
        history.says(name, 1, "assistant")
        if again:
            history.says(name, again)
            history.says(name, again + 1, "assistant")
    await counted(history)
    (day,) = (one for one in (await report(engine)).timeline if one.key == "2026-11-24")
    assert (day.concerns, day.known, day.contained) == (3, 3, 2)
    # Of what is younger than seven days nobody can say.
    early = await report(engine, now=START + timedelta(days=6))
    assert early.total.known == 0


async def test_going_on_in_private_with_the_same_case_is_not_coming_again(
    engine: AsyncEngine,
) -> None:
    history = History(engine)
    history.says("anna", 0, channel=Channel.X_PUBLIC)
    history.says("anna", 1, "assistant", channel=Channel.X_PUBLIC)
    history.says("anna", 3, channel=Channel.X_DM)
    history.says("anna", 4, "assistant", channel=Channel.X_DM)
    public = ConversationId(Channel.X_PUBLIC, "anna", "anna")
    private = ConversationId(Channel.X_DM, "anna", "anna")
    body = {"case": str(public), "continues": str(public), "since": START.isoformat()}
    history.events.append(FeedEvent("0/900-0", FeedKind.JOINED, private, START, body))
    await counted(history)
    total = (await report(engine)).total
    assert (total.concerns, total.contained) == (2, 2)


async def test_what_is_told_later_is_counted_anew(engine: AsyncEngine) -> None:
    history = History(engine)
    history.says("anna", 0)
    await counted(history)
    assert (await report(engine)).total.answered == 0
    history.says("anna", 1, "assistant")
    await counted(history)
    total = (await report(engine)).total
    assert (total.concerns, total.answered) == (1, 1)
    async with engine.connect() as connection:
        assert (await connection.execute(select(uncounted))).all() == []


async def test_counting_bit_by_bit_gives_the_same(engine: AsyncEngine) -> None:
    history = History(engine)
    for number in range(7):
        history.says(f"c{number}", number)
    await history.archived()
    by_two: Counting = counting(engine)
    assert [await by_two.step(at_once=2) for _ in range(5)] == [2, 2, 2, 1, 0]
    assert (await report(engine)).total.concerns == 7


async def test_who_is_forgotten_is_in_no_report(engine: AsyncEngine) -> None:
    history = History(engine)
    history.says("anna", 0)
    history.says("bo", 0)
    await counted(history)
    conversation = ConversationId(Channel.WEBCHAT, "anna", "anna")
    forgotten = FeedEvent("0/900-0", FeedKind.FORGOTTEN, conversation, START)
    history.events.append(forgotten)
    await history.archived()
    async with engine.connect() as connection:
        names = (await connection.execute(select(concerns.c.conversation))).scalars().all()
        marks = (await connection.execute(select(uncounted.c.conversation))).scalars().all()
    assert [ConversationId.parse(name).customer for name in names] == ["bo"]
    assert marks == []
    assert (await report(engine)).total.concerns == 1


def _answered_by(history: History, *agents: str) -> None:
    for number, agent in enumerate(agents):
        name = f"{agent}-{number}"
        history.says(name, 0)
        history.goes_to(name, "agent", agent=agent)
        history.says(name, 5, "agent")
        history.goes_to(name, "nobody")


async def test_single_agents_have_figures_only_in_teams_large_enough(engine: AsyncEngine) -> None:
    history = History(engine)
    _answered_by(history, "first-0", "first-1", "first-2", "second-0", "second-1", "solo-0")
    await counted(history, people(("first", 3), ("second", 2), ("solo", 1)))
    three = await report(engine, agents_from=3)
    assert [one.key for one in three.agents] == ["first-0", "first-1", "first-2"]
    assert (await report(engine, agents_from=0)).agents == []
    assert (await report(engine, agents_from=4)).agents == []


async def test_a_team_in_which_one_alone_answered_has_no_figures_of_its_own(
    engine: AsyncEngine,
) -> None:
    history = History(engine)
    _answered_by(history, "first-0", "first-1", "solo-0", "nobodys-0")
    await counted(history, people(("first", 2), ("solo", 1)))
    teams = (await report(engine)).teams
    assert [(one.key, one.concerns) for one in teams] == [("", 2), ("first", 2)]


async def test_one_alone_is_not_shown_as_the_rest_either(engine: AsyncEngine) -> None:
    history = History(engine)
    _answered_by(history, "first-0", "first-1", "solo-0")
    await counted(history, people(("first", 2), ("solo", 1)))
    assert [one.key for one in (await report(engine)).teams] == ["first"]


async def test_time_and_channel_are_asked_for(engine: AsyncEngine) -> None:
    history = History(engine)
    for day in (0, 1, 7, 31):
        history.says(f"c{day}", day * DAY)
    history.says("post", 0, channel=Channel.X_PUBLIC)
    await counted(history)
    weeks = await report(engine, grain=Grain.WEEK)
    assert [(one.key, one.concerns) for one in weeks.timeline] == [
        ("2026-11-23", 3),
        ("2026-11-30", 1),
        ("2026-12-21", 1),
    ]
    months = await report(engine, grain=Grain.MONTH)
    assert [(one.key, one.concerns) for one in months.timeline] == [("2026-11", 3), ("2026-12", 2)]
    assert (await report(engine, channel="x_public")).total.concerns == 1
    assert (await report(engine, last=date(2026, 11, 24))).total.concerns == 2
    assert (await report(engine, channel="x_public")).load == {10: 1}


async def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle(
    engine: AsyncEngine,
) -> None:
    history = History(engine)
    for number, minutes in enumerate((2, 4, 10, 60)):
        name = f"c{number}"
        history.says(name, 0)
        history.goes_to(name, "agent", agent="first-0")
        history.says(name, minutes, "agent")
    await counted(history)
    assert (await report(engine)).total.first_person == 7 * 60


async def test_nothing_happened(engine: AsyncEngine) -> None:
    found = await report(engine)
    assert found.total.concerns == 0
    assert (found.timeline, found.reasons, found.load) == ([], {}, {})
