"""What bills and their lines can be filtered by."""

from collections.abc import Mapping

from backoffice.bills.model import BillState, ItemKind
from backoffice.bills.tables import bill, bill_item
from backoffice.tmf.stored import Condition, among, equals

BILL_FILTERS: Mapping[str, Condition] = {
    "id": equals(bill.c.id),
    "relatedParty.id": equals(bill.c.customer_number),
    # A customer has one account, with their own number.
    "billingAccount.id": equals(bill.c.customer_number),
    "state": among(bill.c.state, name="state", known=BillState),
}

ITEM_FILTERS: Mapping[str, Condition] = {
    "id": equals(bill_item.c.id),
    "bill.id": equals(bill_item.c.bill_id),
    "type": among(bill_item.c.kind, name="type", known=ItemKind),
}
