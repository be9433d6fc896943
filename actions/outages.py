"""Topic outages: whether something is known at a postcode, and what to try where nothing is."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from actions.backoffice import BackOfficeUnavailableError, Faults, Problem
from actions.dialogue import Dialogue
from actions.german import SERVICES, listing, moment
from actions.speech import Act, Event, Speech, leave_form, remember
from actions.summary import summarised
from conversation.signals import Reason

POSTAL_CODE = re.compile(r"(?<!\d)(?:0[1-9]|[1-9]\d)\d{3}(?!\d)")
INVALID = "utter_postal_code_invalid"
SHOWN = 3
# Infinitives, because they suit du and Sie alike.
FIRST_STEPS = {
    "internet": "Router für eine Minute vom Strom nehmen, wieder einstecken, fünf Minuten warten.",
    "phone": "Router für eine Minute vom Strom nehmen und danach die Telefonkabel prüfen.",
    "tv": "Receiver für eine Minute vom Strom nehmen und die Kabel zum Fernseher prüfen.",
    "mobile": "Flugmodus einschalten, eine halbe Minute warten und wieder ausschalten.",
}


class Outages:
    """Looks up running faults. `now` is the time in the customers' zone."""

    def __init__(self, faults: Faults, *, now: Callable[[], datetime]) -> None:
        self._faults = faults
        self._now = now

    def actions(self) -> Mapping[str, Act]:
        """Return the topic's actions."""
        return {
            "validate_outage_form": self.validate,
            "action_outage_status": self.status,
            "action_first_steps": self.first_steps,
        }

    async def validate(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Take a postcode only if it is one, and only for the place that is meant now."""
        given = dialogue.candidates.get("postal_code")
        if given is None:
            return []
        postal_code = POSTAL_CODE.search(str(given))
        city = dialogue.entity("city")
        if city and not POSTAL_CODE.search(dialogue.text):
            speech.say("utter_postal_code_of_city", city=city)
            return [remember("postal_code", None)]
        if postal_code:
            return [remember("postal_code", postal_code.group())]
        if dialogue.entity("service"):
            return [remember("postal_code", None)]
        return self._invalid(dialogue, speech)

    def _invalid(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        if INVALID not in dialogue.said_before:
            speech.say(INVALID)
            return [remember("postal_code", None)]
        summary = "Fragt nach einer Störung, nannte aber auch beim zweiten Mal keine Postleitzahl."
        speech.ask_for_human(Reason.REPEATED_MISUNDERSTANDING, summary)
        return [remember("postal_code", None), *leave_form()]

    async def status(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Say what is known at the postcode; where nothing is, go on to what can be done."""
        postal_code = dialogue.word("postal_code")
        if postal_code is None:
            return []
        try:
            problems = await self._faults.running_problems(postal_code=postal_code)
        except BackOfficeUnavailableError:
            speech.say("utter_outages_unavailable")
            opening = "Fragt nach einer Störung, aber die Störungsdaten sind nicht erreichbar."
            speech.ask_for_human(Reason.BOT_UNAVAILABLE, summarised(dialogue, opening))
            return []
        service = _service(dialogue)
        affecting = [each for each in problems if _affects(each, service)]
        if affecting:
            for problem in affecting[:SHOWN]:
                self._tell(problem, postal_code=postal_code, speech=speech)
            return [remember("last_topic", "outages")]
        return await self._nothing_known(dialogue, speech, elsewhere=problems)

    async def first_steps(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Say what often helps, and offer a person if it does not."""
        steps = FIRST_STEPS[_service(dialogue) or "internet"]
        speech.say("utter_first_steps", steps=steps)
        return [remember("last_topic", "outages"), remember("offer", "human")]

    async def _nothing_known(
        self, dialogue: Dialogue, speech: Speech, *, elsewhere: Sequence[Problem]
    ) -> list[Event]:
        place = dialogue.word("postal_code") or ""
        if elsewhere:
            affected = sorted(
                {SERVICES.get(each, each) for problem in elsewhere for each in problem.services}
            )
            speech.say("utter_outage_elsewhere", postal_code=place, services=listing(affected))
        if dialogue.last_of("report_outage", "ask_outage_status") == "report_outage":
            speech.say("utter_no_outage_for_report", postal_code=place)
            return await self.first_steps(dialogue, speech)
        speech.say("utter_no_outage", postal_code=place)
        return [remember("last_topic", "outages"), remember("offer", "first_steps")]

    def _tell(self, problem: Problem, *, postal_code: str, speech: Speech) -> None:
        now = self._now()
        speech.say(
            "utter_outage_running",
            postal_code=postal_code,
            description=problem.description,
            since=moment(problem.since.astimezone(now.tzinfo), now=now),
            end=_end(problem, now=now),
        )


def _service(dialogue: Dialogue) -> str | None:
    service = dialogue.word("service")
    return service if service in SERVICES else None


def _affects(problem: Problem, service: str | None) -> bool:
    """A fault that names no service affects all; a customer who names none may mean any."""
    return service is None or not problem.services or service in problem.services


def _end(problem: Problem, *, now: datetime) -> str:
    if problem.expected_end is None:
        return "Wann sie behoben ist, steht noch nicht fest."
    if problem.expected_end <= now:
        return "Sie dauert länger als erwartet, unsere Technik ist dran."
    end = moment(problem.expected_end.astimezone(now.tzinfo), now=now)
    return f"Voraussichtlich ist sie {end} behoben."
