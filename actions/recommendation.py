"""Topic tariffs: one tariff recommended from needs, in at most two questions, with a reason."""

from collections.abc import Mapping
from dataclasses import replace

from actions.advice import Advice, advise
from actions.backoffice import Availability, BackOfficeUnavailableError, Catalogue, Coverage
from actions.catalogue import offerings_or_person
from actions.dialogue import Dialogue
from actions.follow_ups import asks_why
from actions.german import money
from actions.needs import Needs, leaves_it_open, read_needs, uses_of
from actions.speech import Act, Choice, Event, Speech, remember
from chassis.logs import get_logger

FORM = "recommendation_form"
ASKED = {"household": "people", "usage": "uses", "mobile_use": "volume"}
USUAL = {"household": "2", "usage": "streaming", "mobile_use": "25"}
# Intents of messages that may answer a question of the form; others only if they ask nothing
# themselves and tell just what was asked for: "mein Internet ist kaputt" is no need.
ANSWERS = frozenset(
    {"recommend_tariff", "inform", "affirm", "deny", "nlu_fallback", "out_of_scope"}
    | {"ask_tariff_overview"}
)
NEVER_ANSWERS = frozenset(
    {"request_human", "cancel_process", "complain", "insult", "threaten_consequences"}
    | {"cancel_contract", "goodbye", "bot_challenge"}
)
QUESTION_WORDS = ("was ", "wie ", "wann ", "wo ", "warum ", "wieso ", "gibt ", "kann ", "habt ")


