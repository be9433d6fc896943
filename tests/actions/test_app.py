"""The action server as a process: who may call it, what it answers, how it fails."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.bot.model import ROOT
from tests.bot.world import ACTIONS_TOKEN, FakeBackOffice, action_server
from tests.support.redis_server import free_port

AUTHORIZED = {"authorization": f"Bearer {ACTIONS_TOKEN}"}
CALL: dict[str, Any] = {
    "next_action": "action_request_human",
    "sender_id": "stay",
    "version": "3.6.21",
    "domain": {},
    "tracker": {
        "sender_id": "stay",
        "slots": {},
        "latest_message": {},
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": None,
    },
}


@pytest.fixture(scope="module")
def office() -> Iterator[FakeBackOffice]:
    office = FakeBackOffice()
    office.listen()
    yield office
    office.hang_up()


@pytest.fixture(scope="module")
def webhook(office: FakeBackOffice) -> Iterator[str]:
    with action_server(backoffice_url=office.url, port=free_port()) as webhook:
        yield webhook


def call(webhook: str, **changes: Any) -> httpx.Response:
    return httpx.post(webhook, json={**CALL, **changes}, headers=AUTHORIZED)


def test_an_action_answers_with_events_and_responses(webhook: str) -> None:
    answer = call(webhook).json()
    assert [each["event"] for each in answer["events"]] == ["active_loop", "slot"]
    assert answer["responses"][0]["custom"]["signal"]["reason"] == "requested"


def test_an_action_that_asks_the_back_office_answers(webhook: str) -> None:
    answer = call(webhook, next_action="action_tariff_overview").json()
    assert "Mobilfunk: ab 12,99 €" in answer["responses"][0]["families"]


def test_a_call_without_the_domain_is_enough(webhook: str) -> None:
    """`selective_domain` in endpoints.yml leaves it out."""
    bare = {name: value for name, value in CALL.items() if name != "domain"}
    assert httpx.post(webhook, json=bare, headers=AUTHORIZED).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer guessed"}])
def test_only_the_engine_may_call(webhook: str, headers: dict[str, str]) -> None:
    assert httpx.post(webhook, json=CALL, headers=headers).status_code == 401


def test_an_unknown_action_is_not_found(webhook: str) -> None:
    response = call(webhook, next_action="action_unknown")
    assert (response.status_code, set(response.json())) == (404, {"error"})


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"x", b'{"next_action": ""}'])
def test_a_call_that_names_no_action_is_refused(webhook: str, body: bytes) -> None:
    assert httpx.post(webhook, content=body, headers=AUTHORIZED).status_code == 400


def test_a_crash_says_nothing_about_itself(webhook: str) -> None:
    response = call(webhook, tracker={**CALL["tracker"], "events": [{"no": "event"}]})
    assert response.status_code == 500
    assert response.json() == {"error": "Something went wrong on our side."}


def test_health_readiness_and_metrics_are_shown(webhook: str) -> None:
    server = webhook.removesuffix("/webhook")
    assert httpx.get(f"{server}/healthz").json()["service"] == "actions"
    assert httpx.get(f"{server}/readyz").status_code == 200
    assert "lotse_http_requests_total" in httpx.get(f"{server}/metrics").text


@pytest.mark.parametrize(
    ("settings", "word"),
    [("{}", "port"), ('{"port": 1, "token": " "}', "token"), ("x", "JSON")],
)
def test_wrong_settings_end_the_process_with_a_sentence(settings: str, word: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "actions"],
        input=settings,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 2
    assert word in ended.stderr
    assert "Traceback" not in ended.stderr
