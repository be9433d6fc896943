"""What a public reply may not do, and whether it leads into private. Pure."""

import re
from collections.abc import Sequence

from tests.play.asking import Wanted, asked_for
from tests.play.reply import Reply

_INTO_PRIVATE = re.compile(
    r"\b(?:privat|persönlich|direkt)e?[nr]?[-\s]?(?:nachricht|message|chat)"
    r"|\bprivat\b|\b(?:per|als|via|eine|ne|in)\s+(?:dm|pn|direct)\b|\b(?:dms?|pn)\b"
    r"|\bdirect\s+message|\bmessenger\b|m\.me/|(?:twitter|x)\.com/messages",
    re.IGNORECASE,
)
_PERSONAL = frozenset(
    {Wanted.CUSTOMER_NUMBER, Wanted.ADDRESS, Wanted.NAME, Wanted.PHONE_NUMBER, Wanted.TICKET_NUMBER}
)
_SHORTEST_DIGITS = 5


def leads_into_private(reply: Reply) -> bool:
    """Say whether a reply asks the customer to go on in private."""
    return bool(_INTO_PRIVATE.search(reply.everything))


def personal_data_in(reply: Reply, *, known: Sequence[str]) -> str:
    """Say what personal data a public reply asks for or repeats; empty if none.

    `known` are the customer's: number, address, telephone. What is asked for on the way into
    private is asked there.
    """
    asked = asked_for(reply.texts, reply.titles) & _PERSONAL
    if asked and not leads_into_private(reply):
        return f"asks in public for {', '.join(sorted(asked))}"
    repeated = [value for value in known if value and _stands_in(value, reply.everything)]
    return f"repeats in public {', '.join(repeated)}" if repeated else ""


def _stands_in(value: str, text: str) -> bool:
    digits = re.sub(r"\D", "", value)
    if len(digits) >= _SHORTEST_DIGITS and not re.search(r"[^\W\d_]{4,}", value):
        return digits in re.sub(r"(?<=\d)[ .\-/](?=\d)", "", text)
    return value.casefold() in text.casefold()
