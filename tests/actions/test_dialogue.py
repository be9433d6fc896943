"""How Rasa's tracker is read."""

from typing import Any

from rasa_sdk.interfaces import Tracker

from actions.dialogue import Dialogue, Found


def user(intent: str, text: str = "") -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}}}


def bot(response: str | None) -> dict[str, Any]:
    return {"event": "bot", "metadata": {"utter_action": response} if response else {}}


def tracker(*events: dict[str, Any], **slots: Any) -> Tracker:
    latest = {
        "text": "in 24118 kiel",
        "intent_ranking": [{"name": "inform"}, {"name": "greet"}],
        "entities": [
            {"entity": "postal_code", "value": "24103"},
            {"entity": "postal_code", "value": "24118"},
            {"entity": "city", "value": "kiel"},
        ],
    }
    return Tracker("stay-1", slots, latest, list(events), False, None, {"name": "form"}, None)


def test_a_tracker_is_read_into_plain_values() -> None:
    dialogue = Dialogue.of(tracker(user("greet"), user("inform"), tariff="XL", count=3, empty=""))
    assert dialogue.sender == "stay-1"
    assert dialogue.text == "in 24118 kiel"
    assert dialogue.intents == ("greet", "inform")
    assert dialogue.ranking == ("inform", "greet")
    assert Found("city", "kiel") in dialogue.found
    assert dialogue.loop == "form"
    assert (dialogue.entity("postal_code"), dialogue.entity("tariff")) == ("24118", None)
    assert dialogue.word("tariff") == "XL"
    assert [dialogue.word(slot) for slot in ("count", "empty", "unknown")] == [None] * 3


def test_the_last_of_several_intents_is_found_however_long_ago() -> None:
    dialogue = Dialogue.of(tracker(user("report_outage"), user("greet"), user("inform")))
    assert dialogue.last_of("report_outage", "ask_outage_status") == "report_outage"
    assert dialogue.last_of("complain") is None


def test_only_the_message_right_before_counts_as_a_repetition() -> None:
    assert Dialogue.of(tracker(user("x"), user("x"))).repeats("x")
    assert not Dialogue.of(tracker(user("x"), user("y"), user("x"))).repeats("x")
    assert not Dialogue.of(tracker(user("x"))).repeats("x")


def test_what_was_said_to_the_message_before_is_known() -> None:
    dialogue = Dialogue.of(
        tracker(user("a"), bot("utter_old"), user("b"), bot("utter_one"), bot(None), user("c"))
    )
    assert dialogue.said_before == ("utter_one", "")


def test_slots_just_filled_are_candidates() -> None:
    filled = {"event": "slot", "name": "postal_code", "value": "24118"}
    assert Dialogue.of(tracker(user("inform"), filled)).candidates == {"postal_code": "24118"}
