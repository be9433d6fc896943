"""How lines are fitted to what Messenger and a comment can show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.facebook.composing import (
    PAYLOAD,
    QUICK_REPLIES,
    TEXT,
    TITLE,
    comment_of,
    length,
    messages_of,
    split,
)
from conversation.messages import Button, Speaker
from tests.facebook.world import line

SENTENCE = "Der Techniker kommt am Dienstag zwischen acht und zwölf Uhr zu dir nach Hause. "


def test_a_long_text_is_split_at_sentence_ends_in_order() -> None:
    parts = split((SENTENCE * 60).strip())
    assert len(parts) == 3
    assert all(length(part) <= TEXT and part.endswith("Hause.") for part in parts)
    assert " ".join(parts) == (SENTENCE * 60).strip()


def test_exactly_the_limit_is_one_message_and_one_more_is_two() -> None:
    assert split("a" * TEXT) == ["a" * TEXT]
    assert split("a" * (TEXT + 1)) == ["a" * TEXT, "a"]
    assert split("a" * (TEXT - 1) + ". b") == ["a" * (TEXT - 1) + ".", "b"]


def test_without_a_sentence_end_a_text_is_split_between_words() -> None:
    parts = split("Wort " * 1000)
    assert all(part.endswith("Wort") for part in parts)


@given(st.text(alphabet=st.sampled_from("ab .!?\n😀€ü"), max_size=300), st.integers(2, 40))
def test_splitting_loses_nothing_but_space(text: str, most: int) -> None:
    parts = split(text.strip(), most)
    assert all(0 < length(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_an_emoji_counts_twice() -> None:
    assert length("😀") == 2
    assert len(split("😀" * 1001)) == 2


def test_chips_are_as_many_and_as_long_as_messenger_takes() -> None:
    buttons = [Button(title=f"Tarif {n}", payload=f"/choose{n}") for n in range(15)]
    [message] = messages_of(line("Welcher?", buttons=tuple(buttons)))
    assert len(message["quick_replies"]) == QUICK_REPLIES
    assert message["text"] == "Welcher?\n– Tarif 13\n– Tarif 14"


def test_a_title_that_is_cut_is_told_whole_in_the_text() -> None:
    long = Button(title="Mit einem Menschen sprechen", payload="/human")
    [message] = messages_of(line("Was nun?", buttons=(long, Button("Ja", "/yes"))))
    titles = [chip["title"] for chip in message["quick_replies"]]
    assert titles == ["Mit einem Menschen…", "Ja"]
    assert all(length(title) <= TITLE for title in titles)
    assert message["text"] == "Was nun?\n– Mit einem Menschen sprechen"


def test_a_payload_that_is_too_long_is_no_chip() -> None:
    [message] = messages_of(line("Ja?", buttons=(Button("Ja", "x" * (PAYLOAD + 1)),)))
    assert message == {"text": "Ja?\n– Ja"}


def test_chips_go_with_the_last_message_because_they_vanish_with_the_next() -> None:
    shown = line(SENTENCE * 30, buttons=(Button("Ja", "/yes"),), image="https://cdn.example/a.png")
    first, second, picture = messages_of(shown)
    assert "quick_replies" not in first.keys() | second.keys()
    assert picture["attachment"]["payload"]["url"] == "https://cdn.example/a.png"
    assert len(picture["quick_replies"]) == 1


def test_chips_that_would_look_alike_when_cut_are_numbered_as_they_are_in_the_text() -> None:
    times = [f"Donnerstag, 26.11., {hour} bis {hour + 2} Uhr" for hour in (8, 10)]
    buttons = tuple(Button(title, f"/choose{title}") for title in times)
    (message,) = messages_of(line("Welche passt dir?", buttons=buttons))
    assert message["text"] == f"Welche passt dir?\n– 1. {times[0]}\n– 2. {times[1]}"
    titles = [chip["title"] for chip in message["quick_replies"]]
    assert titles == ["1. Donnerstag, 26.1…", "2. Donnerstag, 26.1…"]


def test_chips_without_words_get_some() -> None:
    assert messages_of(line("", buttons=(Button("Ja", "/yes"),)))[0]["text"] == "Bitte auswählen:"
    assert messages_of(line("  ")) == []


def test_a_comment_lists_its_options_because_nobody_can_press_them() -> None:
    buttons = (Button("Kiel", "/kiel"), Button("Plön", "/ploen"))
    public = line("Wo?", speaker=Speaker.AGENT, buttons=buttons)
    assert comment_of(public, assistant="Lotse", most=1000) == {"message": "Wo?\n– Kiel\n– Plön"}


@pytest.mark.parametrize("text", ["", "Moin", "Moin! Wie geht's?"])
def test_what_fits_is_left_as_it_is(text: str) -> None:
    assert split(text) == ([text] if text else [])
