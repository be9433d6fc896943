"""The routing's part of the worker: one process at a time, and another goes on."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from archive.database import open_database
from conversation.holds import FIRST_HOLD, Owner
from conversation.identity import AgentId
from conversation.keys import Keys
from conversation.ports import Move, Saying
from conversation.routing.lifecycle import Stage
from conversation.routing.teams import Presence
from gateway.bootstrap import connect
from gateway.clock import FixedClock
from gateway.measures import RoutingMeasures
from gateway.routing import RouterTurn, claiming_of, routing_of
from gateway.secrets import completed
from gateway.settings import read_settings
from gateway.staffing import demonstration_logins
from gateway.topics import topics_of_intents
from handoff.console.platforms import Unconnected
from staff.accounts import SqlAccounts
from staff.team_file import read_teams
from staff.teams import SqlTeams
from tests.contract.samples import conversation, packet


async def test_one_process_routes_and_another_goes_on_when_it_is_gone(
    redis_url: str,
) -> None:
    redis = Redis.from_url(redis_url)
    one, other = (RouterTurn(redis, Keys(), seconds=0.5) for _ in range(2))
    for _ in range(3):
        assert await one.mine()
        assert not await other.mine()
        await asyncio.sleep(0.2)
    await asyncio.sleep(0.6)  # as if killed
    assert await other.mine()
    assert not await one.mine()
    await redis.aclose()


async def test_what_waits_is_offered_to_an_agent_of_the_demonstration(
    redis_url: str, tmp_path: Path
) -> None:
    environment = {"REDIS_URL": redis_url, "DATA_DIR": str(tmp_path)}
    # A Tuesday morning, so that the teams are at work whenever this runs.
    environment["CLOCK"] = "2026-11-24T10:15"
    settings = read_settings(completed(environment, tmp_path))
    live = connect(settings, name="tests")
    await demonstration_logins(settings, live.clock)
    database = open_database(settings.archive_url)
    teams = SqlTeams(database, zone=settings.brand.zone, clock=live.clock)
    measures = RoutingMeasures.on(CollectorRegistry())
    work = routing_of(settings, live, teams, Unconnected(), measures)
    mara = await SqlAccounts(database).by_login("mara")
    assert mara is not None
    now = live.clock.now()
    await work.router.roster.choose(AgentId(mara.id), Presence.AVAILABLE, now=datetime.now(UTC))
    saying = Saying(conversation=conversation(), hold=FIRST_HOLD)
    deadline = live.moves.promises.deadline(now)
    await live.desk.move(Move(saying, Owner.QUEUE, deadline=deadline, packet=packet(), at=now))
    await work.round()
    standing = await work.router.places.standing(conversation())
    assert standing.stage is Stage.OFFERED
    assert standing.place.offer is not None
    assert standing.place.offer.agent == mara.id
    claiming = claiming_of(live, teams)
    await claiming.accept(conversation(), AgentId(mara.id), name=mara.name)
    # A demonstration skips hours; whoever is there keeps what they have.
    assert isinstance(live.clock, FixedClock)
    live.clock.set(now + timedelta(hours=2))
    await work.sweeping.sweep()
    assert (await live.desk.state(conversation())).hold.agent == mara.id
    await database.dispose()
    await live.redis.connection_pool.disconnect()


def test_every_intent_about_a_topic_has_its_topic() -> None:
    topics = topics_of_intents()
    assert topics["ask_bill"] == "billing"
    assert topics["book_appointment"] == "appointments"
    assert "request_human" not in topics
    assert "insult" not in topics


def test_the_teams_of_the_sample_know_only_topics_there_are() -> None:
    teams = read_teams().known_teams(ZoneInfo("Europe/Berlin"))
    named = {topic for team in teams for topic in team.topics}
    assert named
    assert named <= set(topics_of_intents().values())
