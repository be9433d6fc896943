"""At which sites a conversation is, and what people of one site may do with it."""

from datetime import timedelta
from typing import Any

import pytest

from conversation.holds import Hold, Owner
from conversation.identity import AgentId
from conversation.packets import HandoffPacket, PassedOn
from conversation.ports import ConversationState
from conversation.routing.lifecycle import Offer, Place
from conversation.routing.ports import Standing
from conversation.routing.sites import (
    Opening,
    Reach,
    Viewer,
    Wait,
    Whereabouts,
    agents_of,
    reach,
    serves,
    whereabouts,
)
from conversation.routing.teams import Directory, TeamId
from conversation.signals import Reason
from tests.routing.samples import NOW, conversation, team

#: Kiel takes outages and is helped by Husum, after three minutes as usual; Husum takes bills.
KIEL = team("kiel", topics=frozenset({"outages"}), overflow=(TeamId("husum"),))
HUSUM = team("husum", site="Husum", topics=frozenset({"billing"}))
PLOEN = team("ploen", site="Plön", topics=frozenset({"contracts"}))
DIRECTORY = Directory(teams={one.id: one for one in (KIEL, HUSUM, PLOEN)})
AT = {"mara": "Kiel", "jonas": "Husum", "silke": ""}
MARA, JONAS, SILKE = (AgentId(name) for name in AT)


def viewer(agent: AgentId, *sites: str) -> Viewer:
    own = frozenset({AT[agent]})
    return Viewer(agent, own | frozenset(sites), own) if AT[agent] else Viewer(agent, None, None)


def standing(owner: Owner, *, agent: str = "", passed: Any = None, **place: Any) -> Standing:
    packet = HandoffPacket(Reason.REQUESTED, "", "", None, handed_off_at=NOW, passed_on=passed)
    hold = Hold(owner, 1, agent=AgentId(agent) if agent else None)
    queued = owner is Owner.QUEUE
    state = ConversationState(
        conversation(), hold, since=NOW, last_at=NOW, packet=packet if queued else None
    )
    return Standing(state, Place(**{"queued_at": NOW, **place}))


def given(*, to: str = "", team: str = "", by: str = "jonas") -> PassedOn:
    agent = AgentId(to) if to else None
    return PassedOn(AgentId(by), by, "", "", NOW, team=team, agent=agent)


def where(one: Standing, *, minutes: float = 0, directory: Directory = DIRECTORY) -> Whereabouts:
    at = {agent: AT[agent] for agent in agents_of(one)}
    return whereabouts(one, directory, at, now=NOW + timedelta(minutes=minutes), topics={})


def sees(who: Viewer, one: Standing, *, minutes: float = 0) -> Reach:
    return reach(who, one, where(one, minutes=minutes))


def test_what_is_no_team_s_is_everybody_s() -> None:
    for owner in (Owner.QUEUE, Owner.ASSISTANT):
        one = standing(owner)
        assert where(one) == Whereabouts(None, None)
        assert sees(viewer(MARA), one) is Reach.STEER


def test_what_waits_for_a_team_is_its_site_s_then_those_that_help_then_everybody_s() -> None:
    one = standing(Owner.QUEUE, passed=given(team="kiel", by="silke"))
    assert sees(viewer(MARA), one) is Reach.STEER
    assert sees(viewer(JONAS), one) is Reach.NOTHING
    # Who helps may take it, and steers nothing.
    assert where(one, minutes=3) == Whereabouts(frozenset({"Kiel"}), frozenset({"Kiel", "Husum"}))
    assert sees(viewer(JONAS), one, minutes=3) is Reach.WORK
    assert where(one, minutes=5.9).open_to == frozenset({"Kiel", "Husum"})
    assert where(one, minutes=6).open_to is None


def test_who_is_in_a_team_elsewhere_may_take_there_and_lead_only_at_their_own_site() -> None:
    one = standing(Owner.QUEUE, passed=given(team="kiel", by="silke"))
    assert sees(viewer(JONAS, "Kiel"), one) is Reach.WORK


def test_for_whom_it_was_passed_on_or_is_offered_has_it_at_their_site_too() -> None:
    offer = Offer(JONAS, 1, until=NOW)
    for one in (
        standing(Owner.QUEUE, passed=given(team="kiel", by="silke"), offer=offer),
        standing(Owner.QUEUE, passed=given(team="kiel", to="jonas", by="silke")),
    ):
        assert where(one).home == {"Kiel", "Husum"}
        assert sees(viewer(JONAS), one) is Reach.STEER
        assert serves(viewer(JONAS), one, where(one))


def test_what_an_agent_has_is_at_their_site() -> None:
    one = standing(Owner.AGENT, agent="jonas")
    assert where(one).home == {"Husum"}
    assert [sees(viewer(who), one) for who in (JONAS, MARA)] == [Reach.STEER, Reach.NOTHING]


def test_what_somebody_of_all_sites_has_is_at_that_of_its_team() -> None:
    one = standing(Owner.AGENT, agent="silke")
    assert where(one).home is None
    only = Directory(teams={TeamId("all"): team("all")})
    assert where(one, directory=only).home == {"Kiel"}


@pytest.mark.parametrize("owner", [Owner.NOBODY, Owner.ASSISTANT])
def test_what_people_are_done_with_stays_with_who_had_it_last(owner: Owner) -> None:
    one = standing(owner, last_agent=JONAS)
    assert [sees(viewer(who), one) for who in (JONAS, MARA)] == [Reach.STEER, Reach.NOTHING]
    assert not serves(viewer(JONAS), one, where(one))
    centre = standing(owner, last_agent=SILKE)
    assert sees(viewer(MARA), centre) is Reach.NOTHING


def test_of_what_nothing_is_live_nobody_knows_whose_it_was() -> None:
    gone = Standing(
        ConversationState(conversation(), Hold(Owner.ASSISTANT, 0), None, None, None), Place()
    )
    assert [sees(viewer(who), gone) for who in (MARA, SILKE)] == [Reach.NOTHING, Reach.STEER]


def test_who_passed_it_on_may_look_how_it_goes_on() -> None:
    one = standing(Owner.QUEUE, passed=given(team="kiel"), last_agent=JONAS)
    assert sees(viewer(JONAS), one) is Reach.READ


def test_a_customer_is_served_by_a_site_only_while_people_are_at_it() -> None:
    for one, expected in (
        (standing(Owner.QUEUE), False),
        (standing(Owner.ASSISTANT), False),
        (standing(Owner.QUEUE, passed=given(team="kiel")), True),
        (standing(Owner.AGENT, agent="mara"), True),
        (standing(Owner.AGENT, agent="jonas"), False),
    ):
        assert serves(viewer(MARA), one, where(one)) is expected


def test_when_a_site_comes_to_what_waits_is_known_beforehand() -> None:
    late = (timedelta(minutes=3), frozenset({"Kiel", "Husum"})), (timedelta(minutes=6), None)
    wait = Wait(NOW, Opening(frozenset({"Kiel"}), late))
    for site, after in (("Kiel", 0), ("Husum", 3), ("Plön", 6)):
        assert wait.opening.after(frozenset({site})) == timedelta(minutes=after)
        before, then = (wait.at(NOW + timedelta(minutes=after + off)) for off in (-0.1, 0))
        assert then.open_to is None or site in then.open_to
        assert site == "Kiel" or site not in (before.open_to or {site})
