"""What the administration does, and for whom it does nothing."""

import csv
from collections.abc import AsyncIterator
from datetime import time
from io import StringIO
from pathlib import Path

import httpx
import pytest

from conversation.identity import AgentId, ConversationId
from conversation.routing.capacity import Kind
from conversation.routing.skills import Skill, SkillKind
from conversation.routing.teams import Mode, TeamId
from staff.roles import Role
from tests.staff.administration.town import Town, open_town
from tests.staff.house import log_in

PAGES = ("people", "people/new", "people/id-anke", "people/id-anke/skills")
PAGES += ("teams", "teams/new", "teams/erste_hilfe", "log", "log.csv")
FOR_LEADERS = {"people", "people/id-anke/skills", "teams", "teams/new", "teams/erste_hilfe"}


@pytest.fixture
async def town(tmp_path: Path, migrated: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path, migrated) as town:
        yield town


def _secret(page: httpx.Response) -> str:
    assert page.status_code == 200, page.text
    assert page.headers["cache-control"] == "no-store"
    return page.text.split('class="adm-secret" value="')[1].split('"')[0]


async def test_each_page_opens_for_its_roles_and_for_nobody_else(town: Town) -> None:
    for login, open_pages in (
        ("mara", set()),
        ("tomke", set()),
        ("silke", FOR_LEADERS),
        ("ole", set(PAGES)),
    ):
        browser = await town.house.logged_in(login)
        for page in PAGES:
            response = await browser.get(f"/administration/{page}")
            assert response.status_code == (200 if page in open_pages else 403), (login, page)
    assert (await town.house.browser().get("/administration/people")).status_code == 303


async def test_a_new_account_comes_in_with_the_password_shown_once(town: Town) -> None:
    ole = await town.house.logged_in("ole")
    page = await town.post(
        ole, "people/new", login=" Wiebke ", name="Wiebke Harms", role="agent", site="Kiel"
    )
    account = await town.account("wiebke")
    assert (account.role, account.site) == (Role.AGENT, "Kiel")
    assert (await log_in(town.house.browser(), "wiebke", _secret(page))).status_code == 303
    assert town.acts() == [("id-ole", "account_created", "wiebke: agent, Kiel")]
    again = await town.post(ole, "people/new", login="wiebke", name="W", role="agent", site="")
    assert (again.status_code, "gibt es schon" in again.text) == (409, True)
    for login, name in (("", "W"), ("w", ""), ("w\x07", "W"), ("x" * 101, "W")):
        bad = await town.post(ole, "people/new", login=login, name=name, role="agent", site="")
        assert bad.status_code == 409


async def test_a_form_that_is_not_ours_or_from_elsewhere_changes_nothing(town: Town) -> None:
    ole = await town.house.logged_in("ole")
    wrong = await town.post(ole, "people/id-anke", name="A", role="chief", site="")
    assert wrong.status_code == 400
    forged = await ole.post("/administration/people/id-anke/disabled", data={"disabled": "yes"})
    assert forged.status_code == 403
    assert (await town.post(ole, "people/nobody/password")).status_code == 404
    assert not (await town.account("anke")).disabled
    assert town.acts() == []


async def test_role_site_and_name_change_from_the_next_request_on(town: Town) -> None:
    ole, sven = await town.house.logged_in("ole"), await town.house.logged_in("sven")
    assert (await sven.get("/administration/teams")).status_code == 200
    await town.post(ole, "people/id-sven", login="forged", name="Sven S.", role="agent", site="")
    account = await town.account("sven")
    assert (account.name, account.role, account.site) == ("Sven S.", Role.AGENT, "")
    assert (await sven.get("/administration/teams")).status_code == 403
    assert town.acts() == [("id-ole", "account_changed", "sven: agent, *")]


async def test_a_new_password_and_a_shut_account_end_sessions(town: Town) -> None:
    ole, anke = await town.house.logged_in("ole"), await town.house.logged_in("anke")
    password = _secret(await town.post(ole, "people/id-anke/password"))
    assert (await anke.get("/")).headers["location"].startswith("/login")
    assert (await log_in(town.house.browser(), "anke", password)).status_code == 303
    await town.post(ole, "people/id-anke/disabled", disabled="yes")
    assert (await log_in(town.house.browser(), "anke", password)).status_code == 401
    await town.post(ole, "people/id-anke/disabled", disabled="no")
    assert (await log_in(town.house.browser(), "anke", password)).status_code == 303
    acts = [what for _, what, _ in town.acts() if what != "login_refused"]
    assert acts == ["password_reset", "account_disabled", "account_enabled"]


