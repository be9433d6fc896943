"""Links that nobody meant: a forgotten space after a full stop costs 23 characters, and money.

`Danke.Es geht` links to Spain's domain, `gelöst.Ist` to Istanbul's.
"""

import re
from collections.abc import Sequence

from connectors.x.lengths import Link, links_in

WITH_PROTOCOL = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
# Top-level domains that are German words: in small letters they may be meant either way, so only
# where the sentence goes on.
WORDS = frozenset({"am", "er", "es", "im", "in", "ist", "mit", "so", "zum"})


def accidental_links(text: str, *, own_domains: Sequence[str] = ()) -> list[Link]:
    """Return the links that come from a missing space."""
    return [link for link in links_in(text) if _accidental(link, text, own_domains)]


def meant_links(text: str, *, own_domains: Sequence[str] = ()) -> list[Link]:
    """Return the links that somebody meant to write, also those that X would not know for one."""
    found = [link for link in links_in(text) if not _accidental(link, text, own_domains)]
    known = {link.start for link in found}
    written = (Link(one[0], one.start(), one.end()) for one in WITH_PROTOCOL.finditer(text))
    return sorted((*found, *(one for one in written if one.start not in known)), key=_start)


def without_accidental_links(text: str, *, own_domains: Sequence[str] = ()) -> str:
    """Return `text` with the spaces that were forgotten."""
    for link in reversed(accidental_links(text, own_domains=own_domains)):
        text = text[: link.start] + link.text.replace(".", ". ") + text[link.end :]
    return text


def _accidental(link: Link, text: str, own_domains: Sequence[str]) -> bool:
    name = link.text
    if WITH_PROTOCOL.match(name) or "/" in name or _is_own(name, own_domains):
        return False
    last = name.rpartition(".")[2]
    goes_on = text[link.end : link.end + 2].strip().isalpha()
    return (last[:1].isupper() and not last.isupper()) or (last in WORDS and goes_on)


def _start(link: Link) -> int:
    return link.start


def _is_own(name: str, own_domains: Sequence[str]) -> bool:
    lowered = name.lower()
    return any(lowered == one or lowered.endswith(f".{one}") for one in own_domains)
