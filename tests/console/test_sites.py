"""Sites apart, over HTTP: who may open, take and steer what, by every way there is."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sanic import Sanic

from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.notes import Note, NoteId, NoteKind
from conversation.routing.sites import Reach
from gateway.apps.desk import desk_app
from gateway.secrets import completed
from gateway.settings import read_settings
from handoff.console.addresses import key_of, path_of, segment_of
from handoff.console.platforms import Past
from handoff.console.sight import PARTS
from staff.access import ACCESS
from staff.api.callers import Scope
from staff.csrf import HEADER, csrf_token
from staff.roles import Role
from staff.sight import needed
from tests.board.world import open_board
from tests.cases.samples import comment
from tests.console.api_client import checked_of, program
from tests.console.platforms import Played
from tests.console.streams import listening
from tests.console.test_api_day import (
    DIRECTORY,
    desk,  # noqa: F401 - fixture
)
from tests.console.world import World, customer, open_desk

#: Their sites, and their teams in the directory of `desk`; without a topic all is Husum's.
SITES = {"mara": "Kiel", "jonas": "Husum", "silke": "Kiel", "ole": "Kiel"}
SECRET = "Das geht nur Husum etwas an"
HX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Door:
    """A route that leads to a conversation, as the application has it."""

    name: str
    method: str
    path: str
    handler: Any

    @property
    def access(self) -> Any:
        return getattr(self.handler, ACCESS)

    @property
    def for_programs(self) -> bool:
        return self.access.scope is not None

    def to(self, of: str) -> str:
        """Return its address for a customer; what else it names is nothing."""
        segment = segment_of(customer(of))
        parts = {"box": "in", "file": "x"}
        return re.sub(r"<(\w+):\w+>", lambda it: parts.get(it[1], segment), f"/{self.path}")


def doors(app: Any) -> list[Door]:
    """Collect all routes whose address names a conversation."""
    return [
        Door(route.name, method, route.path, route.handler)
        for route in app.router.routes
        for method in sorted(route.methods)
        if set(PARTS) & {part.name for part in route.params.values()}
    ]


async def settle_in(world: World) -> None:
    """Give people their sites."""
    for login, site in SITES.items():
        account = await world.house.account(login)
        await world.house.parts.accounts.set_site(account.id, site)


@pytest.fixture
async def world(desk: World) -> World:  # noqa: F811
    """Agents in Kiel and Husum, a supervisor and an administrator in Kiel."""
    await settle_in(desk)
    return desk


async def husum_has(world: World, of: str = "anna") -> None:
    """Let somebody in Husum take a customer over and answer."""
    await world.hands_over(of=of, wish=SECRET)
    jonas = await world.house.logged_in("jonas")
    assert (await world.act(jonas, "claim", of=of)).is_redirect
    assert (await world.state(of)).hold.agent == "id-jonas"


async def all_of(world: World, of: str = "anna") -> object:
    """Return all that could have been changed about a conversation."""
    where = customer(of)
    acts = [(one.who, one.what) for one in world.house.audit.entries if one.conversation == where]
    watchers = [await world.house.parts.accounts.all()]
    notes, repairs = await world.notes.of(where), await world.repairs.of([where])
    lines = await world.transcripts.lines(where)
    return await world.desk.state(where), lines, notes, repairs, acts, len(watchers)


async def knock(client: httpx.AsyncClient, door: Door, of: str) -> httpx.Response:
    """Come by a route with everything that a form or a program could say."""
    if door.for_programs:
        body = json.dumps({"text": "x", "epoch": 2, "agent": "id-mara", "reason": "x"})
        headers = {"Idempotency-Key": f"key-{door.name}-{of}"}
        return await client.request(door.method, door.to(of), content=body, headers=headers)
    token = csrf_token(client.cookies["staff"])
    form = {"csrf": token, "epoch": "2", "agent": "id-mara", "text": "x", "line": "x" * 16}
    form |= {"note": "x" * 16, "repair": "x" * 16, "placeholder": "[TELEFON_1]", "reason": "x"}
    headers = {HEADER: token}  # a file's body is no form
    data = form if door.method == "POST" else None
    return await client.request(door.method, door.to(of), data=data, headers=headers)


async def strangers(world: World) -> Iterator[tuple[httpx.AsyncClient, Role, bool]]:
    """Return all kinds of people and programs of Kiel: who, which role, whether a program."""
    house, checked = world.house, await checked_of(world)
    people = [(login, (await house.account(login)).role) for login in ("mara", "silke", "ole")]
    found = [(await house.logged_in(login), role, False) for login, role in people]
    for role in (Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR):
        client = (await program(world, role, checked, site="Kiel")).client
        found.append((client, role, True))
    return iter(found)


async def test_no_route_to_a_conversation_lets_people_or_programs_of_another_site_in(
    world: World,
) -> None:
    await husum_has(world)
    before, met = await all_of(world), set()
    for client, role, is_program in await strangers(world):
        for door in doors(world.house.app):
            if door.for_programs is not is_program:
                continue
            answer, unknown = [await knock(client, door, of) for of in ("anna", "nobody")]
            # What is the installation's is for no token of one site.
            opens = role in door.access.roles and door.access.scope is not Scope.SYSTEM
            assert answer.status_code == (404 if opens else 403), (door, role, answer.text)
            # Nobody is told whether there is such a conversation.
            assert answer.status_code == unknown.status_code, door
            assert _but_names(answer.text) == _but_names(unknown.text), door
            assert SECRET not in answer.text, door
            met |= {(door.name, door.method)} if opens else set()
    assert await all_of(world) == before
    shut = {(one.name, one.method) for one in doors(world.house.app)} - met
    assert {name.rpartition(".")[2] for name, _ in shut} == {"api_replay_dead_letters"}


def _but_names(page: str) -> str:
    return re.sub(r'"(request_id|csrf)": ?"[^"]+"|value="[^"]+"|<time.*?</time>', "", page)


async def test_what_comes_over_from_another_site_may_be_taken_and_not_steered(
    world: World,
) -> None:
    await world.hands_over(wish=SECRET)
    world.house.clock.pass_by(minutes=6)
    before = await all_of(world)
    silke = await world.house.logged_in("silke")
    assert (await silke.get(path_of(customer()))).status_code == 200
    checked = await checked_of(world)
    token = (await program(world, Role.SUPERVISOR, checked, site="Kiel")).client
    steering = [one for one in doors(world.house.app) if _is_supervisors(one)]
    assert len(steering) == 6
    for door in steering:
        assert needed(door.handler, door.method) is Reach.STEER
        client = token if door.for_programs else silke
        assert (await knock(client, door, "anna")).status_code == 403, door
    assert await all_of(world) == before
    assert (await world.act(await world.house.logged_in("mara"), "claim")).is_redirect
    assert (await world.state()).hold.agent == "id-mara"


def _is_supervisors(door: Door) -> bool:
    """Say whether a route is for supervisors alone; reading why somebody came is no steering."""
    return door.access.roles == {Role.SUPERVISOR}


def test_every_route_of_the_whole_desk_calls_conversations_by_names_that_the_guard_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sanic, "test_mode", True)  # others have an app of the same name
    told = {"REDIS_URL": "redis://127.0.0.1:1/0", "DATA_DIR": str(tmp_path)}
    app = desk_app(read_settings(completed(told, tmp_path)))
    Sanic.unregister_app(app)
    app.router.finalize()
    others = {
        part.name
        for route in app.router.routes
        for part in route.params.values()
        if part.name not in PARTS
    }
    # Whoever adds a name says here that it names no conversation.
    assert others == NO_CONVERSATIONS
    about = [route for route in app.router.routes if "conversations/<" in route.path]
    assert all(set(PARTS) & {part.name for part in one.params.values()} for one in about)


#: Parts of addresses that name something else.
NO_CONVERSATIONS = {
    *("box", "file", "id", "intent", "name", "number", "outage", "prefix", "text", "token"),
    *("webhook", "what"),
}


async def test_lists_and_counters_hold_what_is_one_s_own_and_what_comes_over(
    world: World,
) -> None:
    await husum_has(world, "held")
    for of in ("one", "two"):
        await world.hands_over(of=of)
    mara, jonas, tomke = [await world.house.logged_in(one) for one in ("mara", "jonas", "tomke")]
    assert (await tomke.get("/console/queue")).status_code == 403
    for tab in ("queue", "recent"):
        assert _rows((await mara.get(f"/console/{tab}", headers=HX)).text) == set()
    assert "(2)" in (await jonas.get("/console/queue")).text.split("</title>")[0]
    assert "(" not in (await mara.get("/console/queue")).text.split("</title>")[0]
    both = {key_of(customer(of)) for of in ("one", "two")}
    assert _rows((await jonas.get("/console/queue", headers=HX)).text) == both
    assert _rows((await mara.get("/console/queue", headers=HX)).text) == set()
    world.house.clock.pass_by(minutes=6)
    assert _rows((await mara.get("/console/queue", headers=HX)).text) == both
    assert "(2)" in (await mara.get("/console/queue")).text.split("</title>")[0]
    # What others hold comes to nobody by time.
    assert (await mara.get(path_of(customer("held")))).status_code == 404


async def test_the_stream_counts_what_its_agent_sees_and_tells_of_what_comes_over() -> None:
    async with open_board(beat=0.3) as world:
        await settle_in(world)
        await world.house.parts.accounts.set_site(AgentId("id-mara"), "Husum")
        mara = await world.house.logged_in("mara")
        async with listening(mara) as listener:
            await world.hands_over(of="far", wish=SECRET)
            await listener.queue(0)
            assert SECRET not in listener.data
            world.house.clock.pass_by(minutes=6)
            told = await listener.queue(1)
            assert SECRET in told["html"]


async def test_who_is_asked_named_or_owes_something_may_look_and_no_more(world: World) -> None:
    await husum_has(world)
    mara = await world.house.logged_in("mara")
    jonas = await world.house.logged_in("jonas")
    for number, words in enumerate(({"text": "@mara?"}, {"text": "Wer?", "everybody": "yes"})):
        of = f"asked-{number}"
        await husum_has(world, of)
        assert (await mara.get(path_of(customer(of)))).status_code == 404
        await world.act(jonas, "note", of=of, note=f"{number}".ljust(16, "x"), **words)
        page = await mara.get(path_of(customer(of)))
        assert page.status_code == 200
        assert SECRET in page.text
        answer = {"text": "Ja", "note": f"a{number}".ljust(16, "x")}
        assert (await world.act(mara, "note", of=of, **answer)).is_redirect
        for act in ("claim", "reveal", "close", "hide"):
            refused = await world.act(mara, act, of=of, placeholder="[TELEFON_1]", line="x")
            assert refused.status_code == 403, act
    assert (await mara.get(path_of(customer()))).status_code == 404


async def test_a_question_that_is_answered_asks_nobody_any_more(world: World) -> None:
    await husum_has(world)
    question = Note(NoteId("q"), NoteKind.QUESTION, AgentId("id-jonas"), "J", "Wer?", world.now)
    answer = Note(
        NoteId("a"), NoteKind.ANSWER, AgentId("id-ole"), "O", "Ich", world.now, answers=NoteId("q")
    )
    mara = await world.house.logged_in("mara")
    await world.notes.write(customer(), question)
    assert (await mara.get(path_of(customer()))).status_code == 200
    await world.notes.write(customer(), answer)
    assert (await mara.get(path_of(customer()))).status_code == 404


async def test_what_is_passed_on_to_a_site_is_theirs_and_its_giver_may_look_on(
    world: World,
) -> None:
    await husum_has(world)
    jonas, mara = await world.house.logged_in("jonas"), await world.house.logged_in("mara")
    given = await world.act(jonas, "pass-on", to="team:kiel", reason="Vertrag")
    assert given.headers["location"] == path_of(customer())
    assert (await jonas.get(path_of(customer()))).status_code == 200
    assert (await world.act(jonas, "claim")).status_code == 403
    assert (await world.act(mara, "claim")).is_redirect


def _rows(page: str) -> set[str]:
    return set(re.findall(r'data-open="(\w+)"', page))


async def test_who_serves_a_customer_reads_what_they_wrote_elsewhere() -> None:
    played = Played()
    async with open_desk(directory=DIRECTORY, platforms=played.platforms()) as world:
        await settle_in(world)
        here, elsewhere = comment(), customer("anna")
        for of in (here, elsewhere):
            played.past.append(Past(of, Owner.AGENT, world.now, world.now))
        await husum_has(world)
        mara = await world.house.logged_in("mara")
        assert (await mara.get(path_of(elsewhere))).status_code == 404
        await world.hands_over(of=here)
        world.house.clock.pass_by(minutes=6)
        # It has come over, but nobody in Kiel serves the customer yet.
        page = await mara.get(path_of(here))
        assert page.status_code == 200
        assert path_of(elsewhere) not in page.text
        assert (await mara.get(path_of(elsewhere))).status_code == 404
        assert (await world.act(mara, "claim", of=here)).is_redirect
        assert path_of(elsewhere) in (await mara.get(path_of(here))).text
        assert SECRET in (await mara.get(path_of(elsewhere))).text
        assert (await world.act(mara, "reveal", placeholder="[TELEFON_1]")).status_code == 403
