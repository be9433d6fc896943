"""Loading the sample customers, with contracts that began some months before the loading."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.customers.model import Address, Contract, Customer
from backoffice.customers.rows import insert_customers
from backoffice.customers.tables import customer
from backoffice.sample.content import SampleArea, SampleCatalogue
from backoffice.sample.files import Content, read_file
from backoffice.sample.months import earlier, newest_bill_month
from backoffice.services import Service


class SampleCustomer(Content):
    """A customer; the contract began with the month so many before the newest bill's."""

    number: str
    name: str
    street: str
    postcode: str
    phone: str
    email: str | None = None
    tariffs: list[str] = Field(min_length=1)
    services: list[Service]
    started_months_ago: int

    def address_in_one_line(self, city: str) -> str:
        """Return the address as a technician reads it."""
        return f"{self.street}, {self.postcode} {city}"


def read_customers() -> list[SampleCustomer]:
    """Return the sample customers."""
    return read_file("customers.json", list[SampleCustomer])


async def load_sample_customers(
    connection: AsyncConnection,
    customers: list[SampleCustomer],
    *,
    catalogue: SampleCatalogue,
    areas: list[SampleArea],
    now: datetime,
) -> None:
    """Insert the customers that are missing."""
    present = set(await connection.scalars(select(customer.c.number)))
    cities = {area.postcode: area.city for area in areas}
    terms = {
        each.id: (
            _months(each.characteristics["minimumTermMonths"][0]),
            _months(each.characteristics["noticePeriodMonths"][0]),
        )
        for each in catalogue.offerings
    }
    missing = [
        _customer(each, city=cities[each.postcode], terms=terms, now=now)
        for each in customers
        if each.number not in present
    ]
    await insert_customers(connection, missing)


def _customer(
    sample: SampleCustomer, *, city: str, terms: Mapping[str, tuple[int, int]], now: datetime
) -> Customer:
    term, notice = terms[sample.tariffs[0]]
    start = earlier(newest_bill_month(now), months=sample.started_months_ago)
    return Customer(
        number=sample.number,
        name=sample.name,
        address=Address(street=sample.street, postcode=sample.postcode, city=city),
        contract=Contract(
            tariffs=tuple(sample.tariffs),
            services=tuple(sample.services),
            start=start,
            minimum_term_end=_last_day(start, months=term),
            notice_months=notice,
        ),
        phone=sample.phone,
        email=sample.email,
    )


def _last_day(start: date, *, months: int) -> date:
    return earlier(start, months=-months) - timedelta(days=1)


def _months(value: object) -> int:
    assert isinstance(value, int), "terms are counted in whole months"
    return value
