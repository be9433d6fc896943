"""Bills: each customer's last ones, with lines that add up."""

from typing import Any

from backoffice.sample.bills import read_bills
from backoffice.sample.customers import read_customers
from backoffice.sample.loading import load_sample
from tests.backoffice.office import BILL_ITEMS, BILLS, JANA, Office


async def _bills(office: Office, customer: str) -> list[dict[str, Any]]:
    answer = await office.client.get(BILLS, params={"relatedParty.id": customer})
    found: list[dict[str, Any]] = answer.json()
    return found


async def _items(office: Office, bill: str) -> list[dict[str, Any]]:
    answer = await office.client.get(BILL_ITEMS, params={"bill.id": bill})
    found: list[dict[str, Any]] = answer.json()
    return found


def _cents(document: dict[str, Any], amount: str = "taxIncludedAmount") -> int:
    assert document[amount]["unit"] == "EUR"
    value: float = document[amount]["value"]
    return round(value * 100)


async def test_every_customer_has_three_bills_that_are_the_sum_of_their_lines(
    foerdekom: Office,
) -> None:
    for customer in read_customers()[:40]:
        bills = await _bills(foerdekom, customer.number)
        assert [bill["id"][-6:] for bill in bills] == ["202611", "202610", "202609"]
        for bill in bills:
            items = await _items(foerdekom, bill["id"])
            assert sum(map(_cents, items)) == _cents(bill) == _cents(bill, "amountDue")
            net = sum(_cents(item, "taxExcludedAmount") for item in items)
            assert net == _cents(bill, "taxExcludedAmount")
            assert _cents(bill) > 0
            assert items[0]["type"] == "basePrice"


async def test_a_bill_says_its_period_and_until_when_to_pay(foerdekom: Office) -> None:
    bill = (await foerdekom.client.get(f"{BILLS}/R-{JANA}-202610")).json()
    assert bill["billDate"] == "2026-10-02T22:00:00Z"
    assert bill["paymentDueDate"] == "2026-10-16T22:00:00Z"
    assert bill["billingPeriod"] == {
        "startDateTime": "2026-09-30T22:00:00Z",
        "endDateTime": "2026-10-31T23:00:00Z",
    }
    assert (bill["state"], bill["remainingAmount"]["value"]) == ("settled", 0)


async def test_lines_are_named_in_german_and_a_credit_is_negative(foerdekom: Office) -> None:
    base, television, credit = await _items(foerdekom, f"R-{JANA}-202610")
    assert base["name"] == "Grundpreis Glasfaser 250"
    assert television["name"] == "Grundpreis TV Basis"
    assert (credit["type"], credit["name"]) == ("credit", "Gutschrift für einen Ausfall")
    assert credit["taxIncludedAmount"] == {"unit": "EUR", "value": -3.0}
    assert credit["taxExcludedAmount"] == {"unit": "EUR", "value": -2.52}
    assert (await foerdekom.client.get(credit["href"])).json() == credit


async def test_who_is_new_paid_for_the_beginning(foerdekom: Office) -> None:
    items = await _items(foerdekom, "R-91827364-202609")
    assert [item["type"] for item in items] == ["basePrice", "oneTimeFee"]
    assert items[1]["taxIncludedAmount"]["value"] == 59.95


async def test_a_new_month_brings_a_new_bill_and_leaves_the_old_ones(foerdekom: Office) -> None:
    before = await _bills(foerdekom, JANA)
    foerdekom.clock.forward(days=12)
    await load_sample(foerdekom.database, now=foerdekom.clock.now)
    after = await _bills(foerdekom, JANA)
    assert after[1:] == before
    assert (after[0]["id"], after[0]["state"]) == (f"R-{JANA}-202612", "sent")
    assert after[0]["remainingAmount"] == after[0]["amountDue"]
    foerdekom.clock.forward(days=14)
    await load_sample(foerdekom.database, now=foerdekom.clock.now)
    assert (await _bills(foerdekom, JANA))[0]["state"] == "settled"


def test_every_kind_of_line_occurs() -> None:
    kinds = {extra.kind.value for extra in read_bills().extras}
    assert kinds == {"roaming", "premiumRateCall", "credit", "technicianFee", "tariffChange"}
    assert all((extra.cents < 0) == (extra.kind == "credit") for extra in read_bills().extras)


async def test_bills_are_not_written_from_outside(foerdekom: Office) -> None:
    assert (await foerdekom.client.post(BILLS, json={})).status_code == 405
    assert (await foerdekom.client.patch(f"{BILLS}/R-{JANA}-202610", json={})).status_code == 405
