"""What the words beside a number say about it: a unit, or that it is another kind of number."""

import re

_UNITS = (
    r"euro|eur|cent|ct|prozent|mal|stück|stk|bytes?|[kmgt]b|[mg]byte|[kmg]bits?|[mg]bps|[mg]hz|db"
    r"|ms"
)
_COUNTABLE = (
    r"x|uhr|std|stunden?|min|minuten?|sek|sekunden?|tage?n?|wochen?|monate?n?|jahre?n?"
    r"|m|km|meter|kilometer|leute|personen|menschen|haushalte?n?|häuser|parteien|wohnungen"
    r"|wohneinheiten|familien|nachbarn|kunden|kinder|kabel|anschlüsse|geräte|router|sender|mann"
    r"|stockwerke|sterne|nachrichten|mails|anrufe|versuche|tarife|verträge|zeilen"
)
_MEASURED = re.compile(rf"\s?(?:€|%|\$|(?:{_UNITS})(?![^\W_]))", re.IGNORECASE)
_COUNTED = re.compile(rf"\s?(?:€|%|\$|(?:{_UNITS}|{_COUNTABLE})(?![^\W_]))", re.IGNORECASE)

_NAMED_OTHERWISE = re.compile(
    r"""(?<![^\W_])(?:
      (?:ticket|vorgangs?|fall|case|auftrags?|bestell(?:ung|ungs)?|sendungs?|artikel|paket|tracking
        |serien|geräte|referenz|angebots?|zähler|reklamations?|beschwerde|schadens?)
        [- ]?(?:nummer|nr|no|id|code|stand)?
      |(?:rechnungs?|störungs?|meldungs?|beleg|modell)[- ]?(?:nummer|nr|id)
      |aktenzeichen|az|puk|pin|tan|wpa2?|wlan[- ]?(?:schlüssel|passwort|key)|passwort|kennwort|code
      |blz|bankleitzahl|imei|imeisv|imsi|iccid|sn|s/n|mac|ip|firmware|version|sim|sim[- ]?karten?
        (?:nummer|nr)?|ust-?id(?:nr)?|steuernummer|hrb)
      (?![^\W_])[ .:=#(]{0,4}(?:(?:nr|nummer|ist|lautet|war|die|der|mit)[ .:]{1,2}){0,3}$""",
    re.IGNORECASE | re.VERBOSE,
)
_REACH = 48

URL = re.compile(
    r"""(?:https?://|(?<![\w@])www\.)[^\s<>"',;]{1,2000}
       |(?<![\w.@-])[a-z0-9-]{1,63}\.[a-z]{2,7}/[^\s<>"',;]{1,2000}""",
    re.IGNORECASE | re.VERBOSE,
)


def before(text: str, position: int, *, reach: int = _REACH) -> str:
    """Return up to `reach` characters before `position`."""
    return text[max(0, position - reach) : position]


def is_counted(text: str, end: int) -> bool:
    """Say whether the short number that ends at `end` counts or measures something."""
    return _COUNTED.match(text, end) is not None


def is_measured(text: str, end: int) -> bool:
    """Say whether the number that ends at `end`, however long, is an amount with its unit."""
    return _MEASURED.match(text, end) is not None


def is_named_otherwise(text: str, start: int) -> bool:
    """Say whether the words before `start` call the number a ticket's, a device's, a code."""
    return _NAMED_OTHERWISE.search(before(text, start)) is not None
