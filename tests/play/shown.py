"""Reads what the web chat shows a client that counts lines. Pure."""

from collections.abc import Mapping
from typing import Any

from tests.play.reply import Said


def shown_lines(history: Mapping[str, Any]) -> dict[int, Said]:
    """Return the lines of a `history` event by their numbers."""
    return {
        line["n"]: Said(
            speaker=line["speaker"],
            text=line["text"],
            titles=tuple(button["title"] for button in line["buttons"]),
        )
        for line in history["lines"]
    }
