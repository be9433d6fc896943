"""A TM Forum collection over HTTP: its list, and one entity by its id."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Generic, TypeVar

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from backoffice.access import administers
from backoffice.tmf.documents import Document
from backoffice.tmf.query import read_fields, read_list_query
from backoffice.tmf.stored import StoredCollection
from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError

Item = TypeVar("Item")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class TmfCollection(Generic[Item]):
    """What one collection offers: where it is, what lies in it, how it is answered.

    A list of customers' data is answered only if one of the filters `asked_by` narrows it down;
    where it is `overseen`, the administration (backoffice/access.py) gets it at large.
    """

    name: str
    base: str
    attributes: frozenset[str]
    stored: StoredCollection[Item]
    document: Callable[[Item], Document]
    asked_by: tuple[str, ...] = ()
    overseen: bool = False

    @property
    def path(self) -> str:
        """The collection's address, without a slash at its end."""
        return f"{self.base}/{self.name}"


def add_collection(app: App, collection: TmfCollection[Item]) -> None:
    """Serve `GET <path>` and `GET <path>/{id}` of a collection."""

    @app.get(collection.path, name=f"list_{collection.name}")
    async def many(request: Request) -> HTTPResponse:
        return await _list(request, collection)

    @app.get(f"{collection.path}/<id:str>", name=f"get_{collection.name}")
    async def one(request: Request, id: str) -> HTTPResponse:
        return await _get(request, collection, id=id)


def not_found(name: str) -> NotFoundError:
    """Return the error for an id that names nothing."""
    return NotFoundError(f"There is no {name} with this id.")


def check_id(name: str, id: str) -> None:
    """Raise `NotFoundError` if nothing of this name can have this id."""
    if not _ID.fullmatch(id):
        raise not_found(name)


async def _list(request: Request, collection: TmfCollection[Item]) -> HTTPResponse:
    query = read_list_query(
        _arguments(request),
        filters=collection.stored.filters,
        attributes=collection.attributes,
    )
    at_large = not any(name in collection.asked_by for name, _ in query.filters)
    allowed = collection.overseen and administers(request)
    if collection.asked_by and at_large and not allowed:
        raise BadRequestError(f"Say whose: {' or '.join(collection.asked_by)} must be given.")
    page = await collection.stored.find(query)
    body = [_chosen(collection.document(item), query.fields) for item in page.items]
    headers = {"X-Total-Count": str(page.total), "X-Result-Count": str(len(body))}
    return json_response(body, status=200 if len(body) == page.total else 206, headers=headers)


async def _get(request: Request, collection: TmfCollection[Item], *, id: str) -> HTTPResponse:
    arguments = _arguments(request)
    if arguments.keys() - {"fields"}:
        raise BadRequestError("Only fields can be asked for with one entity.")
    fields = read_fields(arguments.get("fields", ()), attributes=collection.attributes)
    check_id(collection.name, id)
    item = await collection.stored.get(id)
    if item is None:
        raise not_found(collection.name)
    return json_response(_chosen(collection.document(item), fields))


def _arguments(request: Request) -> dict[str, list[str]]:
    # A plain dict: Sanic's own answers get() with the first value only.
    return dict(request.get_args(keep_blank_values=True))


def _chosen(document: Document, fields: Collection[str] | None) -> Document:
    if fields is None:
        return document
    return {name: value for name, value in document.items() if name in fields}