class Recommendation:
    """Asks for what it does not know yet, and recommends."""

    def __init__(self, catalogue: Catalogue, coverage: Coverage) -> None:
        self._catalogue = catalogue
        self._coverage = coverage

    def actions(self) -> Mapping[str, Act]:
        """Return what this class does of the topic's actions."""
        return {
            "validate_recommendation_form": self.validate,
            "action_recommend_tariff": self.recommend,
            "action_explain_recommendation": self.explain,
        }

    async def validate(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Take what the message says about needs, and choose the next question, if there is one."""
        known = needs_of(dialogue)
        requested = dialogue.word("requested_slot")
        events: list[Event] = []
        if requested is None or _answers(dialogue, requested):
            known, events = _with_answer(dialogue, known, requested=requested)
        return [*events, remember("requested_slot", next_question(known))]

    async def recommend(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Recommend one tariff; what it is that suits is remembered for the questions after it."""
        if asks_why(dialogue):
            return await self.explain(dialogue, speech)
        advice = await self._advice(dialogue, speech)
        if advice is None:
            return []
        place_matters = advice.offering.service == "internet"
        known = dialogue.word("postal_code") is not None
        speech.say(
            "utter_recommendation_check" if place_matters and not known else "utter_recommendation",
            name=advice.offering.name,
            price=money(advice.offering.monthly),
            reason=advice.reason + _by_fibre(advice),
            choices=_next_steps(advice, check=place_matters and not known),
        )
        return [
            remember("last_topic", "tariffs"),
            remember("tariff", advice.offering.name),
            remember("shown_tariffs", advice.offering.name),
            *([remember("offer", "availability")] if place_matters and not known else []),
        ]

    async def explain(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Say why it is this tariff and not the next smaller one."""
        advice = await self._advice(dialogue, speech)
        if advice is None:
            return []
        speech.say(
            "utter_recommendation_reason",
            name=advice.offering.name,
            reason=advice.reason,
            why_not=advice.why_not_smaller,
        )
        return [remember("last_topic", "tariffs")]

    async def _advice(self, dialogue: Dialogue, speech: Speech) -> Advice | None:
        offerings = await offerings_or_person(self._catalogue, dialogue, speech)
        if not offerings:
            return None
        place = await self._place(dialogue)
        needs = needs_of(dialogue)
        advice = advise(needs, offerings, place=place)
        if advice is None:
            # Nothing of the kind can be had there; what suits is still worth knowing.
            advice = advise(needs, offerings)
        return advice

    async def _place(self, dialogue: Dialogue) -> Availability | None:
        """Return what there is where the customer lives, if that is known."""
        postal_code = dialogue.word("postal_code")
        if postal_code is None:
            return None
        try:
            return await self._coverage.available(postal_code=postal_code)
        except BackOfficeUnavailableError:
            # The recommendation stands without it, and does not claim that it is available.
            get_logger().warning("availability_unknown")
            return None


def needs_of(dialogue: Dialogue) -> Needs:
    """Return what the slots hold of somebody's needs."""
    people, volume = dialogue.word("household"), dialogue.word("mobile_use")
    budget = dialogue.word("budget")
    return Needs(
        kind=dialogue.word("need_kind"),
        people=int(people) if people else None,
        uses=uses_of(dialogue.word("usage")),
        budget=int(budget) if budget else None,
        volume=int(volume) if volume else None,
        fibre=dialogue.word("wants_fibre") is not None,
    )


def next_question(needs: Needs) -> str | None:
    """Return the slot to ask for, None if enough is known."""
    if needs.kind == "tv":
        return None
    if needs.kind == "mobile":
        return None if needs.volume else "mobile_use"
    if not needs.people:
        return "household"
    return None if needs.uses else "usage"


def _answers(dialogue: Dialogue, requested: str) -> bool:
    intent = dialogue.intents[-1] if dialogue.intents else ""
    if intent in ANSWERS or intent in NEVER_ANSWERS:
        return intent in ANSWERS
    said = dialogue.said.lower().strip()
    asks = said.endswith("?") or said.startswith(QUESTION_WORDS)
    told = read_needs(said, asked=ASKED[requested])
    return not asks and bool(getattr(told, ASKED[requested]))


def _with_answer(
    dialogue: Dialogue, known: Needs, *, requested: str | None
) -> tuple[Needs, list[Event]]:
    """Return the needs with those of the message, and the slots that change by it."""
    more = read_needs(dialogue.said, asked=ASKED.get(requested or ""))
    if more.kind is None and dialogue.entity("service") in {"mobile", "internet"}:
        more = replace(more, kind=dialogue.entity("service"))
    after = known.with_more(more)
    if requested and next_question(after) == requested and _gives_no_detail(dialogue):
        after = after.with_more(_usual(requested))
    return after, [remember(slot, value) for slot, value in _changed(known, after)]


def _gives_no_detail(dialogue: Dialogue) -> bool:
    """Whether a message answers, but with nothing to go by: then the usual is assumed."""
    intent = dialogue.intents[-1] if dialogue.intents else ""
    return intent in {"inform", "affirm", "deny"} or leaves_it_open(dialogue.said)


def _usual(slot: str) -> Needs:
    if slot == "household":
        return Needs(people=int(USUAL[slot]))
    return Needs(uses=(USUAL[slot],)) if slot == "usage" else Needs(volume=int(USUAL[slot]))


def _changed(known: Needs, after: Needs) -> list[tuple[str, str]]:
    before, now = _slots(known), _slots(after)
    return [(slot, value) for slot, value in now.items() if value and value != before[slot]]


def _slots(needs: Needs) -> dict[str, str]:
    return {
        "need_kind": needs.kind or "",
        "household": str(needs.people or ""),
        "usage": ",".join(needs.uses),
        "budget": str(needs.budget or ""),
        "mobile_use": str(needs.volume or ""),
        "wants_fibre": "yes" if needs.fibre else "",
    }


def _by_fibre(advice: Advice) -> str:
    if advice.faster_by_fibre is None:
        return ""
    better = advice.faster_by_fibre
    return f" Gibt es dort Glasfaser, ist {better.name} ({money(better.monthly)}) noch besser."


def _next_steps(advice: Advice, *, check: bool) -> list[Choice]:
    steps = [
        Choice(title="Warum dieser?", intent="recommend_tariff", values={"wording": "warum"}),
        Choice(
            title=f"Mehr zu {advice.offering.name}",
            intent="ask_tariff_details",
            values={"tariff": advice.offering.name},
        ),
    ]
    return [*([Choice(title="Ja, prüfen", intent="affirm")] if check else []), *steps]
