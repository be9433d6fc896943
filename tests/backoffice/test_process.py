"""`python -m backoffice` as it is really run."""

import json
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from pydantic import ValidationError

from backoffice.settings import Settings
from tests.backoffice.office import (
    APPOINTMENTS,
    AUTHORIZED,
    OFFERINGS,
    PATIENCE,
    PROBLEMS,
    TOKEN,
    booking,
    draft,
    running,
    started,
    wait_until_ready,
)
from tests.support.redis_server import free_port


def _get(port: int, path: str) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{port}{path}", headers=AUTHORIZED)


def test_a_process_ends_cleanly_and_what_was_opened_survives_it(database_url: str) -> None:
    port = free_port()
    settings = {"port": port, "token": TOKEN, "database_url": database_url, "sample_data": True}
    with running(**settings) as process:
        wait_until_ready(process, port)
        assert _get(port, OFFERINGS).headers["x-total-count"] == "12"
        url = f"http://127.0.0.1:{port}{PROBLEMS}"
        opened = httpx.post(url, json=draft(extensionInfo=None), headers=AUTHORIZED).json()
        process.terminate()
        _, said = process.communicate(timeout=20)
        assert process.returncode == 0
        assert TOKEN not in said
        assert [json.loads(line)["event"] for line in said.splitlines()] == ["listening"]
    with running(**settings) as process:
        wait_until_ready(process, port)
        assert _get(port, opened["href"]).json() == opened


def test_two_processes_can_start_at_once_over_one_empty_database(database_url: str) -> None:
    ports = [free_port(), free_port()]
    settings = {"token": TOKEN, "database_url": database_url, "sample_data": True}
    with (
        running(port=ports[0], **settings) as first,
        running(port=ports[1], **settings) as second,
        ThreadPoolExecutor() as pool,
    ):
        list(pool.map(wait_until_ready, (first, second), ports))
        for port in ports:
            assert _get(port, OFFERINGS).headers["x-total-count"] == "12"


def test_two_processes_do_not_give_one_place_to_two(database_url: str) -> None:
    ports = [free_port(), free_port()]
    settings = {"token": TOKEN, "database_url": database_url, "sample_data": True}
    settings["clock"] = "2026-11-24T12:10:00+01:00"
    with (
        running(port=ports[0], **settings) as first,
        running(port=ports[1], **settings) as second,
        ThreadPoolExecutor(20) as pool,
    ):
        list(pool.map(wait_until_ready, (first, second), ports))
        for free, windows in ((0, None), (1, ["08:00-10:00"])):
            setting = {"dates": ["2026-11-26"], "freePlaces": free, "postalCode": "24103"}
            body = setting if windows is None else {**setting, "windows": windows}
            url = f"http://127.0.0.1:{ports[0]}/admin/technicianSlots"
            assert httpx.put(url, json=body, headers=AUTHORIZED).status_code == 200

        def book(number: int) -> int:
            url = f"http://127.0.0.1:{ports[number % 2]}{APPOINTMENTS}"
            wish = booking("2026-11-26", "08:00-10:00", externalId=f"conversation-{number}")
            return httpx.post(url, json=wish, headers=AUTHORIZED, timeout=PATIENCE).status_code

        assert Counter(pool.map(book, range(60))) == {201: 1, 409: 59}


def test_a_fixed_clock_stands_still_until_it_is_set(sqlite_url: str) -> None:
    port = free_port()
    settings = {"port": port, "token": TOKEN, "database_url": sqlite_url, "sample_data": True}
    with running(**settings, clock="2026-11-24T12:10:00+01:00") as process:
        wait_until_ready(process, port)
        problem = _get(port, f"{PROBLEMS}/sp-24118-internet").json()
        url = f"http://127.0.0.1:{port}/admin/clock"
        moved = httpx.put(url, json={"now": "2026-12-01T12:00:00Z"}, headers=AUTHORIZED)
        assert moved.json() == _get(port, "/admin/clock").json() == {"now": "2026-12-01T12:00:00Z"}
    assert problem["timeRaised"] == "2026-11-24T09:00:00Z"
    assert problem["extensionInfo"][0]["value"] == "2026-11-24T15:30:00Z"


def test_an_empty_token_ends_the_start_with_one_sentence() -> None:
    process = started(port=0, token="")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said.startswith("Setting token: Value error, the token must not be empty")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"token": "  "},
        {"port": 70000},
        {"clock": "2026-11-24T12:10:00"},
        {"database_url": "mysql://x"},
        {"colour": "red"},
    ],
)
def test_wrong_settings_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(changes))):
        Settings.model_validate({"port": 0, "token": TOKEN, **changes})


def test_an_unreachable_database_ends_the_start_without_telling_its_password() -> None:
    url = f"postgresql+asyncpg://lotse:geheim@127.0.0.1:{free_port()}/nothing"
    process = started(port=0, token=TOKEN, database_url=url)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 4
    assert said.splitlines()[-1] == (
        "backoffice: the database cannot be used; is database_url right?"
    )
    assert "geheim" not in said
    assert "Traceback" not in said


def test_a_database_that_does_not_exist_ends_the_start_with_one_sentence(
    postgresql_url: str,
) -> None:
    process = started(port=0, token=TOKEN, database_url=f"{postgresql_url}_missing")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "Traceback" not in said


def test_a_taken_port_ends_the_start_with_one_sentence(sqlite_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = started(port=port, token=TOKEN, database_url=sqlite_url)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 3
    assert said.startswith(f"backoffice: 127.0.0.1:{port} cannot be used")
