"""Which one of several: a question with buttons whose answer may as well be typed."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.dates import plain
from actions.dialogue import Dialogue
from actions.speech import Act, Choice, Event, Speech, go_on_with, leave_form, remember

FORM = "choice_form"
CHOSEN = "chosen"
ORDINALS = ("erste", "zweite", "dritte", "vierte", "fuenfte")
_ORDINAL = re.compile(rf"(?<!am )\b(?P<word>{'|'.join(ORDINALS)}|letzte)[rnsm]?\b(?! mal)")
_BARE = re.compile(
    r"(?:(?:ich )?(?:nehme|waehle) )?(?:nr\.?|nummer|option|vorschlag|termin|die|den|der|das)? ?"
    r"(?P<number>\d)\.?\)?(?: (?:bitte|passt|danke|geht|gerne?|nehme ich|waere gut))*[.! ]*"
)
_ANY = re.compile(
    r"\begal\b|\birgend\w+|\bfrueheste\w*|\bschnellst\w*|\bso (?:schnell|frueh|bald) wie|\basap\b"
    r"|\bnaechstmoeglich\w*|\bwas zuerst\b"
)
_WORD = re.compile(r"[a-z]{4,}|\d{2,}")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: its key, and what the customer reads."""

    key: str
    title: str


class Choices:
    """Asks which one; what follows then is the slot `pending_action` (identity.py)."""

    def actions(self) -> Mapping[str, Act]:
        """Return the mechanism's actions."""
        return {
            "validate_choice_form": self.validate,
            "action_ask_choice_form_chosen": self.ask,
        }

    async def validate(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Read an answer."""
        if dialogue.word("requested_slot") != CHOSEN:
            return []
        options = _read(dialogue.word("choices"))
        found = picked(dialogue.text, options)
        if found is not None:
            return [remember(CHOSEN, options[found].key)]
        if dialogue.intent == "deny":
            speech.say("utter_cancelled")
            return leave_form()
        return []

    async def ask(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Show what there is to choose from."""
        written = dialogue.word("choices")
        options = _read(written)
        entity = json.loads(written)["entity"] if written else "ticket_number"
        buttons = [Choice(each.title, "inform", {entity: each.key}) for each in options]
        speech.say("utter_which_one", options=numbered(options), choices=buttons)
        return []


def choose(options: Sequence[Option], *, entity: str, then: str) -> list[Event]:
    """Ask which of `options` is meant; the action `then` finds its key in the slot `chosen`.

    `entity` is what the keys are in the engine's words.
    """
    pairs = [[each.key, each.title] for each in options]
    written = {"entity": entity, "options": pairs}
    return [
        remember("choices", json.dumps(written, ensure_ascii=False)),
        remember(CHOSEN, None),
        remember("pending_action", then),
        go_on_with(FORM),
    ]


def numbered(options: Sequence[Option]) -> str:
    """Write options below each other, each with its number."""
    return "\n".join(f"{place}. {each.title}" for place, each in enumerate(options, start=1))


def picked(text: str, options: Sequence[Option]) -> int | None:
    """Return which option a message means: by its place, its number or its own words."""
    words = plain(text)
    place = place_in(words, count=len(options))
    if place is not None:
        return place
    said = set(_WORD.findall(words))
    found = [place for place, option in enumerate(options) if said & _own_words(option, options)]
    return found[0] if len(found) == 1 else None


def place_in(words: str, *, count: int) -> int | None:
    """Return which of `count` things a plain text means: "der zweite", "2", "egal"."""
    if ordinal := _ORDINAL.search(words):
        place = count - 1 if ordinal["word"] == "letzte" else ORDINALS.index(ordinal["word"])
        return place if place < count else None
    if bare := _BARE.fullmatch(words.strip()):
        place = int(bare["number"]) - 1
        return place if 0 <= place < count else None
    return 0 if count and _ANY.search(words) else None


def _own_words(option: Option, options: Sequence[Option]) -> set[str]:
    """Return the words of an option that no other one has."""
    others = [_words(each) for each in options if each != option]
    return _words(option).difference(*others)


def _words(option: Option) -> set[str]:
    return set(_WORD.findall(plain(f"{option.key} {option.title}")))


def _read(written: str | None) -> list[Option]:
    pairs = json.loads(written)["options"] if written else []
    return [Option(key, title) for key, title in pairs]
