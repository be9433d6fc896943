"""Files of examples: looked at before anything enters the draft, and given away."""

import asyncio
import json
import re
from collections.abc import Iterator, Sequence

from sanic import HTTPResponse, Request
from sanic.response import text as text_response

from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError
from staff.access import for_roles, signed_in
from staff.csrf import field
from staff.frame import Staff
from studio.checks.balance import ENOUGH
from studio.content.changes import NewIntent, ReadIn
from studio.content.content import Content
from studio.content.examples import Lesson
from studio.content.marks import parse
from studio.content.opening import speaks_formally, topic_of
from studio.content.problems import ContentError, RefusedChangeError
from studio.exchange.formats import (
    MOST_BYTES,
    WRITTEN,
    Format,
    Found,
    ReadFile,
    UnreadableFileError,
    format_of,
)
from studio.exchange.reading import read_file
from studio.exchange.sorting import MOST_NEW, Kind, Names, Preview, Sorted, sort_out
from studio.exchange.writing import written
from studio.pages.exchange_views import (
    ExchangePage,
    FoundList,
    FoundRow,
    MadeView,
    PreviewView,
    Topic,
    UnknownIntent,
    UnknownName,
)
from studio.pages.parts import ROLES, ROOT, STYLES, StudioParts, editor_of
from studio.pages.review import REFUSED

