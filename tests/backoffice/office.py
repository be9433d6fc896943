"""A back office for a test: in this process on a free port, or as a process of its own."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sanic import Sanic

from backoffice.app import build_app
from backoffice.clock import Clock
from backoffice.database import Database
from chassis.app import App

TOKEN = "a token for tests"
ADMINISTRATION_TOKEN = "a token of the administration"
NOON = datetime(2026, 11, 24, 11, 10, tzinfo=UTC)
OFFERINGS = "/tmf-api/productCatalogManagement/v4/productOffering"
CATEGORIES = "/tmf-api/productCatalogManagement/v4/category"
PRICES = "/tmf-api/productCatalogManagement/v4/productOfferingPrice"
PROBLEMS = "/tmf-api/serviceProblemManagement/v4/serviceProblem"
CUSTOMERS = "/tmf-api/customerManagement/v4/customer"
TICKETS = "/tmf-api/troubleTicket/v4/troubleTicket"
APPOINTMENTS = "/tmf-api/appointment/v3/appointment"
SEARCHES = "/tmf-api/appointment/v3/searchTimeSlot"
QUALIFICATIONS = "/tmf-api/serviceQualificationManagement/v4/checkServiceQualification"
BILLS = "/tmf-api/customerBillManagement/v4/customerBill"
BILL_ITEMS = "/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate"
OPEN_COLLECTIONS = (OFFERINGS, CATEGORIES, PRICES, PROBLEMS)
# Answered only when asked for somebody's; the administration may see some of them at large.
OVERSEEN_COLLECTIONS = (TICKETS, APPOINTMENTS)
PERSONAL_COLLECTIONS = (CUSTOMERS, BILLS, BILL_ITEMS, *OVERSEEN_COLLECTIONS)
COLLECTIONS = (*OPEN_COLLECTIONS, *PERSONAL_COLLECTIONS)
REPOSITORY = Path(__file__).parents[2]
JANA = "10483920"
PATIENCE = 30.0
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
ADMINISTERING = {"Authorization": f"Bearer {ADMINISTRATION_TOKEN}"}


@dataclass
class HandClock:
    """A clock that a test moves by hand."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **length: float) -> None:
        self.now += timedelta(**length)


@dataclass(frozen=True)
class Office:
    """What a test talks to."""

    client: httpx.AsyncClient
    database: Database
    clock: HandClock = field(default_factory=HandClock)

    async def ids(self, path: str, **filters: str) -> list[str]:
        answer = await self.client.get(path, params=filters)
        assert answer.status_code in {200, 206}, answer.text
        return [entity["id"] for entity in answer.json()]

    async def all_of(self, path: str, **filters: str) -> list[dict[str, Any]]:
        """Ask as the administration does."""
        answer = await self.client.get(path, params=filters, headers=ADMINISTERING)
        assert answer.status_code in {200, 206}, answer.text
        found: list[dict[str, Any]] = answer.json()
        return found

    async def open_problem(self, **changes: Any) -> dict[str, Any]:
        answer = await self.client.post(PROBLEMS, json=draft(**changes))
        assert answer.status_code == 201, answer.text
        problem: dict[str, Any] = answer.json()
        return problem

    async def open_ticket(self, **changes: Any) -> dict[str, Any]:
        answer = await self.client.post(TICKETS, json=ticket_draft(**changes))
        assert answer.status_code == 201, answer.text
        ticket: dict[str, Any] = answer.json()
        return ticket

    async def book(self, day: str, hours: str, **changes: Any) -> dict[str, Any]:
        answer = await self.client.post(APPOINTMENTS, json=booking(day, hours, **changes))
        assert answer.status_code == 201, answer.text
        appointment: dict[str, Any] = answer.json()
        return appointment

    async def set_free(self, places: int, *dates: str, **where: Any) -> None:
        body = {"dates": dates, "freePlaces": places, **where}
        path = "/admin/technicianSlots"
        answer = await self.client.put(path, json=body, headers=ADMINISTERING)
        assert answer.status_code == 200, answer.text

    async def free_times(self, postcode: str = "24103", **period: str) -> list[str]:
        search = {"place": {"id": postcode}, "requestedTimeSlot": [{"validFor": period}]}
        answer = await self.client.post(SEARCHES, json=search)
        assert answer.status_code == 201, answer.text
        return starts(answer.json())


