"""How customers name tariffs."""

import pytest

from actions.tariff_names import meant, mentioned
from tests.actions.stage import OFFERINGS


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Zuhause XL", ["Zuhause XL"]),
        ("zuhause l", ["Zuhause L"]),
        ("der XL", ["Zuhause XL"]),
        ("Mobil-M", ["Mobil M"]),
        ("mobil_m", ["Mobil M"]),
        ("Glasfaser 250", ["Glasfaser 250"]),
        ("250er Glas", ["Glasfaser 250"]),
        ("1000er Glas", ["Glasfaser 1000"]),
        ("Gigabit", ["Glasfaser 1000"]),
        ("Glasfasser 1000", ["Glasfaser 1000"]),
        ("zuhaus xl", ["Zuhause XL"]),
        ("50er Leitung", ["Zuhause M"]),
        ("tarif tv plus", ["TV Plus"]),
        ("M", ["Zuhause M", "Mobil M"]),
        ("250er", ["Zuhause XL", "Glasfaser 250"]),
        ("zuhause", ["Zuhause M", "Zuhause L", "Zuhause XL"]),
        ("glas 2000", []),
        ("Mobil XXL", []),
        ("Komfort 100", []),
        ("der tarif", []),
        ("", []),
        ("😀", []),
    ],
)
def test_a_name_finds_the_tariffs_it_may_mean(words: str, names: list[str]) -> None:
    assert [offering.name for offering in meant(words, OFFERINGS)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Zuhause L und XL", [["Zuhause L"], ["Zuhause XL"]]),
        ("glas 250 oder 1000?", [["Glasfaser 250"], ["Glasfaser 1000"]]),
        ("250er oder 1000er glas", [["Glasfaser 250"], ["Glasfaser 1000"]]),
        ("Lohnt sich der L gegenüber dem M von Zuhause?", [["Zuhause L"], ["Zuhause M"]]),
        ("was kostet der M", [["Zuhause M", "Mobil M"]]),
        ("von M auf XL", [["Zuhause M"], ["Zuhause XL"]]),
        ("Mobil M und TV Plus", [["Mobil M"], ["TV Plus"]]),
        ("mobil xl", []),
        ("ich zahle 250 euro", []),
        ("was gibt's im netz", []),
        ("ein plus für euch", []),
    ],
)
def test_the_tariffs_of_a_sentence_are_found_in_their_order(
    text: str, names: list[list[str]]
) -> None:
    found = mentioned(text, OFFERINGS)
    assert [[each.name for each in meant_by_one] for meant_by_one in found] == names
