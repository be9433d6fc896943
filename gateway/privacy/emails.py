"""Finds e-mail addresses, also spelled out ("info (at) foo punkt de") and slightly mistyped.

A name with an @ before it is a handle of a social network, which is public.
"""

import re
from collections.abc import Iterator

from gateway.privacy.findings import PersonalKind, Sighting

_TOP = r"(?:de|com|net|org|info|eu|at|ch|dk|nl|fr|io|biz|email|hamburg|sh|name|me|example)"
_PROVIDER = r"(?:gmx|web|gmail|googlemail|t-online|freenet|posteo|outlook|hotmail|yahoo|icloud|aol)"
_LOCAL = r"(?<![\w.+%@-])[\w+%-](?:[\w.+%'-]{0,62}[\w+%-])?"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"

_WRITTEN = re.compile(
    rf"{_LOCAL}(?:@|[ ]{{1,2}}@[ ]{{1,2}}|@[ ])(?:"
    rf"(?:{_LABEL}\.){{1,5}}[^\W\d_]{{2,24}}|{_LABEL}[ ]?[,.][ ]?{_TOP}|{_PROVIDER})(?![\w@])",
    re.IGNORECASE,
)
_AT = r"(?:[ ]?[\[({<][ ]?(?:at|ät|@)[ ]?[\])}>][ ]?|[ ](?:at|ät|klammeraffe)[ ]|[ ]?@[ ]?)"
_DOT = r"(?:\.|[ ]?[\[({<][ ]?(?:punkt|dot|\.)[ ]?[\])}>][ ]?|[ ](?:punkt|dot)[ ])"
_SPOKEN = re.compile(
    rf"{_LOCAL}(?:[ ](?:punkt|dot)[ ][\w+%-]{{1,64}})?{_AT}"
    rf"(?:{_LABEL}{_DOT}){{1,4}}{_TOP}(?![\w@])",
    re.IGNORECASE,
)
_AT_SAID = re.compile(r"[ \[({<](?:at|ät|klammeraffe)[ \])}>]|[\[({<] ?@|@", re.IGNORECASE)
_GLUED = re.compile(rf"\.{_TOP}(\.[A-ZÄÖÜ][a-zäöüß]+)$")


def find_emails(text: str) -> Iterator[Sighting]:
    """Yield the e-mail addresses of a folded text."""
    if not _AT_SAID.search(text):
        return
    for pattern in (_WRITTEN, _SPOKEN):
        for match in pattern.finditer(text):
            end = match.end() - len(_glued_sentence(match[0]))
            yield Sighting(PersonalKind.EMAIL, match.start(), end, named=True)


def _glued_sentence(address: str) -> str:
    """Return the first word of the next sentence where nobody typed a blank: "web.de.Danke"."""
    match = _GLUED.search(address)
    return match[1] if match else ""
