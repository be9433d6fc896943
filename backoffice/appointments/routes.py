"""TMF646 over HTTP: free times to search, appointments to read, book, move and cancel."""

from functools import partial
from uuid import uuid4

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from backoffice.appointments.conflicts import answer_with_free_times
from backoffice.appointments.documents import (
    APPOINTMENT_ATTRIBUTES,
    BASE,
    appointment_document,
    search_document,
)
from backoffice.appointments.filters import APPOINTMENT_FILTERS
from backoffice.appointments.line import Line
from backoffice.appointments.model import Appointment
from backoffice.appointments.requests import AppointmentChange, AppointmentDraft, TimeSlotSearch
from backoffice.appointments.rows import load_appointments
from backoffice.appointments.rules import changed
from backoffice.appointments.store import book, change_appointment, search_times
from backoffice.appointments.tables import appointment
from backoffice.clock import Clock
from backoffice.database import Database
from backoffice.tmf.collection import TmfCollection, add_collection, check_id, not_found
from backoffice.tmf.parsing import read_body
from backoffice.tmf.stored import StoredCollection
from chassis.app import App


def add_appointments(app: App, database: Database, *, clock: Clock) -> None:
    """Serve appointments and the search for times below TMF646's base path."""
    answer_with_free_times(app)
    _add_search(app, database, clock=clock)
    collection, line = _appointments(database), Line()
    add_collection(app, collection)

    @app.post(collection.path, name="create_appointment")
    async def create(request: Request) -> HTTPResponse:
        draft = read_body(AppointmentDraft, request.body)
        async with line.turn():
            each, new = await book(database, draft, now=clock())
        document = appointment_document(each)
        headers = {"Location": document["href"]}
        return json_response(document, status=201 if new else 200, headers=headers)

    @app.patch(f"{collection.path}/<id:str>", name="patch_appointment")
    async def patch(request: Request, id: str) -> HTTPResponse:
        change = read_body(AppointmentChange, request.body)
        check_id(collection.name, id)
        async with line.turn():
            now = clock()
            apply = partial(changed, change=change, now=now)
            each = await change_appointment(database, id, change=apply, now=now)
        if each is None:
            raise not_found(collection.name)
        return json_response(appointment_document(each))


def _add_search(app: App, database: Database, *, clock: Clock) -> None:
    @app.post(f"{BASE}/searchTimeSlot", name="create_searchTimeSlot")
    async def search(request: Request) -> HTTPResponse:
        wanted = read_body(TimeSlotSearch, request.body)
        now = clock()
        free = await search_times(database, wanted, now=now)
        return json_response(search_document(free, id=str(uuid4()), now=now), status=201)


def _appointments(database: Database) -> TmfCollection[Appointment]:
    stored = StoredCollection(
        database=database,
        id_column=appointment.c.id,
        filters=APPOINTMENT_FILTERS,
        order_by=(appointment.c.day, appointment.c.hour, appointment.c.id),
        load=load_appointments,
    )
    return TmfCollection(
        name="appointment",
        base=BASE,
        attributes=APPOINTMENT_ATTRIBUTES,
        stored=stored,
        document=appointment_document,
        asked_by=("id", "relatedParty.id", "relatedEntity.id", "externalId"),
        overseen=True,
    )
