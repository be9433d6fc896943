"""Turning rows into customers and back."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.customers.model import Address, Contract, Customer
from backoffice.customers.tables import customer, customer_tariff
from backoffice.services import Service


async def load_customers(
    connection: AsyncConnection, numbers: Sequence[str]
) -> tuple[Customer, ...]:
    """Return the customers with these numbers, in this order, with what they have."""
    rows = await connection.execute(select(customer).where(customer.c.number.in_(numbers)))
    tariffs = await _tariffs_of(connection, numbers)
    found = {row.number: _customer(row, tariffs=tuple(tariffs[row.number])) for row in rows}
    return tuple(found[number] for number in numbers if number in found)


async def insert_customers(connection: AsyncConnection, customers: Sequence[Customer]) -> None:
    """Write new customers with what they have."""
    if not customers:
        return
    await connection.execute(insert(customer), [_columns(each) for each in customers])
    links = [
        {"customer_number": each.number, "offering_id": tariff, "position": position}
        for each in customers
        for position, tariff in enumerate(each.contract.tariffs)
    ]
    await connection.execute(insert(customer_tariff), links)


async def customer_exists(connection: AsyncConnection, number: str) -> bool:
    """Say whether there is a customer with this number."""
    found = await connection.scalar(select(customer.c.number).where(customer.c.number == number))
    return found is not None


async def _tariffs_of(
    connection: AsyncConnection, numbers: Sequence[str]
) -> defaultdict[str, list[str]]:
    link = customer_tariff
    chosen = select(link).where(link.c.customer_number.in_(numbers)).order_by(link.c.position)
    tariffs: defaultdict[str, list[str]] = defaultdict(list)
    for row in await connection.execute(chosen):
        tariffs[row.customer_number].append(row.offering_id)
    return tariffs


def _customer(row: Row[Any], *, tariffs: tuple[str, ...]) -> Customer:
    return Customer(
        number=row.number,
        name=row.name,
        address=Address(street=row.street, postcode=row.postcode, city=row.city),
        contract=Contract(
            tariffs=tariffs,
            services=tuple(Service(word) for word in row.services),
            start=row.contract_start,
            minimum_term_end=row.minimum_term_end,
            notice_months=row.notice_months,
        ),
        phone=row.phone,
        email=row.email,
    )


def _columns(each: Customer) -> dict[str, Any]:
    return {
        "number": each.number,
        "name": each.name,
        "street": each.address.street,
        "postcode": each.address.postcode,
        "city": each.address.city,
        "phone": each.phone,
        "email": each.email,
        "services": [service.value for service in each.contract.services],
        "contract_start": each.contract.start,
        "minimum_term_end": each.contract.minimum_term_end,
        "notice_months": each.contract.notice_months,
    }
