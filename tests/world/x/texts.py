"""What X finds in a text: mentions, hashtags and links."""

import re
from typing import Any

from tests.world.x.weight import links

MENTION = re.compile(r"(?<![A-Za-z0-9_!#$%&*@])@([A-Za-z0-9_]{1,15})(?![A-Za-z0-9_@])")
LEADING = re.compile(r"^(?:@[A-Za-z0-9_]{1,15}\s+)+")
HASHTAG = re.compile(r"(?<![\w&])#(\w*[^\W\d_]\w*)")


def mentioned_names(text: str) -> list[str]:
    """Return the names behind an @, in order, as written."""
    return [found[1] for found in MENTION.finditer(text)]


def leading_names(text: str) -> list[str]:
    """Return the names of the mentions with which a text begins."""
    found = LEADING.match(text)
    return mentioned_names(found[0]) if found else []


def without_leading(text: str, names: set[str]) -> str:
    """Return a text without the mentions at its start that are among `names` (lower case)."""
    while found := re.match(r"@([A-Za-z0-9_]{1,15})\s+", text):
        if found[1].lower() not in names:
            break
        text = text[found.end() :]
    return text


def entities_of(text: str, ids: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Return a post's entities; `ids` are the accounts' ids by name in lower case."""
    entities = {
        "mentions": [
            {**_at(*found.span()), "username": found[1], "id": ids[found[1].lower()]}
            for found in MENTION.finditer(text)
            if found[1].lower() in ids
        ],
        "hashtags": [{**_at(*found.span()), "tag": found[1]} for found in HASHTAG.finditer(text)],
        "urls": [
            {**_at(start, end), "url": url, "expanded_url": url, "display_url": url}
            for start, end, url in links(text)
        ],
    }
    return {kind: found for kind, found in entities.items() if found}


def _at(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "start_str": str(start), "end": end, "end_str": str(end)}
