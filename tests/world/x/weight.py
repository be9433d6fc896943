"""How long a post counts as, by twitter-text."""

import importlib.util
import sys
import types
from pathlib import Path

NAME = "pkg_resources"


def _resource_string(module: str, name: str) -> bytes:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(name)
    return (Path(spec.origin).parent / name).read_bytes()


def _import_without_setuptools() -> None:
    """Import twitter_text where setuptools no longer brings the module that its last release asks.

    It asks for one function, to read one file that lies beside its own code.
    """
    stand_in = types.ModuleType(NAME)
    stand_in.resource_string = _resource_string  # type: ignore[attr-defined]
    sys.modules[NAME] = stand_in
    try:
        import twitter_text  # noqa: F401
    finally:
        del sys.modules[NAME]


if importlib.util.find_spec(NAME) is None:
    _import_without_setuptools()

from twitter_text import parse_tweet  # noqa: E402
from twitter_text.extract_urls import extract_urls_with_indices  # noqa: E402

MAXIMUM = 280


def weighted_length(text: str) -> int:
    """Return how many of the 280 a text takes."""
    return parse_tweet(text).weightedLength


def links(text: str) -> list[tuple[int, int, str]]:
    """Return what X makes a link of: start, end and text."""
    return [(*found["indices"], found["url"]) for found in extract_urls_with_indices(text)]
