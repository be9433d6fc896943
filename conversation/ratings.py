"""Reads an answer to the question how satisfied somebody was: a number, a word, an emoji.

Only what is an answer and nothing else counts: whoever writes more wants something of us.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from types import MappingProxyType

LEAST, MOST = 1, 5

_STAR = "⭐"
_EMOJI: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys("👍😀😃😄😁😊🥰😍🤩🎉💯💪🙌👌🏆❤💚💙", 5),
        **dict.fromkeys("🙂☺😌😉", 4),
        **dict.fromkeys("😐😑😶🤷🤔", 3),
        **dict.fromkeys("🙁😕😞😟☹😒🙄", 2),
        **dict.fromkeys("👎😠😡🤬😤😭🤮💩", 1),
    }
)
_NUMBERS: Mapping[str, int] = MappingProxyType(
    {
        **{str(number): number for number in range(LEAST, MOST + 1)},
        "eins": 1,
        "zwei": 2,
        "drei": 3,
        "vier": 4,
        "fünf": 5,
        "fuenf": 5,
    }
)
_PHRASES: Mapping[int, Sequence[str]] = MappingProxyType(
    {
        5: (
            *("sehr zufrieden", "super zufrieden", "total zufrieden", "voll zufrieden"),
            *("voll und ganz zufrieden", "mehr als zufrieden", "rundum zufrieden", "sehr gut"),
            *("super", "top", "klasse", "perfekt", "spitze", "prima", "hervorragend", "toll"),
            *("ausgezeichnet", "großartig", "bestens", "mega", "spitzenmäßig", "alles super"),
            *("alles bestens", "alles top", "daumen hoch", "sehr", "1a"),
        ),
        4: (
            *("zufrieden", "gut", "ganz gut", "recht gut", "alles gut", "war gut"),
            *("nicht schlecht", "ziemlich zufrieden", "eher zufrieden", "ziemlich gut"),
        ),
        3: (
            *("geht so", "ging so", "es geht", "mittel", "mittelmäßig", "so lala", "naja", "na ja"),
            *("teils teils", "neutral", "mittelprächtig", "halbwegs zufrieden", "so mittel"),
        ),
        2: (
            *("nicht gut", "nicht so gut", "schlecht", "unzufrieden", "eher unzufrieden"),
            *("nicht zufrieden", "nicht so zufrieden", "eher schlecht", "nicht wirklich zufrieden"),
        ),
        1: (
            *("sehr schlecht", "sehr unzufrieden", "total unzufrieden", "gar nicht zufrieden"),
            *("überhaupt nicht zufrieden", "gar nicht", "überhaupt nicht", "miserabel", "mies"),
            *("katastrophe", "katastrophal", "furchtbar", "grauenhaft", "daumen runter"),
            *("null zufrieden", "absolut unzufrieden"),
        ),
    }
)
_SCORES = {phrase: score for score, phrases in _PHRASES.items() for phrase in phrases}
_PRAISE = frozenset(chain.from_iterable(phrase.split() for phrase in _SCORES)) - {"1a"}
# What may stand beside an answer and changes nothing about it.
_POLITE = frozenset(
    (
        *("danke", "dankeschön", "dankeschoen", "vielen", "dank", "herzlichen", "lieben", "besten"),
        *("bitte", "schön", "gerne", "gern", "und", "ich", "war", "bin", "waren", "von", "euch"),
        *("ihnen", "dir", "mir", "eine", "einen", "ein", "ne", "nen", "ganz", "klar", "klare"),
        *("glatte", "volle", "gebe", "geb", "vergebe", "sage", "sag", "würde", "sagen", "geben"),
        *("also", "hm", "hallo", "moin", "tschüss", "ciao", "lg", "vg", "mit", "der", "für", "die"),
        *("hilfe", "service"),
    )
)
_OF_FIVE = re.compile(r"\b([1-5])\s*(?:/|von|aus)\s*(?:5|fünf)\b")
_STARS = re.compile(r"\b([1-5]|eins?|zwei|drei|vier|fünf|fuenf) (?:stern(?:e|chen)?|punkte?)\b")
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
_PUNCTUATION = frozenset(".,;:!?()\"'„“-–…/*_~+^=<>")
# They change an emoji's look, not what it says.
_LOOKS = re.compile("[\ufe0e\ufe0f\u200d\u2640\u2642\U0001f3fb-\U0001f3ff]")


def rating_in(text: str) -> int | None:
    """Return the score, 1 (not at all) to 5 (very), that a text gives; None if it does not."""
    text = _LOOKS.sub("", text.lower())
    text = _STARS.sub(r"\1", _OF_FIVE.sub(r"\1", text))
    tokens = [one for one in _TOKEN.findall(text) if one not in _PUNCTUATION]
    words = [one for one in tokens if one[0].isalnum()]
    signs = [one for one in tokens if not one[0].isalnum()]
    if not tokens or any(one != _STAR and one not in _EMOJI for one in signs):
        return None
    return _by_words(words) if words else _by_signs(signs)


def _by_words(words: Sequence[str]) -> int | None:
    numbers = [one for one in words if one in _NUMBERS]
    if numbers:
        rest = set(words) - set(numbers)
        alone = len(numbers) == 1 and rest <= _POLITE | _PRAISE
        return _NUMBERS[numbers[0]] if alone else None
    whole = " ".join(words)
    if whole in _SCORES:
        return _SCORES[whole]
    return _SCORES.get(" ".join(one for one in words if one not in _POLITE))


def _by_signs(signs: Sequence[str]) -> int | None:
    if set(signs) == {_STAR}:
        return len(signs) if len(signs) <= MOST else None
    found = {_EMOJI[one] for one in signs if one != _STAR}
    # Two that say different things say nothing together.
    return found.pop() if len(found) == 1 else None
