"""Turning rows into bills and back."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.bills.model import Bill, BillState, Item, ItemKind, Period
from backoffice.bills.tables import bill, bill_item


async def load_bills(connection: AsyncConnection, ids: Sequence[str]) -> tuple[Bill, ...]:
    """Return the bills with these ids, in this order, with their lines."""
    rows = (await connection.execute(select(bill).where(bill.c.id.in_(ids)))).all()
    lines = _items().where(bill_item.c.bill_id.in_(ids)).order_by(bill_item.c.position)
    items: defaultdict[str, list[Item]] = defaultdict(list)
    for row in await connection.execute(lines):
        items[row.bill_id].append(_item(row))
    found = {row.id: _bill(row, items=tuple(items[row.id])) for row in rows}
    return tuple(found[id] for id in ids if id in found)


async def load_items(connection: AsyncConnection, ids: Sequence[str]) -> tuple[Item, ...]:
    """Return the lines with these ids, in this order."""
    rows = await connection.execute(_items().where(bill_item.c.id.in_(ids)))
    found = {row.id: _item(row) for row in rows}
    return tuple(found[id] for id in ids if id in found)


async def newest_bill(connection: AsyncConnection, customer: str) -> int:
    """Return what a customer's newest bill comes to, in cents; 0 if there is none."""
    newest = (
        select(bill.c.id)
        .where(bill.c.customer_number == customer)
        .order_by(bill.c.issued.desc(), bill.c.id)
        .limit(1)
        .scalar_subquery()
    )
    total = select(func.coalesce(func.sum(bill_item.c.cents), 0))
    return int((await connection.execute(total.where(bill_item.c.bill_id == newest))).scalar_one())


async def insert_bills(connection: AsyncConnection, bills: Sequence[Bill]) -> None:
    """Write new bills with their lines."""
    if not bills:
        return
    await connection.execute(insert(bill), [_bill_columns(each) for each in bills])
    lines = [
        _item_columns(item, position=position)
        for each in bills
        for position, item in enumerate(each.items)
    ]
    await connection.execute(insert(bill_item), lines)


def _items() -> Select[Any]:
    # A line bears its bill's date.
    return select(bill_item, bill.c.issued.label("bill_date")).join(bill)


def _bill(row: Row[Any], *, items: tuple[Item, ...]) -> Bill:
    return Bill(
        id=row.id,
        customer=row.customer_number,
        issued=row.issued,
        due=row.due,
        period=Period(first=row.period_first, last=row.period_last),
        state=BillState(row.state),
        changed=row.changed,
        items=items,
    )


def _item(row: Row[Any]) -> Item:
    return Item(
        id=row.id,
        bill=row.bill_id,
        bill_date=row.bill_date,
        kind=ItemKind(row.kind),
        name=row.name,
        description=row.description,
        cents=row.cents,
        vat_percent=row.vat_percent,
        period=Period(first=row.period_first, last=row.period_last),
    )


def _bill_columns(each: Bill) -> dict[str, Any]:
    return {
        "id": each.id,
        "customer_number": each.customer,
        "issued": each.issued,
        "due": each.due,
        "period_first": each.period.first,
        "period_last": each.period.last,
        "state": each.state.value,
        "changed": each.changed,
    }


def _item_columns(item: Item, *, position: int) -> dict[str, Any]:
    return {
        "id": item.id,
        "bill_id": item.bill,
        "position": position,
        "kind": item.kind.value,
        "name": item.name,
        "description": item.description,
        "cents": item.cents,
        "vat_percent": item.vat_percent,
        "period_first": item.period.first,
        "period_last": item.period.last,
    }
