"""Topic tariffs: what there is to buy, what it costs and includes, and how tariffs differ."""

import re
from collections.abc import Mapping, Sequence

from actions.backoffice import Catalogue, Offering
from actions.catalogue import offerings_or_person
from actions.dialogue import Dialogue
from actions.follow_ups import continues
from actions.german import listing, money
from actions.knowledge import Knowledge
from actions.posts import LONGEST_POST, weighted_length
from actions.speech import Act, Event, Speech, go_on_with, remember
from actions.tariff_aspects import GENERAL, PRICE, asked_for, told
from actions.tariff_choices import to_details, to_families, to_kinds, to_pairs
from actions.tariff_comparison import differences
from actions.tariff_names import Meant, meant, mentioned, variants_in
from actions.tariff_words import described, families, listed

# Telephony is part of every fixed line.
SOLD_WITH = {"phone": "internet"}
SIDE_BY_SIDE = 3
BETWEEN = " / "
# What a comparison says around its lines.
AROUND = 60
AVAILABLE = re.compile(r"verfügbar|verfuegbar|\bgibt|\bgeht|\bbei mir\b|bekomm", re.IGNORECASE)
# Data to be bought on top is nothing that a tariff tells.
MORE_DATA = re.compile(r"\bgb\b.*\bextra|nachkauf|nachbuch|dazu ?(?:buch|kauf)", re.IGNORECASE)
WHICH = ("utter_which_tariff", "utter_tariff_ambiguous")