async def test_a_tie_to_the_provider_can_be_forgotten(town: Town) -> None:
    await town.identities.tie("https://login.example", "s", AgentId("id-anke"))
    ole = await town.house.logged_in("ole")
    assert "Firmenkonto lösen" in (await ole.get("/administration/people/id-anke")).text
    await town.post(ole, "people/id-anke/identity")
    assert await town.identities.tied() == frozenset()


@pytest.mark.parametrize("login", ["mara", "tomke", "silke", "sven"])
async def test_who_is_no_administrator_changes_no_account(town: Town, login: str) -> None:
    browser = await town.house.logged_in(login)
    role = {"name": "X", "role": "administrator", "site": ""}
    for path, fields in (
        (f"people/id-{login}", role),
        ("people/id-anke", role),
        ("people/new", {"login": "x", **role}),
        ("people/id-ole/password", {}),
        ("people/id-ole/disabled", {"disabled": "yes"}),
        ("people/id-ole/identity", {}),
    ):
        assert (await town.post(browser, path, **fields)).status_code == 403, path
    assert town.acts() == []
    assert await town.house.parts.accounts.by_login("x") is None


async def test_nobody_changes_their_own_account_so_that_one_administrator_stays(
    town: Town,
) -> None:
    ole = await town.house.logged_in("ole")
    for path in ("people/id-ole", "people/id-ole/disabled", "people/id-ole/password"):
        fields = {"name": "O", "role": "agent", "site": "", "disabled": "yes"}
        assert (await town.post(ole, path, **fields)).status_code == 403
    assert (await town.account("ole")).role is Role.ADMINISTRATOR


async def test_a_site_s_administrator_has_that_site_and_no_other(town: Town) -> None:
    kaja = await town.house.logged_in("kaja")
    page = (await kaja.get("/administration/people")).text
    assert "Anke Andresen" in page
    assert not any(name in page for name in ("Hauke Hansen", "Ole Brodersen", "Hilde Holm"))
    role = {"name": "X", "role": "administrator"}
    refused = (
        ("people/id-hauke", {**role, "site": "Kiel"}),
        ("people/id-hilde/disabled", {"disabled": "yes"}),
        ("people/id-ole/password", {}),
        ("people/id-ole/disabled", {"disabled": "yes"}),
        # Nor do they lift anybody, or themselves, above their site.
        ("people/id-anke", {**role, "site": ""}),
        ("people/id-anke", {**role, "site": "Husum"}),
        ("people/id-anke", {**role, "site": "Kiel", "other_site": "Husum"}),
        ("people/id-kaja", {**role, "site": ""}),
        ("people/new", {"login": "x", **role, "site": ""}),
        ("people/new", {"login": "x", **role, "site": "Husum"}),
        ("people/id-hauke/skills", {"team": "", "units": "9"}),
        ("people/id-mara/skills", {"team": "", "units": "9"}),
        ("teams/technik", {"name": "X", "site": "Kiel"}),
        ("teams/technik/delete", {}),
        ("teams/new", {"name": "X", "site": "Husum"}),
        ("teams/erste_hilfe", {"name": "X", "site": "Husum"}),
    )
    for path, fields in refused:
        assert (await town.post(kaja, path, **fields)).status_code == 403, (path, fields)
    for path in ("people/id-hauke", "people/id-hauke/skills", "teams/technik"):
        assert (await kaja.get(f"/administration/{path}")).status_code == 403, path
    assert (await kaja.get("/api-tokens")).status_code == 403
    assert "/api-tokens" not in (await kaja.get("/administration/people")).text
    assert town.acts() == []
    done = await town.post(kaja, "people/id-anke", name="Anke", role="supervisor", site="Kiel")
    assert done.status_code == 303
    assert (await town.account("anke")).role is Role.SUPERVISOR


