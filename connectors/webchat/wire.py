"""The web chat's words on the wire: Rasa's socket.io events, and our additions to them.

Old clients look at the exact set of keys of `bot_uttered`, so ours go into its `metadata`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.webchat.log import Numbered
from conversation.holds import Owner
from conversation.identity import LineId, MessageId
from conversation.messages import Attachment, Button, Line, Speaker

SESSION_CONFIRM = "session_confirm"
BOT_UTTERED = "bot_uttered"
HISTORY = "history"
SPEAKER = "speaker"
TYPING = "typing"
LIMITED = "limited"

ONLY_NAMED = "Datei: {} (zu öffnen im Chat auf unserer Seite)"

Payload = dict[str, Any]

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_MESSAGE_PREFIX = "web-"


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """A client wants to go on with `token`, or to begin. `after` is the last number it has seen;
    only clients that count lines (our own) send it."""

    token: object = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Uttered:
    """What a client sent as the customer's words. `id` is set if the client numbers its messages.

    What clients claim in `customData` or `metadata` is let through and not believed.
    """

    text: str
    token: object = None
    id: MessageId | None = None


def read_session_request(data: Any) -> SessionRequest:
    """Read `session_request`; Rasa's clients also send null or leave keys out."""
    if not isinstance(data, dict):
        return SessionRequest()
    after = data.get("after")
    counted = after if isinstance(after, int) and not isinstance(after, bool) else None
    return SessionRequest(
        token=data.get("session_id"), after=None if counted is None else max(0, counted)
    )


def read_uttered(data: Any) -> Uttered | None:
    """Read `user_uttered`; None if it holds no text."""
    if not isinstance(data, dict) or not isinstance(data.get("message"), str):
        return None
    text = _printable(data["message"]).strip()
    if not text:
        return None
    id = data.get("id")
    known = isinstance(id, str) and _CLIENT_ID.fullmatch(id) is not None
    return Uttered(
        text=text, token=data.get("session_id"), id=message_id(str(id)) if known else None
    )


def message_id(client_id: str) -> MessageId:
    """Return our id of a client's message; the prefix keeps it apart from our own lines' ids."""
    return MessageId(_MESSAGE_PREFIX + client_id)


def client_id(id: MessageId | LineId) -> str:
    """Return the id by which the client knows a line."""
    return id.removeprefix(_MESSAGE_PREFIX)


def bot_uttered(numbered: Numbered) -> Iterator[Payload]:
    """Yield a line as Rasa sends it: split at blank lines, buttons with the last part."""
    line = numbered.line
    metadata = {
        "id": client_id(line.id),
        "n": numbered.n,
        "speaker": line.speaker.value,
        "author": line.author,
        "at": _instant(line.at),
    }
    for payload in (*_texts(line), *_images(line)):
        yield {**payload, "metadata": metadata}


def history(numbered: Sequence[Numbered], *, reset: bool = False) -> Payload:
    """Return `history`: lines in order, the customer's own among them.

    `reset` tells a client to forget what it shows, because the numbers have begun anew.
    """
    return {"lines": [_shown(one) for one in numbered], "reset": reset}


def speaker(owner: Owner, *, name: str = "", until: datetime | None = None) -> Payload:
    """Return `speaker`: who answers now, and by when a waiting customer hears from somebody."""
    return {
        "speaker": owner.value,
        "name": name,
        "until": _instant(until) if until and owner is Owner.QUEUE else None,
    }


def _printable(text: str) -> str:
    """Drop what cannot be stored or shown: lone surrogates, control characters."""
    sound = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(one for one in sound if one >= " " or one in "\n\t")


def _texts(line: Line) -> list[Payload]:
    text = _with_names(line)
    if not text and not line.buttons:
        return []
    parts: list[Payload] = [{"text": part} for part in text.split("\n\n")]
    if line.buttons:
        for part in parts:
            part["quick_replies"] = []
        parts[-1]["quick_replies"] = [_quick_reply(button) for button in line.buttons]
    return parts


def _with_names(line: Line) -> str:
    """Return the words of a line; clients that know no files of ours read at least their names."""
    names = [ONLY_NAMED.format(one.name) for one in line.attachments if one.file]
    return "\n\n".join(filter(None, [line.text.strip(), *names]))


def _images(line: Line) -> list[Payload]:
    if not line.image:
        return []
    return [{"attachment": {"type": "image", "payload": {"src": line.image}}}]


def _quick_reply(button: Button) -> Payload:
    return {"content_type": "text", "title": button.title, "payload": button.payload}


def _shown(numbered: Numbered) -> Payload:
    line = numbered.line
    return {
        "n": numbered.n,
        "id": client_id(line.id),
        "speaker": line.speaker.value,
        "author": line.author,
        "text": line.text,
        "at": _instant(line.at),
        "buttons": [_quick_reply(button) for button in line.buttons],
        "image": line.image,
        "files": [_file(one) for one in line.attachments if one.file],
    }


def _file(attachment: Attachment) -> Payload:
    return {
        "id": attachment.file,
        "name": attachment.name,
        "kind": attachment.kind,
        "size": attachment.size,
    }


def _instant(moment: datetime) -> str:
    return moment.isoformat()


def is_customers(line: Line) -> bool:
    """Say whether the customer wrote the line."""
    return line.speaker is Speaker.CUSTOMER
