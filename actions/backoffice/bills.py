"""TMF678: a customer's bills and what is on them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from actions.backoffice.calls import Calls, Document, euros, moment
from actions.backoffice.customers import Customer

BILLS = "/tmf-api/customerBillManagement/v4/customerBill"
ITEMS = "/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate"
# More than a year back nobody asks the assistant.
MOST_BILLS = 12


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill; euros with VAT, aware times. `period_end` is the moment the next period begins."""

    number: str
    date: datetime
    total: Decimal
    due: datetime
    paid: bool
    period_start: datetime
    period_end: datetime


@dataclass(frozen=True, slots=True)
class BillItem:
    """A line of a bill. `kind` is a type of the back office, for instance `roaming`."""

    name: str
    kind: str
    amount: Decimal
    description: str = ""


class Bills(Protocol):
    """Where bills are to be found."""

    async def bills(self, customer: Customer) -> tuple[Bill, ...]:
        """Return a customer's latest bills, newest first. Raises BackOfficeUnavailableError."""

    async def items(self, bill: Bill) -> tuple[BillItem, ...]:
        """Return a bill's lines in their order. Raises BackOfficeUnavailableError."""


class BillsOverHttp:
    """The bills of the back office."""

    _calls: Calls

    async def bills(self, customer: Customer) -> tuple[Bill, ...]:
        """Return a customer's latest bills, newest first."""
        query = {"relatedParty.id": customer.number, "limit": str(MOST_BILLS)}
        return await self._calls.listed(BILLS, query, _bill)

    async def items(self, bill: Bill) -> tuple[BillItem, ...]:
        """Return a bill's lines in their order."""
        return await self._calls.listed(ITEMS, {"bill.id": bill.number}, _item)


def _bill(document: Document) -> Bill:
    period = document["billingPeriod"]
    return Bill(
        number=document["billNo"],
        date=moment(document["billDate"]),
        total=euros(document["taxIncludedAmount"]),
        due=moment(document["paymentDueDate"]),
        paid=document["state"] == "settled",
        period_start=moment(period["startDateTime"]),
        period_end=moment(period["endDateTime"]),
    )


def _item(document: Document) -> BillItem:
    return BillItem(
        name=document["name"],
        kind=document["type"],
        amount=euros(document["taxIncludedAmount"]),
        description=document.get("description", ""),
    )
