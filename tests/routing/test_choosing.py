"""Whom a conversation is offered to, and what happens where nobody can have it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from conversation.identity import AgentId, Channel
from conversation.promises import OpeningHours
from conversation.routing.choosing import Choice
from conversation.routing.lifecycle import Cause
from conversation.routing.teams import Directory, Mode, Presence, TeamId
from tests.routing.samples import NOW, Office, concern, team


def office() -> Office:
    return Office(
        team("internet", topics=frozenset({"outages"}), overflow=(TeamId("first"),)),
        team("first"),
    )


def test_the_best_skilled_of_the_own_team_is_asked() -> None:
    desk = office()
    desk.agent("good", "internet", topics={"outages": 3})
    desk.agent("better", "internet", topics={"outages": 5})
    desk.agent("elsewhere", "first", topics={"outages": 5})
    choice = desk.choose(concern(topic="outages"))
    assert (choice.agent, choice.cause) == ("better", Cause.BEST)
    assert choice.offer_for == timedelta(seconds=30)


def test_who_had_the_conversation_last_goes_before_the_better_skilled() -> None:
    desk = office()
    desk.agent("good", "internet", topics={"outages": 3})
    desk.agent("better", "internet", topics={"outages": 5})
    assert desk.choose(concern(topic="outages", last_agent=AgentId("good"))).agent == "good"


def test_who_had_it_last_and_is_away_is_not_waited_for() -> None:
    desk = office()
    desk.agent("good", "internet", topics={"outages": 3}, seen=46)
    desk.agent("better", "internet", topics={"outages": 5})
    assert desk.choose(concern(topic="outages", last_agent=AgentId("good"))).agent == "better"


def test_among_equals_the_least_busy_then_the_longest_idle_is_asked() -> None:
    desk = office()
    desk.agent("busy", "first", has=1, given=900)
    desk.agent("fresh", "first", given=10)
    desk.agent("idle", "first", given=600)
    assert desk.choose(concern()).agent == "idle"


def test_only_who_is_available_is_asked() -> None:
    for presence in (Presence.BUSY, Presence.BREAK):
        desk = office()
        desk.agent("mara", "first", presence=presence)
        assert desk.choose(concern()).cause is Cause.ALL_BUSY


def test_a_chat_needs_more_room_than_a_post() -> None:
    desk = office()
    desk.agent("mara", "first", has=2)
    assert desk.choose(concern()).agent == "mara"  # 6 of 9 taken, a chat takes 3
    desk.agent("mara", "first", has=3)
    assert desk.choose(concern()).cause is Cause.ALL_BUSY
    assert desk.choose(concern(channel=Channel.X_PUBLIC)).cause is Cause.ALL_BUSY


def test_while_the_own_team_is_busy_others_help_only_after_its_time() -> None:
    desk = office()
    desk.agent("own", "internet", topics={"outages": 5}, presence=Presence.BUSY)
    desk.agent("helper", "first", topics={"outages": 1})
    waiting = desk.choose(concern(topic="outages", waited=60))
    assert (waiting.agent, waiting.cause) == (None, Cause.ALL_BUSY)
    assert waiting.until == NOW + timedelta(minutes=2)
    assert desk.choose(concern(topic="outages", waited=180)).agent == "helper"


def test_a_team_without_anybody_there_is_not_waited_for() -> None:
    desk = office()
    desk.agent("own", "internet", topics={"outages": 5}, seen=60)
    desk.agent("helper", "first", topics={"outages": 1})
    assert desk.choose(concern(topic="outages")).agent == "helper"


def test_where_nobody_knows_the_topic_somebody_answers_all_the_same() -> None:
    desk = office()
    desk.agent("helper", "first")
    assert desk.choose(concern(topic="outages")).agent == "helper"


def test_without_the_language_nobody_is_asked_and_the_reason_is_stated() -> None:
    desk = office()
    desk.agent("mara", "first")
    choice = desk.choose(concern(language="en", waited=3600))
    assert (choice.agent, choice.cause) == (None, Cause.NOBODY_SKILLED)
    desk.agent("jonas", "first", languages=("de", "en"))
    assert desk.choose(concern(language="en")).agent == "jonas"


def test_a_team_that_pulls_picks_for_itself() -> None:
    desk = Office(team("first", mode=Mode.PULL))
    desk.agent("mara", "first")
    assert desk.choose(concern()).cause is Cause.TO_PICK


def test_with_nobody_there_in_open_hours_that_is_the_reason() -> None:
    assert office().choose(concern()).cause is Cause.NOBODY_THERE


def test_out_of_hours_the_next_opening_is_named() -> None:
    sunday = datetime(2026, 11, 29, 12, tzinfo=NOW.tzinfo)
    choice = office().choose(concern(), at=sunday)
    assert choice.cause is Cause.CLOSED_NOW
    assert choice.until == datetime(2026, 11, 30, 7, tzinfo=NOW.tzinfo)  # Monday at 8 in Berlin


def test_a_team_on_holiday_is_closed_while_another_land_works() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    holiday = OpeningHours(zone=berlin, closed_on=frozenset({date(2026, 11, 24)}))
    desk = Office(
        team("internet", topics=frozenset({"outages"}), hours=holiday, overflow=(TeamId("first"),)),
        team("first", land="MV"),
    )
    desk.agent("own", "internet", topics={"outages": 5})
    desk.agent("helper", "first", topics={"outages": 2})
    assert desk.choose(concern(topic="outages")).agent == "helper"


def test_who_passed_is_not_asked_again_and_all_having_passed_is_said() -> None:
    desk = office()
    desk.agent("mara", "first")
    desk.agent("jonas", "first")
    assert desk.choose(concern(passed=frozenset({AgentId("jonas")}))).agent == "mara"
    both = frozenset({AgentId("jonas"), AgentId("mara")})
    assert desk.choose(concern(passed=both)).cause is Cause.ALL_PASSED


def test_the_narrowest_team_that_takes_a_concern_has_it() -> None:
    posts = team("posts", channels=frozenset({Channel.X_PUBLIC}))
    topic = team("internet", topics=frozenset({"outages"}))
    directory = Directory({one.id: one for one in (team("first"), posts, topic)})

    def its(topic: str, channel: Channel) -> str | None:
        found = directory.team_for(topic, channel)
        return found.id if found else None

    assert its("outages", Channel.X_PUBLIC) == "internet"
    assert its("billing", Channel.X_PUBLIC) == "posts"
    assert its("billing", Channel.WEBCHAT) == "first"


def test_what_was_passed_on_to_a_team_is_that_team_s_whatever_its_topic() -> None:
    desk = Office(team("billing", topics=frozenset({"billing"})), team("tech"))
    desk.agent("mara", "billing", topics={"billing": 5})
    desk.agent("jonas", "tech", topics={"billing": 2})
    assert desk.choose(concern(topic="billing")).agent == "mara"
    assert desk.choose(concern(topic="billing", team=TeamId("tech"))).agent == "jonas"
    assert desk.choose(concern(topic="billing", team=TeamId("gone"))).agent == "mara"


def test_whom_it_was_passed_on_to_comes_first_and_for_as_long_as_they_are_free() -> None:
    desk = Office(team("tech"))
    desk.agent("mara", "tech", topics={"tech": 5})
    desk.agent("jonas", "tech")
    meant = concern(topic="tech", wanted=AgentId("jonas"))
    assert desk.choose(meant) == Choice(
        Cause.PASSED_ON, agent=AgentId("jonas"), offer_for=timedelta(seconds=30)
    )
    passed = concern(topic="tech", wanted=AgentId("jonas"), passed=frozenset({AgentId("jonas")}))
    assert desk.choose(passed).agent == "mara"
