"""Loading the sample catalogue: what is there already stays as it is."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.catalogue.model import LifecycleStatus, PriceKind
from backoffice.catalogue.tables import (
    category,
    characteristic,
    offering,
    offering_characteristic,
    price,
)
from backoffice.sample.content import SampleCatalogue, SampleOffering


async def load_catalogue(
    connection: AsyncConnection, catalogue: SampleCatalogue, *, now: datetime
) -> None:
    """Insert the categories, characteristics and offerings that are missing.

    An offering that is there keeps its prices and characteristics, whatever became of them.
    """
    categories = [
        {**each.model_dump(), "position": position, "last_update": now}
        for position, each in enumerate(catalogue.categories)
    ]
    await _insert_missing(connection, category.c.id, categories)
    await _insert_missing(
        connection, characteristic.c.name, [each.model_dump() for each in catalogue.characteristics]
    )
    offerings = [
        _offering_row(each, position=position, now=now)
        for position, each in enumerate(catalogue.offerings)
    ]
    new = await _insert_missing(connection, offering.c.id, offerings)
    for each in catalogue.offerings:
        if each.id in new:
            await connection.execute(insert(price), _price_rows(each, catalogue, now=now))
            await connection.execute(insert(offering_characteristic), _characteristic_rows(each))


async def _insert_missing(
    connection: AsyncConnection, key: Column[str], rows: list[dict[str, Any]]
) -> set[str]:
    present = set(await connection.scalars(select(key)))
    missing = [row for row in rows if row[key.name] not in present]
    if missing:
        await connection.execute(insert(key.table), missing)
    return {row[key.name] for row in missing}


def _offering_row(each: SampleOffering, *, position: int, now: datetime) -> dict[str, Any]:
    return {
        "id": each.id,
        "category_id": each.category,
        "name": each.name,
        "description": each.description,
        "lifecycle_status": LifecycleStatus.ACTIVE.value,
        "position": position,
        "last_update": now,
    }


def _price_rows(
    each: SampleOffering, catalogue: SampleCatalogue, *, now: datetime
) -> list[dict[str, Any]]:
    prices = (
        ("monatlich", catalogue.recurring_price_name, PriceKind.RECURRING, each.monthly_cents),
        ("einmalig", catalogue.one_time_price_name, PriceKind.ONE_TIME, each.setup_cents),
    )
    return [
        {
            "id": f"{each.id}-{suffix}",
            "offering_id": each.id,
            "name": name,
            "kind": kind.value,
            "cents": cents,
            "vat_percent": catalogue.vat_percent,
            "position": position,
            "last_update": now,
        }
        for position, (suffix, name, kind, cents) in enumerate(prices)
    ]


def _characteristic_rows(each: SampleOffering) -> list[dict[str, Any]]:
    return [
        {
            "offering_id": each.id,
            "characteristic_name": name,
            "position": position,
            "values": values,
        }
        for position, (name, values) in enumerate(each.characteristics.items())
    ]
