"""Which tariff is recommended for which needs, and why."""

import json
from decimal import Decimal

import pytest

from actions.advice import advise
from actions.backoffice import Availability, Line, Offering
from actions.needs import read_needs
from tests.bot.model import ROOT

EVERYWHERE = Availability(fibre=Line(mbit=1000), copper=Line(mbit=250), mobile=Line(mbit=300))
OLD_CABLE = Availability(copper=Line(mbit=50))


def sold() -> list[Offering]:
    """Return the catalogue of the sample data, which the recommendations are made for."""
    sample = json.loads((ROOT / "backoffice/sample/catalogue.json").read_text("utf-8"))
    names = {each["id"]: each["name"] for each in sample["categories"]}
    return [
        Offering(
            name=each["name"],
            description=each["description"],
            category=names[each["category"]],
            monthly=Decimal(each["monthly_cents"]) / 100,
            once=Decimal(each["setup_cents"]) / 100,
            traits={name: tuple(values) for name, values in each["characteristics"].items()},
        )
        for each in sample["offerings"]
    ]


OFFERINGS = sold()


@pytest.mark.parametrize(
    ("needs", "place", "name"),
    [
        ("allein, nur mails", None, "Zuhause S"),
        ("zu zweit netflix", None, "Zuhause M"),
        ("zu viert netflix", None, "Zuhause L"),
        ("zu viert netflix", EVERYWHERE, "Zuhause L"),
        ("allein im homeoffice", None, "Zuhause L"),
        ("zu fünft 4k", None, "Zuhause XL"),
        ("zu fünft 4k", EVERYWHERE, "Glasfaser 500"),
        ("zu viert 4k und gaming", EVERYWHERE, "Glasfaser 250"),
        ("zu viert netflix", OLD_CABLE, "Zuhause M"),
        ("zu zweit netflix über glasfaser", None, "Glasfaser 250"),
        ("zu zweit, große dateien hochladen", EVERYWHERE, "Glasfaser 250"),
        ("zu viert netflix, max 35 euro", None, "Zuhause M"),
        ("zu viert netflix, max 10 euro", None, "Zuhause S"),
        ("handy, wenig", None, "Mobil S"),
        ("handy, 20 gb", None, "Mobil M"),
        ("handy, viel video", None, "Mobil L"),
        ("handy, viel video, max 20 euro", None, "Mobil M"),
        ("handy, 500 gb", None, "Mobil L"),
        ("tv paket für eine person", None, "TV Basis"),
        ("tv paket für 4 personen", None, "TV Plus"),
    ],
)
def test_the_cheapest_that_does_what_is_needed(
    needs: str, place: Availability | None, name: str
) -> None:
    advice = advise(read_needs(needs), OFFERINGS, place=place)
    assert advice is not None
    assert advice.offering.name == name
    assert advice.reason.endswith(".")
    assert len(advice.reason) < 150
    assert len(advice.why_not_smaller) < 150


def test_the_reason_names_who_and_what_for() -> None:
    advice = advise(read_needs("zu viert, netflix und homeoffice"), OFFERINGS)
    assert advice is not None
    assert advice.reason == (
        "Homeoffice und Streaming für vier Personen: "
        "Dafür sind 100 Mbit/s und 40 Mbit/s im Upload genau richtig."
    )
    assert advice.why_not_smaller.startswith("Zuhause M hat nur 10 Mbit/s im Upload.")


def test_what_a_budget_costs_is_said() -> None:
    advice = advise(read_needs("zu viert netflix, max 35 euro"), OFFERINGS)
    assert advice is not None
    assert "Zuhause L (39,99 €)" in advice.reason
    too_little = advise(read_needs("allein netflix, max 10 euro"), OFFERINGS)
    assert too_little is not None
    assert too_little.reason == "Für 10 € gibt es nichts, das ist der günstigste."


def test_fibre_is_a_hint_where_nobody_knows_whether_there_is_any() -> None:
    unknown = advise(read_needs("zu fünft 4k"), OFFERINGS)
    known = advise(read_needs("zu fünft 4k"), OFFERINGS, place=OLD_CABLE)
    assert unknown is not None
    assert known is not None
    assert unknown.faster_by_fibre is not None
    assert unknown.faster_by_fibre.name == "Glasfaser 500"
    assert known.faster_by_fibre is None


def test_where_there_is_nothing_nothing_is_recommended() -> None:
    assert advise(read_needs("zu viert"), OFFERINGS, place=Availability()) is None
    assert advise(read_needs("handy"), [each for each in OFFERINGS if each.fibre]) is None
