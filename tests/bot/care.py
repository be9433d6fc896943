"""The customers' side of the back office in memory, strict about what it gets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Document = dict[str, Any]
Answer = tuple[int, Any]

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 10, 15, tzinfo=ZONE)
HOURS = (8, 10, 12, 14, 16)
AHEAD = 42
HOLIDAYS = {(12, 25), (1, 1)}
# What the vault of the tests knows.
NUMBERS = {"[KUNDENNUMMER_1]": "FK-10483920", "[KUNDENNUMMER_2]": "99999999"}
JANA = "10483920"


@dataclass
class Care:
    """Customers, tickets, appointments and bills; `taken` are windows that nobody can have."""

    customers: dict[str, str] = field(default_factory=lambda: {JANA: "24103"})
    tickets: list[Document] = field(default_factory=list)
    appointments: list[Document] = field(default_factory=list)
    bills: list[Document] = field(default_factory=list)
    items: list[Document] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """Answer a GET."""
        if "/customer/" in path:
            number = path.rpartition("/")[2]
            if number not in self.customers:
                return 404, {"code": "NOT_FOUND"}
            return 200, self._customer(number)
        if path.endswith("/customer"):
            number, place = query["id"], query["contactMedium.postCode"]
            fits = self.customers.get(number) == place
            return 200, [self._customer(number)] if fits else []
        if path.endswith("/appliedCustomerBillingRate"):
            return 200, [each for each in self.items if each["bill"] == query["bill.id"]]
        owner = query["relatedParty.id"]
        kinds = {
            "troubleTicket": self.tickets,
            "appointment": self.appointments,
            "customerBill": self.bills,
        }
        found = kinds[path.rpartition("/")[2]]
        return 200, [each for each in found if each["relatedParty"][0]["id"] == owner]

    def post(self, path: str, body: Document) -> Answer:
        """Answer a POST."""
        if path.endswith("/searchTimeSlot"):
            return self._search(body)
        known = self.tickets if path.endswith("/troubleTicket") else self.appointments
        for each in known:
            if each["externalId"] == body["externalId"]:
                return 200, each
        if known is self.tickets:
            return self._open(body)
        return self._book(body)

    def patch(self, path: str, body: Document) -> Answer:
        """Answer a PATCH of an appointment."""
        (found,) = (each for each in self.appointments if path.endswith(f"/{each['id']}"))
        if found["status"] != "confirmed":
            return 409, {"code": 409}
        if "validFor" in body and not self._is_free(body["validFor"]):
            return self._lost()
        found.update(body)
        return 200, found

    def free(self) -> list[Document]:
        """Return all windows that can be had, in order."""
        windows = []
        for days in range(AHEAD):
            day = NOW + timedelta(days=days)
            for hour in HOURS:
                start = day.replace(hour=hour, minute=0)
                span = _span(start)
                works = day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS
                if works and start > NOW + timedelta(hours=2):
                    windows.append({"validFor": span})
        return [each for each in windows if self._is_free(each["validFor"])]

    def add_appointment(self, number: str, start: datetime, **more: Any) -> None:
        """Put an appointment of Jana's into the calendar."""
        self.appointments.append(
            {
                "id": number,
                "externalId": number,
                "status": "confirmed",
                "validFor": _span(start),
                "relatedParty": [{"id": JANA, "role": "customer"}],
                **more,
            }
        )

    def add_ticket(self, number: str, status: str, **more: Any) -> None:
        """Put a ticket of Jana's into the list."""
        self.tickets.append(
            {
                "id": number,
                "externalId": number,
                "ticketType": "outage",
                "status": status,
                "creationDate": "2026-11-23T10:00:00Z",
                "statusChangeDate": "2026-11-23T10:00:00Z",
                "relatedParty": [{"id": JANA, "role": "customer"}],
                "relatedEntity": [{"id": "internet", "@referredType": "Service"}],
                **more,
            }
        )

    def add_bill(self, number: str, month: str, *, total: float) -> None:
        """Put a bill of Jana's for a month (2026-11) on top of the others."""
        self.bills.insert(
            0,
            {
                "billNo": number,
                "billDate": f"{month}-03T00:00:00Z",
                "paymentDueDate": f"{month}-17T00:00:00Z",
                "state": "sent",
                "billingPeriod": {
                    "startDateTime": f"{month}-01T00:00:00Z",
                    "endDateTime": f"{month}-28T00:00:00Z",
                },
                "taxIncludedAmount": {"unit": "EUR", "value": total},
                "relatedParty": [{"id": JANA, "role": "customer"}],
            },
        )

    def add_item(self, bill: str, name: str, kind: str, amount: float) -> None:
        """Put a line on a bill."""
        price = {"unit": "EUR", "value": amount}
        self.items.append({"bill": bill, "name": name, "type": kind, "taxIncludedAmount": price})

    def _customer(self, number: str) -> Document:
        address = {"street1": "Musterweg 12a", "postCode": self.customers[number], "city": "Kiel"}
        return {
            "id": number,
            "name": "Jana Petersen",
            "contactMedium": [{"mediumType": "postalAddress", "characteristic": address}],
            "characteristic": [{"name": "services", "value": ["internet"]}],
        }

    def _search(self, body: Document) -> Answer:
        assert body["place"]["id"] in self.customers.values()
        (wanted,) = body["requestedTimeSlot"]
        after = wanted["validFor"]["startDateTime"]
        free = [each for each in self.free() if each["validFor"]["startDateTime"] >= after]
        return 201, {"availableTimeSlot": free}

    def _open(self, body: Document) -> Answer:
        assert {each["@referredType"] for each in body["relatedEntity"]} == {
            "Service",
            "GeographicAddress",
        }
        number = f"T-{50001 + len(self.tickets)}"
        more = {name: body[name] for name in ("externalId", "ticketType", "description")}
        self.add_ticket(number, "acknowledged", relatedEntity=body["relatedEntity"], **more)
        return 201, self.tickets[-1]

    def _book(self, body: Document) -> Answer:
        for reason in body.get("relatedEntity", []):
            assert reason["id"] in {each["id"] for each in self.tickets}
        if not self._is_free(body["validFor"]):
            return self._lost()
        number = f"A-{2001 + len(self.appointments)}"
        self.appointments.append({**body, "id": number, "status": "confirmed"})
        return 201, self.appointments[-1]

    def _lost(self) -> Answer:
        free = self.free()[:5]
        return 409, {"code": 409, "@type": "TimeSlotUnavailable", "availableTimeSlot": free}

    def _is_free(self, span: Mapping[str, str]) -> bool:
        booked = {
            each["validFor"]["startDateTime"]
            for each in self.appointments
            if each["status"] == "confirmed"
        }
        return span["startDateTime"] not in booked | self.taken


def local(year: int, month: int, day: int, hour: int) -> datetime:
    """Return a moment in the customers' zone."""
    return datetime(year, month, day, hour, tzinfo=ZONE)


def said(moment: datetime) -> str:
    """Return a moment as the back office writes it."""
    return moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")


def _span(start: datetime) -> dict[str, str]:
    return {"startDateTime": said(start), "endDateTime": said(start + timedelta(hours=2))}
