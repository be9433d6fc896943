"""Tariffs of a script stand for tariffs of the catalogue, of their kind and apart."""

import pytest

from tests.play.tariff_choice import chosen_tariffs

CATALOGUE = (
    *("Zuhause S", "Zuhause M", "Zuhause L", "Zuhause XL"),
    *("Glasfaser 250", "Glasfaser 500", "Glasfaser 1000"),
    *("Mobil S", "Mobil M", "Mobil L", "TV Basis", "TV Plus"),
)


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("Zuhause XL", "Zuhause XL"),
        ("zuhause-xl", "Zuhause XL"),
        ("MagentaZuhause XL", "Zuhause XL"),
        ("GigaFiber 500", "Glasfaser 500"),
        ("Handy Medium", "Mobil M"),
        ("Allnet Flat S", "Mobil S"),
        ("Entertain Plus", "TV Plus"),
        ("Surf & Phone L", "Zuhause L"),
        ("Komfort", "Zuhause S"),
    ],
)
def test_a_name_stands_for_one_of_its_kind_and_size(name: str, ours: str) -> None:
    assert chosen_tariffs([name], CATALOGUE) == {name: ours}


def test_different_names_stand_for_different_tariffs() -> None:
    chosen = chosen_tariffs(["Surf 50", "Surf 100", "Zuhause S"], CATALOGUE)
    assert chosen["Zuhause S"] == "Zuhause S"
    assert len(set(chosen.values())) == 3


def test_a_catalogue_that_is_too_small_is_used_twice() -> None:
    assert chosen_tariffs(["A", "B"], ["Zuhause S"]) == {"A": "Zuhause S", "B": "Zuhause S"}
