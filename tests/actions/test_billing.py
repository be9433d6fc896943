"""Topic billing: bills in plain words, and disputes for a person."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from actions.backoffice import Bill, BillItem
from actions.billing import Billing
from actions.speech import Event
from conversation.signals import Reason
from tests.actions.care import CHECKED, MemoryCare, asked, followed, identity
from tests.actions.stage import NOW, Ears, knowledge, slots_of

ITEMS = (
    BillItem(name="Grundpreis Glasfaser 250", kind="basePrice", amount=Decimal("44.99")),
    BillItem(name="Roaming Schweiz", kind="roaming", amount=Decimal("8.14"), description="12 MB"),
    BillItem(name="Bereitstellung", kind="oneTimeFee", amount=Decimal("49.95")),
    BillItem(name="Freundschaftswerbung", kind="credit", amount=Decimal("-10.00")),
)


def bill(month: int) -> Bill:
    start = NOW.replace(month=month, day=1, hour=0, minute=0)
    return Bill(
        number=f"R-10483920-2026{month:02}",
        date=start + timedelta(days=2),
        total=Decimal("93.08"),
        due=start + timedelta(days=16),
        paid=True,
        period_start=start,
        period_end=start + timedelta(days=30),
    )


OFFICE = MemoryCare(
    known_bills={
        one.number: (one, items) for one, items in [(bill(11), ITEMS), (bill(10), ITEMS[:1])]
    }
)


@pytest.fixture
def ears() -> Ears:
    return Ears()


def billing(office: MemoryCare = OFFICE) -> Billing:
    return Billing(office, identity(office), knowledge=knowledge(), now=lambda: NOW)


async def explained(ears: Ears, text: str, office: MemoryCare = OFFICE) -> list[str]:
    await billing(office).bill(asked(text, "ask_bill", **CHECKED), ears.speech)
    return ears.value("items").splitlines()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("was soll das roaming sein", "• Roaming Schweiz: 8,14 € (12 MB)"),
        ("Wofür sind die 8,14 €?", "• Roaming Schweiz: 8,14 € (12 MB)"),
        ("was is bereitstellungsgebühr", "• Bereitstellung: 49,95 € (fällt nur einmal an)"),
        (
            "gutschrift, wofür?",
            "• Freundschaftswerbung: -10,00 € (eine Gutschrift, sie wird abgezogen)",
        ),
        ("was war das mit der schweiz", "• Roaming Schweiz: 8,14 € (12 MB)"),
    ],
)
async def test_what_is_asked_about_is_explained(ears: Ears, text: str, line: str) -> None:
    assert await explained(ears, text) == [line]
    assert ears.value("total") == "93,08 €"
    assert ears.value("month") == "November"


async def test_what_made_it_dearer_is_all_but_the_base_price(ears: Ears) -> None:
    lines = await explained(ears, "diesmal so teuer, wieso denn")
    assert len(lines) == 3
    assert not any("Grundpreis" in line for line in lines)


async def test_without_a_clue_the_whole_bill_is_told_in_few_lines(ears: Ears) -> None:
    lines = await explained(ears, "rechnung versteh ich nich")
    assert lines == [
        "• Bereitstellung: 49,95 €",
        "• Grundpreis Glasfaser 250: 44,99 €",
        "• 2 weitere Posten: -1,86 €",
    ]


async def test_the_bill_of_a_month_that_is_named_is_taken(ears: Ears) -> None:
    assert await explained(ears, "rechnung oktober erklären bitte") == [
        "• Grundpreis Glasfaser 250: 44,99 €"
    ]
    assert ears.value("month") == "Oktober"


async def test_a_kind_that_is_not_on_the_bill_is_said_to_be_missing(ears: Ears) -> None:
    await explained(ears, "was hat der techniker gekostet")
    assert ears.responses == ["utter_bill_lacks_that", "utter_bill"]


async def test_what_was_asked_is_remembered_over_the_check(ears: Ears) -> None:
    first = asked("was soll das roaming sein", "ask_bill")
    assert followed(await billing().bill(first, ears.speech)) == ["identity_form"]
    before = [("was soll das roaming sein", "ask_bill")]
    later = asked("[KUNDENNUMMER_1], 24103", "inform", before=before, **CHECKED)
    await billing().bill(later, ears.speech)
    assert "Roaming" in ears.value("items")


async def test_no_bill_is_said_to_be_none(ears: Ears) -> None:
    await billing(MemoryCare()).bill(asked("rechnung?", "ask_bill", **CHECKED), ears.speech)
    assert ears.responses == ["utter_no_bill"]


async def dispute(ears: Ears, office: MemoryCare = OFFICE, **slots: str) -> list[Event]:
    dialogue = asked("18,20 zu viel", "dispute_bill", ("amount", "18,20 euro"), **slots)
    return await billing(office).dispute(dialogue, ears.speech)


async def test_a_dispute_goes_to_a_person_with_bill_and_amount(ears: Ears) -> None:
    await dispute(ears, **CHECKED)
    assert ears.responses == ["utter_dispute_regret"]
    assert ears.signal is not None
    assert ears.signal.reason is Reason.DISPUTE
    assert "R-10483920-202611 vom 3.11.2026 über 93,08 €" in ears.signal.summary
    assert "18,20 euro" in ears.signal.summary


@pytest.mark.parametrize("office", [OFFICE, MemoryCare(broken=True)])
async def test_a_dispute_waits_for_nothing(ears: Ears, office: MemoryCare) -> None:
    events = await dispute(ears, office)
    assert ears.signal is not None
    assert "R-" not in ears.signal.summary
    assert followed(events) == []


async def test_a_dispute_in_public_goes_on_in_private(ears: Ears) -> None:
    events = await dispute(ears, channel="x_public", **CHECKED)
    assert ears.responses == ["utter_go_private"]
    assert slots_of(events) == {}


@pytest.mark.parametrize(
    ("said", "before", "action"),
    [
        ("warum?", (), "action_why"),
        ("bucht bitte vom neuen konto ab", (), "action_change_own_data"),
        ("und einmalig kommt noch was dazu?", ("utter_tariff_details",), "action_tariff_details"),
    ],
)
async def test_what_is_not_about_a_bill_goes_where_it_belongs(
    ears: Ears, said: str, before: tuple[str, ...], action: str
) -> None:
    dialogue = replace(asked(said, "ask_bill"), said_before=before)
    assert followed(await billing().bill(dialogue, ears.speech)) == [action]


async def test_a_term_is_explained_to_anybody(ears: Ears) -> None:
    await billing().bill(asked("Was ist ein Bereitstellungspreis?", "ask_bill"), ears.speech)
    assert ears.responses == ["utter_knowledge"]


async def test_who_looks_for_the_bill_does_not_dispute_it(ears: Ears) -> None:
    waiting = {"pending_action": "action_ticket_status"}
    dialogue = asked("Moment, ich suche die Rechnung.", "dispute_bill", **waiting)
    await billing().dispute(dialogue, ears.speech)
    assert ears.responses == ["utter_take_your_time"]
    assert ears.signal is None


async def test_another_account_is_no_dispute(ears: Ears) -> None:
    dialogue = asked("ihr bucht noch vom alten Konto ab", "dispute_bill")
    assert followed(await billing().dispute(dialogue, ears.speech)) == ["action_change_own_data"]
