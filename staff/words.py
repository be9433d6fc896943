"""Collects the messages of the desk's sources into its catalogues: `make words`.

New messages are added without a translation, and what nothing says any more is dropped. The tests
fail until every message has one.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from staff.language import GERMAN, LANGUAGES, catalogue, catalogue_file

ROOT = Path(__file__).parents[1]
#: The folders with pages of the desk; the studio's pages are in German for everybody.
FOLDERS = ("staff", "handoff", "archive")
METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2.ext:babel_extract"),
    ("**/static/htmx.min.js", "ignore"),
    ("**/static/**.js", "javascript"),
]
OPTIONS: dict[str, dict[str, Any]] = {
    "**/templates/**.html": {"newstyle_gettext": "true", "silent": "false"},
    "**/static/**.js": {"parse_template_string": True},
}
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "_n": (1, 2),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "np_": ((1, "c"), 2),
    "t": None,
    "lotse.t": None,
}
WIDTH = 100
#: So that a catalogue is the same whenever it is written.
WHENEVER = datetime(2026, 1, 1, tzinfo=UTC)


def messages() -> Catalog:
    """Return what the sources say, each message with the files that say it."""
    found = Catalog()
    for folder in FOLDERS:
        for name, message, context in _in_folder(folder):
            # Lines would change with every edit above them.
            found.add(message, locations=[(f"{folder}/{name}", 0)], context=context)
    return found


def _in_folder(folder: str) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    found = extract_from_dir(
        ROOT / folder,
        method_map=METHODS,
        options_map=OPTIONS,
        keywords=KEYWORDS,
        strip_comment_tags=True,
    )
    for name, _line, message, _comments, context in found:
        yield name, message, context


def updated(language: str) -> bytes:
    """Return a language's catalogue with the messages of the sources, in their order."""
    known = catalogue(language) if catalogue_file(language).exists() else Catalog(locale=language)
    fresh = _empty(language)
    for message in messages():
        if not message.id:
            continue
        # A message with a plural is known by its singular.
        singular = message.id if isinstance(message.id, str) else message.id[0]
        before = known.get(singular, message.context)
        same = before is not None and before.id == message.id
        fresh.add(
            message.id,
            before.string if before and same else None,
            locations=message.locations,
            context=message.context,
        )
    written = BytesIO()
    write_po(written, fresh, width=WIDTH, include_lineno=False)
    return written.getvalue()


def _empty(language: str) -> Catalog:
    return Catalog(
        locale=language,
        header_comment="# The desk's words. `make words` adds what is new and drops what is gone.",
        project="Lotse",
        version="desk",
        creation_date=WHENEVER,
        revision_date=WHENEVER,
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        fuzzy=False,
    )


def main() -> None:
    """Bring every catalogue up to date."""
    for language in LANGUAGES:
        if language != GERMAN:
            catalogue_file(language).write_bytes(updated(language))


if __name__ == "__main__":
    main()
