"""What must hold of the assistant's content, whoever edits it."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from actions.app import serving  # noqa: F401 - the actions must be importable without any I/O
from actions.appointments import Appointments
from actions.availability import Availabilities
from actions.billing import Billing
from actions.choices import Choices
from actions.contracts import Contracts
from actions.feelings import Feelings
from actions.handoff import Handoff
from actions.identity import Identity
from actions.mobile import Mobile
from actions.openings import OPENINGS
from actions.other import TITLES, Other
from actions.outages import Outages
from actions.own_contract import OwnContract
from actions.recommendation import Recommendation
from actions.speech import Topic
from actions.steps import FIRST_STEPS, GUIDES, NAMES, SLOW_STEPS
from actions.tariffs import Tariffs
from actions.tickets import TicketDesk
from bot.components.needs import NONE
from conversation.escalation.by_need import RULES
from tests.bot import content
from tests.bot.model import ROOT
from tests.bot.taxonomy import ENTITIES, INTENTS, SERVICES, SMALL_TALK

# Topics that are answered with fixed responses alone.
WITHOUT_ACTIONS = {"small_talk"}
# What several topics share: actions and rules, but nothing that a customer asks for.
MECHANISMS = {"identity", "choices"}
# Rasa's own words, replaced by German ones although nothing of ours says them (ENGINE trap 10).
RASAS_OWN = {"utter_default", "utter_ask_rephrase", "utter_restart"}
ASKED_BY_FORMS = {
    "utter_ask_outage_form_postal_code",
    "utter_ask_recommendation_form_household",
    "utter_ask_recommendation_form_usage",
    "utter_ask_recommendation_form_mobile_use",
    "utter_ask_availability_form_postal_code",
}
# bot/turns.py says these by itself.
SAID_BY_THE_CHANNEL = {"utter_the_other_later"}
RASAS_ACTIONS = {"action_deactivate_loop", "action_listen"}
FORMS = {
    "outage_form",
    "identity_form",
    "choice_form",
    "appointment_form",
    "recommendation_form",
    "availability_form",
}
# What nobody would choose from a list.
WITHOUT_A_TITLE = {"inform", "out_of_scope", "complain", "insult", "threaten_consequences"}
SLOTS_OF_THE_GATEWAY = {"address_form", "channel"}
SLOTS_OF_ACTIONS = {"verified", "identity_tried", "identity_failures", "pending_action"}
INFORMAL = re.compile(r"\b(du|dir|dich|dein\w*|möchtest|meinst|kannst)\b", re.IGNORECASE)
FORMAL = re.compile(r"\b(Sie|Ihnen|Ihr\w*)\b")


def implemented() -> dict[str, set[str]]:
    """Return the actions of each topic's module."""
    nothing: Any = None
    modules: dict[str, list[Topic]] = {
        "tariffs": [
            Tariffs(nothing, knowledge=nothing),
            Recommendation(nothing, nothing),
            Availabilities(nothing, nothing),
        ],
        "contracts": [
            Contracts(nothing, knowledge=nothing),
            OwnContract(nothing, now=nothing),
        ],
        "mobile": [Mobile(nothing, knowledge=nothing)],
        "feelings": [Feelings()],
        "outages": [Outages(faults=nothing, now=nothing)],
        "tickets": [TicketDesk(nothing, nothing, now=nothing)],
        "appointments": [Appointments(nothing, nothing, now=nothing)],
        "billing": [Billing(nothing, nothing, knowledge=nothing, now=nothing)],
        "identity": [Identity(nothing, nothing)],
        "choices": [Choices()],
        "handoff": [Handoff()],
        "other": [Other(nothing)],
    }
    return {
        topic: {name for part in parts for name in part.actions()}
        for topic, parts in modules.items()
    }


def test_every_topic_is_in_its_five_places() -> None:
    topics = content.topics("data/nlu")
    for folder in content.FOLDERS:
        assert content.topics(folder) - MECHANISMS == topics, folder
    for folder in ("bot/domain", "data/rules"):
        assert content.topics(folder) >= MECHANISMS, folder
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests/stories").glob("*.yml")}
    assert tests == topics
    modules = {topic for topic in topics if (ROOT / f"actions/{topic}.py").exists()}
    assert modules == topics - WITHOUT_ACTIONS