PATH = f"{ROOT}/exchange"
MOST_ROWS = 100
#: What a page carries on must come back through the desk's limit for requests.
MOST_CARRIED = 800_000
LONGEST_NAME = 100
INTENT_FIELD, ENTITY_FIELD, CHOSEN_FIELD = "intent:", "entity:", "also"
#: What is chosen for an intent that is to be made; no intent is called so.
MADE = "+"
NAMED_INTENTS = 3
WHY = "Aus einer Datei eingelesen"
NAMES = {
    Format.YAML: "Rasa-YAML",
    Format.CSV: "CSV",
    Format.JSONL: "JSONL",
    Format.RASA_JSON: "Rasa-JSON",
    Format.MARKDOWN: "Rasa-Markdown",
}
TYPES = {
    Format.YAML: "application/yaml; charset=utf-8",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSONL: "application/jsonl; charset=utf-8",
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
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NOT_NAMES = re.compile(r"[^\w.-]+")


class ExchangePages:
    """Looks at files, takes what is confirmed into a draft, and gives examples away."""

    def __init__(self, staff: Staff, parts: StudioParts) -> None:
        self._staff = staff
        self._parts = parts

    async def show(
        self,
        request: Request,
        *,
        preview: PreviewView | None = None,
        notice: str = "",
        done: str = "",
        status: int = 200,
    ) -> HTTPResponse:
        """Show what can be done, and what a file would bring."""
        content = (await self._parts.draft(request)).content
        page = ExchangePage(
            layout=self._staff.layout(request, title="Einlesen und ausgeben", styles=STYLES),
            intents=tuple(sorted(content.intents)),
            limit=f"{MOST_BYTES // 1000} kB, {MOST_NEW} neue Beispiele",
            preview=preview,
            notice=notice,
            done=done,
        )
        return self._staff.page(page, status=status)

    async def look(self, request: Request) -> HTTPResponse:
        """Show what a file would bring; nothing of it is kept."""
        try:
            name, read = await asyncio.to_thread(_read, request)
        except UnreadableFileError as error:
            return await self.show(request, notice=str(error), status=REFUSED)
        return await self._looked(request, name, read)

    async def take(self, request: Request) -> HTTPResponse:
        """Take into the draft what was shown as new, and what was ticked beside it."""
        name, read = _carried(request)
        preview = await self._sorted(request, read)
        chosen = set(request.form.getlist(CHOSEN_FIELD, [])) if request.form else set()
        if preview.seal != field(request, "seal"):
            notice = "Seit der Vorschau hat sich etwas geändert; bitte noch einmal ansehen."
            return await self._looked(request, name, read, notice=notice, status=REFUSED)
        also = [one for one in preview.of(Kind.CONTRADICTION) if one.seen in chosen]
        lessons = tuple(dict.fromkeys(one.lesson for one in (*preview.of(Kind.NEW), *also)))
        if not 0 < len(lessons) <= MOST_NEW:
            notice = "Es ist nichts zu übernehmen." if not lessons else _too_many(len(lessons))
            return await self._looked(request, name, read, notice=notice, status=REFUSED)
        new = tuple(_names(request).made.values())
        change = ReadIn(lessons, NAMES[format_of(name)], new)
        try:
            for one in new:
                self._refuse_personal(one)
            await asyncio.to_thread(self._parts.drafts.change, editor_of(request), change, why=WHY)
        except ContentError as error:
            return await self._looked(request, name, read, notice=str(error), status=REFUSED)
        await self._staff.audit.record(editor_of(request).id, "examples_read_in")
        return await self.show(request, done=_done(len(lessons), len(new)))

    async def export(self, request: Request) -> HTTPResponse:
        """Answer with the examples of the editor's draft as a file, all or of one intent."""
        try:
            kind = Format(request.args.get("format", ""))
        except ValueError:
            kind = Format.MARKDOWN
        if kind not in WRITTEN:
            raise BadRequestError("Examples are given away as yml, csv or jsonl.")
        intent = request.args.get("intent", "")
        content = (await self._parts.draft(request)).content
        if intent and intent not in content.intents:
            raise NotFoundError("There is no such intent.")
        lessons = [
            one.lesson
            for one in content.examples.values()
            if not intent or one.lesson.intent == intent
        ]
        body = await asyncio.to_thread(written, lessons, kind)
        await self._staff.audit.record(
            signed_in(request).account.id, "examples_given_away", detail=intent
        )
        file = f"{_NOT_NAMES.sub('-', intent) or 'beispiele'}.{kind.value}"
        return text_response(
            body,
            content_type=TYPES[kind],
            headers={"Content-Disposition": f'attachment; filename="{file}"'},
        )

    def _refuse_personal(self, new: NewIntent) -> None:
        for typed in (new.title, new.answer, new.formal):
            for warning in self._parts.checking.personal(typed):
                raise RefusedChangeError(f"Neue Absicht „{new.name}“: {warning.sentence}")

    async def _looked(
        self,
        request: Request,
        name: str,
        read: ReadFile,
        *,
        notice: str = "",
        status: int = 200,
    ) -> HTTPResponse:
        preview = await self._sorted(request, read)
        content = (await self._parts.draft(request)).content
        view = _view(name, read, preview, content, _names(request))
        if len(view.carried.encode()) > MOST_CARRIED:
            told = "Diese Datei bringt zu viel auf einmal. Bitte teilen und nacheinander einlesen."
            return await self.show(request, notice=told, status=REFUSED)
        return await self.show(request, preview=view, notice=notice, status=status)

    async def _sorted(self, request: Request, read: ReadFile) -> Preview:
        content = (await self._parts.draft(request)).content
        personal = self._parts.checking.personal_data
        return await asyncio.to_thread(sort_out, read.found, content, personal, _names(request))


def add_exchange(app: App, staff: Staff, parts: StudioParts) -> None:
    """Put reading in and giving away into an application."""
    pages = ExchangePages(staff, parts)

    @app.get(PATH, name="studio_exchange")
    @for_roles(*ROLES)
    async def show(request: Request) -> HTTPResponse:
        return await pages.show(request)

    @app.post(f"{PATH}/preview", name="studio_exchange_preview")
    @for_roles(*ROLES)
    async def look(request: Request) -> HTTPResponse:
        return await pages.look(request)

    @app.post(f"{PATH}/take", name="studio_exchange_take")
    @for_roles(*ROLES)
    async def take(request: Request) -> HTTPResponse:
        return await pages.take(request)

    @app.get(f"{PATH}/export", name="studio_exchange_export")
    @for_roles(*ROLES)
    async def export(request: Request) -> HTTPResponse:
        return await pages.export(request)


def _read(request: Request) -> tuple[str, ReadFile]:
    """Return a file that was sent, or what a page has carried on. Raises UnreadableFileError."""
    if field(request, "carried"):
        return _carried(request)
    files = request.files.getlist("file", []) if request.files else []
    if not files or not files[0].name:
        raise UnreadableFileError("Bitte zuerst eine Datei auswählen.")
    name = files[0].name.replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]
    return name, read_file(name, files[0].body)


def _carried(request: Request) -> tuple[str, ReadFile]:
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


def _names(request: Request) -> Names:
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


def _view(
    name: str, read: ReadFile, preview: Preview, content: Content, names: Names
) -> PreviewView:
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
        too_many=_too_many(new) if new > MOST_NEW else "",
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


def _done(examples: int, intents: int) -> str:
    told = "1 Beispiel steht" if examples == 1 else f"{examples} Beispiele stehen"
    made = (
        ""
        if not intents
        else ", dazu 1 neue Absicht"
        if intents == 1
        else (f", dazu {intents} neue Absichten")
    )
    return f"{told} jetzt im Entwurf{made}."


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


def _too_many(many: int) -> str:
    return f"Das sind {many} neue Beispiele; auf einmal gehen {MOST_NEW}. Bitte die Datei teilen."
