"""A collection as it lies in the database: one page of it, or one entity by its id."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.database import Database
from backoffice.tmf.query import ListQuery
from chassis.errors import BadRequestError

Item = TypeVar("Item")

# Turns the values of one attribute into what must hold of a row; raises `BadRequestError` for a
# value that the attribute cannot have.
Condition = Callable[[tuple[str, ...]], ColumnElement[bool]]

# Reads whole items, in the order of the ids given; an id that names nothing is left out.
Loader = Callable[[AsyncConnection, Sequence[str]], Awaitable[tuple[Item, ...]]]


def equals(column: Column[Any]) -> Condition:
    """Return the condition that a column holds one of the values."""
    return lambda values: column.in_(values)


def among(column: Column[Any], *, name: str, known: type[StrEnum]) -> Condition:
    """Return the condition that a column holds one of the values, all of which must be known."""
    words = [word.value for word in known]

    def condition(values: tuple[str, ...]) -> ColumnElement[bool]:
        if not set(values) <= set(words):
            raise BadRequestError(f"{name} must be one of: {', '.join(words)}.")
        return column.in_(values)

    return condition


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some of the items that match, and how many match in all."""

    items: tuple[Item, ...]
    total: int


@dataclass(frozen=True, slots=True)
class StoredCollection(Generic[Item]):
    """Items of one table (and what hangs on it), filtered and ordered by the database."""

    database: Database
    id_column: Column[str]
    filters: Mapping[str, Condition]
    order_by: tuple[ColumnElement[Any], ...]
    load: Loader[Item]

    async def find(self, query: ListQuery) -> Page[Item]:
        """Return the query's page; page and total are of the same moment.

        Raises `BadRequestError` for a filter's value that the attribute cannot have.
        """
        where = tuple(self.filters[name](values) for name, values in query.filters)
        counted = select(func.count()).select_from(self.id_column.table).where(*where)
        ordered = select(self.id_column).where(*where).order_by(*self.order_by)
        async with self.database.reading() as connection:
            total = (await connection.execute(counted)).scalar_one()
            page = await connection.scalars(ordered.offset(query.offset).limit(query.limit))
            return Page(items=await self.load(connection, page.all()), total=total)

    async def get(self, id: str) -> Item | None:
        """Return the item with this id, or None."""
        async with self.database.reading() as connection:
            items = await self.load(connection, (id,))
        return items[0] if items else None