def test_intents_and_entities_are_those_of_the_taxonomy() -> None:
    intents = {intent for names in content.listed("intents").values() for intent in names}
    assert intents <= INTENTS
    assert set(content.by_intent()) == intents
    named = {entity for example in content.examples() for entity, _, _ in example.entities}
    assert named <= ENTITIES
    listed = content.listed("entities")[content.SHARED]
    assert named <= {next(iter(each)) if isinstance(each, dict) else each for each in listed}


def test_each_intent_has_enough_examples() -> None:
    counts = {intent: len(examples) for intent, examples in content.by_intent().items()}
    few = {
        intent: count
        for intent, count in counts.items()
        if count < (15 if intent in SMALL_TALK else 40)
    }
    assert not few
    assert counts["out_of_scope"] >= 60


def test_examples_of_an_intent_lie_in_its_topic() -> None:
    listed = content.listed("intents")
    for example in content.examples():
        assert example.intent in listed[example.topic]


def test_no_sentence_means_two_things() -> None:
    meanings = defaultdict(set)
    for example in content.examples():
        meanings[example.text.casefold().strip(" .!?")].add(example.intent)
    assert not {text: intents for text, intents in meanings.items() if len(intents) > 1}


def test_a_service_has_one_of_four_values() -> None:
    values = content.synonyms()
    assert set(values.values()) == SERVICES
    for example in content.examples():
        for entity, words, value in example.entities:
            if entity == "service":
                assert (value or values.get(words.casefold())) in SERVICES, example.annotated
            else:
                assert value is None, example.annotated


def test_words_known_by_heart_mean_something_and_the_longest_come_first() -> None:
    lookups = content.lookups()
    assert set(lookups) <= ENTITIES
    assert set(lookups["service"]) <= set(content.synonyms())
    for entity, words in lookups.items():
        for place, word in enumerate(words):
            later = [other for other in words[place + 1 :] if re.match(rf"{word}\b.", other)]
            assert not later, f"{entity}: {word} hides {later}"


def test_anger_is_between_0_and_3_and_varies_where_people_complain() -> None:
    levels = defaultdict(set)
    for example in content.examples():
        assert example.anger in {0, 1, 2, 3}
        levels[example.intent].add(example.anger)
    for intent in ("report_outage", "ask_outage_status", "request_human", "complain"):
        assert levels[intent] == {0, 1, 2, 3}


def test_needs_are_those_that_the_rules_know_each_taught_by_messages_of_its_own() -> None:
    needs = content.needs()
    assert set(needs) == {*RULES, NONE}
    assert all(len(messages) >= 20 for messages in needs.values())
    every = [message.casefold() for messages in needs.values() for message in messages]
    assert len(every) == len(set(every))


def test_intents_that_tell_a_need_are_intents_and_tell_one_that_is_known() -> None:
    pipeline = content.read(ROOT / "config.yml")["pipeline"]
    (reader,) = (each for each in pipeline if each["name"].endswith("NeedReader"))
    intents = {example.intent for example in content.examples()}
    assert {*reader["intents"], *reader["silent"]} <= intents
    assert set(reader["intents"].values()) <= set(RULES)


def test_what_needs_a_person_is_not_taught_by_what_understanding_is_measured_on() -> None:
    lines = (ROOT / "tests/nlu/heldout.jsonl").read_text(encoding="utf-8").splitlines()
    heldout = {json.loads(line)["text"].casefold() for line in lines}
    taught = {message.casefold() for messages in content.needs().values() for message in messages}
    assert not taught & heldout


def test_personal_data_appears_as_placeholders_only() -> None:
    needs = (message for messages in content.needs().values() for message in messages)
    for text in (*(example.text for example in content.examples()), *needs):
        assert not re.search(r"\d{6,}(?!\d*\]?\()", text.replace("241188", ""))
        assert not re.search(r"\w@\w", text)


def test_every_response_is_said_by_somebody() -> None:
    said = content.said_in_rules_and_stories() | content.said_by_actions()
    responses = {name for names in content.domain("responses").values() for name in names}
    assert responses - said == RASAS_OWN | ASKED_BY_FORMS | SAID_BY_THE_CHANNEL
    assert {name for name in said if name.startswith("utter_")} <= responses


