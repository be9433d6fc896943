"""Which values the real engine finds in messages."""

import pytest

from tests.bot.engine import Customer

pytestmark = pytest.mark.timeout(600)


def found(customer: Customer, text: str) -> list[tuple[str, str]]:
    entities = customer.says(text).body["understanding"]["entities"]
    return [(each["entity"], each["value"]) for each in entities]


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("mein WLAN geht nicht", "internet"),
        ("Fernsehen geht nicht", "tv"),
        ("das Festnetz ist tot", "phone"),
        ("zeig mir die Handytarife", "mobile"),
    ],
)
def test_a_service_has_its_canonical_value(customer: Customer, text: str, service: str) -> None:
    assert found(customer, text) == [("service", service)]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("was kostet GLASFASER 500", ("tariff", "GLASFASER 500")),
        ("was kostet glasfaser 500", ("tariff", "glasfaser 500")),
        ("ich wohne in kiel", ("city", "kiel")),
        ("ich wohne in Kiel", ("city", "Kiel")),
    ],
)
def test_every_other_value_is_as_it_was_written(
    customer: Customer, text: str, entity: tuple[str, str]
) -> None:
    assert entity in found(customer, text)


@pytest.mark.parametrize("text", ["24118", "PLZ: 24118.", "in 24118?", "D-24118", "(24118)"])
def test_a_postcode_is_found_once(customer: Customer, text: str) -> None:
    assert found(customer, text).count(("postal_code", "24118")) == 1


@pytest.mark.parametrize(
    "text", ["10000 €", "ich zahle 20000 euro", "TT-2026-12345", "16000 mbit", "0431 555010012345"]
)
def test_not_every_number_is_a_postcode(customer: Customer, text: str) -> None:
    assert "postal_code" not in dict(found(customer, text))


def test_placeholders_of_personal_data_are_whole_values(customer: Customer) -> None:
    entities = found(customer, "Kundennummer [KUNDENNUMMER_1], Telefon [TELEFON_2]")
    assert ("customer_number", "[KUNDENNUMMER_1]") in entities
    assert ("phone_number", "[TELEFON_2]") in entities


def test_a_ticket_number_is_one_value(customer: Customer) -> None:
    assert found(customer, "Ticketnummer FK-2025-00417") == [("ticket_number", "FK-2025-00417")]