async def test_a_site_s_administrator_reads_what_its_own_people_did(town: Town) -> None:
    audit = town.house.audit
    for who in ("id-anke", "id-hauke", "id-ole", "a-program"):
        await audit.record(who, "claimed", detail=f"by {who}")
    kaja = await town.house.logged_in("kaja")
    for path in ("log", "log.csv", "log?who=id-hauke", "log.csv?who=id-ole", "log?who=a-program"):
        page = (await kaja.get(f"/administration/{path}")).text
        assert ("by id-anke" in page) == ("who" not in path)
        assert not any(f"by {who}" in page for who in ("id-hauke", "id-ole", "a-program"))


async def test_skills_team_and_limits_reach_routing(town: Town) -> None:
    sven = await town.house.logged_in("sven")
    fields = {
        "team": "erste_hilfe",
        "units": "6",
        "most.chat": "1",
        "most.post": "",
        "skill.topic.billing": "4",
        "skill.language.de": "5",
        "skill.language.en": "0",
        "skill.channel.webchat": "5",
        "new_kind": "product",
        "new_name": "tv",
        "new_level": "2",
    }
    assert (await town.post(sven, "people/id-anke/skills", **fields)).status_code == 303
    profile = (await town.teams.current()).agents[AgentId("id-anke")]
    assert (profile.team, profile.limits.units) == ("erste_hilfe", 6)
    assert profile.limits.most == {Kind.CHAT: 1}
    assert profile.skills == {
        Skill(SkillKind.TOPIC, "billing"): 4,
        Skill(SkillKind.LANGUAGE, "de"): 5,
        Skill(SkillKind.CHANNEL, "webchat"): 5,
        Skill(SkillKind.PRODUCT, "tv"): 2,
    }
    page = (await sven.get("/administration/people/id-anke/skills")).text
    billing = page.split('name="skill.topic.billing"')[1].split("</select>")[0]
    assert 'value="4" selected' in billing
    for wrong, status in (
        ({**fields, "skill.topic.billing": "6"}, 400),
        ({**fields, "skill.magic.x": "1"}, 400),
        ({**fields, "skill.channel.fax": "1"}, 400),
        ({**fields, "team": "nowhere"}, 400),
        ({**fields, "team": "technik"}, 403),
        ({**fields, "units": "many"}, 409),
        ({**fields, "units": "0"}, 409),
    ):
        assert (await town.post(sven, "people/id-anke/skills", **wrong)).status_code == status
    await town.post(sven, "people/id-anke/skills", team="", units="9")
    assert AgentId("id-anke") not in (await town.teams.current()).agents


TEAM = {
    "name": "Nachtdienst",
    "site": "Kiel",
    "land": "SH",
    "mode": "pull",
    "topics": "outages, tickets",
    "channel": ["webchat", "x_dm"],
    "overflow": ["technik"],
    "overflow_after": "60",
    "proficiency": "3",
    "offer_for": "20",
    "wrap_up_for": "0",
    "hours.Mo": "8:00-20:00",
    "hours.So": "10-14:30",
}


async def test_a_team_is_made_changed_and_deleted(town: Town) -> None:
    sven = await town.house.logged_in("sven")
    assert (await town.post(sven, "teams/new", **TEAM)).status_code == 303
    (team,) = [
        one
        for one in (await town.teams.current()).teams.values()
        if one.mode is Mode.PULL and one.site == "Kiel"
    ]
    assert team.hours.hours == {0: (time(8), time(20)), 6: (time(10), time(14, 30))}
    assert (team.topics, team.overflow) == ({"outages", "tickets"}, ("technik",))
    assert {channel.value for channel in team.channels} == {"webchat", "x_dm"}
    changed = {**TEAM, "name": "Frühdienst", "channel": [], "topics": ""}
    assert (await town.post(sven, f"teams/{team.id}", **changed)).status_code == 303
    found = (await town.teams.current()).teams[team.id]
    assert (found.name, found.channels, found.topics) == ("Frühdienst", set(), set())
    assert "Frühdienst" in (await sven.get(f"/administration/teams/{team.id}")).text
    assert (await town.post(sven, f"teams/{team.id}/delete")).status_code == 303
    assert team.id not in (await town.teams.current()).teams
    assert [what for _, what, _ in town.acts()] == ["team_added", "team_changed", "team_deleted"]


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"name": ""}, 409, "braucht einen Namen"),
        ({"hours.Mo": "acht bis zehn"}, 409, "8:00-20:00"),
        ({"hours.Mo": "20:00-8:00"}, 409, "8:00-20:00"),
        ({"offer_for": "1"}, 409, "Ein Angebot gilt"),
        ({"wrap_up_for": "-1"}, 409, "Nacharbeit"),
        ({"topics": "Störung"}, 409, "Kleinbuchstaben"),
        ({"land": "XX"}, 400, ""),
        ({"mode": "drag"}, 400, ""),
        ({"channel": ["fax"]}, 400, ""),
        ({"overflow": ["nobody"]}, 400, ""),
    ],
    ids=str,
)
async def test_what_cannot_be_a_team_is_not_kept(
    town: Town, change: dict[str, str | list[str]], status: int, words: str
) -> None:
    ole = await town.house.logged_in("ole")
    response = await town.post(ole, "teams/new", **{**TEAM, **change})
    assert (response.status_code, words in response.text) == (status, True)
    assert len((await town.teams.current()).teams) == 5
    assert town.acts() == []


