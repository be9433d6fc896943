"""TMF629: who a customer is, and whether a number and a postcode belong together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from actions.backoffice.calls import Calls, Document

CUSTOMERS = "/tmf-api/customerManagement/v4/customer"


@dataclass(frozen=True, slots=True)
class Contract:
    """The terms of a customer's main contract: the last day of its minimum term, its notice."""

    term_end: date
    notice_months: int


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of ours; `services` are internet, tv, phone, mobile as far as booked."""

    number: str
    name: str
    postal_code: str
    street: str = ""
    city: str = ""
    phone: str | None = None
    services: tuple[str, ...] = ()
    contract: Contract | None = None

    @property
    def address(self) -> str:
        """The address in one line."""
        place = f"{self.postal_code} {self.city}".strip()
        return ", ".join(part for part in (self.street, place) if part)


class Customers(Protocol):
    """Where customers are known."""

    async def customer(self, number: str) -> Customer | None:
        """Return the customer with a number. Raises BackOfficeUnavailableError."""

    async def customer_at(self, *, number: str, postal_code: str) -> Customer | None:
        """Return the customer if number and postcode belong together, else None.

        Raises BackOfficeUnavailableError.
        """


class CustomersOverHttp:
    """The customers of the back office."""

    _calls: Calls

    async def customer(self, number: str) -> Customer | None:
        """Return the customer with a number."""
        return await self._calls.one(f"{CUSTOMERS}/{number}", _customer)

    async def customer_at(self, *, number: str, postal_code: str) -> Customer | None:
        """Return the customer if number and postcode belong together, else None."""
        query = {"id": number, "contactMedium.postCode": postal_code}
        found = await self._calls.listed(CUSTOMERS, query, _customer)
        return found[0] if found else None


def _customer(document: Document) -> Customer:
    media: dict[str, Mapping[str, Any]] = {
        each["mediumType"]: each["characteristic"] for each in document["contactMedium"]
    }
    known = {each["name"]: each["value"] for each in document.get("characteristic", [])}
    address = media["postalAddress"]
    return Customer(
        number=document["id"],
        name=document["name"],
        postal_code=address["postCode"],
        street=address.get("street1", ""),
        city=address.get("city", ""),
        phone=media.get("phone", {}).get("phoneNumber"),
        services=tuple(known.get("services", [])),
        contract=_contract(known),
    )


def _contract(known: Mapping[str, Any]) -> Contract | None:
    end, notice = known.get("minimumTermEnd"), known.get("noticePeriodMonths")
    if end is None or notice is None:
        return None
    return Contract(term_end=date.fromisoformat(end), notice_months=int(notice))
