"""The web chat's words on the wire, as a client that counts lines speaks and reads them. Pure."""

from collections.abc import Mapping
from typing import Any

from tests.play.doors import Utterance
from tests.play.reply import Said


def line_of(utterance: Utterance, *, session: str, ids: Mapping[str, str]) -> dict[str, Any]:
    """Return an utterance as `user_uttered`; `ids` are the messages' by the utterances' names.

    The protocol knows neither attachments nor edits. They stand where clients may put what they
    like, so an edit arrives as a further line, and an attachment without words as nothing.
    """
    custom: dict[str, Any] = {}
    if utterance.attachments:
        custom["attachments"] = list(utterance.attachments)
    if utterance.edit_of is not None:
        custom["edit_of"] = ids[utterance.edit_of]
    line = {"message": utterance.text, "session_id": session, "id": ids[utterance.name]}
    return {**line, "customData": custom} if custom else line


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
