"""Messages that make sense only after the one before: "warum?", "und der Upload?"."""

import re

from actions.countries import entry_for_country
from actions.dialogue import Dialogue
from actions.needs import Needs, read_needs
from actions.tariff_aspects import asked_for

WHY = re.compile(r"\b(?:warum|wieso|weshalb|weswegen|wie kommst du|begründ|und wenn nicht)\b")
GOES_ON = re.compile(r"^\W*(?:und|oder|auch|sowie|und wie|was ist mit)\b", re.IGNORECASE)
LINE = re.compile(r"glasfaser|\bglas\b|ftth|v?dsl\b|\b5 ?g\b|\blte\b")
THERE = re.compile(
    r"bei (?:mir|uns)\b|verfügbar|verfuegbar|ausgebaut|ausbau|in unserer straße|an meiner adresse"
    r"|in der straße"
)
BROKEN = re.compile(r"kaputt|ausfall|störung|stoerung|geht nicht|langsam|\btot\b|weg\b|tarif|kost")
MOST_WORDS = 8
RECENT = 4
FEW_WORDS = 12
BARE_WORDS = 3
TARIFF_TOLD = ("utter_tariff_details", "utter_tariff_fact", "utter_tariffs_compared")
PLACE_TOLD = ("utter_available", "utter_available_otherwise", "utter_nothing_available")
INSTEAD = re.compile(
    r"statt|sonst|alternativ|was (?:geht|gibt|gibts|habt|kann|könnt|bekomm|krieg)", re.IGNORECASE
)
RECOMMENDED = ("utter_recommendation", "utter_recommendation_check", "utter_recommendation_reason")


def asks_why(dialogue: Dialogue) -> bool:
    """Whether a recommendation that was just given is asked to be explained."""
    after = any(each in dialogue.said_before for each in RECOMMENDED)
    return after and bool(WHY.search(dialogue.said.lower()))


def asks_only_why(dialogue: Dialogue) -> bool:
    """Whether a message is "warum?" and little more: it asks about what was just said."""
    said = dialogue.said.lower()
    return bool(WHY.search(said)) and len(said.split()) <= BARE_WORDS


def asks_of_shown_tariff(dialogue: Dialogue) -> bool:
    """Whether a message asks for more about the tariff that was told in the answer before."""
    after = any(each in dialogue.said_before for each in TARIFF_TOLD)
    return after and bool(asked_for(dialogue.said)) and len(dialogue.said.split()) <= FEW_WORDS


def asks_what_instead(dialogue: Dialogue) -> bool:
    """Whether a message asks for what can be had at a place after it was told what cannot."""
    after = any(each in dialogue.said_before for each in PLACE_TOLD)
    return after and bool(INSTEAD.search(dialogue.said)) and not dialogue.entity("tariff")


def continues(text: str) -> bool:
    """Whether a message only goes on with the question before: "und beim XL?"."""
    return bool(GOES_ON.match(text)) and len(text.split()) <= MOST_WORDS


def changes_needs(dialogue: Dialogue) -> str | None:
    """Return the form that recommends anew where needs come after a recommendation."""
    after = any(each in dialogue.said_before for each in RECOMMENDED)
    return "recommendation_form" if after and read_needs(dialogue.said) != Needs() else None


def tells_needs(dialogue: Dialogue) -> bool:
    """Whether a message says for whom and what for a line is needed, and so wants advice."""
    needs = read_needs(dialogue.said)
    return needs.people is not None and bool(needs.uses)


def asks_what_is_there(dialogue: Dialogue) -> bool:
    """Whether a message can only ask for a line at a place, whatever the engine made of it."""
    said = dialogue.said.lower()
    return bool(LINE.search(said)) and bool(THERE.search(said)) and not BROKEN.search(said)


def follow_up(dialogue: Dialogue) -> str | None:
    """Return the action that goes on with the talk where the message alone says too little."""
    if asks_why(dialogue):
        return "action_explain_recommendation"
    named = dialogue.entities("tariff")
    if len(named) > 1 or (named and "utter_compare_which" in dialogue.said_before):
        return "action_compare_tariffs"
    if named:
        return "action_tariff_details"
    if len(dialogue.said.split()) > MOST_WORDS:
        return None
    if asks_what_instead(dialogue):
        return "action_check_availability"
    if asks_of_shown_tariff(dialogue):
        return "action_tariff_details"
    topic = dialogue.word("last_topic")
    abroad = topic == "mobile" or "ask_roaming" in dialogue.intents[-RECENT:]
    abroad = abroad or (continues(dialogue.said) and topic != "outages")
    if abroad and entry_for_country(dialogue.said):
        return "action_roaming"
    about = dialogue.word("tariff") or dialogue.word("shown_tariffs")
    if topic in {"tariffs", "availability"} and about and asked_for(dialogue.said):
        return "action_tariff_details"
    return None
