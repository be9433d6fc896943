"""A post's text as its author saw it: no escapes, no automatic @names, whole links."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.x.fields import objects, storable

AUTOMATIC_NAMES = re.compile(r"(?:@\w{1,50}\s+)+", re.ASCII)


def shown_text(text: str, *, entities: Mapping[str, Any], shown: object) -> str:
    """Return what is shown of `text`.

    `shown` is `display_text_range`. It counts code points of the escaped text, but samples of X's
    own exceed their texts: it is believed only where it cuts off nothing but names that X itself
    put before a reply.
    """
    start = _start(shown)
    if start and AUTOMATIC_NAMES.fullmatch(text[:start]):
        text = text[start:]
    for link in objects(entities.get("urls")):
        text = _whole(text, link)
    return html.unescape(storable(text)).strip()


def mentioned(entities: Mapping[str, Any], *, id_name: str, list_name: str) -> frozenset[str]:
    """Return the ids of the accounts that a text mentions."""
    ids = (one.get(id_name) for one in objects(entities.get(list_name)))
    return frozenset(one for one in ids if isinstance(one, str))


def _start(shown: object) -> int:
    if isinstance(shown, Sequence) and len(shown) == 2 and isinstance(shown[0], int):
        return max(0, shown[0])
    return 0


def _whole(text: str, link: Mapping[str, Any]) -> str:
    """Put the real address in for X's short one; one that only points to an attachment goes."""
    short, whole = link.get("url"), link.get("expanded_url")
    if not isinstance(short, str) or not isinstance(whole, str) or not short:
        return text
    if not whole.startswith(("https://", "http://")):
        return text
    return text.replace(short, "" if "media_key" in link else whole)
