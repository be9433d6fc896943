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
# A single letter is a tariff only where one would speak of a tariff.
BEFORE_A_LETTER = frozenset(
    {"der", "den", "dem", "vom", "zum", "im", "und", "oder", "vs", "beim", "auf", "mit", "tarif"}
)

Meant = tuple[Offering, ...]


def meant(words: str, offerings: Sequence[Offering]) -> Meant:
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


def mentioned(text: str, offerings: Sequence[Offering]) -> tuple[Meant, ...]:
    """Return each tariff that a whole sentence speaks of, in order, with all that it may mean.

    The family of a name holds for those after it: "Zuhause L und XL". Where only one family is
    spoken of, it holds for all.
    """
    found, families = _mentions(text, offerings)
    families |= {_family(each[0]) for each in found if len(each) == 1}
    if len(families) == 1:
        (only,) = families
        found = [tuple(one for one in each if _family(one) == only) or each for each in found]
    return tuple({tuple(one.name for one in each): each for each in found}.values())


def variants_in(text: str, shown: Sequence[Offering]) -> tuple[Meant, ...]:
    """Return which of the tariffs just shown a text names by what tells them apart: "der Plus"."""
    words = _words(text)
    places = [(words.index(_variant(each)), each) for each in shown if _variant(each) in words]
    long_enough = [pair for pair in places if len(_variant(pair[1])) > 1]
    return tuple((each,) for _, each in sorted(long_enough, key=lambda pair: pair[0]))


def _mentions(text: str, offerings: Sequence[Offering]) -> tuple[list[Meant], set[tuple[str, ...]]]:
    """Return what names were found, and which families were spoken of."""
    found: list[Meant] = []
    families: set[tuple[str, ...]] = set()
    family: Meant = ()
    before = ""
    for raw in re.findall(r"[^\W_]+", re.sub(r"['’`´]\w*", "", text)):
        for word in _words(raw):
            if named := _named(word, raw=raw, before=before, family=family, offerings=offerings):
                found.append(named)
            elif opened := tuple(each for each in offerings if _opens(word, each)):
                family = opened
                families |= {_family(each) for each in opened}
            before = word
    return found, families


def _named(
    word: str, *, raw: str, before: str, family: Meant, offerings: Sequence[Offering]
) -> Meant:
    """Return what a word means if it tells the tariffs of a family apart."""
    of_family = tuple(each for each in family if _variant(each) == word)
    if of_family or any(_opens(before, each) for each in offerings):
        # "Mobil XL" is no tariff, and surely not "Zuhause XL".
        return of_family
    if raw.lower() in NICKNAMES or (word.isdigit() and raw[-1:].isalpha()):
        return tuple(each for each in offerings if _fits(word, each))
    spoken_of = raw.isupper() or (before in BEFORE_A_LETTER and word != "s") or len(word) == 2
    if word.isalpha() and len(word) <= 2 and spoken_of:
        return tuple(each for each in offerings if _variant(each) == word)
    return ()


def _family(offering: Offering) -> tuple[str, ...]:
    return tuple(_words(offering.name)[:-1])


def _variant(offering: Offering) -> str:
    return _words(offering.name)[-1]


def _opens(word: str, offering: Offering) -> bool:
    return word not in FILLERS and any(_alike(word, part) for part in _family(offering))


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
