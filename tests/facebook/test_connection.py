"""What an administrator is told about the connection, in plain words."""

from typing import Any

import pytest

from connectors.facebook.connection import (
    PERMISSIONS,
    WEBHOOK_FIELDS,
    Report,
    check_connection,
    subscribe,
)
from connectors.facebook.settings import FacebookSettings, Page
from connectors.incoming import AccountTrouble
from conversation.errors import UndeliverableError
from tests.facebook.fake_graph import error
from tests.facebook.world import APP, CONVERSATION, NOW, PAGE, TOKEN, World, line, settings

MONTH = 30 * 24 * 3600
ISSUED = int(NOW.timestamp())


def token(**changes: Any) -> dict[str, Any]:
    usual = {
        "app_id": APP,
        "type": "PAGE",
        "profile_id": PAGE,
        "is_valid": True,
        "expires_at": 0,
        "scopes": list(PERMISSIONS),
        "granular_scopes": [{"scope": "pages_messaging", "target_ids": [PAGE]}],
    }
    return {"data": {**usual, **changes}}


def subscription(*fields: str, app: str = APP) -> dict[str, Any]:
    return {"data": [{"id": app, "subscribed_fields": list(fields or WEBHOOK_FIELDS)}]}


async def check(world: World, **reads: Any) -> Report:
    usual = {"debug_token": token(), f"{PAGE}/subscribed_apps": subscription()}
    world.graph.reads.update({**usual, **reads})
    only = Page(id=PAGE, token=TOKEN)
    configured = settings(graph_url=world.graph.url, pages=(only,))
    [report] = await check_connection(configured, world.out.graph, clock=world.clock)
    return report


def wrong(report: Report) -> list[str]:
    return [one.german for one in report.findings if not one.works]


async def test_a_good_connection_lacks_nothing(world: World) -> None:
    report = await check(world)
    assert report.works
    assert report.page == PAGE
    assert len(report.findings) == len(PERMISSIONS) + 4
    assert report.lines("en")[0] == "ok    The token belongs to our app."


@pytest.mark.parametrize("name", PERMISSIONS)
async def test_a_missing_permission_is_named_in_both_languages(world: World, name: str) -> None:
    scopes = [one for one in PERMISSIONS if one != name]
    report = await check(world, debug_token=token(scopes=scopes))
    [sentence] = wrong(report)
    assert sentence.startswith(f"Es fehlt die Berechtigung {name}; sie ist nötig, um ")
    assert any(one.startswith(f"FAILS Permission {name} is missing") for one in report.lines("en"))


async def test_a_permission_for_another_page_only_does_not_count(world: World) -> None:
    granular = [{"scope": "pages_messaging", "target_ids": ["999"]}]
    report = await check(world, debug_token=token(granular_scopes=granular))
    assert "pages_messaging" in wrong(report)[0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"is_valid": False}, "gilt nicht (mehr)"),
        ({"app_id": "1"}, "anderen App (1)"),
        ({"type": "USER"}, "kein Seiten-Token"),
        ({"profile_id": "999"}, "kein Seiten-Token"),
        ({"expires_at": ISSUED + 3600}, "läuft am 24.11.2026 ab"),
    ],
)
async def test_a_token_that_will_not_do_is_explained(
    world: World, changes: dict[str, Any], sentence: str
) -> None:
    assert sentence in wrong(await check(world, debug_token=token(**changes)))[0]


async def test_a_token_that_lasts_is_fine(world: World) -> None:
    assert (await check(world, debug_token=token(expires_at=ISSUED + MONTH))).works


async def test_missing_webhook_fields_are_named(world: World) -> None:
    fields = [one for one in WEBHOOK_FIELDS if one not in ("feed", "standby")]
    report = await check(world, **{f"{PAGE}/subscribed_apps": subscription(*fields)})
    assert wrong(report)[0].endswith("nicht abonniert: standby, feed.")
    other = await check(world, **{f"{PAGE}/subscribed_apps": subscription(app="1")})
    assert "messages" in wrong(other)[0]


async def test_facebook_that_does_not_answer_is_said_so(world: World) -> None:
    world.graph.reads["debug_token"] = error(190).body
    world.graph.reads[f"{PAGE}/subscribed_apps"] = error(200).body
    report = await check(
        world, debug_token=error(190).body, **{f"{PAGE}/subscribed_apps": error(200).body}
    )
    dead, forbidden = wrong(report)
    assert "nimmt das Zugriffstoken nicht an" in dead
    assert "Es fehlt die Berechtigung, die Webhooks zu prüfen" in forbidden
    unknown = await check(world, debug_token=None)
    assert "gibt über das Zugriffstoken keine Auskunft" in wrong(unknown)[0]


async def test_no_report_shows_a_token(world: World) -> None:
    report = await check(world, debug_token=token(is_valid=False))
    assert TOKEN not in "".join(report.lines() + report.lines("en"))


async def test_a_check_that_finds_nothing_takes_all_troubles_back(world: World) -> None:
    await world.customer_acts()
    world.graph.then(error(200))
    with pytest.raises(UndeliverableError):
        await world.out.messenger.send(CONVERSATION, line())
    await world.out.messenger.send(CONVERSATION, line())
    [missing] = world.intake.of(AccountTrouble)
    await world.out.standing.checked(Page(id=PAGE, token=TOKEN))
    assert [one.usable for one in world.intake.of(AccountTrouble)] == [False, True]
    assert not missing.usable


async def test_subscribing_asks_for_all_that_we_understand(world: World) -> None:
    await subscribe(world.out.graph, Page(id=PAGE, token=TOKEN))
    [(_, path, body)] = world.graph.calls
    assert path == f"{PAGE}/subscribed_apps"
    assert body["subscribed_fields"].split(",") == list(WEBHOOK_FIELDS)


@pytest.mark.parametrize(
    "changes",
    [
        {"app_secret": ""},
        {"verify_token": ""},
        {"pages": (Page(id="me", token="x"),)},
        {"pages": (Page(id="1", token=""),)},
        {"graph_url": "http://graph.example"},
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        settings(**changes)
    assert isinstance(settings(), FacebookSettings)
