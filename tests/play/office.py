"""The embedded back office over HTTP: what the world before a script is made of, and looked at."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import httpx

from tests.play.documents import BERLIN
from tests.play.effects import CONFIRMED, Books, Visit

CATALOGUE = "/tmf-api/productCatalogManagement/v4/productOffering"
PROBLEMS = "/tmf-api/serviceProblemManagement/v4/serviceProblem"
CUSTOMERS = "/tmf-api/customerManagement/v4/customer"
TICKETS = "/tmf-api/troubleTicket/v4/troubleTicket"
APPOINTMENTS = "/tmf-api/appointment/v3/appointment"
TIMES = "/tmf-api/appointment/v3/searchTimeSlot"
ACCESS = "/tmf-api/serviceQualificationManagement/v4/checkServiceQualification"
RUNNING = "submitted,acknowledged,inProgress,held,pending"
OVER = frozenset({"closed", "cancelled", "rejected"})
ALL = {"limit": "500"}
AT_ANY_TIME = {"startDateTime": "2020-01-01T00:00:00Z"}

Json = dict[str, Any]


class OfficeError(Exception):
    """The back office refuses; one sentence says what and why."""


class Office:
    """Reads and writes as the provider's own service does."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def tariffs(self) -> tuple[tuple[str, str], ...]:
        """Return ids and names of the catalogue's tariffs, in its order."""
        found = await self._get(CATALOGUE, **ALL)
        return tuple((each["id"], each["name"]) for each in found)

    async def who_has(self, number: str) -> tuple[str, str] | None:
        """Return name and postcode of whoever has a customer number."""
        for found in await self._get(CUSTOMERS, id=number):
            media = {each["mediumType"]: each["characteristic"] for each in found["contactMedium"]}
            return found["name"], media["postalAddress"]["postCode"]
        return None

    async def enrol(self, document: Json) -> None:
        """Add a customer."""
        await self._call("POST", CUSTOMERS, document)

    async def visits_place(self, postal_code: str) -> bool:
        """Say whether technicians go to a postcode."""
        answer = await self._client.post(
            TIMES,
            json={"place": _place(postal_code), "requestedTimeSlot": [{"validFor": AT_ANY_TIME}]},
        )
        if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            return False
        _checked(answer)
        return True

    async def end_all_outages(self) -> None:
        """Let nothing be out of order anywhere."""
        for problem in await self._get(PROBLEMS, status=RUNNING, **ALL):
            change = {"status": "resolved", "statusChangeReason": "Behoben."}
            await self._call("PATCH", f"{PROBLEMS}/{problem['id']}", change)

    async def open_outage(self, document: Json) -> None:
        """Let something be out of order."""
        await self._call("POST", PROBLEMS, document)

    async def open_ticket(self, document: Json) -> str:
        """Open a ticket; return its id."""
        return str((await self._call("POST", TICKETS, document))["id"])

    async def change_ticket(self, id: str, **change: str) -> None:
        """Change a ticket."""
        await self._call("PATCH", f"{TICKETS}/{id}", change)

    async def book(self, document: Json) -> str:
        """Book an appointment; return its id."""
        return str((await self._call("POST", APPOINTMENTS, document))["id"])

    async def set_places(self, days: Iterable[date], *, postal_code: str, places: int) -> None:
        """Let so many technicians be free in each window of days around a postcode."""
        dates = [day.isoformat() for day in days]
        if dates:
            body = {"dates": dates, "postalCode": postal_code, "freePlaces": places}
            await self._call("PUT", "/admin/technicianSlots", body)

    async def access(self, postal_code: str) -> Json:
        """Return what can be had at a postcode, in the words in which it is set."""
        kinds = ("fibre", "vdsl", "5g")
        items = [
            {
                "id": kind,
                "service": {
                    "serviceSpecification": {"id": kind},
                    "place": [{**_place(postal_code), "role": "installationAddress"}],
                },
            }
            for kind in kinds
        ]
        answer = await self._call("POST", ACCESS, {"serviceQualificationItem": items})
        fibre, vdsl, mobile = answer["serviceQualificationItem"]
        expected = fibre.get("expectedServiceAvailabilityDate")
        setting: Json = {
            "fibreMbit": _mbit(fibre),
            "vdslMbit": _mbit(vdsl),
            "mobile5gMbit": _mbit(mobile),
        }
        if expected:
            day = datetime.fromisoformat(expected).astimezone(BERLIN).date()
            setting["fibreExpected"] = day.isoformat()
        return setting

    async def set_access(self, postal_code: str, setting: Json) -> None:
        """Let this be had at a postcode."""
        await self._call("PUT", f"/admin/serviceAvailability/{postal_code}", setting)

    async def books_of(self, customer: str) -> Books:
        """Return a customer's tickets and appointments."""
        party = {"relatedParty.id": customer, **ALL}
        tickets = await self._get(TICKETS, **party)
        visits = await self._get(APPOINTMENTS, **party)
        return Books(
            tickets=frozenset(each["id"] for each in tickets),
            visits={
                each["id"]: Visit(each["status"], each["validFor"]["startDateTime"])
                for each in visits
            },
        )

    async def clear(self, customer: str, *, but: Books, now: datetime) -> None:
        """Call off what a customer has ahead of an aware moment, and end their tickets.

        What stands in `but` stays as it is.
        """
        party = {"relatedParty.id": customer, **ALL}
        for visit in await self._get(APPOINTMENTS, status=CONFIRMED, **party):
            if (
                visit["id"] not in but.visits
                and datetime.fromisoformat(visit["validFor"]["startDateTime"]) > now
            ):
                change = {"status": "cancelled"}
                await self._call("PATCH", f"{APPOINTMENTS}/{visit['id']}", change)
        for ticket in await self._get(TICKETS, **party):
            if ticket["id"] in but.tickets:
                continue
            if ticket["status"] == "resolved":
                await self.change_ticket(ticket["id"], status="closed")
            elif ticket["status"] not in OVER:
                await self.change_ticket(ticket["id"], status="cancelled")

    async def _get(self, path: str, **filters: str) -> list[Json]:
        answer = await self._client.get(path, params=filters)
        found: list[Json] = _checked(answer)
        return found

    async def _call(self, method: str, path: str, body: Mapping[str, Any]) -> Json:
        answer: Json = _checked(await self._client.request(method, path, json=body))
        return answer


def _place(postal_code: str) -> Json:
    return {"id": postal_code, "@referredType": "GeographicAddress"}


def _mbit(item: Json) -> int:
    named = item["service"].get("serviceCharacteristic", [])
    return next((each["value"] for each in named if each["name"] == "downloadMbit"), 0)


def _checked(answer: httpx.Response) -> Any:
    if answer.is_error:
        asked = f"{answer.request.method} {answer.request.url.path}"
        raise OfficeError(f"{asked}: {answer.status_code} {answer.text[:300]}")
    return answer.json()
