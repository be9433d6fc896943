"""Files, places and stickers that come with a Messenger message."""

import re
from typing import Any

from connectors.facebook.fields import Fields, fields_of, items_of, optional_id, words
from conversation.messages import Attachment

UNSUPPORTED = Attachment(kind="unsupported")

_KIND = re.compile(r"[a-z_]{1,40}")
_ADDRESS = re.compile(r"https?://\S{1,4000}")


def attachments_of(message: Fields) -> tuple[Attachment, ...]:
    """Return what came with a message.

    A sticker may come twice, as an image and as what it is: it is one sticker. What Messenger
    cannot show to pages is kept as `unsupported`, so that nobody meets silence.
    """
    read = [_read(fields_of(item)) for item in items_of(message.get("attachments"))]
    stickers = [one for one in read if one.kind == "sticker"]
    once = tuple(dict.fromkeys(stickers[:1] + [one for one in read if one.kind != "sticker"]))
    if message.get("is_unsupported") is True and not once:
        return (UNSUPPORTED,)
    return once


def _read(item: Fields) -> Attachment:
    payload = fields_of(item.get("payload"))
    kind = words(item.get("type"))
    if optional_id(payload.get("sticker_id")):
        kind = "sticker"
    if kind == "location":
        return Attachment(kind=kind, url=_place(fields_of(payload.get("coordinates"))))
    address = payload.get("url") or item.get("url") or item.get("URL")
    known = _KIND.fullmatch(kind) is not None
    return Attachment(kind=kind if known else "unsupported", url=link(address))


def link(value: Any) -> str:
    """Return a web address, empty for what is none: it is fetched and shown by others."""
    text = words(value)
    return text if _ADDRESS.fullmatch(text) else ""


def _place(coordinates: Fields) -> str:
    latitude, longitude = coordinates.get("lat"), coordinates.get("long")
    if not _is_degrees(latitude) or not _is_degrees(longitude):
        return ""
    return f"geo:{latitude},{longitude}"


def _is_degrees(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 180
