"""TMF645 over HTTP: whether something can be had somewhere."""

from uuid import uuid4

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from backoffice.availability.documents import BASE, qualification_document
from backoffice.availability.requests import Qualification
from backoffice.availability.rows import load_accesses
from backoffice.clock import Clock
from backoffice.database import Database
from backoffice.tmf.parsing import read_body
from chassis.app import App


def add_availability(app: App, database: Database, *, clock: Clock) -> None:
    """Answer checks below TMF645's base path at once; none is kept."""

    @app.post(f"{BASE}/checkServiceQualification", name="create_checkServiceQualification")
    async def check(request: Request) -> HTTPResponse:
        asked = read_body(Qualification, request.body)
        postcodes = {item.service.place[0].id for item in asked.service_qualification_item}
        async with database.reading() as connection:
            accesses = await load_accesses(connection, tuple(postcodes))
        document = qualification_document(asked, accesses, id=str(uuid4()), now=clock())
        return json_response(document, status=201)
