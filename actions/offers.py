"""What a plain yes or no means: the action that each answer to an open question leads to."""

import re
from dataclasses import dataclass

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Offer:
    """An open question; `yes` and `no` name the action that follows, None: a polite word is all.

    `broken` is what "geht immer noch nicht" leads to, where that is no plain no.
    """

    yes: str | None = None
    no: str | None = None
    broken: str | None = None


# By the value of the slot `offer`; any message but a yes or no sets that back to NOTHING.
OFFERS = {
    "human": Offer(yes="action_request_human"),
    "first_steps": Offer(yes="action_first_steps"),
    "helped": Offer(yes="action_glad", no="action_open_ticket"),
    "device_helped": Offer(yes="action_glad", no="action_device_no_help"),
    "check_outage": Offer(yes="outage_form"),
    "reopen_ticket": Offer(
        yes="action_glad", no="action_reopen_ticket", broken="action_reopen_ticket"
    ),
    "book_appointment": Offer(yes="action_book_appointment"),
    "reschedule_appointment": Offer(
        yes="action_reschedule_appointment", no="action_keep_appointment"
    ),
    "cancel_appointment": Offer(yes="action_confirm_cancellation", no="action_keep_appointment"),
    "availability": Offer(yes="availability_form"),
}


# How an answer may sound that is not understood as one.
_BROKEN = re.compile(
    r"\bimmer noch\b|\bnoch (?:immer )?n\w*t\b|\b(?:geht|läuft|laeuft|klappt) (?:\w+ ){0,2}n\w*t\b"
    r"|\btot\b|\bkaputt\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\bn(?:ein|ee|ö|oe|ope|ix|icht|ich|et|ed)\b|\bnichts\b|\bkein\w*\b", re.IGNORECASE
)
_YES = re.compile(
    r"\bj(?:a|o|au|ep|awohl)\b|\bgern\w*\b|\bhat geholfen\b|\bwieder da\b"
    r"|\b(?:geht|läuft|laeuft|klappt) (?:jetzt |nun )?(?:wieder|jetzt)\b",
    re.IGNORECASE,
)


def plain_answer(text: str, offer: Offer) -> str | None:
    """Return the action that words which nobody understood lead to as an answer, if to any."""
    if _BROKEN.search(text):
        return offer.broken or offer.no
    if _NO.search(text):
        return offer.no
    return offer.yes if _YES.search(text) else None


# What agrees to a person; a "ja" further on may be a word like any other.
_AGREES = re.compile(
    r"^\W*(?:ja|jo|jau|jep|jup|jawohl|joa|einverstanden|unbedingt|natürlich)\b|\b(?:bitte|gerne?|mensch\w*|jemand\w*|person|mitarbeiter\w*|holt?"
    r"|(?:mach|tu)(?:t|en)? (?:das|es|mal))\b",
    re.IGNORECASE,
)
SURELY = 3


def agrees_to_person(said: str) -> bool:
    """Say whether a message that was taken for a yes agrees to a person.

    It does not where all it shows is content with what was said along with the question: "Super,
    dann haben wir ja noch Zeit". Of a press nothing is `said`, and a short word is a word.
    """
    return len(said.split()) <= SURELY or _AGREES.search(said) is not None


def offered(name: str | None) -> Offer:
    """Return the open question of that name; none is open if nobody knows it."""
    return OFFERS.get(name or NOTHING, Offer())
