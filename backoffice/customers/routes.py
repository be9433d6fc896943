"""TMF629 over HTTP: one customer at a time to read, and new ones to keep."""

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from backoffice.customers.documents import BASE, CUSTOMER_ATTRIBUTES, customer_document
from backoffice.customers.filters import CUSTOMER_FILTERS
from backoffice.customers.model import Customer
from backoffice.customers.requests import CustomerDraft
from backoffice.customers.rows import load_customers
from backoffice.customers.rules import enrolled
from backoffice.customers.store import add_customer
from backoffice.customers.tables import customer
from backoffice.database import Database
from backoffice.tmf.collection import TmfCollection, add_collection
from backoffice.tmf.parsing import read_body
from backoffice.tmf.stored import StoredCollection
from chassis.app import App


def add_customers(app: App, database: Database) -> None:
    """Serve customers below TMF629's base path; a list is answered only by a number."""
    collection = _customers(database)
    add_collection(app, collection)

    @app.post(collection.path, name="create_customer")
    async def create(request: Request) -> HTTPResponse:
        each = enrolled(read_body(CustomerDraft, request.body))
        await add_customer(database, each)
        document = customer_document(each)
        return json_response(document, status=201, headers={"Location": document["href"]})


def _customers(database: Database) -> TmfCollection[Customer]:
    stored = StoredCollection(
        database=database,
        id_column=customer.c.number,
        filters=CUSTOMER_FILTERS,
        order_by=(customer.c.number,),
        load=load_customers,
    )
    return TmfCollection(
        name="customer",
        base=BASE,
        attributes=CUSTOMER_ATTRIBUTES,
        stored=stored,
        document=customer_document,
        asked_by=("id",),
    )
