"""Draws what a file would bring."""

import json
from collections.abc import Sequence

from studio.checks.balance import ENOUGH
from studio.content.content import Content
from studio.content.examples import Lesson
from studio.content.opening import speaks_formally, topic_of
from studio.exchange.formats import Format, ReadFile, format_of
from studio.exchange.sorting import MOST_NEW, Kind, Names, Preview, Sorted
from studio.pages.exchange_forms import ENTITY_FIELD, INTENT_FIELD, MADE
from studio.pages.exchange_views import (
    FoundList,
    FoundRow,
    MadeView,
    PreviewView,
    Topic,
    UnknownIntent,
    UnknownName,
)

MOST_ROWS = 100
NAMED_INTENTS = 3
NAMES = {
    Format.YAML: "Rasa-YAML",
    Format.CSV: "CSV",
    Format.JSONL: "JSONL",
    Format.RASA_JSON: "Rasa-JSON",
    Format.MARKDOWN: "Rasa-Markdown",
}
LISTS = {
    Kind.NEW: ("Neu", "Das kommt in Ihren Entwurf."),
    Kind.CONTRADICTION: (
        "Widerspricht",
        "Derselbe Satz steht schon unter einer anderen Absicht. Was Sie anhaken, kommt trotzdem "
        "in den Entwurf.",
    ),
    Kind.UNKNOWN: ("Unbekannte Absicht", "Bleibt draußen, solange oben nichts gewählt ist."),
    Kind.PERSONAL: (
        "Persönliches",
        "Hier ließ es sich nicht von selbst ersetzen; bleibt draußen und wird nicht gezeigt. Bitte "
        "in der Datei ersetzen.",
    ),
    Kind.UNFIT: ("Passt nicht", "Bleibt draußen."),
    Kind.DUPLICATE: ("Schon da", "Bleibt draußen."),
}


def drawn(
    name: str, read: ReadFile, preview: Preview, content: Content, names: Names
) -> PreviewView:
    """Return what a file would bring, and what of it the page carries on."""
    new = len(preview.of(Kind.NEW))
    # What is there already, and what is personal, need not come back.
    left_behind = (Kind.DUPLICATE, Kind.PERSONAL, Kind.UNFIT)
    going_on = [one.found for one in preview.rows if one.kind not in left_behind]
    carried = [[one.line, *_told(one.lesson), one.replaced] for one in going_on]
    return PreviewView(
        name=name,
        kind=NAMES[format_of(name)],
        carried=json.dumps(carried, ensure_ascii=False, separators=(",", ":")),
        seal=preview.seal,
        new=new,
        lists=tuple(_list(kind, preview.of(kind)) for kind in LISTS if preview.of(kind)),
        problems=tuple(str(one) for one in read.problems),
        unknown_intents=tuple(
            _unknown(one, times, preview, names) for one, times in preview.unknown_intents.items()
        ),
        unknown_entities=tuple(
            UnknownName(f"{ENTITY_FIELD}{one}", one, times, names.entities.get(one, ""))
            for one, times in preview.unknown_entities.items()
        ),
        intents=tuple(sorted(content.intents)),
        entities=tuple(sorted(content.declared.entities)),
        topics=_topics(content),
        speaks_formally=speaks_formally(content.files),
        too_many=too_many(new) if new > MOST_NEW else "",
    )


def _unknown(told: str, times: int, preview: Preview, names: Names) -> UnknownIntent:
    new = names.made.get(told)
    many = sum(one.found.lesson.intent == told for one in preview.of(Kind.NEW))
    few = f"Das sind wenige; {ENOUGH} sollten es mindestens sein." if many < ENOUGH else ""
    return UnknownIntent(
        field=f"{INTENT_FIELD}{told}",
        name=told,
        times=times,
        chosen=MADE if new else names.intents.get(told, ""),
        made=MadeView(
            key=told,
            name=new.name,
            title=new.title,
            topic=new.topic,
            answer=new.answer,
            formal=new.formal,
            many=many,
            hint=few,
        )
        if new
        else None,
    )


def _topics(content: Content) -> tuple[Topic, ...]:
    found = []
    for path in content.topics:
        its = [intent for intent, (place, _) in content.intents.items() if place == path]
        named = ", ".join(its[:NAMED_INTENTS]) + (", …" if len(its) > NAMED_INTENTS else "")
        found.append(Topic(path, topic_of(path), named))
    return tuple(found)


def _told(lesson: Lesson) -> tuple[str, str, int]:
    return lesson.intent, lesson.marked, lesson.anger


def _list(kind: Kind, rows: Sequence[Sorted]) -> FoundList:
    title, about = LISTS[kind]
    shown = tuple(
        FoundRow(
            id=one.seen,
            line=one.found.line,
            marked="" if kind is Kind.PERSONAL else one.lesson.marked,
            intent=one.lesson.intent,
            anger=one.lesson.anger,
            why=one.why,
        )
        for one in rows[:MOST_ROWS]
    )
    return FoundList(kind.value, title, about, len(rows), shown, kind is Kind.CONTRADICTION)


def too_many(many: int) -> str:
    """Say that a file brings more than goes at once."""
    return f"Das sind {many} neue Beispiele; auf einmal gehen {MOST_NEW}. Bitte die Datei teilen."
