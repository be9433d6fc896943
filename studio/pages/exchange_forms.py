"""Reads what the exchange page sends: a file, what a preview carried on, and names."""

import json
import re
from collections.abc import Iterator

from sanic import Request

from chassis.errors import BadRequestError
from staff.csrf import field
from studio.content.changes import NewIntent
from studio.content.examples import Lesson
from studio.content.marks import parse
from studio.content.problems import RefusedChangeError
from studio.exchange.formats import Found, ReadFile, UnreadableFileError, format_of
from studio.exchange.reading import read_file
from studio.exchange.sorting import Names

LONGEST_NAME = 100
INTENT_FIELD, ENTITY_FIELD, CHOSEN_FIELD = "intent:", "entity:", "also"
#: What is chosen for an intent that is to be made; no intent is called so.
MADE = "+"
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def file_in(request: Request) -> tuple[str, ReadFile]:
    """Return a file that was sent, or what a page has carried on. Raises UnreadableFileError."""
    if field(request, "carried"):
        return carried_on(request)
    files = request.files.getlist("file", []) if request.files else []
    if not files or not files[0].name:
        raise UnreadableFileError("Bitte zuerst eine Datei auswählen.")
    name = files[0].name.replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]
    return name, read_file(name, files[0].body)


def carried_on(request: Request) -> tuple[str, ReadFile]:
    """Return what a page of ours has carried on. Raises BadRequestError for anything else."""
    try:
        name = field(request, "name")
        format_of(name)
        found = tuple(_found(field(request, "carried")))
    except (ValueError, TypeError, RecursionError, UnreadableFileError, RefusedChangeError):
        raise BadRequestError("This is no preview of ours.") from None
    return name, ReadFile(found)


def _found(carried: str) -> Iterator[Found]:
    for line, intent, marked, anger, replaced in json.loads(carried):
        lesson = Lesson(str(intent), str(marked), int(anger))
        parse(lesson.marked)
        yield Found(lesson, int(line), bool(replaced))


def names_in(request: Request) -> Names:
    """Return what was chosen for the names that are unknown here."""
    fields = list(request.form) if request.form else []

    def chosen(prefix: str) -> dict[str, str]:
        keys = [key for key in fields if key.startswith(prefix)]
        return {key.removeprefix(prefix): field(request, key) for key in keys}

    intents = chosen(INTENT_FIELD)
    return Names(
        intents={told: name for told, name in intents.items() if name != MADE},
        entities=chosen(ENTITY_FIELD),
        made={told: _made(request, told) for told, name in intents.items() if name == MADE},
    )


def _made(request: Request, told: str) -> NewIntent:
    return NewIntent(
        name=field(request, f"name:{told}").strip() or _name_like(told),
        title=field(request, f"title:{told}"),
        topic=field(request, f"topic:{told}"),
        answer=field(request, f"answer:{told}"),
        formal=field(request, f"formal:{told}"),
    )


def _name_like(told: str) -> str:
    """Return how an intent of another system may be called here."""
    plain = told.casefold().translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50]
