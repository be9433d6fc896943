"""What customers name in passing is known to whoever takes over."""

from conversation.mentions import with_mentions
from conversation.turns import Entity


def test_amounts_days_and_times_are_read_off_the_figures() -> None:
    text = "50 Euro seit dem 2. November, spätestens 18 uhr, und 20 GB fehlen"
    assert with_mentions({}, text, ()) == {
        "date": "2. November",
        "time_of_day": "18 uhr",
        "amount": "50 Euro",
        "data_volume": "20 GB",
    }


def test_what_is_said_last_stands() -> None:
    told = with_mentions({}, "Am 3.12. wurden 12,99 € abgebucht", ())
    assert with_mentions(told, "nein, am 4.12.", ()) == {"date": "4.12.", "amount": "12,99 €"}


def test_a_day_in_figures_is_kept_against_one_in_words() -> None:
    words = (Entity("date", "gestern"), Entity("service", "internet"), Entity("wording", "x"))
    told = with_mentions({"date": "2. November"}, "und gestern das Internet", words)
    assert told == {"date": "2. November", "service": "internet"}
    assert with_mentions({}, "gestern", words[:1]) == {"date": "gestern"}


def test_a_number_is_no_amount_and_a_version_no_day() -> None:
    assert with_mentions({}, "Ticket T-48302, Firmware 7.57, PLZ 24118, 3 Personen", ()) == {}
