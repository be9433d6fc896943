"""What is understood of people's needs, in the words in which they tell them."""

import pytest

from actions.needs import Needs, leaves_it_open, read_needs


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("zu viert", 4),
        ("Wir sind zu fünft und drei davon streamen gleichzeitig", 5),
        ("single, 45qm, netflix abends", 1),
        ("3er WG, alle streamen", 3),
        ("Familie mit zwei Kindern", 4),
        ("alleinerziehend mit 2 Kindern", 3),
        ("2 Pers., 1x Homeoffice", 2),
        ("für eine Person, die nur Mails liest", 1),
        ("mein Mann und ich", 2),
        ("welcher reicht für zwei", 2),
        ("was passt zu uns als Familie", 4),
        ("max 40 euro", None),
        ("wir haben zwei Router", None),
        ("ich ziehe in zwei Wochen um", None),
    ],
)
def test_the_number_of_people(text: str, people: int | None) -> None:
    assert read_needs(text).people == people


@pytest.mark.parametrize(
    ("text", "people"),
    [("4", 4), ("vier", 4), ("wir sind 4", 4), ("drei bis vier", 4), ("Fünf oder mehr", 5)],
)
def test_a_bare_number_counts_people_only_where_they_were_asked_for(text: str, people: int) -> None:
    assert read_needs(text).people is None
    assert read_needs(text, asked="people").people == people


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("viel netflix", ("streaming",)),
        ("Netflix in 4K", ("4k", "streaming")),
        ("für dauerzocker", ("gaming",)),
        ("meine freundin arbeitet zwei tage von zuhause", ("homeoffice",)),
        ("arbeite 2 tage von daheim", ("homeoffice",)),
        ("lade große Dateien hoch, muss viel hochladen", ("upload",)),
        ("nur mails und nachrichten", ("surfing",)),
        ("2 Pers., 1x Homeoffice, kein TV", ("homeoffice",)),
        ("ohne gaming, nur surfen", ("surfing",)),
    ],
)
def test_what_the_net_is_used_for(text: str, uses: tuple[str, ...]) -> None:
    assert read_needs(text).uses == uses


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("max 40 euro", 40),
        ("höchstens 35,50 €", 35),
        ("bis 45€", 45),
        ("40 personen", None),
        ("zu 4", None),
    ],
)
def test_a_budget_is_in_euros(text: str, budget: int | None) -> None:
    assert read_needs(text).budget == budget


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("5 GB im monat brauch ich, welcher handytarif", 5),
        ("handytarif für wenig surfen", 8),
        ("viel unterwegs wenig zuhaus", 60),
        ("hab mobil s und bin jeden monat nach drei wochen leer", 60),
        ("handy, jeden tag ein bisschen musik", 25),
    ],
)
def test_how_much_data_goes_through_on_the_way(text: str, volume: int) -> None:
    needs = read_needs(text)
    assert (needs.kind, needs.volume) == ("mobile", volume)


def test_little_or_much_at_home_is_no_data_volume() -> None:
    assert read_needs("wir surfen viel").volume is None
    assert read_needs("wenig", asked="volume").volume == 8


def test_later_words_replace_earlier_ones_and_leave_the_rest() -> None:
    before = Needs(people=4, uses=("streaming",), budget=40)
    assert before.with_more(read_needs("doch zu fünft")) == Needs(
        people=5, uses=("streaming",), budget=40
    )


def test_who_has_no_preference_says_so() -> None:
    assert leaves_it_open("keine Ahnung, egal")
    assert not leaves_it_open("viel netflix")
