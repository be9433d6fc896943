"""The sample data: complete, believable, and gentle with what somebody changed."""

import asyncio
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import text

from backoffice.database import Database, open_database
from backoffice.sample.content import read_areas, read_catalogue, read_problems
from backoffice.sample.loading import keep_fresh, load_sample
from tests.backoffice.office import CATEGORIES, NOON, OFFERINGS, PRICES, PROBLEMS, Office

RUNNING = {"status": "submitted,acknowledged,inProgress,held,pending"}


def _expected(problem: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(problem["extensionInfo"][0]["value"])


def _values(offering: dict[str, Any]) -> dict[str, list[Any]]:
    return {
        use["name"]: [each["value"] for each in use["productSpecCharacteristicValue"]]
        for use in offering["prodSpecCharValueUse"]
    }


def test_twenty_different_postcodes_are_served() -> None:
    postcodes = {area.postcode for area in read_areas()}
    assert len(postcodes) == len(read_areas()) == 20
    assert {"24118", "24937"} <= postcodes


def test_problems_lie_in_the_area_served_and_most_of_it_had_one() -> None:
    problems = read_problems()
    touched = {code for each in [*problems.running, *problems.past] for code in each.postcodes}
    assert touched <= {area.postcode for area in read_areas()}
    assert len(touched) >= 15


def test_every_tariff_says_what_customers_ask() -> None:
    catalogue = read_catalogue()
    always = {"technology", "minimumTermMonths", "noticePeriodMonths", "features"}
    for offering in catalogue.offerings:
        names = offering.characteristics.keys()
        assert always <= names
        assert names <= {each.name for each in catalogue.characteristics}
        assert offering.monthly_cents > 0
        # The law on telecoms allows two years at most and a month's notice.
        assert offering.characteristics["minimumTermMonths"][0] in {1, 12, 24}
        assert offering.characteristics["noticePeriodMonths"] == [1]
        if offering.category != "tv":
            assert {"downloadMbit", "uploadMbit"} <= names
        if offering.category == "mobilfunk":
            assert {"dataVolumeGb", "euRoaming"} <= names


async def test_an_offering_carries_its_prices_and_properties(foerdekom: Office) -> None:
    offering = (await foerdekom.client.get(f"{OFFERINGS}/zuhause-xl")).json()
    monthly, once = offering["productOfferingPrice"]
    assert (monthly["priceType"], monthly["recurringChargePeriod"]) == ("recurring", "month")
    assert monthly["price"] == {
        "taxIncludedAmount": {"unit": "EUR", "value": 44.99},
        "dutyFreeAmount": {"unit": "EUR", "value": 37.81},
        "taxRate": 19,
    }
    assert once["priceType"] == "oneTime"
    assert once["price"]["taxIncludedAmount"] == {"unit": "EUR", "value": 69.95}
    values = _values(offering)
    assert (values["downloadMbit"], values["uploadMbit"]) == ([250], [40])
    assert len(values["features"]) == 3


@pytest.mark.parametrize(("postcode", "service"), [("24118", "internet"), ("24937", "mobile")])
async def test_a_running_problem_ends_a_few_hours_ahead_on_any_day(
    foerdekom: Office, postcode: str, service: str
) -> None:
    filters = {"affectedLocation.postcode": postcode, "affectedService.id": service, **RUNNING}
    for days in (0, 0.1, 3, 400, -500):
        foerdekom.clock.forward(days=days)
        now = foerdekom.clock.now
        await load_sample(foerdekom.database, now=now)
        [problem] = (await foerdekom.client.get(PROBLEMS, params=filters)).json()
        assert timedelta(hours=1) <= _expected(problem) - now <= timedelta(hours=7)
        assert datetime.fromisoformat(problem["timeRaised"]) <= now


async def test_two_customers_within_an_hour_hear_the_same_end(foerdekom: Office) -> None:
    before = (await foerdekom.client.get(PROBLEMS)).json()
    await load_sample(foerdekom.database, now=NOON + timedelta(minutes=50))
    assert (await foerdekom.client.get(PROBLEMS)).json() == before


async def test_loading_again_changes_nothing(foerdekom: Office) -> None:
    before = [(await foerdekom.client.get(path)).json() for path in (OFFERINGS, PROBLEMS)]
    await load_sample(foerdekom.database, now=NOON)
    assert [(await foerdekom.client.get(path)).json() for path in (OFFERINGS, PROBLEMS)] == before


async def test_loading_leaves_a_changed_problem_alone(foerdekom: Office) -> None:
    href = f"{PROBLEMS}/sp-24118-internet"
    changed = (await foerdekom.client.patch(href, json={"status": "resolved"})).json()
    await load_sample(foerdekom.database, now=NOON + timedelta(days=3))
    assert (await foerdekom.client.get(href)).json() == changed


async def test_loading_leaves_a_changed_tariff_alone(foerdekom: Office) -> None:
    async with foerdekom.database.writing() as connection:
        await connection.execute(
            text("UPDATE product_offering_price SET cents = 99 WHERE id = 'mobil-s-monatlich'")
        )
        await connection.execute(text("UPDATE category SET name = 'Handy' WHERE id = 'mobilfunk'"))
    await load_sample(foerdekom.database, now=NOON)
    [price] = (await foerdekom.client.get(PRICES, params={"id": "mobil-s-monatlich"})).json()
    assert price["price"]["value"] == 0.99
    assert await foerdekom.ids(CATEGORIES, name="Handy") == ["mobilfunk"]


async def test_two_processes_that_load_at_once_load_once(migrated_url: str, office: Office) -> None:
    databases = [open_database(migrated_url) for _ in range(4)]
    await asyncio.gather(*(load_sample(each, now=NOON) for each in databases))
    await asyncio.gather(*(each.close() for each in databases))
    assert len(await office.ids(OFFERINGS)) == 12


async def test_a_service_that_stays_up_keeps_its_demonstration_fresh(foerdekom: Office) -> None:
    foerdekom.clock.forward(days=2)
    task = asyncio.create_task(keep_fresh(foerdekom.database, clock=foerdekom.clock, seconds=0.01))
    try:
        async with asyncio.timeout(10):
            while True:
                answer = await foerdekom.client.get(f"{PROBLEMS}/sp-24118-internet")
                if _expected(answer.json()) > foerdekom.clock.now:
                    break
                await asyncio.sleep(0.02)
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_a_round_that_fails_does_not_end_the_freshening(
    sqlite_url: str, logged: StringIO
) -> None:
    empty = open_database(sqlite_url)
    rounds = asyncio.create_task(keep_fresh(empty, clock=lambda: NOON, seconds=0.01))
    async with asyncio.timeout(10):
        while logged.getvalue().count("sample_not_freshened") < 2:
            await asyncio.sleep(0.02)
    rounds.cancel()
    await asyncio.wait([rounds])
    await empty.close()


async def test_a_database_without_tables_is_no_place_for_the_sample(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(text("DROP TABLE service_problem_area"))
    with pytest.raises(Exception, match=r"database|service_problem_area"):
        await load_sample(database, now=NOON)
    async with database.reading() as connection:
        count = await connection.scalar(text("SELECT count(*) FROM product_offering"))
    assert count == 0