class Tariffs:
    """Answers from the catalogue; asks which tariff where that is not clear."""

    def __init__(self, catalogue: Catalogue, *, knowledge: Knowledge) -> None:
        self._catalogue = catalogue
        self._knowledge = knowledge

    def actions(self) -> Mapping[str, Act]:
        """Return what this class does of the topic's actions."""
        return {
            "action_tariff_overview": self.overview,
            "action_tariff_details": self.details,
            "action_compare_tariffs": self.compare,
        }

    async def overview(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Show the tariffs of the service that was named, or what kinds there are."""
        offerings = await offerings_or_person(self._catalogue, dialogue, speech)
        if not offerings:
            return []
        service = dialogue.entity("service") or ""
        chosen = [each for each in offerings if each.service == SOLD_WITH.get(service, service)]
        if chosen:
            lines = listed(chosen, in_short=dialogue.public)
            speech.say("utter_tariff_list", tariffs=lines, choices=to_details(chosen))
            few = len(chosen) <= SIDE_BY_SIDE
            names = BETWEEN.join(each.name for each in chosen)
            return [remember("shown_tariffs", names if few else None)]
        kinds = "\n".join(f"• {each}" for each in families(offerings))
        speech.say("utter_tariff_families", families=kinds, choices=to_kinds(offerings))
        return []

    async def details(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Explain the tariff that is meant, or just what is asked of it.

        Without a name it is the tariff of the talk before, or those that were just compared.
        """
        offerings = await offerings_or_person(self._catalogue, dialogue, speech)
        if not offerings:
            return []
        named = named_in(dialogue, offerings)
        if len(named) > 1 and all(len(each) == 1 for each in named):
            return self._side_by_side([one for (one,) in named], dialogue, speech)
        aspects = asked_for(dialogue.said) or _asked_before(dialogue)
        if both := _of_the_talk_too(dialogue, named, offerings):
            return _each(both, aspects, speech)
        if named:
            events = self._about_named(named[0], aspects, speech)
            return [*events, *_also_where(dialogue)]
        if wanted := dialogue.entity("tariff"):
            names = listing([each.name for each in offerings])
            speech.say("utter_tariff_unknown", wanted=wanted, names=names)
            return [remember("last_topic", "tariffs"), remember("tariff", None)]
        before = of_the_talk(dialogue, offerings)
        if before and not MORE_DATA.search(dialogue.said):
            return _each(before, aspects, speech)
        if MORE_DATA.search(dialogue.said):
            return [go_on_with("action_data_volume")]
        if aspects and GENERAL.issuperset(aspects):
            return await self._knowledge.tell(dialogue, speech, topic="contracts")
        speech.say("utter_which_tariff", choices=to_details(offerings))
        return [remember("last_topic", "tariffs"), _kept(aspects)]

    async def compare(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Hold two or three tariffs side by side; one of them may be from the talk before."""
        offerings = await offerings_or_person(self._catalogue, dialogue, speech)
        if not offerings:
            return []
        named = named_in(dialogue, offerings)
        before = of_the_talk(dialogue, offerings)
        if not named and len(before) > 1:
            return self._side_by_side(before, dialogue, speech)
        if len(named) == 1 and len(named[0]) == 1:
            others = [one for one in before if one is not named[0][0]]
            named = (*(((one,)) for one in others), *named)
        if len(named) < 2:
            certain = [each[0].name for each in named if len(each) == 1]
            speech.say("utter_compare_which", choices=to_pairs(offerings, names=certain))
            return [remember("last_topic", "tariffs")]
        if all(len(each) == 1 for each in named):
            return self._side_by_side([one for (one,) in named], dialogue, speech)
        speech.say("utter_compare_ambiguous", choices=to_families(named))
        return [remember("last_topic", "tariffs")]

    def _about_named(self, named: Meant, aspects: tuple[str, ...], speech: Speech) -> list[Event]:
        if len(named) > 1:
            speech.say("utter_tariff_ambiguous", choices=to_details(named))
            return [remember("last_topic", "tariffs"), _kept(aspects)]
        (offering,) = named
        # Who names a tariff and asks for its price is new to it and gets the whole of it.
        events = _tell(offering, () if aspects == (PRICE,) else aspects, speech)
        return [
            *events,
            remember("last_topic", "tariffs"),
            remember("tariff", offering.name),
            remember("shown_tariffs", offering.name),
            _kept(aspects),
        ]

    def _side_by_side(
        self, offerings: Sequence[Offering], dialogue: Dialogue, speech: Speech
    ) -> list[Event]:
        chosen = tuple(offerings)[:SIDE_BY_SIDE]
        names = [each.name for each in chosen]
        found = differences(chosen)
        if dialogue.public:
            room = LONGEST_POST - len(BETWEEN.join(names)) - AROUND
            found = tuple(fitting(found, room=room))
        lines = "\n".join(f"• {each}" for each in found)
        if lines:
            speech.say(
                "utter_tariffs_compared",
                names=BETWEEN.join(names),
                differences=lines,
                choices=to_details(chosen),
            )
        else:
            speech.say("utter_tariffs_alike", names=listing(names))
        return [
            remember("last_topic", "tariffs"),
            remember("tariff", None),
            remember("shown_tariffs", BETWEEN.join(names)),
        ]


def named_in(dialogue: Dialogue, offerings: Sequence[Offering]) -> tuple[Meant, ...]:
    """Return the tariffs that the latest message names, each with all that it may mean.

    What fits several is what the message says it is for, or what the talk is about.
    """
    found = mentioned(dialogue.said, offerings)
    entities = [meant(each, offerings) for each in dialogue.entities("tariff")]
    known = [each for each in entities if each]
    shown = of_the_talk(dialogue, offerings)
    by_variant = variants_in(dialogue.said, shown) if len(shown) > 1 else ()
    named = max((found, tuple(known), by_variant), key=len)
    settled = [_settled(each, service=dialogue.entity("service"), shown=shown) for each in named]
    return tuple({tuple(one.name for one in each): each for each in settled}.values())


def fitting(lines: Sequence[str], *, room: int) -> list[str]:
    """Return the first lines that have room below each other, each after a bullet."""
    kept: list[str] = []
    for each in lines:
        room -= weighted_length(f"• {each}\n")
        if room < 0:
            break
        kept.append(each)
    return kept


def _of_the_talk_too(
    dialogue: Dialogue, named: Sequence[Meant], offerings: Sequence[Offering]
) -> tuple[Offering, ...]:
    """Return both tariffs of "wie viel GB sind da drin, und beim M?"; nothing for one alone."""
    shown = of_the_talk(dialogue, offerings)
    if len(named) != 1 or len(named[0]) != 1 or len(shown) != 1 or shown[0] is named[0][0]:
        return ()
    opening, joint, rest = dialogue.said.lower().partition(" und ")
    asks_first = joint and asked_for(opening) and not mentioned(opening, offerings)
    return (shown[0], named[0][0]) if asks_first and not asked_for(rest) else ()


def _each(offerings: Sequence[Offering], aspects: tuple[str, ...], speech: Speech) -> list[Event]:
    """Say the same of each tariff."""
    events = [event for each in offerings for event in _tell(each, aspects, speech)]
    names = BETWEEN.join(each.name for each in offerings)
    kept = [remember("shown_tariffs", names), _kept(aspects)]
    return [remember("last_topic", "tariffs"), *kept, *events]


def _settled(each: Meant, *, service: str | None, shown: Sequence[Offering]) -> Meant:
    names, families = {one.name for one in shown}, {one.category for one in shown}
    for narrowed in (
        tuple(one for one in each if one.service == service),
        tuple(one for one in each if one.name in names),
        tuple(one for one in each if one.category in families),
    ):
        if len(each) > 1 and narrowed:
            each = narrowed
    return each


def of_the_talk(dialogue: Dialogue, offerings: Sequence[Offering]) -> tuple[Offering, ...]:
    """Return what the assistant spoke of last: one tariff, or those compared.

    The slot `tariff` alone would not do: a name in the latest message has already replaced it.
    """
    names = (dialogue.word("shown_tariffs") or "").split(BETWEEN)
    shown = tuple(each for name in names for each in offerings if each.name == name)
    if shown or dialogue.entity("tariff"):
        return shown
    found = meant(dialogue.word("tariff") or "", offerings)
    return found if len(found) == 1 else ()


def _also_where(dialogue: Dialogue) -> list[Event]:
    """Look up the place too where one message asks for a tariff and whether it is to be had."""
    asks = dialogue.entity("postal_code") and AVAILABLE.search(dialogue.said)
    return [go_on_with("availability_form")] if asks else []


def _asked_before(dialogue: Dialogue) -> tuple[str, ...]:
    """Return what was asked for in the question that this message goes on with.

    Who goes on with another tariff may want no more than that, or all of it: the price is added.
    """
    kept = tuple((dialogue.word("aspects") or "").split(",")) if dialogue.word("aspects") else ()
    if any(each in dialogue.said_before for each in WHICH):
        return kept
    if not kept or not continues(dialogue.said):
        return ()
    return kept if PRICE in kept else (*kept, PRICE)


def _kept(aspects: tuple[str, ...]) -> Event:
    return remember("aspects", ",".join(aspects) or None)


def _tell(offering: Offering, aspects: tuple[str, ...], speech: Speech) -> list[Event]:
    """Say these aspects, or all; where there is nothing to say, a yes would call a person."""
    if not aspects:
        price = money(offering.monthly)
        facts = described(offering)
        speech.say("utter_tariff_details", name=offering.name, price=price, facts=facts)
    elif facts := told(offering, aspects):
        speech.say("utter_tariff_fact", name=offering.name, facts=facts)
    else:
        speech.say("utter_tariff_fact_unknown", name=offering.name)
        return [remember("offer", "human")]
    return []
