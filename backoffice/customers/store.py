"""Writing customers."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backoffice.catalogue.tables import offering
from backoffice.customers.model import Customer
from backoffice.customers.rows import insert_customers
from backoffice.database import Database
from backoffice.tmf.errors import UnprocessableError
from chassis.errors import ConflictError


async def add_customer(database: Database, each: Customer) -> None:
    """Keep a new customer.

    Raises `UnprocessableError` if a tariff is not in the catalogue, `ConflictError` if the number
    is taken.
    """
    tariffs = each.contract.tariffs
    try:
        async with database.writing() as connection:
            known = await connection.scalars(
                select(offering.c.id).where(offering.c.id.in_(tariffs))
            )
            if set(tariffs) - set(known):
                raise UnprocessableError("tariffs must name offerings of the catalogue.")
            await insert_customers(connection, (each,))
    except IntegrityError:
        raise ConflictError("There is a customer with this number already.") from None
