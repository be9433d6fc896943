"""Meta's data-deletion callback: only what Meta signed erases anybody, and a page shows how far."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from connectors.facebook.deletion import CALLBACK, STATUS
from connectors.facebook.people import conversations_of
from connectors.facebook.ports import ErasureState
from connectors.facebook.signatures import ForgedError, read_signed_request
from tests.facebook.world import (
    CONVERSATION,
    FIXTURE_PAGES,
    NOW,
    PAGE,
    PERSON,
    SECRET,
    World,
    running,
    signed_request,
)

ISSUED = int(NOW.timestamp())


def said(**changes: Any) -> dict[str, Any]:
    usual = {"user_id": "218471", "algorithm": "HMAC-SHA256", "issued_at": ISSUED}
    return {**usual, "expires": ISSUED + 3600, **changes}


async def order(world: World, signed: str) -> httpx.Response:
    return await world.http.post(CALLBACK, data={"signed_request": signed})


async def test_a_signed_request_erases_and_says_where_to_look(world: World) -> None:
    answer = await order(world, signed_request(said()))
    assert answer.status_code == 200
    assert world.erasure.people == ["218471"]
    told = answer.json()
    assert told.keys() == {"url", "confirmation_code"}
    assert told["url"].startswith("https://chat.foerdekom.example/facebook/deletion?code=")
    assert told["confirmation_code"] in told["url"]


async def test_a_numeric_person_is_text_like_all_ids(world: World) -> None:
    await order(world, signed_request(said(user_id=218471)))
    assert world.erasure.people == ["218471"]


FORGED = {
    "another secret": signed_request(said(), secret="another"),
    "another algorithm": signed_request(said(algorithm="none")),
    "no algorithm": signed_request(said(algorithm=None)),
    "nobody": signed_request(said(user_id="")),
    "no time": signed_request(said(issued_at=None)),
    "too old": signed_request(said(issued_at=ISSUED - 24 * 3600 - 1)),
    "of tomorrow": signed_request(said(issued_at=ISSUED + 3600)),
    "no signature": "." + signed_request(said()).partition(".")[2],
    "no payload": signed_request(said()).partition(".")[0],
    "swapped": ".".join(reversed(signed_request(said()).split("."))),
    "another person": signed_request(said()).partition(".")[0]
    + "."
    + signed_request(said(user_id="1")).partition(".")[2],
    "nothing": "",
    "no base64": "ü.ü",
}


@pytest.mark.parametrize("case", FORGED)
async def test_what_meta_did_not_sign_now_erases_nobody(world: World, case: str) -> None:
    answer = await order(world, FORGED[case])
    assert answer.status_code == 403
    assert world.erasure.people == []


async def test_a_body_that_is_no_form_erases_nobody(world: World) -> None:
    answer = await world.http.post(CALLBACK, json={"signed_request": signed_request(said())})
    assert answer.status_code == 403
    assert world.erasure.people == []


def test_a_payload_that_is_no_object_is_refused() -> None:
    with pytest.raises(ForgedError):
        read_signed_request(signed_request([1]), secret=SECRET, now=NOW)  # type: ignore[arg-type]
    recent = read_signed_request(
        signed_request(said()), secret=SECRET, now=NOW + timedelta(hours=24)
    )
    assert recent.user_id == "218471"


async def test_the_page_shows_how_far_it_has_come(world: World) -> None:
    code = (await order(world, signed_request(said()))).json()["confirmation_code"]
    under_way = await world.http.get(STATUS, params={"code": code})
    assert under_way.status_code == 200
    assert "In Arbeit" in under_way.text
    world.erasure.states[code] = ErasureState.DONE
    done = await world.http.get(STATUS, params={"code": code})
    assert "Erledigt" in done.text
    assert code in done.text
    assert "218471" not in done.text
    assert done.headers["cache-control"] == "no-store"


async def test_the_page_can_be_used_without_a_code_and_by_keyboard(world: World) -> None:
    page = await world.http.get(STATUS)
    assert page.status_code == 200
    assert '<html lang="de">' in page.text
    assert '<label for="code">' in page.text
    assert '<button type="submit">' in page.text
    assert "tabindex" not in page.text
    assert 'role="alert"' not in page.text


@pytest.mark.parametrize("code", ["unknown-code-1", "../../etc/passwd", "<script>", "x"])
async def test_an_unknown_code_is_said_so_and_not_repeated(world: World, code: str) -> None:
    page = await world.http.get(STATUS, params={"code": code})
    assert page.status_code == 404
    assert "kennen wir nicht" in page.text
    assert code not in page.text.replace('minlength="8" maxlength="64"', "") or code == "x"
    assert "<script" not in page.text


async def test_the_page_links_to_the_privacy_notice(redis_url: str) -> None:
    async with running(redis_url, privacy_url="https://www.foerdekom.example/d?a=1&b=2") as world:
        page = await world.http.get(STATUS)
        assert 'href="https://www.foerdekom.example/d?a=1&amp;b=2"' in page.text


async def test_whom_meta_names_is_found_in_our_conversations(world: World) -> None:
    on_pages = {"data": [{"id": PERSON, "page": {"id": PAGE}}, {"id": "1", "page": {"id": "999"}}]}
    world.graph.reads["218471/ids_for_pages"] = on_pages
    found = await conversations_of(world.settings, world.out.graph, "218471")
    assert found == [CONVERSATION]
    assert {query["page"] for _, _, query in world.graph.calls} == set(FIXTURE_PAGES)
