"""What a script's world is in the back office's words."""

from datetime import date, datetime

import pytest

from tests.play.documents import (
    access_setting,
    moment_to_book,
    outage_document,
    window_hour,
    working_days,
)
from tests.play.script import Appointment, Availability, Outage

NOW = datetime(2026, 11, 24, 10, 15)


@pytest.mark.parametrize(
    ("window", "hour"),
    [("08:00-10:00", 8), ("09:00-12:00", 8), ("16:00-18:00", 16), ("18:00-20:00", 16),
     ("07:00-09:00", 8), ("12:30-13:00", 12)],
)  # fmt: skip
def test_a_window_is_one_of_those_in_which_technicians_come(window: str, hour: int) -> None:
    assert window_hour(window) == hour


def test_an_outage_names_all_that_is_affected() -> None:
    outage = Outage.model_validate({"postal_code": "24118", "services": ["internet", "tv"]})
    document = outage_document(outage, now=NOW)
    assert document["description"] == "Internet und Fernsehen sind in 24118 gestört."
    assert document["timeRaised"] == "2026-11-24T09:15:00+01:00"
    assert "extensionInfo" not in document


@pytest.mark.parametrize(
    ("day", "booked"),
    [
        ("2026-11-26", NOW),
        ("2026-11-24", datetime(2026, 11, 21, 9)),
        ("2026-11-20", datetime(2026, 11, 17, 9)),
    ],
)
def test_an_appointment_was_booked_while_it_could_be(day: str, booked: datetime) -> None:
    appointment = Appointment.model_validate({"number": "A-1", "date": day})
    assert moment_to_book(appointment, now=NOW) == booked


@pytest.mark.parametrize(
    ("given", "fibre", "vdsl", "mobile"),
    [
        ({"fibre": True}, 1000, 250, 300),
        ({"fibre": True, "max_mbit": 100}, 100, 100, 100),
        ({"fibre": False}, 0, 100, 50),
        ({"fibre": False, "max_mbit": 16}, 0, 16, 16),
        ({"fibre": False, "max_mbit": 0}, 0, 0, 0),
    ],
)
def test_the_fastest_is_what_the_script_says(
    given: dict[str, object], fibre: int, vdsl: int, mobile: int
) -> None:
    availability = Availability.model_validate({"postal_code": "24103", **given})
    expected = {"fibreMbit": fibre, "vdslMbit": vdsl, "mobile5gMbit": mobile}
    assert access_setting(availability) == expected


def test_technicians_work_on_working_days() -> None:
    days = list(working_days(date(2026, 12, 23)))
    assert days[:3] == [date(2026, 12, 23), date(2026, 12, 24), date(2026, 12, 28)]
    assert date(2027, 1, 1) not in days
    assert days[-1] == date(2027, 2, 3)
