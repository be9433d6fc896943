"""Words that could be about anything, and words that are about something."""

import pytest

from actions.vagueness import is_vague


@pytest.mark.parametrize(
    "text",
    [
        "wie immer halt",
        "das dings wieder",
        "Na das halt...",
        "ihr wisst schon",
        "geht um die sache von neulich",
        "es ist wieder so weit",
        "irgendwas ist da komisch",
        "hm",
    ],
)
def test_words_that_name_nothing_could_be_anything(text: str) -> None:
    assert is_vague(text)


@pytest.mark.parametrize(
    "text",
    [
        "wie wird das wetter",
        "was ist 3 mal 3",
        "das internet wieder",
        "kannst du mir einen witz erzählen",
        "was kostet das",
        "asdf",
        "T-48213",
        "👍",
        "",
    ],
)
def test_a_single_word_with_a_matter_is_enough(text: str) -> None:
    assert not is_vague(text)
