"""A day of programs: every operation is called, and every answer held against the document."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from archive.audit import SqlAudit
from archive.audit_api import add_audit_api
from archive.database import open_database
from archive.migrate import migrate
from archive.reports.attach import ReportParts, attach_reports
from conversation.holds import Owner
from conversation.messages import Speaker
from conversation.promises import OpeningHours
from conversation.routing.capacity import Limits
from conversation.routing.teams import Directory, Profile, Team, TeamId
from handoff.board.attach import BoardParts, attach_board
from handoff.outages.attach import attach_outages
from handoff.outages.memory import MemoryOutages
from handoff.routing.memory import FixedDirectory
from handoff.routing.sweeping import Absence
from staff.csrf import csrf_token
from staff.roles import Role
from tests.cases.samples import comment
from tests.console.api_client import Program, checked_of, path, program
from tests.console.test_clock_api import Everywhere
from tests.console.world import BERLIN, World, customer, open_desk
from tests.staff.house import TOKEN
from tests.support.databases import sqlite_url  # noqa: F401 - fixture

DIRECTORY = Directory(
    teams={
        TeamId(id): Team(TeamId(id), name, site=site, land="SH", hours=OpeningHours(zone=BERLIN))
        for id, name, site in (("kiel", "Team Kiel", "Kiel"), ("husum", "Team Husum", "Husum"))
    },
    agents={
        "id-mara": Profile("id-mara", TeamId("kiel"), {}, Limits()),  # type: ignore[dict-item, arg-type]
        "id-jonas": Profile("id-jonas", TeamId("husum"), {}, Limits()),  # type: ignore[dict-item, arg-type]
    },
)


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[World]:  # noqa: F811
    """A desk with everything that programs reach."""
    database = open_database(sqlite_url)
    await migrate(database)
    clock = Everywhere()

    def also(app: Any, staff: Any, parts: Any) -> None:
        board = BoardParts(parts.desk, parts.overview, parts.claiming, {}, Absence())
        attach_board(app, staff, board)
        attach_outages(app, staff, outages=MemoryOutages(), clock=clock)
        add_audit_api(staff.surface, SqlAudit(database, clock))
        reports = ReportParts(
            database=database,
            directories=FixedDirectory(DIRECTORY),
            channels={},
            reasons={},
            intent_words=str,
            place_of=lambda conversation: (str(conversation), ""),
            agents_from=10,
            clock=clock,
            zone=BERLIN,
        )
        attach_reports(app, staff, reports)

    async with open_desk(clock, hands=clock, directory=DIRECTORY, also=also) as world:
        yield world
    await database.dispose()


async def test_a_day_of_programs_calls_every_operation(desk: World) -> None:
    checked = await checked_of(desk)
    agent = await program(desk, Role.AGENT, checked)
    await _answers(desk, agent)
    await _asks_colleagues(desk, agent)
    await _passes_on_and_lays_away(desk, agent)
    await _works_in_public(desk, agent)
    await _leads(desk, await program(desk, Role.SUPERVISOR, checked), agent)
    await _administrates(desk, await program(desk, Role.ADMINISTRATOR, checked))
    assert set(checked.operations()) - checked.done == CALLED_ELSEWHERE


#: What needs a platform, an offer or a dead letter; each has a test below or beside the console's.
CALLED_ELSEWHERE = {
    "decline",
    "count_draft",
    "hide",
    "reply_privately",
    "split_contact",
    "replay_dead_letters",
}


async def _answers(desk: World, agent: Program) -> None:
    await desk.story()
    me = await agent.does("PUT", "/me/duty", {"presence": "available"})
    assert (me["presence"], me["agent"]) == ("available", agent.account)
    (waiting,) = (await agent.does("GET", "/conversations", owner="queue"))["conversations"]
    assert waiting["id"] == str(customer())
    claimed = await agent.does("POST", path(rest="/claim"))
    assert claimed["conversation"]["agent"] == agent.account
    assert (await agent.does("GET", "/me/duty"))["held"] == [str(customer())]
    await agent.does("POST", path(rest="/reply"), {"text": "Moin, ich kümmere mich."})
    assert (await desk.said())[-1] == (Speaker.AGENT, "Moin, ich kümmere mich.")
    revealed = await agent.does("POST", path(rest="/reveal"), {"placeholder": "[TELEFON_1]"})
    assert revealed["value"] == "0431 5550123"
    assert (agent.account, "revealed", "[TELEFON_1]") in desk.acts
    await agent.does("GET", path())
    assert (await agent.does("GET", path(rest="/case")))["conversations"] == [str(customer())]
    await agent.does("GET", path(rest="/contact"))
    first = await agent.does("GET", path(rest="/transcript"), limit=2)
    rest = await agent.does("GET", path(rest="/transcript"), cursor=first["next"])
    assert [line["text"] for line in (*first["lines"], *rest["lines"])] == [
        text for _, text in await desk.said()
    ]
    await agent.does("POST", path(rest="/return"), {"facts": ["service"]})
    assert (await desk.state()).hold.owner is Owner.ASSISTANT


async def _asks_colleagues(desk: World, agent: Program) -> None:
    await agent.does("POST", path(rest="/notes"), {"text": "@mara weißt du das?"})
    asked = await agent.does(
        "POST", path(rest="/notes"), {"text": "Hat wer noch …?", "everybody": True}
    )
    assert asked["words"] == "Notiert."
    notes = (await agent.does("GET", path(rest="/notes")))["notes"]
    assert [(one["kind"], one["mentions"]) for one in notes] == [
        ("note", ["id-mara"]),
        ("question", []),
    ]
    assert await agent.does("GET", "/me/wanted") == {"wanted": []}
    assert await agent.does("POST", path(rest="/notes/seen")) == {"marked": False}
    await agent.does("GET", path(rest="/ready-texts"))


async def _passes_on_and_lays_away(desk: World, agent: Program) -> None:
    await desk.hands_over(of="beate")
    await agent.does("POST", path("beate", "/claim"))
    there = await agent.does("GET", path("beate", "/recipients"))
    assert "team:kiel" in [one["value"] for one in there["teams"]]
    await agent.does("POST", path("beate", "/pass-on"), {"to": "team:kiel", "reason": "Vertrag"})
    assert (await desk.state("beate")).hold.owner is Owner.QUEUE
    await desk.hands_over(of="carl")
    await agent.does("POST", path("carl", "/claim"))
    later = {"until": "2026-11-25T09:00", "step": "nachfragen"}
    refused = await agent.call("POST", path("carl", "/later"), later)
    assert (refused.status_code, "zugesagt" in refused.json()["detail"]) == (409, True)
    await agent.does("POST", path("carl", "/reply"), {"text": "Morgen weiß ich mehr."})
    await agent.does("POST", path("carl", "/later"), later)
    await agent.does("POST", path("carl", "/close"))


async def _works_in_public(desk: World, agent: Program) -> None:
    await desk.hands_over(of=comment())
    await agent.does("POST", path(comment(), "/claim"))
    hidden = await agent.call("POST", path(comment(), "/hide"), {"line": "x"})
    draft = await agent.call("POST", path(comment(), "/draft"), {"text": "Moin"})
    private = {"to": "x", "text": "Moin"}
    answered = await agent.call("POST", path(comment(), "/private"), private)
    split = await agent.call("POST", path(comment(), "/split"), {"person": "x", "reason": "zwei"})
    # No platform is connected here, and nobody is two.
    assert [one.status_code for one in (hidden, draft, answered, split)] == [409, 404, 409, 409]
    # What one has already is had; what nobody offers cannot be declined.
    await agent.does("POST", path(comment(), "/accept"))
    assert (await agent.call("POST", path(comment(), "/decline"))).status_code == 409


async def _leads(desk: World, leader: Program, agent: Program) -> None:
    board = await leader.does("GET", "/board")
    assert {"Husum", "Kiel"} <= {site["name"] for site in board["sites"]}
    first = await leader.does("GET", "/teams", limit=1)
    second = await leader.does("GET", "/teams", limit=1, cursor=first["next"])
    assert [one["teams"][0]["id"] for one in (first, second)] == ["husum", "kiel"]
    assert second["next"] is None
    colleagues = (await leader.does("GET", "/colleagues"))["colleagues"]
    assert next(one for one in colleagues if one["agent"] == "id-mara")["team"] == "kiel"
    epoch = (await desk.state("beate")).hold.epoch
    given = {"agent": agent.account, "epoch": epoch}
    assigned = await leader.does("POST", path("beate", "/assign"), given)
    assert assigned["agent"] == agent.account
    stale = await leader.call("POST", path("beate", "/requeue"), {"epoch": epoch})
    assert stale.status_code == 409
    await leader.does("POST", path("beate", "/requeue"), {"epoch": assigned["epoch"]})
    outage = {"postal_code": "24937", "service": "internet", "text": "Moin, wir sind dran."}
    begun = (await leader.does("POST", "/outages", outage))["outage"]
    assert (await leader.call("POST", "/outages", outage)).status_code == 409
    assert (await leader.does("GET", "/outages"))["outages"] == [begun]
    await leader.does("GET", "/outage-groups")
    ended = await leader.does("POST", f"/outages/{begun['id']}/end", {"text": "Läuft wieder."})
    assert ended["outage"]["fixed_at"]
    text = {"shortcut": "gruss", "title": "Gruß", "du": "Bis bald!"}
    (made,) = (await leader.does("POST", "/ready-texts", text))["texts"]
    changed = {**text, "title": "Abschied", "version": made["version"]}
    assert (await leader.does("PUT", f"/ready-texts/{made['id']}", changed))["version"] == 2
    assert len((await leader.does("GET", "/ready-texts"))["texts"]) == 1
    await leader.does("DELETE", f"/ready-texts/{made['id']}")
    report = await leader.does("GET", "/reports", von="2026-11-01", bis="2026-11-24")
    assert "teams" in [table["name"] for table in report["tables"]]


async def _administrates(desk: World, keeper: Program) -> None:
    new = {"name": "Brücke", "role": "agent", "scopes": ["conversations:read"]}
    made = await keeper.does("POST", "/tokens", new)
    listed = await keeper.does("GET", "/tokens")
    assert made["secret"] not in str(listed)
    await keeper.does("DELETE", f"/tokens/{made['token']['id']}")
    assert (await keeper.call("DELETE", f"/tokens/{made['token']['id']}")).status_code == 404
    await keeper.does("GET", "/audit", limit=2)
    await keeper.does("GET", "/dead-letters")
    now = (await keeper.does("GET", "/clock"))["now"]
    await keeper.does("PUT", "/clock", {"now": now})


async def test_the_document_tells_of_every_route_and_of_no_other(desk: World) -> None:
    checked = await checked_of(desk)
    told = {(method.upper(), path) for method, path, _ in checked.operations().values()}
    routes = {
        (method, "/" + _template(route.path))
        for route in desk.house.app.router.routes
        if route.path.startswith("api/") and route.path != "api/openapi.json"
        for method in route.methods
    }
    assert told == routes
    for method, where, its in checked.operations().values():
        parts = {one["name"] for one in its["parameters"] if one["in"] == "path"}
        assert parts == set(_names(where)), (method, where)
        assert its["description"].startswith("Scope `")


async def test_a_repeated_key_acts_once_and_another_request_with_it_is_refused(
    desk: World,
) -> None:
    checked = await checked_of(desk)
    agent = await program(desk, Role.AGENT, checked)
    await desk.hands_over()
    await agent.does("POST", path(rest="/claim"))
    reply = {"text": "Einmal."}
    answers = await asyncio.gather(
        *(agent.call("POST", path(rest="/reply"), reply, key="one-and-the-same") for _ in range(5))
    )
    # Whoever comes while the first is being answered hears so; nobody acts twice.
    assert {one.status_code for one in answers} <= {200, 409}
    again = await agent.call("POST", path(rest="/reply"), reply, key="one-and-the-same")
    assert again.status_code == 200
    assert [text for _, text in await desk.said()].count("Einmal.") == 1
    other = await agent.call("POST", path(rest="/reply"), {"text": "X"}, key="one-and-the-same")
    assert other.status_code == 422
    none = await agent.client.post(f"/api{path(rest='/reply')}", json=reply)
    assert none.status_code == 400
    assert "Idempotency-Key" in none.json()["detail"]


async def test_roles_scopes_and_the_installation_s_token_open_no_more_than_they_say(
    desk: World,
) -> None:
    checked = await checked_of(desk)
    await desk.hands_over()
    agent = await program(desk, Role.AGENT, checked)
    reader = await program(desk, Role.AGENT, checked, scopes={"conversations:read"})
    keeper = await program(desk, Role.ADMINISTRATOR, checked)
    installed = replace(agent, client=desk.house.browser())
    installed.client.headers["Authorization"] = f"Bearer {TOKEN}"
    for who, method, where in (
        (agent, "GET", "/board"),
        (agent, "GET", "/audit"),
        (agent, "GET", "/tokens"),
        (reader, "POST", path(rest="/claim")),
        (keeper, "GET", "/conversations"),
        (installed, "POST", path(rest="/claim")),
        (installed, "GET", "/me/duty"),
        (installed, "GET", "/audit"),
    ):
        assert (await who.call(method, where)).status_code == 403, (method, where)
    assert (await desk.state()).hold.owner is Owner.QUEUE
    assert (await installed.call("GET", "/board")).status_code == 200


async def test_a_token_of_a_site_sees_and_does_only_what_is_there(desk: World) -> None:
    checked = await checked_of(desk)
    kiel = await program(desk, Role.SUPERVISOR, checked, site="Kiel")
    jonas, mara = await desk.house.logged_in("jonas"), await desk.house.logged_in("mara")
    for browser, of in ((jonas, "in-husum"), (mara, "in-kiel")):
        await desk.hands_over(of=of)
        await desk.act(browser, "claim", of=of)
    held = (await kiel.does("GET", "/conversations", owner="agent"))["conversations"]
    assert [one["id"] for one in held] == [str(customer("in-kiel"))]
    assert (await kiel.call("GET", path("in-husum"))).status_code == 404
    assert (await kiel.call("GET", path("in-husum", "/transcript"))).status_code == 404
    assert (await kiel.call("POST", path("in-husum", "/notes"), {"text": "x"})).status_code == 404
    epoch = (await desk.state("in-husum")).hold.epoch
    taken = await kiel.call("POST", path("in-husum", "/requeue"), {"epoch": epoch})
    assert taken.status_code == 404
    there = await kiel.does("GET", path("in-kiel", "/recipients"))
    assert [one["value"] for one in there["teams"]] == ["team:kiel"]
    assert [one["id"] for one in (await kiel.does("GET", "/teams"))["teams"]] == ["kiel"]
    assert [one["name"] for one in (await kiel.does("GET", "/board"))["sites"]] == ["Kiel"]


async def test_a_revoked_or_outlived_token_opens_nothing(desk: World) -> None:
    checked = await checked_of(desk)
    one, other = [await program(desk, Role.AGENT, checked) for _ in range(2)]
    keeper = await program(desk, Role.ADMINISTRATOR, checked)
    await one.does("GET", "/conversations")
    listed = (await keeper.does("GET", "/tokens"))["tokens"]
    (its,) = [token for token in listed if token["account"] == one.account]
    assert its["used_at"]
    await keeper.does("DELETE", f"/tokens/{its['id']}")
    assert (await one.call("GET", "/conversations")).status_code == 401
    await desk.house.clock.move(desk.now.replace(year=desk.now.year + 1))
    assert (await other.call("GET", "/conversations")).status_code == 401


async def test_an_administrator_makes_and_revokes_a_token_on_the_page(desk: World) -> None:
    ole = await desk.house.logged_in("ole")
    csrf = {"csrf": csrf_token(ole.cookies["staff"])}
    form = {**csrf, "name": "<b>Brücke", "role": "agent", "site": "", "days": "30"}
    refused = await ole.post("/api-tokens", data={**form, "scope": ["administration:write"]})
    assert refused.status_code == 409
    made = await ole.post("/api-tokens", data={**form, "scope": ["conversations:read"]})
    secret = made.text.split('<code class="token-secret">')[1].split("<")[0]
    assert "&lt;b&gt;Brücke" in made.text
    client = desk.house.browser()
    client.headers["Authorization"] = f"Bearer {secret}"
    assert (await client.get("/api/conversations")).status_code == 200
    assert secret not in (await ole.get("/api-tokens")).text
    (token,) = await desk.house.parts.tokens.all()
    await ole.post(f"/api-tokens/{token.id}/revoke", data=csrf)
    assert (await client.get("/api/conversations")).status_code == 401
    mara = await desk.house.logged_in("mara")
    assert (await mara.get("/api-tokens")).status_code == 403


async def test_a_made_up_cursor_is_a_400(desk: World) -> None:
    checked = await checked_of(desk)
    agent = await program(desk, Role.AGENT, checked)
    await desk.hands_over()
    for cursor in ("x", "W10", "WzFd", "e30"):
        assert (await agent.call("GET", "/conversations", cursor=cursor)).status_code == 400


def _names(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def _template(path: str) -> str:
    return "/".join(
        "{" + part[1:-1].partition(":")[0] + "}" if part.startswith("<") else part
        for part in path.split("/")
    )
