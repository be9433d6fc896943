"""Topic outages: whether something is known at a postcode, and what to try where nothing is."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from actions.backoffice import BackOfficeUnavailableError, Faults, Problem
from actions.dialogue import Dialogue
from actions.fault_reports import asks_to_report, ticket_is_next
from actions.german import SERVICES, listing, moment
from actions.speech import Act, Choice, Event, Speech, go_on_with, leave_form, remember
from actions.steps import NAMES, first_steps, guide, says_done
from actions.summary import summarised
from conversation.signals import Reason

POSTAL_CODE = re.compile(r"(?<!\d)(?:0[1-9]|[1-9]\d)\d{3}(?!\d)")
INVALID = "utter_postal_code_invalid"
SHOWN = 3
SLOW = "report_slow_connection"
REPORTS = ("report_outage", SLOW)
ASKED = "ask_outage_status"
HELP = "ask_device_help"
TICKET_TOLD = ("utter_ticket_in_progress", "utter_ticket_needs_visit", "utter_ticket_has_visit")
CLAUSE_END = re.compile(r"[,;:.!?\n]+|\b(?:aber|doch|und|nur|wobei|während|waehrend)\b")
TROUBLE = re.compile(
    r"\b(?:kein\w*|nicht\w*|nich|net|ned|nix|tot|weg|aus|ausfall|ausgefallen|gestört|kaputt|lahm"
    r"|langsam|ruckel\w*|spinnt|streikt|schwarz\w*|hängt|störung|problem\w*|abgestürzt|down)\b",
    re.IGNORECASE,
)


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
            "action_glad": self.glad,
            "action_device_help": self.device_help,
            "action_device_no_help": self.device_no_help,
        }

    async def validate(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Take a postcode only if it is one, and only for the place that is meant now."""
        return [*_broken_service(dialogue), *self._place(dialogue, speech)]

    def _place(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
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
        if _asks_about_the_ticket(dialogue):
            return [go_on_with("action_ticket_status")]
        try:
            problems = await self._faults.running_problems(postal_code=postal_code)
        except BackOfficeUnavailableError:
            speech.say("utter_outages_unavailable")
            opening = "Fragt nach einer Störung, aber die Störungsdaten sind nicht erreichbar."
            speech.ask_for_human(Reason.BOT_UNAVAILABLE, summarised(dialogue, opening))
            return []
        affecting = [each for each in problems if each.affects(service_of(dialogue))]
        if affecting:
            for problem in affecting[: 1 if dialogue.public else SHOWN]:
                tell_problem(problem, postal_code=postal_code, now=self._now(), speech=speech)
            return [remember("last_topic", "outages")]
        return await self._nothing_known(dialogue, speech, elsewhere=problems)

    async def first_steps(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Say what often helps, and ask whether it did."""
        service = service_of(dialogue) or "internet"
        slow = dialogue.last_of(*REPORTS, ASKED) == SLOW
        steps = first_steps(service=service, device=dialogue.word("device"), slow=slow)
        speech.say("utter_first_steps", steps=steps)
        told = [remember("steps_given", service), remember("offer", "helped")]
        return [remember("last_topic", "outages"), *told]

    async def glad(self, _: Dialogue, speech: Speech) -> list[Event]:
        """It works again."""
        speech.say("utter_glad")
        return [remember("steps_given", None)]

    async def device_help(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Explain how to handle a device, once it is clear which one and what for."""
        if ticket_is_next(dialogue):
            return [go_on_with("action_open_ticket")]
        asked = f"{dialogue.words_of(HELP)} {dialogue.text}"
        found = guide(asked, device=dialogue.entity("device"))
        found = found or guide(asked, device=dialogue.word("device"))
        events = [remember("last_topic", "devices")]
        if found is None:
            speech.say("utter_which_device", choices=_devices())
        elif found.steps is None:
            speech.say("utter_which_device_wish", device=found.name)
        else:
            speech.say("utter_device_steps", steps=found.steps)
            return [*events, remember("offer", "device_helped")]
        return events

    async def device_no_help(self, _: Dialogue, speech: Speech) -> list[Event]:
        """The help with a device was not enough: perhaps it is the line."""
        speech.say("utter_device_no_help")
        return [remember("offer", "check_outage")]

    async def _nothing_known(
        self, dialogue: Dialogue, speech: Speech, *, elsewhere: Sequence[Problem]
    ) -> list[Event]:
        place = dialogue.word("postal_code") or ""
        reported = _reports(dialogue)
        if reported and _has_tried(dialogue):
            return [remember("last_topic", "outages"), go_on_with("action_open_ticket")]
        if elsewhere:
            affected = sorted(
                {SERVICES.get(each, each) for problem in elsewhere for each in problem.services}
            )
            speech.say("utter_outage_elsewhere", postal_code=place, services=listing(affected))
        if reported:
            if not elsewhere:
                speech.say("utter_no_outage_for_report", postal_code=place)
            return await self.first_steps(dialogue, speech)
        if elsewhere:
            speech.say("utter_anything_broken")
        else:
            speech.say("utter_no_outage", postal_code=place)
        return [remember("last_topic", "outages"), remember("offer", "first_steps")]


def service_of(dialogue: Dialogue) -> str | None:
    """Return the service that is talked about, if one was named."""
    service = dialogue.word("service")
    return service if service in SERVICES else None


def _broken_service(dialogue: Dialogue) -> list[Event]:
    """Keep the service that is broken, where a message names another one as well."""
    named = [each for each in dialogue.found if each.entity == "service"]
    if len({each.value for each in named}) < 2:
        return []
    clauses = [(each, clause_of(dialogue.text, each.start)) for each in named]
    broken = [each for each, clause in clauses if TROUBLE.search(clause)]
    return [remember("service", (broken or named)[0].value)]


def clause_of(text: str, place: int) -> str:
    """Return the clause of a text in which a place lies."""
    begin = 0
    for joint in CLAUSE_END.finditer(text):
        if joint.start() >= place:
            return text[begin : joint.start()]
        begin = joint.end()
    return text[begin:]


def _asks_about_the_ticket(dialogue: Dialogue) -> bool:
    """Whether "wann ist das fertig?" is asked of the ticket that was just told."""
    after = any(each in dialogue.said_before for each in TICKET_TOLD)
    elsewhere = any(dialogue.entity(each) for each in ("postal_code", "city", "service"))
    return dialogue.intent == ASKED and after and not elsewhere


def tell_problem(problem: Problem, *, postal_code: str, now: datetime, speech: Speech) -> None:
    """Tell a running fault with its beginning and end."""
    speech.say(
        "utter_outage_running",
        postal_code=postal_code,
        description=problem.description,
        since=moment(problem.since.astimezone(now.tzinfo), now=now),
        end=_end(problem, now=now),
    )


def _reports(dialogue: Dialogue) -> bool:
    """Whether a fault is reported, which may sound like a question for one."""
    asked = asks_to_report(dialogue.words_of(*REPORTS, ASKED)) or ticket_is_next(dialogue)
    return asked or dialogue.last_of(*REPORTS, ASKED) in REPORTS


def _has_tried(dialogue: Dialogue) -> bool:
    """Whether the first steps were told for this service, or done before anybody asked."""
    given = dialogue.word("steps_given")
    told = given is not None and given == (service_of(dialogue) or "internet")
    return told or says_done(dialogue.words_of(*REPORTS, ASKED))


def _devices() -> list[Choice]:
    return [Choice(name, HELP, {"device": name}) for name in NAMES.values()]


def _end(problem: Problem, *, now: datetime) -> str:
    if problem.expected_end is None:
        return "Wann sie behoben ist, steht noch nicht fest."
    if problem.expected_end <= now:
        return "Sie dauert länger als erwartet, unsere Technik ist dran."
    end = moment(problem.expected_end.astimezone(now.tzinfo), now=now)
    return f"Voraussichtlich ist sie {end} behoben."
