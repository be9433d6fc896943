"""TMF678 over HTTP: bills and their lines, to read."""

from backoffice.bills.documents import (
    BASE,
    BILL_ATTRIBUTES,
    ITEM_ATTRIBUTES,
    bill_document,
    item_document,
)
from backoffice.bills.filters import BILL_FILTERS, ITEM_FILTERS
from backoffice.bills.model import Bill, Item
from backoffice.bills.rows import load_bills, load_items
from backoffice.bills.tables import bill, bill_item
from backoffice.database import Database
from backoffice.tmf.collection import TmfCollection, add_collection
from backoffice.tmf.stored import StoredCollection
from chassis.app import App


def add_bills(app: App, database: Database) -> None:
    """Serve bills below TMF678's base path, newest first, and the lines of each in its order."""
    add_collection(app, _bills(database))
    add_collection(app, _items(database))


def _bills(database: Database) -> TmfCollection[Bill]:
    stored = StoredCollection(
        database=database,
        id_column=bill.c.id,
        filters=BILL_FILTERS,
        order_by=(bill.c.issued.desc(), bill.c.id),
        load=load_bills,
    )
    return TmfCollection(
        name="customerBill",
        base=BASE,
        attributes=BILL_ATTRIBUTES,
        stored=stored,
        document=bill_document,
        asked_by=("id", "relatedParty.id", "billingAccount.id"),
    )


def _items(database: Database) -> TmfCollection[Item]:
    stored = StoredCollection(
        database=database,
        id_column=bill_item.c.id,
        filters=ITEM_FILTERS,
        order_by=(bill_item.c.bill_id, bill_item.c.position),
        load=load_items,
    )
    return TmfCollection(
        name="appliedCustomerBillingRate",
        base=BASE,
        attributes=ITEM_ATTRIBUTES,
        stored=stored,
        document=item_document,
        asked_by=("id", "bill.id"),
    )
