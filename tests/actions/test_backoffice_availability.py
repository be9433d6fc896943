"""The client for availability: against documents as the interface promises them."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import httpx
import pytest

from actions.backoffice import Availability, BackOffice, BackOfficeUnavailableError, Line
from actions.backoffice.availability import TECHNOLOGIES

Handler = Callable[[httpx.Request], httpx.Response]


def coverage(handler: Handler) -> BackOffice:
    transport = httpx.MockTransport(handler)
    return BackOffice(httpx.AsyncClient(transport=transport, base_url="http://office"))


def item(technology: str, **more: Any) -> dict[str, Any]:
    service = {"serviceSpecification": {"id": technology}, **more.pop("service", {})}
    return {"service": service, "qualificationResult": "unqualified", **more}


def answered(*items: dict[str, Any]) -> Handler:
    return lambda _: httpx.Response(201, json={"serviceQualificationItem": list(items)})


async def test_one_question_asks_for_all_lines_at_the_postcode() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        items = json.loads(request.content)["serviceQualificationItem"]
        specifications = [each["service"]["serviceSpecification"]["id"] for each in items]
        places = {each["service"]["place"][0]["id"] for each in items}
        assert (tuple(specifications), places) == (TECHNOLOGIES, {"24118"})
        return answered(*map(item, TECHNOLOGIES))(request)

    assert await coverage(handler).available(postal_code="24118") == Availability()


async def test_lines_are_read_with_their_speed_and_their_plan() -> None:
    speed = {"serviceCharacteristic": [{"name": "downloadMbit", "value": 100}]}
    handler = answered(
        item("fibre", expectedServiceAvailabilityDate="2027-06-01T00:00:00Z"),
        item("vdsl", qualificationResult="qualified", service=speed),
        item("5g", eligibilityUnavailabilityReason=[{"code": "notBuilt"}]),
    )
    assert await coverage(handler).available(postal_code="24118") == Availability(
        fibre=Line(expected=date(2027, 6, 1)), copper=Line(mbit=100)
    )


async def test_a_place_that_is_not_served_is_told_apart() -> None:
    outside = {"eligibilityUnavailabilityReason": [{"code": "outsideServiceArea"}]}
    handler = answered(*(item(each, **outside) for each in TECHNOLOGIES))
    assert (await coverage(handler).available(postal_code="80331")).served is False


def too_late(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("too late", request=request)


@pytest.mark.parametrize(
    "handler",
    [
        too_late,
        lambda _: httpx.Response(503, json={}),
        lambda _: httpx.Response(201, text="<html>"),
        lambda _: httpx.Response(201, json={}),
        answered(item("fibre")),
        answered(item("fibre", qualificationResult="qualified"), item("vdsl"), item("5g")),
    ],
)
async def test_an_answer_that_cannot_be_used_is_a_failing_back_office(handler: Handler) -> None:
    with pytest.raises(BackOfficeUnavailableError):
        await coverage(handler).available(postal_code="24118")
