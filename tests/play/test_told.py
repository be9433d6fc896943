"""What a customer has told is found however it is written, and missed where a packet lacks it."""

import pytest

from tests.play.told import Line, Packet, lacking


def lacks(*said: str, wish: str = "", summary: str = "", **facts: str) -> tuple[str, ...]:
    return lacking([Line(text) for text in said], Packet(facts=facts, wish=wish, summary=summary))


@pytest.mark.parametrize(
    ("said", "lacked"),
    [
        ("internet tot in 24118", ("postal_code 24118", "service internet")),
        ("Was ist mit T-61007?", ("ticket_number t61007",)),
        ("zweimal 39,99 € abgebucht", ("amount 39,99",)),
        ("bis 4. Dezember", ("date 4.12",)),
        ("ab 17 uhr", ("time_of_day 17",)),
        ("zuhause l mit 5 GB", ("data_volume 5", "tariff zuhausel")),
        ("FK-1048 2211", ("customer_number",)),
        ("0171 3920101", ("phone_number",)),
        ("hallo, ist da wer?", ()),
        ("kostet 12500 Euro", ("amount 12500",)),
    ],
)
def test_a_fact_that_stands_nowhere_in_the_packet_is_lacking(
    said: str, lacked: tuple[str, ...]
) -> None:
    assert lacks(said) == lacked


def test_a_fact_may_stand_in_facts_in_the_wish_or_in_the_summary() -> None:
    assert lacks("in 24118", postal_code="24118") == ()
    assert lacks("in 24118", wish="in 24118") == ()
    assert lacks("in 24118", summary="Störung in 24118.") == ()
    assert lacks("in 24118", postal_code="24103") == ("postal_code 24118",)


def test_ways_to_write_the_same_value_are_the_same_value() -> None:
    assert lacks("am 26.11.", date="2026-11-26") == ()
    assert lacks("am 26. November", wish="am 26.11. bitte") == ()
    assert lacks("WLAN weg", service="internet") == ()
    assert lacks("Zuhause L", tariff="zuhause-l") == ()
    assert lacks("20 euro", amount="20,00 €") == ()


def test_personal_data_is_there_if_its_placeholder_is() -> None:
    assert lacks("10482211", customer_number="[KUNDENNUMMER_1]") == ()
    assert lacks("0431 4420117", wish="Bitte Rückruf: [TELEFON_1]") == ()
    assert lacks("10482211", wish="[TELEFON_1]") == ("customer_number",)


def test_what_was_said_last_counts() -> None:
    assert lacks("24150", "ups 24105", postal_code="24105") == ()
    assert lacks("24150", "ups 24105", postal_code="24150") == ("postal_code 24105",)


def test_of_two_services_one_is_enough() -> None:
    assert lacks("internet und fernsehen", service="internet") == ()


def test_what_is_personal_does_not_have_to_come_along_from_the_public_part() -> None:
    lines = [Line("24118, 10482211", here=False), Line("Hallo")]
    assert lacking(lines, Packet(facts={})) == ("postal_code 24118",)
