"""How much fits into one public post."""

LONGEST_POST = 280
# X counts these ranges once and all other characters twice (twitter-text, configuration v3).
_COUNTED_ONCE = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def weighted_length(text: str) -> int:
    """Return how long a text is by X's count, links aside."""
    return sum(1 if _counts_once(ord(each)) else 2 for each in text)


def _counts_once(code: int) -> bool:
    return any(first <= code <= last for first, last in _COUNTED_ONCE)
