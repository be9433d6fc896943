"""Loading the sample customers' last bills, month by month as the clock goes on."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.bills.model import Bill, BillState, Item, ItemKind, Period
from backoffice.bills.rows import insert_bills
from backoffice.bills.tables import bill
from backoffice.clock import berlin_day
from backoffice.customers.model import Customer
from backoffice.customers.rows import load_customers
from backoffice.sample.content import SampleCatalogue, SampleOffering
from backoffice.sample.files import Content, read_file
from backoffice.sample.months import BILL_DAY, earlier, last_day, newest_bill_month

BILLS = 3
DAYS_TO_PAY = timedelta(days=14)


class SampleExtra(Content):
    """What stands on one customer's bill beside the usual; `bill` 0 is the newest, 1 before."""

    customer: str
    bill: int
    kind: ItemKind
    name: str
    description: str
    cents: int


class SampleBills(Content):
    """How the usual is called, and all that is not usual."""

    vat_percent: int
    base_price_name: str
    setup_name: str
    extras: list[SampleExtra]


@dataclass(frozen=True, slots=True)
class _Line:
    kind: ItemKind
    name: str
    cents: int
    period: Period
    description: str | None = None


def read_bills() -> SampleBills:
    """Return what is on the sample bills."""
    return read_file("bills.json", SampleBills)


async def load_sample_bills(
    connection: AsyncConnection,
    samples: SampleBills,
    *,
    numbers: Sequence[str],
    catalogue: SampleCatalogue,
    now: datetime,
) -> None:
    """Insert each customer's last bills as far as they are missing, and settle those due."""
    newest = newest_bill_month(now)
    months = [earlier(newest, months=back) for back in range(BILLS)]
    present = set(await connection.scalars(select(bill.c.id).where(bill.c.issued >= months[-1])))
    offerings = {each.id: each for each in catalogue.offerings}
    extras = _by_bill(samples.extras)
    customers = await load_customers(connection, numbers)
    missing = [
        _bill(customer, month, samples, offerings, extras[customer.number, back], now=now)
        for customer in customers
        for back, month in enumerate(months)
        if month >= customer.contract.start and _id(customer.number, month) not in present
    ]
    await insert_bills(connection, missing)
    await _settle(connection, numbers, now=now)


async def _settle(connection: AsyncConnection, numbers: Sequence[str], *, now: datetime) -> None:
    # The sample customers pay by direct debit.
    paid = update(bill).where(
        bill.c.customer_number.in_(numbers),
        bill.c.state == BillState.SENT.value,
        bill.c.due < berlin_day(now),
    )
    await connection.execute(paid.values(state=BillState.SETTLED.value, changed=now))


def _by_bill(extras: Sequence[SampleExtra]) -> defaultdict[tuple[str, int], list[SampleExtra]]:
    found: defaultdict[tuple[str, int], list[SampleExtra]] = defaultdict(list)
    for extra in extras:
        found[extra.customer, extra.bill].append(extra)
    return found


def _bill(
    customer: Customer,
    month: date,
    samples: SampleBills,
    offerings: Mapping[str, SampleOffering],
    extras: Sequence[SampleExtra],
    *,
    now: datetime,
) -> Bill:
    id, issued = _id(customer.number, month), month.replace(day=BILL_DAY)
    usual = _usual(customer, month, samples, offerings)
    special = _special(extras, month)
    items = [
        Item(
            id=f"{id}-{number}",
            bill=id,
            bill_date=issued,
            kind=line.kind,
            name=line.name,
            description=line.description,
            cents=line.cents,
            vat_percent=samples.vat_percent,
            period=line.period,
        )
        for number, line in enumerate([*usual, *special], 1)
    ]
    due = issued + DAYS_TO_PAY
    return Bill(
        id=id,
        customer=customer.number,
        issued=issued,
        due=due,
        period=_whole(month),
        state=BillState.SETTLED if due < berlin_day(now) else BillState.SENT,
        changed=now.astimezone(UTC),
        items=tuple(items),
    )


def _usual(
    customer: Customer,
    month: date,
    samples: SampleBills,
    offerings: Mapping[str, SampleOffering],
) -> Iterator[_Line]:
    tariffs = [offerings[id] for id in customer.contract.tariffs]
    for tariff in tariffs:
        name = f"{samples.base_price_name} {tariff.name}"
        yield _Line(ItemKind.BASE_PRICE, name, tariff.monthly_cents, _whole(month))
    if month == customer.contract.start:
        for tariff in tariffs:
            if tariff.setup_cents:
                name = f"{samples.setup_name} {tariff.name}"
                yield _Line(ItemKind.ONE_TIME_FEE, name, tariff.setup_cents, _whole(month))


def _special(extras: Sequence[SampleExtra], month: date) -> Iterator[_Line]:
    # A base price is charged ahead, all else in the month after.
    before = _whole(earlier(month, months=1))
    for extra in extras:
        yield _Line(extra.kind, extra.name, extra.cents, before, extra.description)


def _whole(month: date) -> Period:
    return Period(first=month, last=last_day(month))


def _id(number: str, month: date) -> str:
    return f"R-{number}-{month:%Y%m}"
