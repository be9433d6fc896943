"""Finds IBANs, also mistyped ones, and bank account numbers that are called so.

A wrong check digit does not make an account number harmless: most of it is still right.
"""

import re
from collections.abc import Iterator

from stdnum import iban

from gateway.privacy.findings import PersonalKind, Sighting

_SEPARATOR = r"[ .\-]{0,2}"
_GROUP = r"(?=[OoIl]{0,4}\d)[\dOoIl]{1,34}(?![^\W\d_])"
_GERMAN = re.compile(
    rf"(?<![^\W_])D[ ]?E{_SEPARATOR}{_GROUP}(?:{_SEPARATOR}{_GROUP}){{0,22}}", re.IGNORECASE
)
_FOREIGN = re.compile(
    rf"(?<![^\W_])[A-Z]{{2}}[ ]?\d{{2}}(?:{_SEPARATOR}[A-Z0-9]){{11,30}}", re.IGNORECASE
)
_WITHOUT_COUNTRY = re.compile(
    r"(?<![^\W_])iban(?![^\W_])[^\d\n]{0,24}(?P<number>\d{2}(?:[ .-]{0,2}\d){14,21})(?!\d)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<![^\W_])(?:konto(?:nummer|[- .]{0,2}nr)?|kto(?:[- .]{0,2}nr)?)(?![^\W_])"
    r"[ .:=#]{0,4}(?:(?:ist|lautet|war|die)[ :]{1,2}){0,2}(?P<number>\d(?:[ ]?\d){5,9})(?![\w])",
    re.IGNORECASE,
)
_GERMAN_LENGTH = 22
_SHORTEST_GERMAN = 14  # a tax number begins with DE, too, and has 11
# Lengths by country: ISO 13616, the registry kept by SWIFT.
_LENGTHS = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "NL"), 18),
    **dict.fromkeys(("SI", "MK"), 19),
    **dict.fromkeys(("AT", "BA", "EE", "LT", "LU", "XK"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "GB", "GE", "IE", "ME", "RS"), 22),
    **dict.fromkeys(("CZ", "ES", "MD", "RO", "SE", "SK"), 24),
    **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("IS", "TR"), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "SM"), 27),
    **dict.fromkeys(("AL", "CY", "HU", "PL"), 28),
    **dict.fromkeys(("UA",), 29),
    **dict.fromkeys(("MT",), 31),
}


def find_bank_accounts(text: str) -> Iterator[Sighting]:
    """Yield the IBANs and named account numbers of a folded text."""
    for match in _GERMAN.finditer(text):
        end = _german_end(text, *match.span())
        if len(_compact(text[match.start() : end])) >= _SHORTEST_GERMAN:
            yield Sighting(PersonalKind.IBAN, match.start(), end, named=True)
    for match in _FOREIGN.finditer(text):
        found = _foreign_end(text, *match.span())
        if found:
            yield Sighting(PersonalKind.IBAN, match.start(), found, named=True)
    for pattern in (_WITHOUT_COUNTRY, _ACCOUNT):
        for match in pattern.finditer(text):
            yield Sighting(PersonalKind.IBAN, *match.span("number"), named=True)


def _german_end(text: str, start: int, end: int) -> int:
    """Return where the IBAN ends: with the group of digits that makes it long enough."""
    letters = 0
    for position in range(start, end):
        letters += text[position].isalnum()
        boundary = position + 1 == len(text) or not text[position + 1].isalnum()
        if letters >= _GERMAN_LENGTH and boundary:
            return position + 1
    return end


def _foreign_end(text: str, start: int, end: int) -> int | None:
    length = _LENGTHS.get(text[start : start + 2].upper())
    if not length:
        return None
    positions = [position for position in range(start, end) if text[position].isalnum()]
    if len(positions) < length:
        return None
    stop = positions[length - 1] + 1
    if stop < len(text) and text[stop].isalnum():
        return None
    written = text[start:stop]
    if iban.is_valid(_compact(written)) or _looks_deliberate(written):
        return stop
    return None


def _looks_deliberate(written: str) -> bool:
    """Say whether a wrong one is still typed as an IBAN is: in capitals, mostly digits."""
    compact = _compact(written)
    digits = sum(character.isdigit() for character in compact)
    return written.upper() == written and digits * 10 >= len(compact) * 6


def _compact(written: str) -> str:
    return "".join(filter(str.isalnum, written))
