"""TMF656 over HTTP: service problems to read, open and change."""

from functools import partial
from uuid import uuid4

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from backoffice.clock import Clock
from backoffice.database import Database
from backoffice.problems.documents import BASE, PROBLEM_ATTRIBUTES, problem_document
from backoffice.problems.filters import PROBLEM_FILTERS
from backoffice.problems.model import Problem
from backoffice.problems.requests import ProblemChange, ProblemDraft
from backoffice.problems.rows import load_problems
from backoffice.problems.rules import changed, opened
from backoffice.problems.store import add_problem, change_problem
from backoffice.problems.tables import problem
from backoffice.tmf.collection import TmfCollection, add_collection, check_id, not_found
from backoffice.tmf.parsing import read_body
from backoffice.tmf.stored import StoredCollection
from chassis.app import App


def add_problems(app: App, database: Database, *, clock: Clock) -> None:
    """Serve service problems below TMF656's base path, newest first."""
    collection = _problems(database)
    add_collection(app, collection)

    @app.post(collection.path, name="create_serviceProblem")
    async def create(request: Request) -> HTTPResponse:
        draft = read_body(ProblemDraft, request.body)
        each = opened(draft, id=str(uuid4()), now=clock())
        await add_problem(database, each)
        document = problem_document(each)
        return json_response(document, status=201, headers={"Location": document["href"]})

    @app.patch(f"{collection.path}/<id:str>", name="patch_serviceProblem")
    async def patch(request: Request, id: str) -> HTTPResponse:
        change = read_body(ProblemChange, request.body)
        check_id(collection.name, id)
        apply = partial(changed, change=change, now=clock())
        each = await change_problem(database, id, change=apply)
        if each is None:
            raise not_found(collection.name)
        return json_response(problem_document(each))


def _problems(database: Database) -> TmfCollection[Problem]:
    stored = StoredCollection(
        database=database,
        id_column=problem.c.id,
        filters=PROBLEM_FILTERS,
        order_by=(problem.c.raised.desc(), problem.c.id),
        load=load_problems,
    )
    return TmfCollection(
        name="serviceProblem",
        base=BASE,
        attributes=PROBLEM_ATTRIBUTES,
        stored=stored,
        document=problem_document,
    )
