"""What the catalogue's collections can be filtered by."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, select

from backoffice.catalogue.tables import category, offering, price
from backoffice.tmf.stored import Condition, equals


def _in_category(column: Column[Any]) -> Condition:
    return lambda values: offering.c.category_id.in_(
        select(category.c.id).where(column.in_(values))
    )


OFFERING_FILTERS: Mapping[str, Condition] = {
    "id": equals(offering.c.id),
    "name": equals(offering.c.name),
    "lifecycleStatus": equals(offering.c.lifecycle_status),
    "category.id": equals(offering.c.category_id),
    "category.name": _in_category(category.c.name),
}

CATEGORY_FILTERS: Mapping[str, Condition] = {
    "id": equals(category.c.id),
    "name": equals(category.c.name),
}

PRICE_FILTERS: Mapping[str, Condition] = {
    "id": equals(price.c.id),
    "name": equals(price.c.name),
    "priceType": equals(price.c.kind),
}