def starts(document: dict[str, Any]) -> list[str]:
    """When the free times of an answer begin."""
    return [slot["validFor"]["startDateTime"] for slot in document["availableTimeSlot"]]


def draft(**changes: Any) -> dict[str, Any]:
    """A problem as an operator opens it; an attribute set to None is left out."""
    whole = {
        "category": "serviceProvider.declarer",
        "priority": 3,
        "description": "Das Internet ist in Gettorf ausgefallen.",
        "reason": "Ursache wird gesucht.",
        "status": "inProgress",
        "originatorParty": {"id": "netzleitstelle", "@referredType": "Organization"},
        "affectedService": [{"id": "internet"}],
        "affectedLocation": [{"postcode": "24214", "city": "Gettorf"}],
        "extensionInfo": [{"name": "expectedResolutionDate", "value": "2026-11-24T16:00:00Z"}],
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def window(day: str, hours: str) -> dict[str, str]:
    """A window in Berlin's winter, such as `window("2026-11-26", "08:00-10:00")`."""
    start, end = hours.split("-")
    return {"startDateTime": f"{day}T{start}:00+01:00", "endDateTime": f"{day}T{end}:00+01:00"}


def ticket_draft(**changes: Any) -> dict[str, Any]:
    """A ticket as the assistant opens it; an attribute set to None is left out."""
    whole = {
        "ticketType": "outage",
        "severity": "major",
        "description": "Internet fällt seit gestern Abend immer wieder aus.",
        "relatedParty": [{"id": JANA, "role": "customer", "@referredType": "Customer"}],
        "relatedEntity": [
            {"id": "internet", "role": "affectedService", "@referredType": "Service"},
            {"id": "24103", "role": "affectedPlace", "@referredType": "GeographicAddress"},
        ],
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def booking(day: str, hours: str, **changes: Any) -> dict[str, Any]:
    """An appointment as the assistant books it; an attribute set to None is left out."""
    whole = {
        "validFor": window(day, hours),
        "place": {
            "id": "24103",
            "name": "Möwenweg 12a, 24103 Kiel",
            "role": "interventionAddress",
            "@referredType": "GeographicAddress",
        },
        "relatedParty": [{"id": JANA, "role": "customer", "@referredType": "Customer"}],
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


@asynccontextmanager
async def office_over(
    database: Database,
    *,
    sample_data: bool = False,
    clock: Clock | None = None,
    administration_token: str | None = ADMINISTRATION_TOKEN,
) -> AsyncIterator[Office]:
    """Serve the real application over a database that is ready, by default on a hand clock."""
    hand = HandClock()
    app = build_app(
        database=database,
        clock=clock or hand,
        token=TOKEN,
        administration_token=administration_token,
        sample_data=sample_data,
    )
    async with (
        _served(app) as url,
        httpx.AsyncClient(base_url=url, headers=AUTHORIZED, timeout=PATIENCE) as client,
    ):
        yield Office(client=client, database=database, clock=hand)


@asynccontextmanager
async def _served(app: App) -> AsyncIterator[str]:
    # Sanic rewrites its own methods at a start, which works only once in a process.
    app.config.TOUCHUP = False
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True)
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.after_start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        await server.before_stop()
        await server.close()
        await server.after_stop()
        Sanic.unregister_app(app)


def started(**settings: Any) -> subprocess.Popen[str]:
    """Start `python -m backoffice` with these settings on standard input."""
    process = subprocess.Popen(
        [sys.executable, "-m", "backoffice"],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(settings))
    process.stdin.close()
    process.stdin = None
    return process


@contextmanager
def running(**settings: Any) -> Iterator[subprocess.Popen[str]]:
    """Run a process until the block ends."""
    process = started(**settings)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=20)


def wait_until_ready(process: subprocess.Popen[str], port: int) -> None:
    """Wait until the process answers that it is ready; fail with its words if it ends."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        if process.poll() is not None:
            raise AssertionError(process.communicate()[1])
        with suppress(httpx.TransportError):
            if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError("not ready in time")