async def test_a_team_in_which_somebody_works_stays(town: Town) -> None:
    ole = await town.house.logged_in("ole")
    response = await town.post(ole, "teams/technik/delete")
    assert (response.status_code, "arbeitet noch jemand" in response.text) == (409, True)
    assert (await town.post(ole, "teams/beratung/delete")).status_code == 303
    teams = (await town.teams.current()).teams
    assert TeamId("beratung") not in teams
    assert teams[TeamId("vertraege")].overflow == ("erste_hilfe",)


async def test_the_log_is_looked_through_by_person_act_and_day(town: Town) -> None:
    audit, clock = town.house.audit, town.house.clock
    conversation = ConversationId.parse("webchat:w:c")
    await audit.record("id-anke", "claimed", conversation, "first")
    clock.pass_by(days=2)
    await audit.record("id-hauke", "claimed", detail="second")
    await audit.record("a-program", "moved_clock", detail="<b>third")
    ole = await town.house.logged_in("ole")

    async def said(query: str) -> list[str]:
        page = (await ole.get(f"/administration/log?{query}")).text
        details = ("first", "second", "&lt;b&gt;third")
        return [one.rpartition(";")[2] for one in details if f">{one}<" in page]

    assert await said("") == ["first", "second", "third"]
    assert await said("who=id-anke") == ["first"]
    assert await said("what=claimed") == ["first", "second"]
    assert await said("what=claimed&since=2026-11-26") == ["second"]
    assert await said("until=2026-11-24") == ["first"]
    assert await said("before=2") == ["first"]
    wrong = await ole.get("/administration/log?since=gestern")
    assert (wrong.status_code, "kein Datum" in wrong.text) == (400, True)


async def test_the_log_s_pages_follow_each_other_without_a_gap(town: Town) -> None:
    for number in range(150):
        await town.house.audit.record("id-anke", "claimed", detail=f"act {number}.")
    ole = await town.house.logged_in("ole")
    first = (await ole.get("/administration/log?what=claimed")).text
    older = first.split('href="/administration/log?what=claimed&amp;before=')[1].split('"')[0]
    second = (await ole.get(f"/administration/log?what=claimed&before={older}")).text
    for number in range(150):
        assert (f"act {number}." in first) != (f"act {number}." in second)
    assert "Ältere" not in second


async def test_the_log_as_a_file_runs_nothing_in_a_spreadsheet_and_is_noted(town: Town) -> None:
    await town.house.audit.record("id-anke", "claimed", detail='=HYPERLINK("http://evil")')
    ole = await town.house.logged_in("ole")
    response = await ole.get("/administration/log.csv?what=claimed")
    assert "attachment" in response.headers["content-disposition"]
    rows = list(csv.reader(StringIO(response.text.removeprefix("\ufeff")), delimiter=";"))
    assert [len(row) for row in rows] == [6, 6]
    assert rows[1][1:4] == ["Anke Andresen", "Unterhaltung übernommen", "claimed"]
    assert rows[1][5] == '\'=HYPERLINK("http://evil")'
    assert town.acts()[-1] == ("id-ole", "exported_audit_log", "what=claimed")


async def test_what_somebody_is_called_stays_text(town: Town) -> None:
    ole = await town.house.logged_in("ole")
    name = '"><script>alert(1)</script>'
    await town.post(ole, "people/id-anke", name=name, role="agent", site="Kiel")
    for path in ("people", "people/id-anke", "people/id-anke/skills", "log"):
        assert "<script>alert" not in (await ole.get(f"/administration/{path}")).text
