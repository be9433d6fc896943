"""Who is asking: what is asked for, what is checked, and what happens when it does not fit."""

from typing import Any

import pytest

from actions.backoffice import Customer
from actions.dialogue import Dialogue
from actions.identity import FOLLOWING, INVALID, PURPOSES
from actions.speech import Event, Speech, remember
from conversation.signals import Reason
from tests.actions.care import (
    CHECKED,
    JANA,
    NUMBER,
    MemoryCare,
    MemoryVault,
    asked,
    followed,
    identity,
    left,
)
from tests.actions.stage import Ears, slots_of
from tests.bot.test_content import implemented

THEN = "action_ticket_status"
WAITING: dict[str, Any] = {"requested_slot": "verified", "loop": "identity_form"}
BOTH = {"customer_number": NUMBER, "postal_code": "24103"}
GIVEN = [("customer_number", NUMBER), ("postal_code", "24103")]


@pytest.fixture
def ears() -> Ears:
    return Ears()


async def serve(ears: Ears, dialogue: Dialogue, office: MemoryCare | None = None) -> list[Event]:
    served: list[Customer] = []

    async def act(customer: Customer, _: Dialogue, __: Speech) -> list[Event]:
        served.append(customer)
        return [remember("last_topic", "tickets")]

    who = identity(office or MemoryCare())
    events = await who.serve(dialogue, ears.speech, then=THEN, act=act)
    assert served in ([], [JANA])
    return events


async def validated(ears: Ears, dialogue: Dialogue, **parts: Any) -> list[Event]:
    office = parts.pop("office", None) or MemoryCare()
    return await identity(office, **parts).validate(dialogue, ears.speech)


async def test_who_was_checked_is_served_without_a_question(ears: Ears) -> None:
    events = await serve(ears, asked("wie steht's?", "ask_ticket_status", **CHECKED))
    assert slots_of(events) == {"pending_action": None, "last_topic": "tickets"}
    assert ears.messages == []


@pytest.mark.parametrize(
    "slots",
    [
        {},
        {"customer_number": NUMBER, "postal_code": "24103"},
        {**CHECKED, "verified": "[KUNDENNUMMER_2]"},
    ],
)
async def test_who_was_not_checked_is_checked_first(ears: Ears, slots: dict[str, str]) -> None:
    events = await serve(ears, asked("wie steht's?", "ask_ticket_status", **slots))
    assert followed(events) == ["identity_form"]
    assert slots_of(events) == {"verified": None, "pending_action": THEN}


@pytest.mark.parametrize("channel", ["x_public", "fb_comment"])
async def test_where_everybody_reads_along_nothing_is_asked(ears: Ears, channel: str) -> None:
    events = await serve(ears, asked("mein ticket?", "x", channel=channel, **CHECKED))
    assert ears.responses == ["utter_go_private"]
    assert followed(events) == []


async def test_a_back_office_that_fails_is_admitted(ears: Ears) -> None:
    events = await serve(ears, asked("?", "x", **CHECKED), MemoryCare(broken=True))
    assert ears.responses == ["utter_customer_data_unavailable"]
    assert ears.signal is not None
    assert ears.signal.reason is Reason.BOT_UNAVAILABLE
    assert left(events)


async def test_a_vault_that_fails_is_admitted(ears: Ears) -> None:
    dialogue = asked("", "inform", *GIVEN, **BOTH, **WAITING)
    await validated(ears, dialogue, vault=MemoryVault(broken=True))
    assert ears.signal is not None
    assert ears.signal.reason is Reason.BOT_UNAVAILABLE


@pytest.mark.parametrize(
    ("slots", "question"),
    [
        ({}, "utter_ask_identity"),
        ({"postal_code": "24103"}, "utter_ask_identity_number"),
        ({"customer_number": NUMBER}, "utter_ask_identity_postal_code"),
        (BOTH, "utter_ask_identity_again"),
        ({"postal_code": "48213", "ticket_number": "T-48213"}, "utter_ask_identity"),
    ],
)
async def test_only_what_is_missing_is_asked_for(
    ears: Ears, slots: dict[str, str], question: str
) -> None:
    await identity(MemoryCare()).ask(asked("", **slots), ears.speech)
    assert ears.responses == [question]


async def test_a_pair_that_fits_is_checked_once_and_for_this_number(ears: Ears) -> None:
    dialogue = asked(f"{NUMBER}, 24103", "inform", *GIVEN, **BOTH, **WAITING)
    events = await validated(ears, dialogue)
    assert slots_of(events)["verified"] == NUMBER
    assert ears.messages == []


async def test_what_is_known_before_the_first_question_is_checked_at_once(ears: Ears) -> None:
    events = await validated(ears, asked("techniker bitte", "book_appointment", **BOTH))
    assert slots_of(events)["verified"] == NUMBER


async def test_one_of_the_two_keeps_the_form_asking(ears: Ears) -> None:
    given = ("customer_number", NUMBER)
    dialogue = asked(NUMBER, "inform", given, customer_number=NUMBER, **WAITING)
    assert slots_of(await validated(ears, dialogue)) == {"postal_code": None}
    assert ears.messages == []


async def test_a_pair_that_does_not_fit_is_said_kindly_and_asked_once_more(ears: Ears) -> None:
    wrong = {**BOTH, "postal_code": "24118"}
    dialogue = asked("", "inform", ("postal_code", "24118"), **wrong, **WAITING)
    slots = slots_of(await validated(ears, dialogue))
    assert ears.responses == ["utter_identity_wrong"]
    assert slots == {"identity_tried": f"{NUMBER} 24118", "identity_failures": "1"}
    assert ears.signal is None


