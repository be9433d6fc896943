"""Finds numbers of credit and debit cards: grouped as on the card, or called so by the customer."""

import re
from collections.abc import Iterator

from stdnum import luhn

from gateway.privacy.findings import PersonalKind, Sighting
from gateway.privacy.surroundings import before, is_named_otherwise

_NUMBER = re.compile(
    r"(?<![\w+-])(?<!\d\.)(?:\d{4}([ -]{1,3})\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?"
    r"|\d{4}[ -]\d{6}[ -]\d{5}|\d{13,19})(?!\w|[.,-]\d)"
)
_NAMED = re.compile(
    r"""(?<![^\W_])(?:(?:kredit|debit|giro|ec|bank|zahl)[- ]?karten?|visa|master[- ]?card|amex
      |american[ ]express|maestro|(?<!sim[- ])karten)(?:[- .]{0,2}n(?:umm?er|r))?(?![^\W_])
      [^\d\n]{0,30}$""",
    re.IGNORECASE | re.VERBOSE,
)
# The first digits that Visa and Mastercard give out; few serial numbers of 16 digits begin so
# and carry a right check digit.
_BRANDED = re.compile(r"(?:4\d|5[1-5]|2[2-7])\d{14}$")


def find_payment_cards(text: str) -> Iterator[Sighting]:
    """Yield the card numbers of a folded text."""
    for match in _NUMBER.finditer(text):
        named = _NAMED.search(before(text, match.start())) is not None
        if named or _is_card(text, match):
            yield Sighting(PersonalKind.CARD, *match.span(), named=named)


def _is_card(text: str, match: re.Match[str]) -> bool:
    if is_named_otherwise(text, match.start()):
        return False
    digits = "".join(filter(str.isdigit, match[0]))
    grouped = digits != match[0]
    return luhn.is_valid(digits) and (grouped or _BRANDED.match(digits) is not None)
