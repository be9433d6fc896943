"""What shows of anger beside the words, and which level a reading of several comes to."""

import re

import numpy as np

LEVELS = 4
# What a reading that is so many levels off costs: twice off is what people notice.
COSTS = np.array([0.0, 1.0, 3.0, 5.0])
_SHOUTED = re.compile(r"[!?]{2,}")
_FURIOUS = re.compile("[😡🤬😠👎💩🤮]")
_ROLLING_EYES = re.compile("[🙄😤😒🤦]")
_FRIENDLY = re.compile("[😊🙂😀👍❤🙏😄😉]")


def signs(text: str) -> list[float]:
    """Return what shows beside the words: marks, capitals, length, emoji; each about 0 to 2."""
    letters = [letter for letter in text if letter.isalpha()]
    words = text.split()
    capitals = sum(letter.isupper() for letter in letters) / max(1, len(letters))
    return [
        min(text.count("!"), 5) / 2,
        float(min(len(_SHOUTED.findall(text)), 3)),
        2 * capitals if len(letters) > 8 else 0.0,
        min(sum(word.isupper() and len(word) > 2 for word in words), 4) / 2,
        min(len(words), 60) / 30,
        float(len(_FURIOUS.findall(text))),
        float(len(_ROLLING_EYES.findall(text))),
        float(len(_FRIENDLY.findall(text))),
        float(min(text.count("...") + text.count("…"), 2)),
    ]


def cheapest(chances: np.ndarray) -> int:
    """Return the level that is least wrong on average, given how much each mistake costs."""
    levels = np.arange(LEVELS)
    costs = COSTS[np.abs(levels[:, None] - levels[None, :])] @ chances
    return int(costs.argmin())
