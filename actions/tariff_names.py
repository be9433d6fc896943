"""Which tariff somebody means: "der XL", "500er Glas" and "Mobil-L" against the catalogue."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from actions.backoffice import Offering

ALIKE = 0.8
SHORTEST_PREFIX = 4
# Words around a name that say nothing about which one it is.
FILLERS = frozenset(
    {"der", "die", "das", "den", "dem", "ein", "eine", "einen", "euer", "eure", "euren", "mein"}
    | {"meine", "meinen", "von", "mit", "fuer", "im", "tarif", "tarife", "vertrag", "paket"}
    | {"leitung", "anschluss", "internet", "mbit", "mbits"}
)
NICKNAMES = {"gigabit": "1000", "giga": "1000"}


def meant(words: str, offerings: Sequence[Offering]) -> tuple[Offering, ...]:
    """Return the offerings that `words` may mean: none, the one, or several to choose from.

    Each word has to be found again in the name (whole, begun, or mistyped) or to be the speed. A
    full name beats all others: "Zuhause L" is not "Zuhause XL".
    """
    asked = [word for word in _words(words) if word not in FILLERS]
    if not asked:
        return ()
    fitting = [each for each in offerings if all(_fits(word, each) for word in asked)]
    exact = [each for each in fitting if set(_words(each.name)) == set(asked)]
    return tuple(exact or fitting)


def _fits(word: str, offering: Offering) -> bool:
    return any(_alike(word, part) for part in _words(offering.name)) or (
        word.isdigit() and offering.figure("downloadMbit") == float(word)
    )


def _alike(word: str, part: str) -> bool:
    if word == part:
        return True
    if word.isdigit() or part.isdigit() or len(word) < SHORTEST_PREFIX:
        return False
    return part.startswith(word) or SequenceMatcher(None, word, part).ratio() >= ALIKE


def _words(text: str) -> list[str]:
    """Split into plain lower-case words: "500er Glas" is ["500", "glas"]."""
    spelled = text.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    plain = unicodedata.normalize("NFKD", spelled.replace("ß", "ss"))
    ascii_only = plain.encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z]+|\d+", re.sub(r"(?<=\d)(er|ers|ter)\b", "", ascii_only))
    return [NICKNAMES.get(word, word) for word in words]
