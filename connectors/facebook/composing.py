"""Fits a line to what Messenger and a comment can show: lengths, chips, pictures, order."""

import re
from collections.abc import Sequence

from connectors.facebook.fields import Fields
from conversation.address import SIE, address_form
from conversation.messages import Button, Line, Speaker

TEXT = 2_000
QUICK_REPLIES = 13
TITLE = 20
PAYLOAD = 1_000
CHOOSE = "Bitte auswählen:"
PRIVATELY_DU = "Das klären wir am besten privat: Schreib uns bitte eine Nachricht im Messenger."
PRIVATELY_SIE = "Das klären wir am besten privat: Bitte schreiben Sie uns im Messenger."
OPENING_DU = (
    "Hier lesen nur wir beide mit. Antworte einfach auf diese Nachricht, dann geht es hier weiter."
)
OPENING_SIE = (
    "Hier lesen nur wir beide mit. Antworten Sie einfach auf diese Nachricht, "
    "dann geht es hier weiter."
)

_SENTENCE_END = re.compile(r"[.!?…:][\"“”»)]*(?=\s)|\n")
_SPACE = re.compile(r"\s")


def messages_of(line: Line) -> list[Fields]:
    """Return the messages that a line is, in order: text, picture; chips with the last of them.

    Chips vanish as soon as another message follows, so they go with the last one. What does not fit
    on chips is written below the text, where it can be read and typed.
    """
    chips, rest = chips_of(line.buttons)
    text = with_options(line.text.strip(), rest)
    messages: list[Fields] = [{"text": part} for part in split(text)]
    if line.image:
        payload = {"url": line.image, "is_reusable": True}
        messages.append({"attachment": {"type": "image", "payload": payload}})
    if chips and not messages:
        messages.append({"text": CHOOSE})
    if chips:
        messages[-1]["quick_replies"] = chips
    return messages


def comment_of(line: Line, *, assistant: str, most: int) -> Fields:
    """Return the one comment that a line is; in public there are no chips, options are listed.

    What automation says begins with saying so (EU AI Act Art. 50, MStV § 18), and is one short
    line with the way into private if it is longer than `most`.
    """
    titles = [button.title for button in line.buttons]
    text = with_options(line.text.strip(), titles)
    if line.speaker is not Speaker.AGENT and text:
        label = f"{assistant} (digitaler Assistent): "
        private = PRIVATELY_SIE if address_form(text) == SIE else PRIVATELY_DU
        text = label + (text if length(label + text) <= most else private)
    fields: Fields = {"message": text}
    if line.image:
        fields["attachment_url"] = line.image
    return fields


def private_opening(line: Line, *, brand: str, assistant: str) -> str:
    """Return the private reply that goes with a public line which leads into Messenger.

    It says who writes: a machine, or the team where a person did.
    """
    who = f"das Team von {brand}"
    if line.speaker is not Speaker.AGENT:
        who = f"{assistant}, der digitale Assistent von {brand}"
    opening = OPENING_SIE if address_form(line.text) == SIE else OPENING_DU
    return f"Moin, hier ist {who}. {opening}"


def chips_of(buttons: Sequence[Button]) -> tuple[list[Fields], list[str]]:
    """Return the quick replies, and the titles that must also be told in the text."""
    offered = [button for button in buttons if length(button.payload) <= PAYLOAD][:QUICK_REPLIES]
    chips = [
        {"content_type": "text", "title": shortened(button.title), "payload": button.payload}
        for button in offered
    ]
    whole = {button.title for button in offered if length(button.title) <= TITLE}
    return chips, [button.title for button in buttons if button.title not in whole]


def with_options(text: str, titles: Sequence[str]) -> str:
    """Write options below a text."""
    return "\n".join([text, *(f"– {title}" for title in titles)]).strip()


def shortened(title: str) -> str:
    """Return a title that fits on a chip."""
    if length(title) <= TITLE:
        return title
    return f"{_first(title, TITLE - 1).rstrip()}…"


def split(text: str, most: int = TEXT) -> list[str]:
    """Split a text into parts of at most `most` characters, at sentence ends where there are any.

    Else at a space, and only a word longer than a message is cut.
    """
    parts = []
    while length(text) > most:
        head = _first(text, most + 1)
        cut = _last_end(_SENTENCE_END, head) or _last_end(_SPACE, head) or len(_first(text, most))
        parts.append(text[:cut].strip())
        text = text[cut:].strip()
    return [part for part in [*parts, text] if part]


def length(text: str) -> int:
    """Return the length as platforms count: characters beyond the first 65,536 are two."""
    return len(text) + sum(one > "\uffff" for one in text)


def _first(text: str, most: int) -> str:
    """Return as much of the beginning as has at most that length."""
    used = 0
    for place, one in enumerate(text):
        used += 2 if one > "\uffff" else 1
        if used > most:
            return text[:place]
    return text


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    ends = [found.end() for found in pattern.finditer(text)]
    return ends[-1] if ends else 0
