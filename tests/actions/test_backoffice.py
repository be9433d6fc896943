"""The client of the back office: against the embedded server, and against broken ones."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from actions.backoffice import BackOffice, BackOfficeUnavailableError, backoffice_client
from actions.backoffice_availability import Availability, BackOfficeCoverage
from tests.backoffice.office import TOKEN, running, wait_until_ready
from tests.support.redis_server import free_port

CLOCK = "2026-11-24T10:15:00+01:00"

Handler = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the embedded back office with its sample data."""
    folder: Path = tmp_path_factory.mktemp("backoffice")
    port = free_port()
    settings = {
        "port": port,
        "token": TOKEN,
        "database_url": f"sqlite+aiosqlite:///{folder}/office.sqlite",
        "sample_data": True,
        "clock": CLOCK,
    }
    with running(**settings) as process:
        wait_until_ready(process, port)
        yield f"http://127.0.0.1:{port}"


async def test_the_embedded_catalogue_can_be_read(embedded: str) -> None:
    async with backoffice_client(url=embedded, token=TOKEN, seconds=5) as client:
        offerings = {each.name: each for each in await BackOffice(client).offerings()}
    assert len(offerings) == 12
    fibre = offerings["Glasfaser 500"]
    assert fibre.monthly == Decimal("54.99")
    assert fibre.once == Decimal("59.95")
    assert (fibre.figure("downloadMbit"), fibre.figure("uploadMbit")) == (500, 250)
    assert fibre.words("features")
    assert fibre.figure("features") is None
    services = {name: each.service for name, each in offerings.items()}
    assert services["Mobil S"] == "mobile"
    assert services["TV Basis"] == "tv"
    assert services["Zuhause S"] == services["Glasfaser 250"] == "internet"


async def test_the_embedded_faults_can_be_read(embedded: str) -> None:
    async with backoffice_client(url=embedded, token=TOKEN, seconds=5) as client:
        office = BackOffice(client)
        (problem,) = await office.running_problems(postal_code="24118")
        assert await office.running_problems(postal_code="24768") == ()
    now = datetime.fromisoformat(CLOCK)
    assert problem.services == ("internet", "phone")
    assert problem.since < now
    assert problem.expected_end is not None
    assert problem.expected_end > now


async def test_the_embedded_availability_can_be_read(embedded: str) -> None:
    async with backoffice_client(url=embedded, token=TOKEN, seconds=5) as client:
        coverage = BackOfficeCoverage(client)
        city = await coverage.available(postal_code="24103")
        elsewhere = await coverage.available(postal_code="80331")
    assert city.served
    assert city.fibre.mbit == 1000
    assert city.copper.mbit
    assert elsewhere == Availability(served=False)


async def test_a_wrong_token_is_a_failing_back_office(embedded: str) -> None:
    async with backoffice_client(url=embedded, token="guessed", seconds=5) as client:
        with pytest.raises(BackOfficeUnavailableError):
            await BackOffice(client).offerings()


async def test_a_back_office_that_is_not_there_is_a_failing_one() -> None:
    async with backoffice_client(
        url=f"http://127.0.0.1:{free_port()}", token=TOKEN, seconds=1
    ) as client:
        with pytest.raises(BackOfficeUnavailableError):
            await BackOffice(client).running_problems(postal_code="24118")


def too_late(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("too late", request=request)


@pytest.mark.parametrize(
    "handler",
    [
        too_late,
        lambda _: httpx.Response(500, json={}),
        lambda _: httpx.Response(302, headers={"location": "https://elsewhere.example"}),
        lambda _: httpx.Response(200, text="<html>"),
        lambda _: httpx.Response(200, json=7),
        lambda _: httpx.Response(200, json=["x"]),
        lambda _: httpx.Response(200, json=[{"name": "Zuhause M"}]),
        lambda _: httpx.Response(200, json=[{"name": "M", "category": []}]),
    ],
)
async def test_an_answer_that_cannot_be_used_is_a_failing_back_office(handler: Handler) -> None:
    transport = httpx.MockTransport(handler)
    async with httpx.AsyncClient(transport=transport, base_url="http://office") as client:
        with pytest.raises(BackOfficeUnavailableError):
            await BackOffice(client).offerings()
