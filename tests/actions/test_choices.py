"""Which one of several: by its place, by its number, by its own words."""

import pytest

from actions.choices import Choices, Option, choose, picked
from tests.actions.care import asked, followed, left
from tests.actions.stage import Ears, slots_of

OPTIONS = [
    Option("T-48213", "T-48213: Internet, 12.11."),
    Option("T-48300", "T-48300: Fernsehen, 20.11."),
]
CHOICE = {"requested_slot": "chosen", "loop": "choice_form"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("der erste", 0),
        ("2", 1),
        ("die zweite bitte", 1),
        ("der letzte", 1),
        ("48213", 0),
        ("T-48300", 1),
        ("das mit dem fernsehen", 1),
        ("das vom 20.11.", 1),
        ("egal", 0),
        ("der dritte", None),
        ("7", None),
        ("was kostet das", None),
        ("am ersten", None),
    ],
)
def test_one_is_picked(text: str, place: int | None) -> None:
    assert picked(text, OPTIONS) == place


async def test_the_choice_is_asked_for_with_buttons_and_read() -> None:
    ears = Ears()
    events = choose(OPTIONS, entity="ticket_number", then="action_ticket_status")
    assert followed(events) == ["choice_form"]
    slots = slots_of(events)
    await Choices().ask(asked("", **slots), ears.speech)
    assert ears.value("options").startswith("1. T-48213: Internet")
    payload = ears.messages[0]["buttons"][1]["payload"]
    assert payload == '/inform{"ticket_number": "T-48300"}'
    chosen = await Choices().validate(asked(payload, **{**slots, **CHOICE}), ears.speech)
    assert slots_of(chosen) == {"chosen": "T-48300"}


async def test_a_no_chooses_nothing_and_another_question_neither() -> None:
    ears = Ears()
    slots = slots_of(choose(OPTIONS, entity="ticket_number", then="x"))
    known = {**slots, **CHOICE}
    assert await Choices().validate(asked("was kostet XL", "x", **known), ears.speech) == []
    assert left(await Choices().validate(asked("keins", "deny", **known), ears.speech))
    assert await Choices().validate(asked("der erste", **slots), ears.speech) == []
