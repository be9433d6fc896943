"""Finds German in a page that is to be English: what people see, without what was said or named."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

from staff.language import ENGLISH, catalogue

#: Elements without an end, and those whose text nobody reads as words of the desk.
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"})
UNREAD = frozenset({"script", "style", "textarea", "code"})
READ = ("aria-label", "title", "placeholder", "alt", "label")
#: Where a page shows what somebody said or is called, and no words of its own.
CONTENT = frozenset({"who", "ready", "outage-text", "option-words", "passed-on"})
GERMAN_WORDS = re.compile(
    r"[äöüßÄÖÜ„]|\b(der|die|das|den|dem|und|oder|nicht|noch|kein|keine|ist|sind|wird|wurde|hat|ein|"
    r"eine|mit|von|vom|für|zum|zur|bei|nach|wenn|sich|wie|auch|bitte|heute|Tage|Uhr)\b"
)
#: Where a message holds a value.
PLACE = re.compile(r"%\(\w+\)s|\{\}")


SEVERAL = re.compile(r"[·,:;()]")


class Words(HTMLParser):
    """Collects a page's words: texts and the attributes that people read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if not self._skipped and not _is_foreign(given):
            self.found += [given[name] for name in READ if given.get(name)]
        if tag in VOID:
            return
        if self._skipped or _is_content(tag, given):
            self._skipped.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and tag not in VOID:
            while self._skipped.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._skipped and data.strip():
            self.found.append(data.strip())


def words_of(page: str) -> list[str]:
    """Return what people read on a page, piece by piece."""
    parser = Words()
    parser.feed(page)
    return parser.found


def leftovers(page: str, *, names: frozenset[str] = frozenset()) -> list[str]:
    """Return what is still German; `names` are of people, teams and the like."""
    return [words for words in words_of(page) if _is_german(_without(words, names))]


def _is_german(words: str) -> bool:
    if GERMAN_WORDS.search(words) or _is_message(words):
        return True
    # Several words of the desk may stand in one text: `Wartet · noch 3 min`, `Wartet, zu picken`.
    return any(_is_message(one.strip()) for one in SEVERAL.split(words))


def _without(words: str, names: frozenset[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(name, "")
    return words.strip()


def _is_content(tag: str, given: dict[str, str]) -> bool:
    classes = set(given.get("class", "").split())
    said = given.get("dir") == "auto" or bool(classes & CONTENT)
    return tag in UNREAD or said or _is_foreign(given)


def _is_foreign(given: dict[str, str]) -> bool:
    return given.get("lang", ENGLISH) != ENGLISH


def _is_message(words: str) -> bool:
    """Say whether words are a German message that reads otherwise in English."""
    plain, pattern = _messages()
    return words in plain or pattern.fullmatch(words) is not None


@cache
def _messages() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return messages as they are, and those with values as one pattern."""
    found = [one.replace("%%", "%") for one in _translated()]
    plain = frozenset(one for one in found if not PLACE.search(one))
    return plain, re.compile("|".join(_pattern(one) for one in found if one not in plain))


def _translated() -> Iterator[str]:
    english = set()
    german = set()
    for message in catalogue(ENGLISH):
        if message.id:
            english.update(_all(message.string))
            german.update(_all(message.id))
    # What stands for itself in English too, such as "Team", is no leftover.
    yield from (one for one in german - english if re.search(r"[A-Za-z]{2}", PLACE.sub("", one)))


def _all(text: object) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (str(text),)


def _pattern(message: str) -> str:
    """Return a message as a pattern: any value in its places."""
    return ".+".join(re.escape(part) for part in PLACE.split(message))
