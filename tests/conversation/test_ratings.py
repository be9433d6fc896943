"""What is an answer to the question about satisfaction, and what is not."""

import pytest

from conversation.ratings import rating_in


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("5", 5),
        ("4 danke!", 4),
        ("5\nVielen Dank!", 5),
        ("eine 3", 3),
        ("fünf", 5),
        ("4 von 5", 4),
        ("2/5", 2),
        ("5 Sterne", 5),
        ("⭐⭐⭐", 3),
        ("👍", 5),
        ("👎🏽", 1),
        ("☺️", 4),
        ("Sehr gut, danke", 5),
        ("Nicht gut.", 2),
        ("geht so", 3),
        ("gar nicht", 1),
        ("Ich war sehr zufrieden!", 5),
    ],
)
def test_numbers_words_and_emojis_are_answers(text: str, score: int) -> None:
    assert rating_in(text) == score


@pytest.mark.parametrize(
    "text",
    [
        "",
        "danke",
        "ok",
        "3 Monate ohne Internet",
        "2 Fragen noch",
        "10",
        "1-2",
        "👍👎",
        "Note 1",
        "5, aber wann kommt der Techniker?",
        "Gut, und wann kommt der Techniker?",
        "Mein Internet geht immer noch nicht",
        "[KUNDENNUMMER_1]",
        "⭐⭐⭐⭐⭐⭐",
    ],
)
def test_whatever_else_is_said_is_no_answer(text: str) -> None:
    assert rating_in(text) is None
