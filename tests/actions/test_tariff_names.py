"""How customers name tariffs."""

import pytest

from actions.tariff_names import meant
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
