"""How long a text is for X: twitter-text's weighted length, and what in it becomes a link."""

import importlib
import importlib.resources
import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Any

MOST = 280
MOST_PRIVATE = 10_000


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a text that X turns into a link; `start` and `end` count characters."""

    text: str
    start: int
    end: int


def weighted_length(text: str) -> int:
    """Return a post's length as X counts it, of at most `MOST`."""
    return int(_parsed(text).weightedLength)


def is_valid(text: str) -> bool:
    """Whether X takes the text as a post: not empty, not too long, no forbidden characters."""
    return bool(_parsed(text).valid)


def links_in(text: str) -> list[Link]:
    """Return what X would turn into links, in order; also where nobody meant one."""
    found = _EXTRACT.extract_urls_with_indices(text)
    return [Link(one["url"], start=one["indices"][0], end=one["indices"][1]) for one in found]


def _parsed(text: str) -> Any:
    return _TWITTER_TEXT.parse_tweet(text)


def _load(name: str) -> Any:
    """Import twitter-text-parser, which asks setuptools for a file that lies beside itself.

    setuptools has dropped `pkg_resources`, and no newer twitter-text-parser exists: for the time of
    this import a module with the one function that it calls takes the place.
    """
    known = sys.modules.get("pkg_resources")
    stand_in = ModuleType("pkg_resources")
    vars(stand_in)["resource_string"] = _resource
    sys.modules["pkg_resources"] = stand_in
    try:
        return importlib.import_module(name)
    finally:
        if known is None:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = known


def _resource(module: str, name: str) -> bytes:
    package = module.rpartition(".")[0]
    return (importlib.resources.files(package) / name).read_bytes()


_TWITTER_TEXT = _load("twitter_text")
_EXTRACT = _load("twitter_text.extract_urls")
