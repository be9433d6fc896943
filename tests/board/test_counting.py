"""The board's figures, counted from what the desk says at one moment."""

from datetime import UTC, datetime, timedelta

from conversation.holds import Hold, Owner
from conversation.identity import AgentId, Channel, ConversationId, LineId
from conversation.packets import HandoffPacket, PassedOn, Understood
from conversation.ports import ConversationState
from conversation.routing.capacity import seat
from conversation.routing.teams import AtWork, Presence, TeamId
from conversation.signals import Reason
from handoff.board.counting import NO_TEAM, Moment, concerns_of, counts_by_team
from handoff.board.showing import figures, site_views
from tests.board.world import DIRECTORY, JONAS, MARA, TOPICS

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)


def began_at(ago: int) -> datetime:
    return NOW - timedelta(minutes=ago)


def waits(
    name: str, *, intent: str = "", ago: int = 5, left: int = 10, passed_to: str = ""
) -> ConversationState:
    """Return somebody who waits since `ago` minutes and was promised `left` minutes from now."""
    passed_on = PassedOn(by=MARA, name="Mara", reason="", to="", at=began_at(ago), team=passed_to)
    understood = (Understood(LineId("1"), intent, 0.9),) if intent else ()
    began = began_at(ago)
    return ConversationState(
        conversation=ConversationId(Channel.WEBCHAT, name, name),
        hold=Hold(Owner.QUEUE, epoch=1, deadline=NOW + timedelta(minutes=left)),
        since=began,
        packet=HandoffPacket(
            reason=Reason.REQUESTED,
            summary="",
            wish="",
            wish_line=None,
            understood=understood,
            handed_off_at=began,
            passed_on=passed_on if passed_to else None,
        ),
        last_at=began,
    )


def at_work(agent: AgentId, *names: str, presence: Presence = Presence.AVAILABLE) -> AtWork:
    seats = (seat(ConversationId(Channel.WEBCHAT, name, name), 1) for name in names)
    return AtWork(agent=agent, chosen=presence, seen_at=NOW, seats=tuple(seats))


def moment(*waiting: ConversationState, work: tuple[AtWork, ...] = ()) -> Moment:
    return Moment(
        now=NOW,
        wall_now=NOW,
        away_after=timedelta(seconds=45),
        directory=DIRECTORY,
        topics=TOPICS,
        waiting=waiting,
        work=work,
    )


def test_who_waits_counts_for_the_team_whose_topic_it_is() -> None:
    seen = moment(waits("a", intent="report_outage", ago=7), waits("b", ago=3), waits("c", ago=2))
    counts = counts_by_team(seen, concerns_of(seen))
    assert {id: count.waiting for id, count in counts.items()} == {
        "first": 2,
        "technics": 1,
        "shut": 0,
    }
    assert counts[TeamId("first")].oldest == NOW - timedelta(minutes=3)
    assert counts[TeamId("technics")].oldest == NOW - timedelta(minutes=7)


def test_what_was_passed_on_counts_for_the_team_it_was_passed_to() -> None:
    seen = moment(waits("a", intent="report_outage", passed_to="shut"))
    counts = counts_by_team(seen, concerns_of(seen))
    assert {id: count.waiting for id, count in counts.items() if count.waiting} == {"shut": 1}


def test_promises_about_to_break_and_broken_ones_are_at_risk() -> None:
    seen = moment(waits("a", left=10), waits("b", left=2), waits("c", left=-4))
    counts = counts_by_team(seen, concerns_of(seen))
    assert counts[TeamId("first")].at_risk == 2
    shown = {figure.key: figure for figure in figures(seen, counts)}
    assert (shown["risk"].value, shown["risk"].state) == ("2", "late")
    assert shown["oldest"].value == "5 min"
    assert (shown["ready"].value, shown["ready"].state) == ("0", "soon")


def test_presence_and_load_are_counted_for_those_who_are_there() -> None:
    seen = moment(work=(at_work(MARA, "a"), at_work(JONAS, presence=Presence.BREAK)))
    counts = counts_by_team(seen, concerns_of(seen))
    technics, first = counts[TeamId("technics")], counts[TeamId("first")]
    assert (technics.there[Presence.AVAILABLE], technics.used, technics.units) == (1, 3, 6)
    assert (first.there[Presence.BREAK], first.used, first.units) == (1, 0, 9)


def test_who_gives_no_sign_is_away_and_adds_no_room_but_what_they_hold_still_counts() -> None:
    gone = AtWork(MARA, Presence.AVAILABLE, NOW - timedelta(minutes=2), at_work(MARA, "a").seats)
    seen = moment(work=(gone,))
    counts = counts_by_team(seen, concerns_of(seen))
    technics = counts[TeamId("technics")]
    assert (technics.there[Presence.AWAY], technics.used, technics.units) == (1, 3, 0)
    assert counts[TeamId("first")].there[Presence.AWAY] == 1


def test_who_is_in_no_team_is_shown_last() -> None:
    seen = moment(work=(at_work(AgentId("guest")),))
    counts = counts_by_team(seen, concerns_of(seen))
    assert counts[NO_TEAM].there[Presence.AVAILABLE] == 1
    sites = site_views(counts, now=NOW)
    assert [site.name for site in sites] == ["Flensburg", "Kiel", "Ohne Team"]
    assert [team.name for team in sites[1].teams] == ["Abendteam", "Erste Hilfe"]
    assert [team.open for team in sites[1].teams] == [False, True]
