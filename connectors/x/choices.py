"""Choices in direct messages: X's second API has no buttons, so they are numbered."""

import re
from collections.abc import Sequence

from conversation.messages import Button

NUMBER = re.compile(r"\s*(\d{1,2})\s*[.)]?\s*", re.ASCII)


def listed(text: str, buttons: Sequence[Button]) -> str:
    """Return a line with its choices below, numbered from 1."""
    choices = [f"{number}. {button.title}" for number, button in enumerate(buttons, start=1)]
    return "\n".join((text, *choices))


def chosen(text: str, offered: Sequence[Button]) -> str | None:
    """Return the payload of the choice that a message names by number or in full, if it does."""
    if match := NUMBER.fullmatch(text):
        number = int(match[1])
        return offered[number - 1].payload if 0 < number <= len(offered) else None
    wanted = text.strip().casefold()
    return next((one.payload for one in offered if one.title.casefold() == wanted), None)
