"""The one spelling under which two ways of writing a value are the same value."""

import re
import unicodedata

import phonenumbers

from gateway.privacy.findings import PersonalKind
from gateway.privacy.folding import fold

_AT = re.compile(r"[\[({<\s]*(?:@|(?<![^\W_])(?:at|ät|klammeraffe)(?![^\W_]))[\])}>\s]*")
_DOT = re.compile(r"[\[({<\s]*(?:[.,]|(?<![^\W_])(?:punkt|dot)(?![^\W_]))[\])}>\s]*")
_MONTH_NAMES = (
    *("jan jän", "feb", "mär mae mrz", "apr", "mai", "jun"),
    *("jul", "aug", "sep", "okt", "nov", "dez"),
)
_MONTHS = {
    name: month for month, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()
}
_FIRST_TWO_DIGIT_YEAR = 40


def normal_form(kind: PersonalKind, value: str) -> str:
    """Return `value` as services expect it: digits of a customer number or card, E.164 of a
    telephone number, a compact IBAN in capitals, a plain e-mail address in lower case, an ISO date.

    An address loses case, blanks and the ways of spelling "Straße"; it serves comparison only. What
    cannot be read so (a mistyped number, an impossible date) is left without its separators.
    """
    value = unicodedata.normalize("NFC", fold(value).text)
    match kind:
        case PersonalKind.PHONE:
            return _phone(value)
        case PersonalKind.EMAIL:
            return _email(value)
        case PersonalKind.BIRTH_DATE:
            return _date(value)
        case PersonalKind.ADDRESS:
            return re.sub(r"str(?:aße|asse|\b)", "str", _compact(value).lower())
        case PersonalKind.IBAN:
            return _compact(value).upper()
        case PersonalKind.CUSTOMER_NUMBER | PersonalKind.CARD:
            return "".join(re.findall(r"\d", value))


def _compact(value: str) -> str:
    return "".join(filter(str.isalnum, value))


def _phone(value: str) -> str:
    try:
        number = phonenumbers.parse(value, "DE")
    except phonenumbers.NumberParseException:
        return _compact(value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(value: str) -> str:
    return _DOT.sub(".", _AT.sub("@", value.lower()))


def _date(value: str) -> str:
    parts = re.findall(r"\d+|[^\W\d_]+", value)
    if len(parts) == 1:
        parts = [value[:2], value[2:4], value[4:]]
    if len(parts) != 3:
        return _compact(value)
    if len(parts[0]) == 4:
        parts.reverse()
    day, month, year = parts
    if not month.isdigit():
        month = str(_MONTHS.get(month.lower()[:3], 0))
    if len(year) == 2:
        year = f"{19 if int(year) >= _FIRST_TWO_DIGIT_YEAR else 20}{year}"
    return f"{year}-{int(month):02}-{int(day):02}"
