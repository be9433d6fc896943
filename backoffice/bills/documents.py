"""Bills and their lines as TMF678 documents."""

from datetime import date, timedelta

from backoffice.bills.model import Bill, BillState, Item, Period
from backoffice.clock import berlin_moment
from backoffice.tmf.documents import Document, moment, money, without_nothing

BASE = "/tmf-api/customerBillManagement/v4"

BILL_ATTRIBUTES = frozenset(
    {
        "id",
        "href",
        "billNo",
        "billDate",
        "paymentDueDate",
        "state",
        "category",
        "billingPeriod",
        "taxIncludedAmount",
        "taxExcludedAmount",
        "amountDue",
        "remainingAmount",
        "billingAccount",
        "relatedParty",
        "lastUpdate",
        "@type",
    }
)
ITEM_ATTRIBUTES = frozenset(
    {
        "id",
        "href",
        "name",
        "description",
        "type",
        "date",
        "isBilled",
        "bill",
        "periodCoverage",
        "taxIncludedAmount",
        "taxExcludedAmount",
        "@type",
    }
)


def bill_document(bill: Bill) -> Document:
    """Return a bill as TMF678 `CustomerBill`; its lines are a collection of their own."""
    open_cents = 0 if bill.state is BillState.SETTLED else bill.cents
    return {
        "id": bill.id,
        "href": f"{BASE}/customerBill/{bill.id}",
        "billNo": bill.id,
        "billDate": _midnight(bill.issued),
        "paymentDueDate": _midnight(bill.due),
        "state": bill.state.value,
        "category": "normal",
        "billingPeriod": _period(bill.period),
        "taxIncludedAmount": money(bill.cents),
        "taxExcludedAmount": money(bill.net_cents),
        "amountDue": money(bill.cents),
        "remainingAmount": money(open_cents),
        "billingAccount": {"id": bill.customer, "@referredType": "BillingAccount"},
        "relatedParty": [{"id": bill.customer, "role": "customer", "@referredType": "Customer"}],
        "lastUpdate": moment(bill.changed),
        "@type": "CustomerBill",
    }


def item_document(item: Item) -> Document:
    """Return a line of a bill as TMF678 `AppliedCustomerBillingRate`."""
    return without_nothing(
        {
            "id": item.id,
            "href": f"{BASE}/appliedCustomerBillingRate/{item.id}",
            "name": item.name,
            "description": item.description,
            "type": item.kind.value,
            "date": _midnight(item.bill_date),
            "isBilled": True,
            "bill": {"id": item.bill, "@referredType": "CustomerBill"},
            "periodCoverage": _period(item.period),
            "taxIncludedAmount": money(item.cents),
            "taxExcludedAmount": money(item.net_cents),
            "@type": "AppliedCustomerBillingRate",
        }
    )


def _midnight(day: date) -> str:
    return moment(berlin_moment(day))


def _period(period: Period) -> Document:
    # A period ends at the moment the next one begins.
    return {
        "startDateTime": _midnight(period.first),
        "endDateTime": _midnight(period.last + timedelta(days=1)),
    }
