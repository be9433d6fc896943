"""The JSON interface for programs."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from conversation.messages import Delivery
from tests.console.world import World, customer, open_desk
from tests.staff.house import TOKEN

DOCUMENT = (Path(__file__).parents[2] / "docs" / "desk" / "api.md").read_text()

FIELDS = "id speaker author text attachments at edited_at erased_at delivery"


def program(world: World, token: str = TOKEN) -> httpx.AsyncClient:
    client = world.house.browser()
    client.headers.update({"Authorization": f"Bearer {token}", "Accept": "application/json"})
    return client


def path(of: str = "anna", rest: str = "") -> str:
    return f"/api/conversations/{quote(str(customer(of)), safe='')}{rest}"


async def listed(world: World, **params: Any) -> list[dict[str, Any]]:
    response = await program(world).get("/api/conversations", params=params)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["conversations"]
    return found


async def test_the_queue_comes_by_deadline_with_all_that_is_known(world: World) -> None:
    await world.story()
    world.house.clock.pass_by(minutes=-30)
    await world.hands_over(of="first")
    world.house.clock.pass_by(minutes=30)
    first, anna = await listed(world, owner="queue")
    assert first["id"] == str(customer("first"))
    state = await world.state()
    assert state.hold.deadline is not None
    assert anna | {"since": None, "last_at": None, "packet": None} == {
        "id": str(customer()),
        "channel": "webchat",
        "owner": "queue",
        "agent": None,
        "epoch": 1,
        "reason": "anger",
        "packet": None,
        "since": None,
        "deadline": state.hold.deadline.isoformat().replace("+00:00", "Z"),
        "last_at": None,
    }
    assert anna["since"]
    assert anna["last_at"]
    assert anna["packet"]["understood"][0]["intent"] == "report_outage"
    assert anna["packet"]["facts"][1] == {"name": "postal_code", "value": "24937"}


async def test_every_owner_has_a_list_of_its_own(world: World) -> None:
    await world.writes("Moin", of="machine")
    await world.answers("Moin Moin", of="machine")
    await world.hands_over(of="waiting")
    mara = await world.house.logged_in("mara")
    for name in ("talking", "over"):
        await world.hands_over(of=name)
        await world.act(mara, "claim", of=name)
    await world.act(mara, "close", of="over")
    for owner, name, agent in (
        ("assistant", "machine", None),
        ("queue", "waiting", None),
        ("agent", "talking", "id-mara"),
        ("nobody", "over", None),
    ):
        (found,) = await listed(world, owner=owner)
        assert (found["id"], found["owner"], found["agent"]) == (
            str(customer(name)),
            owner,
            agent,
        )
    assert len(await listed(world)) == 4
    assert len(await listed(world, limit=2)) == 2


@pytest.mark.parametrize(
    "params", [{"owner": "somebody"}, {"limit": "0"}, {"limit": "501"}, {"limit": "²"}]
)
async def test_a_wrong_parameter_is_a_400_in_one_sentence(
    world: World, params: dict[str, str]
) -> None:
    response = await program(world).get("/api/conversations", params=params)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert re.fullmatch(r"(owner|limit): .+\.", response.json()["detail"])


async def test_one_conversation_and_its_transcript(world: World) -> None:
    await world.writes("Was kostet der XL?")
    await world.answers("39,99 Euro im Monat.")
    client = program(world)
    found = (await client.get(path())).json()
    assert (found["id"], found["owner"], found["epoch"]) == (str(customer()), "assistant", 0)
    lines = (await client.get(path(rest="/transcript"))).json()["lines"]
    assert [(line["speaker"], line["text"]) for line in lines] == [
        ("customer", "Was kostet der XL?"),
        ("assistant", "39,99 Euro im Monat."),
    ]
    assert lines[0]["delivery"] is None
    assert lines[1]["delivery"] in {"queued", "sent"}
    assert set(lines[0]) == set(FIELDS.split())


@pytest.mark.parametrize("address", [path("nobody"), path("nobody", "/transcript"), "/api/x"])
async def test_what_does_not_exist_is_a_404_in_json(world: World, address: str) -> None:
    response = await program(world).get(address)
    assert response.status_code == 404
    assert set(response.json()) == {"type", "title", "status", "detail"}


async def test_dead_letters_are_listed_and_put_back_and_that_is_noted() -> None:
    async with open_desk(delivering=False) as world:
        await world.writes("Moin")
        await world.answers("Das ging nicht raus")
        outgoing = await world.outbox.take()
        assert outgoing is not None
        await world.outbox.settle(outgoing, Delivery.FAILED, "the channel refused it")
        client = program(world)
        (letter,) = (await client.get("/api/dead-letters")).json()["dead_letters"]
        assert letter["box"] == "out"
        assert letter["conversation"] == str(customer())
        assert letter["item"] == outgoing.line.id
        assert letter["reason"] == "the channel refused it"
        replay = f"/api/dead-letters/out/{quote(str(customer()), safe='')}/replay"
        assert (await client.post(replay)).json() == {"replayed": 1}
        again = await world.outbox.take()
        assert again is not None
        assert again.line.id == outgoing.line.id
        entry = world.house.audit.entries[-1]
        assert (entry.who, entry.what, entry.detail) == ("tests", "replayed_dead_letters", "out")
        assert (await client.post(replay)).status_code == 404


async def test_an_unknown_box_is_a_404(world: World) -> None:
    response = await program(world).post(
        f"/api/dead-letters/neither/{quote(str(customer()), safe='')}/replay"
    )
    assert (response.status_code, response.json()["detail"]) == (
        404,
        "The boxes are called in and out.",
    )


async def test_every_route_needs_a_token_and_no_cookie_replaces_it(world: World) -> None:
    mara = await world.house.logged_in("silke")
    mara.headers["Accept"] = "application/json"
    for method, address in api_routes(world):
        if address == "api/openapi.json":
            continue
        address = re.sub(r"<\w+:str>", "anything", address)
        for client in (mara, program(world, "wrong")):
            response = await client.request(method, f"/{address}")
            assert response.status_code == 401
            assert response.json()["detail"] == "A valid bearer token is needed."
            assert response.headers["www-authenticate"] == "Bearer"


async def test_every_route_is_documented(world: World) -> None:
    for method, address in api_routes(world):
        if address == "api/openapi.json":
            continue
        written = re.sub(r"<(\w+):str>", r"{\1}", address)
        assert f"| `{method} /{written}` |" in DOCUMENT, f"{method} /{written}"


async def test_every_field_is_documented(world: World) -> None:
    await world.story()
    await world.answers("Moin")
    (found,) = await listed(world)
    lines = (await program(world).get(path(rest="/transcript"))).json()["lines"]
    names = {*found, *found["packet"], *lines[0]}
    assert {name for name in names if f"`{name}`" not in DOCUMENT} == set()
    assert all(f"`{delivery.value}`" in DOCUMENT for delivery in Delivery)


def api_routes(world: World) -> list[tuple[str, str]]:
    routes = world.house.app.router.routes
    return sorted(
        (method, route.path)
        for route in routes
        if route.path.startswith("api/")
        for method in route.methods
    )
