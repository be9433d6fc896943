"""How patterns over customers' words are written: without regard to capitals, joined by `or`."""

import re

CASELESS = re.IGNORECASE


def any_of(*patterns: str) -> re.Pattern[str]:
    """Return a pattern that finds any of these."""
    return re.compile("|".join(patterns), CASELESS)
