"""Teams and people: from the file, through SQL, to what routing knows."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.database import open_database
from archive.migrate import migrate
from conversation.identity import AgentId, Channel
from conversation.routing.capacity import Kind
from conversation.routing.skills import Skill, SkillKind
from conversation.routing.teams import Mode, TeamId
from staff.accounts import SqlAccounts
from staff.holidays import days_off
from staff.hours import hours_from_text, hours_to_text
from staff.joining import create_demonstration_accounts
from staff.passwords import Passwords
from staff.team_file import TeamFileError, read_teams
from staff.teams import SqlTeams
from tests.staff.house import CHEAP, Hands

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    opened = open_database(database_url)
    await migrate(opened)
    yield opened
    await opened.dispose()


async def _ids(engine: AsyncEngine, clock: Hands) -> dict[str, AgentId]:
    accounts = SqlAccounts(engine)
    await create_demonstration_accounts(accounts, Passwords(CHEAP), clock)
    return {account.login: account.id for account in await accounts.all()}


async def test_the_sample_comes_back_from_the_database_as_it_was_written(
    engine: AsyncEngine, clock: Hands
) -> None:
    ids, file = await _ids(engine, clock), read_teams()
    kept = SqlTeams(engine, zone=BERLIN, clock=clock)
    written, profiles = file.known_teams(BERLIN), file.profiles(ids)
    await kept.replace(written, profiles)
    directory = await kept.current()
    assert len({team.site for team in directory.teams.values()}) == 5
    for team in written:
        found = directory.teams[team.id]
        assert found.hours.hours == team.hours.hours
        assert (found.topics, found.channels, found.mode) == (team.topics, team.channels, team.mode)
        assert found.overflow == team.overflow
        assert found.wrap_up_for == team.wrap_up_for
    silke = directory.agents[ids["silke"]]
    assert silke.team == "vertraege"
    assert (silke.limits.units, silke.limits.most) == (6, {Kind.CHAT: 1})
    assert silke.skills[Skill(SkillKind.TOPIC, "billing")] == 5
    assert set(directory.agents) == {ids["mara"], ids["jonas"], ids["silke"]}


async def test_writing_again_replaces_all_and_is_read_after_a_while_elsewhere(
    engine: AsyncEngine, clock: Hands
) -> None:
    ids, file = await _ids(engine, clock), read_teams()
    here, elsewhere = (SqlTeams(engine, zone=BERLIN, clock=clock) for _ in range(2))
    await here.replace(file.known_teams(BERLIN), file.profiles(ids))
    assert len((await elsewhere.current()).teams) == 5
    only = [team for team in file.known_teams(BERLIN) if team.id == "erste_hilfe"]
    await here.replace(only, [])
    assert list((await here.current()).teams) == ["erste_hilfe"]
    assert len((await elsewhere.current()).teams) == 5
    clock.pass_by(seconds=30)
    assert list((await elsewhere.current()).teams) == ["erste_hilfe"]


async def test_a_team_is_closed_on_the_holidays_of_its_land(
    engine: AsyncEngine, clock: Hands
) -> None:
    kept = SqlTeams(engine, zone=BERLIN, clock=clock)
    await kept.replace(read_teams().known_teams(BERLIN), [])
    teams = (await kept.current()).teams
    womens_day = datetime(2027, 3, 8, 11, tzinfo=UTC)  # a Monday, free in MV alone of these
    assert not teams[TeamId("beratung")].hours.is_open(womens_day)
    assert teams[TeamId("erste_hilfe")].hours.is_open(womens_day)
    assert not teams[TeamId("erste_hilfe")].hours.is_open(womens_day + timedelta(days=18))


def test_holidays_are_those_of_the_land() -> None:
    assert date(2026, 10, 31) in days_off("SH", [2026])
    assert date(2026, 10, 31) not in days_off("BY", [2026])
    with pytest.raises(ValueError, match="no German Land"):
        days_off("XX", [2026])


def test_hours_are_written_as_people_write_them() -> None:
    hours = hours_from_text({"Mo-Mi": "8:00-20:00", "Sa": "9-13:30"})
    assert hours_to_text(hours) == {
        "Mo": "08:00-20:00",
        "Di": "08:00-20:00",
        "Mi": "08:00-20:00",
        "Sa": "09:00-13:30",
    }
    assert hours_from_text(hours_to_text(hours)) == hours
    for wrong in ({"Xy": "8:00-9:00"}, {"Mo": "20:00-8:00"}, {"Mo": "acht"}):
        with pytest.raises(ValueError):
            hours_from_text(wrong)


def test_the_public_team_picks_and_has_the_public_channels() -> None:
    (public,) = [team for team in read_teams().known_teams(BERLIN) if team.mode is Mode.PULL]
    assert public.channels == {Channel.X_PUBLIC, Channel.FB_COMMENT}


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("site: kiel", "site: mars", "mars"),
        ("overflow: [technik, vertraege]", "overflow: [nobody]", "nobody"),
        ("team: technik", "team: nowhere", "nowhere"),
        ("land: MV", "land: ZZ", "sites.schwerin.land"),
        ("{de: 5, en: 2}", "{de: 9}", "agents.silke.skills"),
        ("mode: pull", "mode: drag", "teams.oeffentlich.mode"),
    ],
)
def test_a_mistake_in_the_file_is_told_by_name(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    text = (Path("staff/sample/teams.yml")).read_text()
    assert old in text
    path = tmp_path / "teams.yml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(TeamFileError, match=named):
        read_teams(path)
