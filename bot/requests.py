"""How many requests one message holds: each part that surely asks for something else is one."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Parsed = dict[str, Any]
Parse = Callable[[str], Awaitable[Parsed]]

# How sure the engine has to be that a part alone asks for something. Of the 638 held-out messages,
# each with one intent, 5 fall apart at 0.6, 2 at 0.7, 1 at 0.8 and none at 0.85.
SURE = 0.85
FEWEST_WORDS = 3
MOST_PARTS = 6
TOPICS = {
    "tariffs": (
        *("ask_tariff_overview", "ask_tariff_details", "compare_tariffs", "recommend_tariff"),
    ),
    "availability": ("check_availability",),
    "contracts": ("ask_contract_clause", "cancel_contract", "change_tariff", "extend_contract"),
    "moving": ("relocate",),
    "mobile": ("ask_data_volume", "ask_roaming"),
    "billing": ("ask_bill", "dispute_bill"),
    "outages": ("report_outage", "report_slow_connection", "ask_outage_status"),
    "devices": ("ask_device_help",),
    "tickets": ("ask_ticket_status",),
    "appointments": (
        *("book_appointment", "reschedule_appointment", "cancel_appointment"),
        *("ask_appointment", "report_missed_appointment"),
    ),
    "people": ("request_human",),
}
TOPIC_OF = {intent: topic for topic, intents in TOPICS.items() for intent in intents}
# Said in two sentences these are still one concern, and what the whole message means counts.
ONE_CONCERN = (
    {"outages", "devices", "tickets"},
    {"outages", "book_appointment", "report_missed_appointment"},
    {"billing"},
    {"appointments"},
    {"tariffs", "change_tariff", "extend_contract"},
)
# Unless the second part names its own.
OWN = frozenset({"tariff", "service"})
HAND_OVER = frozenset(
    {"request_human", "cancel_contract", "change_tariff", "extend_contract", "dispute_bill"}
)
# Answered after a question or two, where all others are answered at once.
ASK_FIRST = frozenset(
    {*TOPICS["outages"], *TOPICS["tickets"], *TOPICS["appointments"], "ask_bill"}
    | {"recommend_tariff", "check_availability", "relocate"}
)
# What hides a request: data, a greeting, thanks, an answer.
SILENT = frozenset(
    {"inform", "greet", "thank", "affirm", "deny", "goodbye", "praise", "nlu_fallback"}
)
ANSWERS = frozenset({"affirm", "deny", "inform"})
# A part that only tells something asks for nothing, but who tells of a fault wants it mended.
WANTS = re.compile(
    r"\?|\b(?:was|wie|wieviel|wann|wo|wer|welche\w*|warum|wieso|weshalb|gibts?|habt|haben sie|kann"
    r"|könnt\w*|koennt\w*|können|darf|bitte|möcht\w*|moecht\w*|mecht\w*|will|wollt\w*|würd\w*"
    r"|wuerd\w*|brauch\w*|bräucht\w*|braeucht\w*|hätt\w*|haett\w*|gerne?|erklär\w*|erklaer\w*"
    r"|sagt? (?:mir|mal)|schickt?|macht? (?:mir|mal)|verschieb\w*|verleg\w*|absag\w*|stornier\w*"
    r"|buchen|wissen|muss|müsste|muesste|zeigt? (?:mir|mal))\b",
    re.IGNORECASE,
)
TELLS = frozenset({"report_outage", "report_slow_connection"})
NEGATED = re.compile(r"\b(?:nicht|nich|kein\w*|net|ned|nix)\b", re.IGNORECASE)
_QUESTION = (
    r"(?:was|wie|wieviel|wann|wo|wer|welche[mnrs]?|warum|wieso|gibt|gibts|habt|haben sie|kann|könnt"
    r"|können|koennt|ist|brauch\w*|ich (?:will|möchte|moechte|brauch\w*|hätte)|bitte|außerdem"
    r"|ausserdem|dazu|und|meine?)"
)
# "Kann mir mal jemand erklären, was …" is one question; its first half alone would want a person.
_TELLING = (
    *("erklären", "erklaeren", "erläutern", "erlaeutern", "sagen", "verraten", "mitteilen"),
    *("aufdröseln", "zeigen", "wissen", "helfen", "nachsehen", "nachschauen", "schauen", "gucken"),
    *("prüfen", "pruefen", "beantworten", "weiß jemand", "weiss jemand", "weiß wer", "weiss wer"),
)
_NOT_TELLING = "".join(rf"(?<!\b{words})" for words in _TELLING)
JOINT = re.compile(
    r"(?<=[.!?…])\s+|\n+|;\s*|\s+[-–]\s+"
    rf"|{_NOT_TELLING},\s+(?={_QUESTION}\b)"
    r"|,?\s+(?:und|außerdem|ausserdem|sowie|nebenbei|übrigens|uebrigens|ach ja|achso)\b,?\s*"
    r"(?:(?:auch|noch|dann|außerdem|ausserdem|zwar|mal)\b\s*)*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Request:
    """One thing that is wanted: its words, and how the engine reads them."""

    text: str
    parsed: Parsed

    @property
    def intent(self) -> str:
        """What is wanted."""
        return intent_of(self.parsed)

    @property
    def urgency(self) -> int:
        """What comes first: plain answers, then people, then what begins with a question."""
        if self.intent in HAND_OVER:
            return 1
        placed = self.intent == "check_availability" and "postal_code" in _named(self.parsed)
        return 2 if self.intent in ASK_FIRST and not placed else 0


@dataclass(frozen=True)
class Heard:
    """A message: what it asks for in the order in which to take it up, and how it was read."""

    requests: tuple[Request, ...]
    understood: Parsed


@dataclass(frozen=True)
class Asked:
    """What the assistant has asked before: whether a question is open, and its topic."""

    open: bool = False
    topic: str | None = None


NOTHING_ASKED = Asked()


async def requests_in(text: str, parse: Parse, *, asked: Asked = NOTHING_ASKED) -> Heard:
    """Return what a message asks for: at least one request, an answer to an open question first.

    `parse` is the engine's understanding of a text.
    """
    whole = Request(text, await parse(text))
    parts = split(text)
    if len(parts) < 2 or whole.intent == "out_of_scope":
        return _heard(whole, [whole])
    heard = [Request(part, await parse(part)) for part in parts]
    answer = _answer(heard, asked)
    groups = _groups(heard[1:] if answer else heard, whole)
    if answer and groups:
        return _heard(whole, [answer, *_in_order(groups)])
    if len(groups) > 1:
        return _heard(whole, _in_order(groups))
    if len(groups) == 1 and whole.intent in SILENT and not asked.open:
        return _heard(whole, [Request(text, _read_as(whole.parsed, groups[0].parsed))])
    return _heard(whole, [whole])


def split(text: str) -> list[str]:
    """Return the parts of a message that may be requests or data of their own."""
    found = [part.strip(" ,;") for part in JOINT.split(text)]
    return [part for part in found if part][:MOST_PARTS]


def _heard(whole: Request, requests: Sequence[Request]) -> Heard:
    return Heard(tuple(requests), _read_as(whole.parsed, requests[0].parsed))


def intent_of(parsed: Mapping[str, Any]) -> str:
    """Return the intent of what was parsed; empty if there is none."""
    return (parsed.get("intent") or {}).get("name") or ""


def _groups(heard: Sequence[Request], whole: Request) -> list[Request]:
    """Return the requests, each with the words around it that ask for nothing else."""
    places = [place for place, each in enumerate(heard) if _asks(each)]
    starts: list[int] = []
    for place in places:
        if not any(_one_concern(heard[start], heard[place]) for start in starts):
            starts.append(place)
    if len(starts) > 1 and not _agrees(whole, [heard[start] for start in starts]):
        return []
    return [_gathered(heard, start, starts, whole) for start in starts]


def _gathered(
    heard: Sequence[Request], start: int, starts: Sequence[int], whole: Request
) -> Request:
    """Return a request with its data; data that stands for itself goes with every request."""
    after = [each for each in starts if each > start]
    end = after[0] if after else len(heard)
    first = 0 if start == starts[0] else start
    own = list(heard[first:end])
    shared = [each for each in heard if each not in own and intent_of(each.parsed) == "inform"]
    texts = [*(each.text for each in own), *(each.text for each in shared)]
    text = " ".join(text if text[-1] in ".!?" else f"{text}." for text in texts)
    parsed = heard[start].parsed
    if len(texts) > 1:
        parsed = _with_entities(parsed, text, [*own, *shared])
    return Request(text if len(texts) > 1 else texts[0], _as_angry_as(whole.parsed, parsed))


def _with_entities(parsed: Parsed, text: str, parts: Sequence[Request]) -> Parsed:
    """Return `parsed` with the entities of all parts where they stand in `text`."""
    entities, begin = [], 0
    for part in parts:
        begin = text.index(part.text, begin)
        for each in part.parsed.get("entities", []):
            moved = {key: each[key] + begin for key in ("start", "end") if key in each}
            entities.append({**each, **moved})
        begin += len(part.text)
    return {**parsed, "text": text, "entities": entities}


def _answer(heard: Sequence[Request], asked: Asked) -> Request | None:
    """Return the part that answers the open question, where another request follows."""
    first, *rest = heard
    if not asked.open or first.intent not in ANSWERS:
        return None
    others = [each for each in rest if _asks(each)]
    elsewhere = others and all(TOPIC_OF[each.intent] != asked.topic for each in others)
    return first if elsewhere else None


def _asks(each: Request) -> bool:
    """Whether a part alone surely asks for something."""
    if each.intent not in TOPIC_OF or len(each.text.split()) < FEWEST_WORDS:
        return False
    sure = (each.parsed["intent"].get("confidence") or 0.0) >= SURE
    wants = each.intent in TELLS or WANTS.search(each.text)
    refuses = each.intent in HAND_OVER and NEGATED.search(each.text)
    return bool(sure and wants and not refuses)


def _one_concern(one: Request, other: Request) -> bool:
    """Whether two parts ask for the same; a tariff named by the second is another matter."""
    if one.intent == other.intent:
        return True
    both = [{each.intent, TOPIC_OF[each.intent]} for each in (one, other)]
    shared = [concern for concern in ONE_CONCERN if all(concern & each for each in both)]
    own = OWN & _named(other.parsed) and other.intent not in HAND_OVER
    return any(not ("tariffs" in concern and own) for concern in shared)


def _agrees(whole: Request, groups: Sequence[Request]) -> bool:
    """Whether the whole message does not surely mean something else than its parts."""
    return whole.intent in {each.intent for each in groups} | SILENT or not _asks(whole)


def _in_order(requests: Sequence[Request]) -> list[Request]:
    return sorted(requests, key=lambda each: each.urgency)


def _named(parsed: Parsed) -> set[str]:
    return {each["entity"] for each in parsed.get("entities", [])}


def _read_as(whole: Parsed, part: Parsed) -> Parsed:
    return {**whole, "intent": part["intent"], "intent_ranking": part.get("intent_ranking", [])}


def _as_angry_as(whole: Parsed, part: Parsed) -> Parsed:
    return {**part, "anger": whole["anger"]} if "anger" in whole else part
