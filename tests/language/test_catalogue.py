"""The English catalogue says all that the sources say, and no more, with the same values."""

import json
import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from connectors.facebook import comment_sender, dispatch, messenger_sender, problems, windows
from connectors.x import account, refusals
from conversation import moves, service
from conversation.escalation import meanings
from conversation.routing import order
from handoff.console import outer_words
from handoff.console.outer_words import told
from staff.assets import Assets
from staff.language import ENGLISH, N_, _, catalogue, catalogue_file, in_german, speak
from staff.script_words import add_script_words, words_file
from staff.words import messages, updated

ROOT = Path(__file__).parents[2]
BELOW = ("conversation", "connectors", "gateway", "handoff/console")
VALUE = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
#: Braces that are a part of the text itself, and no place for a value.
WRITTEN_SO = "{Name}"
GLUED = re.compile(r'"\s*\n\s*f?"')

Key = tuple[str | None, str | tuple[str, ...]]


def _key(message: Message) -> Key:
    return message.context, message.id


def _texts(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


@pytest.fixture(autouse=True)
def _german_again() -> object:
    with in_german():
        yield


def test_the_catalogue_is_what_make_words_would_write() -> None:
    assert catalogue_file(ENGLISH).read_bytes() == updated(ENGLISH), "`make words` was not run."


def test_every_message_of_the_sources_has_an_english_one_and_none_is_left_over() -> None:
    said = {_key(one) for one in messages() if one.id}
    known = {_key(one): one for one in catalogue(ENGLISH) if one.id}
    assert len(said) > 1000
    assert said == set(known)
    without = [key for key, one in known.items() if not all(_texts(one.string or ""))]
    assert without == []


def test_nothing_is_marked_as_doubtful() -> None:
    assert [one.id for one in catalogue(ENGLISH) if one.id and one.fuzzy] == []


def test_every_english_message_has_the_values_of_the_german_one() -> None:
    for message in catalogue(ENGLISH):
        if not message.id:
            continue
        most = max((_values(one) for one in _texts(message.id)), key=len)
        for english in _texts(message.string):
            given = _values(english)
            # A singular may say "one" in words.
            assert given == most or (isinstance(message.id, tuple) and set(given) < set(most)), (
                message.id
            )


def _values(text: str) -> list[str]:
    found = VALUE.findall(text.replace(WRITTEN_SO, ""))
    # How a percent sign stands beside its number is the language's own.
    return sorted(one for one in found if one != "%%")


def test_english_words_have_no_german_letters_and_no_german_quotes() -> None:
    for message in catalogue(ENGLISH):
        for english in _texts(message.string or ""):
            assert not message.id or not re.search("[äöüßÄÖÜ„]", english), english


def test_what_is_said_below_is_listed_and_what_is_listed_is_said_below() -> None:
    listed = {
        str.__str__(one)
        for name in ("GROUNDS", "CROOKED_TEXTS", "SUMMARIES", "REFUSALS")
        for one in getattr(outer_words, name)
    }
    written = " ".join(_strings(ROOT / folder) for folder in BELOW)
    assert [one for one in listed if one not in written] == []
    said = [
        *order._NEEDS.values(),
        *order._ANGER.values(),
        *meanings._SUMMARIES.values(),
        *(getattr(moves, name) for name in ("_LEFT_BEHIND", "_LAID_AWAY", "_PASSED_ON")),
        *(getattr(moves, name) for name in ("_ANSWERED_ELSEWHERE", "_OVERHEARD")),
        *(service._IN_DANGER, service._DOWN.summary, service._STUCK.summary),
        *_refusals(),
    ]
    speak(ENGLISH)
    assert [one for one in said if told(one) == one] == []


def _refusals() -> list[str]:
    found = [*refusals.SENTENCES.values(), *problems.REASONS.values()]
    for module in (account, comment_sender, dispatch, messenger_sender, windows):
        named = vars(module).items()
        found += [text for name, text in named if name.isupper() and isinstance(text, str)]
    return [text for text in found if " " in text]


def _strings(folder: Path) -> str:
    """Return a folder's sources, with strings in several lines made one, but for the list."""
    paths = [one for one in folder.rglob("*.py") if one.name != "outer_words.py"]
    return " ".join(GLUED.sub("", path.read_text()) for path in paths)


TABLES = (
    "handoff.board.showing",
    "handoff.console.asking",
    "handoff.console.duty",
    "handoff.console.judging",
    "handoff.console.pages",
    "handoff.console.repair_words",
    "handoff.console.suggesting",
    "handoff.console.why_words",
    "handoff.console.words",
    "handoff.outages.words",
    "handoff.text_modules.words",
    "handoff.webhooks.words",
    "archive.reports.pages",
    "archive.reports.tables",
    "archive.reports.verdict_pages",
    "staff.administration.words",
    "staff.api.pages",
    "staff.views",
)
#: For customers, and so in German; or names of things.
NAMES = frozenset({"X"})
PLAIN = frozenset({"_DISTURBED"})


@pytest.mark.parametrize("name", TABLES)
def test_every_word_of_a_table_is_marked(name: str) -> None:
    tables = {
        key: list(table.values())
        for key, table in vars(import_module(name)).items()
        if isinstance(table, Mapping) and key not in PLAIN and not key.startswith("__")
    }
    found = [one for table in tables.values() for one in table if isinstance(one, str)]
    assert [one for one in found if one and not isinstance(one, N_) and one not in NAMES] == []


def test_a_text_from_below_is_told_sentence_by_sentence() -> None:
    speak(ENGLISH)
    text = "Facebook nimmt die Nachricht so nicht an. (Bad <request>)"
    assert told(text) == "Facebook does not accept the message like this. (Bad <request>)"
    assert (
        told("Ist verärgert. Zuletzt ging es um Tarife.") == "Is angry. Zuletzt ging es um Tarife."
    )
    assert told("") == ""


def test_words_of_a_table_are_read_in_the_language_of_the_moment_and_kept_in_german() -> None:
    words = N_("Wartend")
    table = {"mine": words}
    speak(ENGLISH)
    assert (f"{table['mine']}", str(words), words.format()) == ("Waiting",) * 3
    assert json.dumps(words) == '"Wartend"'
    assert words == "Wartend"
    with in_german():
        assert str(words) == "Wartend"
    assert _("noch %(span)s", span="2 min") == "2 min left"
    assert _("") == ""


def test_scripts_get_their_words_as_a_file_and_only_theirs() -> None:
    assets = Assets()
    add_script_words(assets)
    script = assets.get(words_file(ENGLISH)).body.decode()
    words = json.loads(script.split(" = ", 1)[1].rstrip(";\n"))
    assert words["noch %(span)s"] == "%(span)s left"
    assert "Nichts gefunden." in words
    assert "Abmelden" not in words
    said = set()
    for path in (*ROOT.glob("staff/static/*.js"), *ROOT.glob("handoff/*/static/*.js")):
        said |= set(re.findall(r'(?:\bt|lotse\.t)\("([^"]+)"', path.read_text()))
    assert len(said) > 25
    assert said <= set(words)
