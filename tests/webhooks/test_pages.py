"""The administrators' pages and operations about webhooks."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from archive.webhooks_memory import MemoryWebhooks
from conversation.webhooks import Attempt, State
from handoff.webhooks.attach import attach_webhooks
from handoff.webhooks.registering import Registering
from staff.csrf import csrf_token
from staff.roles import Role
from tests.console.api_client import checked_of, program
from tests.console.world import BERLIN, World, open_desk
from tests.webhooks.stage import SEALS

EVENTS = ["conversation.claimed", "outage.declared"]


@pytest.fixture
async def kept() -> MemoryWebhooks:
    return MemoryWebhooks()


@pytest.fixture
async def desk(kept: MemoryWebhooks) -> AsyncIterator[World]:
    def also(app: Any, staff: Any, parts: Any) -> None:
        registering = Registering(
            kept, staff.audit, parts.clock, parts.clock, seal=SEALS.seal, private=False
        )
        attach_webhooks(app, staff, registering, zone=BERLIN)

    async with open_desk(also=also) as world:
        yield world


async def test_an_administrator_registers_tests_looks_and_deletes(
    desk: World, kept: MemoryWebhooks
) -> None:
    ole = await desk.house.logged_in("ole")

    async def post(path: str, **form: Any) -> Any:
        csrf = csrf_token(ole.cookies["staff"])
        return await ole.post(f"/webhooks{path}", data={"csrf": csrf, **form})

    refused = await post("", address="https://10.0.0.1/<b>", event=EVENTS)
    assert (refused.status_code, "eigenen Netz" in refused.text) == (409, True)
    assert "&lt;b&gt;" in refused.text
    made = await post("", address="https://example.org/hooks", event=EVENTS)
    secret = made.text.split('<code class="webhook-secret">')[1].split("<")[0]
    assert secret.startswith("whsec_")
    (hook,) = await kept.all()
    assert SEALS.open(hook.secret) == secret.replace("&#43;", "+")
    assert "bisherigen Geheimnis" not in (await ole.get(f"/webhooks/{hook.id}")).text
    renewed = (await post(f"/{hook.id}/secret")).text
    second = renewed.split('<code class="webhook-secret">')[1].split("<")[0]
    (hook,) = await kept.all()
    assert SEALS.open(hook.secret) == second.replace("&#43;", "+") != secret
    assert SEALS.open(hook.old_secret) == secret.replace("&#43;", "+")
    assert "bisherigen Geheimnis" in renewed
    page = (await ole.get(f"/webhooks/{hook.id}")).text
    assert "bisherigen Geheimnis" in page
    assert second not in page
    assert (await post("/none/secret")).status_code == 404
    assert (await post(f"/{hook.id}/test")).status_code == 303
    (sent,) = await kept.log(hook.id, limit=9)
    failed = Attempt(desk.now, 500, 12, "refused")
    await kept.settle(sent.number, failed, State.GIVEN_UP, next_at=desk.now)
    page = (await ole.get(f"/webhooks/{hook.id}")).text
    assert secret not in page
    assert all(word in page for word in ("Probe", "aufgegeben", "500 abgelehnt", "kommt nicht an"))
    assert (await post(f"/{hook.id}/retry", number=sent.number)).status_code == 303
    (again,) = await kept.log(hook.id, limit=9)
    assert again.state is State.WAITING
    await kept.switch(hook.id, off_at=desk.now, by="lotse")
    assert "1 Webhook wurde abgeschaltet" in (await ole.get("/webhooks")).text
    assert (await post(f"/{hook.id}/on")).status_code == 303
    assert (await post(f"/{hook.id}/delete")).status_code == 303
    assert await kept.all() == []
    assert [what for _, what, _ in desk.acts] == [
        "webhook_added",
        "webhook_secret_renewed",
        "webhook_tested",
        "webhook_retried",
        "webhook_switched_on",
        "webhook_deleted",
    ]


@pytest.mark.parametrize("login", ["mara", "silke", "tomke"])
async def test_nobody_else_sees_or_makes_them(
    desk: World, kept: MemoryWebhooks, login: str
) -> None:
    browser = await desk.house.logged_in(login)
    form = {"csrf": csrf_token(browser.cookies["staff"]), "address": "https://example.org/"}
    assert (await browser.get("/webhooks")).status_code == 403
    assert (await browser.post("/webhooks", data={**form, "event": EVENTS})).status_code == 403
    assert (await browser.post("/webhooks/any/secret", data=form)).status_code == 403
    assert await kept.all() == []


async def test_programs_do_the_same_and_every_answer_is_documented(
    desk: World, kept: MemoryWebhooks
) -> None:
    checked = await checked_of(desk)
    keeper = await program(desk, Role.ADMINISTRATOR, checked)
    new = {"address": "https://example.org/hooks", "events": EVENTS}
    refused = await keeper.call("POST", "/webhooks", {**new, "address": "http://example.org"})
    assert refused.status_code == 400
    made = await keeper.does("POST", "/webhooks", new)
    assert made["secret"].startswith("whsec_")
    listed = await keeper.does("GET", "/webhooks")
    assert made["secret"] not in str(listed)
    where = f"/webhooks/{made['webhook']['id']}"
    assert (await keeper.does("PUT", where, {"on": False}))["off_at"]
    assert not (await keeper.does("PUT", where, {"on": True}))["off_at"]
    renewed = await keeper.does("POST", f"{where}/secret")
    assert renewed["secret"] not in (made["secret"], str(await keeper.does("GET", "/webhooks")))
    assert renewed["webhook"]["old_secret_until"]
    for _ in range(3):
        await keeper.does("POST", f"{where}/test")
    first = await keeper.does("GET", f"{where}/deliveries", limit=2)
    rest = await keeper.does("GET", f"{where}/deliveries", limit=2, cursor=first["next"])
    assert [len(first["deliveries"]), len(rest["deliveries"]), rest["next"]] == [2, 1, None]
    number = rest["deliveries"][0]["number"]
    await keeper.does("POST", f"{where}/deliveries/{number}/retry")
    assert (await keeper.call("POST", f"{where}/deliveries/99/retry")).status_code == 404
    await keeper.does("DELETE", where)
    assert (await keeper.call("DELETE", where)).status_code == 404
    webhooks = {id for id, (_, path, _) in checked.operations().items() if "/webhooks" in path}
    assert webhooks <= checked.done
