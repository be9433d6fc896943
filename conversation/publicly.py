"""What automation says where everybody reads along: one line for one answer, nothing personal."""

import re
from collections.abc import Sequence
from dataclasses import replace

from conversation.messages import Line, Speaker

#: The core's notice that a machine answers has this ending of its line's id.
DISCLOSURE = ".hello"
#: What fits into one public post everywhere, a label before it included.
ROOM = 230

_INTO_PRIVATE = re.compile(
    r"\b(?:private[n]?\s+nachricht|privatnachricht|direktnachricht|(?:im|über\s+den)\s+messenger"
    r"|(?:per|via|eine)\s+(?:dm|pn))\b",
    re.IGNORECASE,
)


def invites_into_private(text: str) -> bool:
    """Whether words for all to read ask the customer to go on in private messages.

    Read off the words, because editors and agents phrase the invitation freely.
    """
    return _INTO_PRIVATE.search(text) is not None


def is_disclosure(line: Line) -> bool:
    """Whether a line is the notice that a machine answers."""
    return line.speaker is Speaker.NOTICE and line.id.endswith(DISCLOSURE)


def one_public_line(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Join what automation says at once: platforms allow it one public reply to a post.

    The notice that a machine answers goes: the channels write that into each public line of
    automation. A handoff's notice stays, and what is too long beside it goes. Agents' lines stay.
    """
    automated = _automated(lines)
    by_people = tuple(one for one in lines if one.speaker is Speaker.AGENT)
    if not automated:
        return by_people
    if crowded(lines):
        automated = [one for one in automated if one.speaker is Speaker.NOTICE]
    spoken = next((one for one in automated if one.speaker is Speaker.ASSISTANT), automated[0])
    text = "\n".join(one.text for one in automated if one.text)
    buttons = tuple(button for one in automated for button in one.buttons)
    image = next((one.image for one in automated if one.image), "")
    return (replace(spoken, text=text, buttons=buttons, image=image), *by_people)


def crowded(lines: Sequence[Line]) -> bool:
    """Whether an answer is too long to stand beside a notice in one public line."""
    automated = _automated(lines)
    speakers = {one.speaker for one in automated}
    both = {Speaker.NOTICE, Speaker.ASSISTANT} <= speakers
    return both and sum(len(one.text) + 1 for one in automated) > ROOM


def _automated(lines: Sequence[Line]) -> list[Line]:
    return [one for one in lines if one.speaker is not Speaker.AGENT and not is_disclosure(one)]
