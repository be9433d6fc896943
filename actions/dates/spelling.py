"""Brings German as customers type it into one plain spelling that patterns can be written for."""

import re
import unicodedata
from difflib import get_close_matches

WEEKDAYS = (
    *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
    "sonnabend",
)
MONTHS = (
    *("januar", "februar", "maerz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
NUMBERS = {
    word: str(value)
    for value, words in enumerate(
        (
            *("eins", "zwei zwo", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun"),
            *("zehn", "elf", "zwoelf"),
        ),
        start=1,
    )
    for word in words.split()
}
DIALECT = {"heit": "heute", "heid": "heute", "morgn": "morgen", "morga": "morgen"}
DIALECT |= {"samschdag": "samstag", "week": "woche", "neegste": "naechste", "nich": "nicht"}
DIALECT |= {"jaenner": "januar", "feber": "februar", "net": "nicht", "ned": "nicht"}
# Low German and Bavarian days that sound like no standard one.
DIALECT |= {"maandag": "montag", "dingsdag": "dienstag", "dinsdag": "dienstag"}
DIALECT |= {"middeweken": "mittwoch", "dunnersdag": "donnerstag", "freedag": "freitag"}
DIALECT |= {"suennavend": "samstag", "suenndag": "sonntag", "vundaag": "heute"}
DIALECT |= {"iwamoang": "uebermorgen", "moang": "morgen", "pfinzda": "donnerstag"}
_SHORT = {"Mo": 0, "Di": 1, "Mi": 2, "Do": 3, "Fr": 4, "Sa": 5, "So": 6}
_SHORT_DAY = re.compile(
    r"\b(Mo|Di|Mi|Do|Fr|Sa|So)(?:\.,?|,)? ?(?=\s*(?:den |der )?\d|\s*[-–]|\s*$)"
)
_DAY_PART = r"(vormittag|nachmittag|morgen|mittag|abend|frueh)s?"
_COMPOUND = re.compile(rf"\b({'|'.join(WEEKDAYS)}){_DAY_PART}\b")
_CORRECTED = (
    *WEEKDAYS,
    *(f"{day}s" for day in WEEKDAYS),
    *(month for month in MONTHS if len(month) > 5),
    *("uebermorgen", "vormittag", "vormittags", "nachmittag", "nachmittags"),
    *("naechste", "naechsten", "naechster", "uebernaechste", "uebernaechsten"),
)
# Where dialects soften what standard German hardens: "vormiddag", "samschdag".
_SOFT = str.maketrans({"d": "t", "b": "p", "g": "k"})
_SHORTEST_TYPO = 6
_ALIKE = 0.86


def plain(text: str) -> str:
    """Return `text` in lower case without umlauts, with mistyped days mended, numbers as digits.

    "Mi, 24.12." becomes "mittwoch 24.12.", "Dienstagabend um acht" "dienstag abend um 8".
    """
    text = _SHORT_DAY.sub(lambda found: f"{WEEKDAYS[_SHORT[found[1]]]} ", text)
    spelled = text.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    folded = unicodedata.normalize("NFKD", spelled.replace("ß", "ss"))
    kept = "".join(each for each in folded if not unicodedata.combining(each))
    mended = re.sub(r"[a-z]+", lambda found: _mended(found[0]), kept)
    return _COMPOUND.sub(r"\1 \2", mended)


def _mended(word: str) -> str:
    if word in NUMBERS or word in DIALECT:
        return NUMBERS.get(word) or DIALECT[word]
    if len(word) < _SHORTEST_TYPO or word in _CORRECTED:
        return word
    # The Swabian ending: "übermorga".
    spoken = f"{word[:-1]}en" if word.endswith("a") else word
    close = get_close_matches(_hardened(spoken), _HARDENED, n=1, cutoff=_ALIKE)
    return _HARDENED[close[0]] if close else word


def _hardened(word: str) -> str:
    return word.translate(_SOFT).replace("sch", "s")


_HARDENED = {_hardened(word): word for word in _CORRECTED}
