"""How long a post is by X's count."""

from actions.posts import weighted_length


def test_german_letters_count_once_and_the_euro_twice() -> None:
    assert weighted_length("Größe „M“ – ja") == 14
    assert weighted_length("5 €") == 4
    assert weighted_length("• 1…") == 6
    assert weighted_length("☕") == 2
