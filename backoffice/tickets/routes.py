"""TMF621 over HTTP: trouble tickets to read, open and change."""

from functools import partial

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from backoffice.clock import Clock
from backoffice.database import Database
from backoffice.tickets.documents import BASE, TICKET_ATTRIBUTES, ticket_document
from backoffice.tickets.filters import TICKET_FILTERS
from backoffice.tickets.model import Ticket
from backoffice.tickets.requests import TicketChange, TicketDraft
from backoffice.tickets.rows import load_tickets
from backoffice.tickets.rules import changed, opened
from backoffice.tickets.store import add_ticket, change_ticket
from backoffice.tickets.tables import ticket
from backoffice.tmf.collection import TmfCollection, add_collection, check_id, not_found
from backoffice.tmf.parsing import read_body
from backoffice.tmf.stored import StoredCollection
from chassis.app import App


def add_tickets(app: App, database: Database, *, clock: Clock) -> None:
    """Serve trouble tickets below TMF621's base path, newest first."""
    collection = _tickets(database)
    add_collection(app, collection)

    @app.post(collection.path, name="create_troubleTicket")
    async def create(request: Request) -> HTTPResponse:
        draft = read_body(TicketDraft, request.body)
        now = clock()
        each, new = await add_ticket(database, opening=lambda id: opened(draft, id=id, now=now))
        document = ticket_document(each)
        headers = {"Location": document["href"]}
        return json_response(document, status=201 if new else 200, headers=headers)

    @app.patch(f"{collection.path}/<id:str>", name="patch_troubleTicket")
    async def patch(request: Request, id: str) -> HTTPResponse:
        change = read_body(TicketChange, request.body)
        check_id(collection.name, id)
        apply = partial(changed, change=change, now=clock())
        each = await change_ticket(database, id, change=apply)
        if each is None:
            raise not_found(collection.name)
        return json_response(ticket_document(each))


def _tickets(database: Database) -> TmfCollection[Ticket]:
    stored = StoredCollection(
        database=database,
        id_column=ticket.c.id,
        filters=TICKET_FILTERS,
        order_by=(ticket.c.created.desc(), ticket.c.id.desc()),
        load=load_tickets,
    )
    return TmfCollection(
        name="troubleTicket",
        base=BASE,
        attributes=TICKET_ATTRIBUTES,
        stored=stored,
        document=ticket_document,
        asked_by=("id", "relatedParty.id", "externalId"),
        overseen=True,
    )