def test_every_action_is_listed_and_implemented_in_its_topic() -> None:
    listed = {topic: set(names) for topic, names in content.listed("actions").items() if names}
    assert listed == implemented()
    called = {name for name in content.said_in_rules_and_stories() if "utter" not in name}
    assert called - RASAS_ACTIONS - FORMS <= set().union(*listed.values())


def _variants() -> list[tuple[str, str, dict[str, object]]]:
    return [
        (topic, name, variant)
        for topic, responses in content.domain("responses").items()
        for name, variants in responses.items()
        for variant in variants
    ]


def _address(variant: dict[str, object]) -> str | None:
    for condition in variant.get("condition") or []:  # type: ignore[attr-defined]
        if condition["name"] == "address_form":
            return str(condition["value"])
    return None


@pytest.mark.parametrize(("topic", "name", "variant"), _variants(), ids=lambda each: str(each)[:40])
def test_a_response_keeps_to_one_form_of_address(
    topic: str, name: str, variant: dict[str, str]
) -> None:
    if _address(variant) == "sie":
        assert not INFORMAL.search(variant["text"])
    else:
        # "Sie" may begin a sentence about something else, so only the other words count here.
        assert not re.search(r"\b(Ihnen|Ihr\w*)\b|möchten|können Sie", variant["text"])


def test_who_is_addressed_as_du_can_be_addressed_as_sie_and_there_is_always_a_variant() -> None:
    for responses in content.domain("responses").values():
        for name, variants in responses.items():
            plain = [each for each in variants if _address(each) is None]
            assert plain, name
            informal = any(INFORMAL.search(each["text"]) for each in plain)
            formal = [each for each in variants if _address(each) == "sie"]
            assert bool(formal) >= informal, name


def test_responses_name_no_brand() -> None:
    for _, name, variant in _variants():
        assert "rdekom" not in str(variant["text"]), name


def test_buttons_lead_to_intents_that_exist() -> None:
    intents = {intent for names in content.listed("intents").values() for intent in names}
    # Every topic has its title, also one that another change brings.
    assert intents - SMALL_TALK - WITHOUT_A_TITLE <= set(TITLES) <= INTENTS
    assert {intent for opened in OPENINGS.values() for intent in opened} <= set(TITLES)
    for title in TITLES.values():
        assert len(title) <= 40
    for _, name, variant in _variants():
        for button in variant.get("buttons") or []:  # type: ignore[attr-defined]
            assert re.match(r"/(\w+)", button["payload"])[1] in INTENTS, name  # type: ignore[index]
            assert len(button["title"]) <= 40


def test_every_service_has_first_steps_and_every_device_a_guide() -> None:
    assert set(FIRST_STEPS) == set(SLOW_STEPS) == SERVICES
    assert set(GUIDES) == set(NAMES)
    for guides in GUIDES.values():
        assert {"restart", "setup"} <= set(guides)
        assert all(len(steps) <= 250 for steps in guides.values())


def test_free_text_fills_a_slot_only_where_it_was_asked_for() -> None:
    """ENGINE trap 9: else an IBAN meant for a person lands in a form's slot."""
    for slots in content.domain("slots").values():
        for name, slot in slots.items():
            for mapping in slot["mappings"]:
                if mapping["type"] != "from_text":
                    continue
                assert all(
                    condition["active_loop"] and condition["requested_slot"] == name
                    for condition in mapping["conditions"]
                )
                assert mapping["intent"] == "inform"


def test_slots_of_gateway_and_actions_are_never_read_from_a_message() -> None:
    topics = content.domain("slots").values()
    slots = {name: slot for topic in topics for name, slot in topic.items()}
    for name in SLOTS_OF_THE_GATEWAY | SLOTS_OF_ACTIONS:
        assert slots[name]["mappings"] == [{"type": "custom"}]


def test_stays_are_told_apart_by_their_sender_not_by_time() -> None:
    """ENGINE trap 8: an expired session would forget a question in the middle."""
    session = content.domain("session_config")[content.SHARED]
    assert session["session_expiration_time"] == 0


def test_the_default_place_of_the_domain_is_the_domain() -> None:
    """Bare `rasa train` and the like look for the domain there."""
    assert Path(ROOT / "domain.yml").resolve() == (ROOT / "bot/domain").resolve()