async def test_the_same_pair_is_not_checked_twice(ears: Ears) -> None:
    tried = {**BOTH, "identity_tried": f"{NUMBER} 24103"}
    assert await validated(ears, asked("", "x", **tried), office=MemoryCare(broken=True)) == []


async def test_the_second_wrong_pair_calls_a_person(ears: Ears) -> None:
    wrong = {**BOTH, "postal_code": "24105", "identity_failures": "1"}
    dialogue = asked("24105", "inform", ("postal_code", "24105"), **wrong, **WAITING)
    events = await validated(ears, dialogue)
    assert ears.signal is not None
    assert ears.signal.reason is Reason.COMPLEXITY
    assert left(events)
    assert "verified" not in slots_of(events)


@pytest.mark.parametrize("digits", ["1048392", "FK-104839201", ""])
async def test_a_number_that_can_be_none_does_not_fit(ears: Ears, digits: str) -> None:
    dialogue = asked("", "inform", *GIVEN, **BOTH, **WAITING)
    events = await validated(ears, dialogue, vault=MemoryVault({NUMBER: digits}))
    assert ears.responses == ["utter_identity_wrong"]
    assert "verified" not in slots_of(events)


async def test_a_number_is_read_however_it_was_written(ears: Ears) -> None:
    dialogue = asked("", "inform", *GIVEN, **BOTH, **WAITING)
    events = await validated(ears, dialogue, vault=MemoryVault({NUMBER: "FK-1048 39 20"}))
    assert slots_of(events)["verified"] == NUMBER


@pytest.mark.parametrize(
    "text",
    ["hab ich grad nicht da", "weiß ich nicht", "keine Ahnung", "wo finde ich die?", "nein"],
)
async def test_who_has_no_number_is_offered_a_person(ears: Ears, text: str) -> None:
    intent = "deny" if text == "nein" else "inform"
    events = await validated(ears, asked(text, intent, **WAITING))
    assert ears.responses == ["utter_no_customer_number"]
    assert slots_of(events)["offer"] == "human"
    assert left(events)


async def test_a_number_of_another_length_is_said_to_be_none_once(ears: Ears) -> None:
    assert await validated(ears, asked("1234567", "inform", **WAITING))
    assert ears.responses == [INVALID]
    again = Dialogue(**{**_fields(asked("123", "inform", **WAITING)), "said_before": (INVALID,)})
    await validated(ears, again)
    assert ears.signal is not None


@pytest.mark.parametrize(
    ("text", "intent", "found"),
    [
        ("was kostet Glasfaser 500?", "ask_tariff_details", ("tariff", "Glasfaser 500")),
        (
            "Gibt es in 24118 gerade eine große Störung?",
            "ask_outage_status",
            ("postal_code", "24118"),
        ),
        ("ich will einen Menschen", "request_human", ("service", "internet")),
    ],
)
async def test_another_question_is_no_answer(
    ears: Ears, text: str, intent: str, found: tuple[str, str]
) -> None:
    dialogue = asked(text, intent, found, postal_code="24118", **WAITING)
    assert await validated(ears, dialogue) == []
    assert ears.messages == []


async def test_what_was_waiting_goes_on_only_after_the_check() -> None:
    who, ears = identity(MemoryCare()), Ears()
    known = asked("", pending_action=THEN, **CHECKED)
    assert followed(await who.go_on(known, ears.speech)) == [THEN]
    unknown = asked("", pending_action=THEN, customer_number=NUMBER)
    assert await who.go_on(unknown, ears.speech) == []
    older = asked("", pending_action="action_of_an_older_model", **CHECKED)
    assert await who.go_on(older, ears.speech) == []


async def test_who_it_is_can_be_known_without_asking() -> None:
    who = identity(MemoryCare())
    assert await who.known(asked("", **CHECKED)) == JANA
    assert await who.known(asked("", **BOTH)) == JANA
    assert await who.known(asked("", **{**BOTH, "postal_code": "24105"})) is None
    assert await who.known(asked("")) is None
    assert await identity(MemoryCare(broken=True)).known(asked("", **CHECKED)) is None


def test_everything_that_may_follow_a_check_exists() -> None:
    assert set().union(*implemented().values()) >= FOLLOWING


def _fields(dialogue: Dialogue) -> dict[str, Any]:
    return {name: getattr(dialogue, name) for name in Dialogue.__dataclass_fields__}


async def test_the_question_says_what_it_is_for(ears: Ears) -> None:
    await identity(MemoryCare()).ask(asked("?", pending_action="action_bill"), ears.speech)
    await identity(MemoryCare()).ask(asked("?"), ears.speech)
    assert [each["purpose"] for each in ears.messages] == [
        "Damit ich die Rechnung finde",
        "Damit ich nachsehen kann",
    ]


def test_every_action_that_needs_the_check_has_a_purpose() -> None:
    later = {"action_confirm_cancellation", "action_make_appointment"}
    assert set(PURPOSES) == FOLLOWING - later


async def test_who_looks_for_the_number_may_take_their_time(ears: Ears) -> None:
    dialogue = asked("moment, ich suche den brief", pending_action=THEN, **WAITING)
    events = await validated(ears, dialogue)
    assert ears.responses == ["utter_take_your_time"]
    assert left(events)
    assert "pending_action" not in slots_of(events)
