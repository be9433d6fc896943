"""Turning the catalogue's rows into its words."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.catalogue.model import (
    Category,
    Characteristic,
    LifecycleStatus,
    Offering,
    Price,
    PriceKind,
)
from backoffice.catalogue.tables import (
    category,
    characteristic,
    offering,
    offering_characteristic,
    price,
)


async def load_categories(connection: AsyncConnection, ids: Sequence[str]) -> tuple[Category, ...]:
    """Return the categories with these ids, in this order."""
    rows = await connection.execute(select(category).where(category.c.id.in_(ids)))
    found = {row.id: _category(row) for row in rows}
    return tuple(found[id] for id in ids if id in found)


async def load_prices(connection: AsyncConnection, ids: Sequence[str]) -> tuple[Price, ...]:
    """Return the prices with these ids, in this order."""
    rows = await connection.execute(select(price).where(price.c.id.in_(ids)))
    found = {row.id: _price(row) for row in rows}
    return tuple(found[id] for id in ids if id in found)


async def load_offerings(connection: AsyncConnection, ids: Sequence[str]) -> tuple[Offering, ...]:
    """Return the offerings with these ids, in this order, with all that belongs to them."""
    rows = (await connection.execute(select(offering).where(offering.c.id.in_(ids)))).all()
    shelves = await load_categories(connection, [row.category_id for row in rows])
    by_id = {shelf.id: shelf for shelf in shelves}
    prices = await _prices_of(connection, ids)
    characteristics = await _characteristics_of(connection, ids)
    found = {
        row.id: Offering(
            id=row.id,
            name=row.name,
            description=row.description,
            category=by_id[row.category_id],
            lifecycle_status=LifecycleStatus(row.lifecycle_status),
            prices=tuple(prices[row.id]),
            characteristics=tuple(characteristics[row.id]),
            last_update=row.last_update,
        )
        for row in rows
    }
    return tuple(found[id] for id in ids if id in found)


async def _prices_of(
    connection: AsyncConnection, offering_ids: Sequence[str]
) -> defaultdict[str, list[Price]]:
    chosen = select(price).where(price.c.offering_id.in_(offering_ids)).order_by(price.c.position)
    prices: defaultdict[str, list[Price]] = defaultdict(list)
    for row in await connection.execute(chosen):
        prices[row.offering_id].append(_price(row))
    return prices


async def _characteristics_of(
    connection: AsyncConnection, offering_ids: Sequence[str]
) -> defaultdict[str, list[Characteristic]]:
    link = offering_characteristic
    chosen = (
        select(characteristic, link.c.offering_id, link.c["values"].label("chosen_values"))
        .join(link, link.c.characteristic_name == characteristic.c.name)
        .where(link.c.offering_id.in_(offering_ids))
        .order_by(link.c.position)
    )
    characteristics: defaultdict[str, list[Characteristic]] = defaultdict(list)
    for row in await connection.execute(chosen):
        characteristics[row.offering_id].append(
            Characteristic(
                name=row.name,
                description=row.description,
                value_type=row.value_type,
                unit=row.unit,
                values=tuple(row.chosen_values),
            )
        )
    return characteristics


def _category(row: Row[Any]) -> Category:
    return Category(
        id=row.id, name=row.name, description=row.description, last_update=row.last_update
    )


def _price(row: Row[Any]) -> Price:
    return Price(
        id=row.id,
        name=row.name,
        kind=PriceKind(row.kind),
        cents=row.cents,
        vat_percent=row.vat_percent,
        last_update=row.last_update,
    )
