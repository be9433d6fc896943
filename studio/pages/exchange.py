"""Files of examples: looked at before anything enters the draft, and given away."""

import asyncio
import re

from sanic import HTTPResponse, Request
from sanic.response import text as text_response

from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError
from staff.access import for_roles, signed_in
from staff.csrf import field
from staff.frame import Staff
from studio.content.changes import NewIntent, ReadIn
from studio.content.problems import ContentError, RefusedChangeError
from studio.exchange.formats import (
    MOST_BYTES,
    WRITTEN,
    Format,
    ReadFile,
    UnreadableFileError,
    format_of,
)
from studio.exchange.sorting import MOST_NEW, Kind, Preview, sort_out
from studio.exchange.writing import written
from studio.pages.exchange_drawing import NAMES, drawn, too_many
from studio.pages.exchange_forms import CHOSEN_FIELD, carried_on, file_in, names_in
from studio.pages.exchange_views import ExchangePage, PreviewView
from studio.pages.parts import ROLES, ROOT, STYLES, StudioParts, editor_of
from studio.pages.review import REFUSED

PATH = f"{ROOT}/exchange"
#: What a page carries on must come back through the desk's limit for requests.
MOST_CARRIED = 800_000
WHY = "Aus einer Datei eingelesen"
TYPES = {
    Format.YAML: "application/yaml; charset=utf-8",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSONL: "application/jsonl; charset=utf-8",
}
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
            name, read = await asyncio.to_thread(file_in, request)
        except UnreadableFileError as error:
            return await self.show(request, notice=str(error), status=REFUSED)
        return await self._looked(request, name, read)

    async def take(self, request: Request) -> HTTPResponse:
        """Take into the draft what was shown as new, and what was ticked beside it."""
        name, read = carried_on(request)
        preview = await self._sorted(request, read)
        chosen = set(request.form.getlist(CHOSEN_FIELD, [])) if request.form else set()
        if preview.seal != field(request, "seal"):
            notice = "Seit der Vorschau hat sich etwas geändert; bitte noch einmal ansehen."
            return await self._looked(request, name, read, notice=notice, status=REFUSED)
        also = [one for one in preview.of(Kind.CONTRADICTION) if one.seen in chosen]
        lessons = tuple(dict.fromkeys(one.lesson for one in (*preview.of(Kind.NEW), *also)))
        if not 0 < len(lessons) <= MOST_NEW:
            notice = "Es ist nichts zu übernehmen." if not lessons else too_many(len(lessons))
            return await self._looked(request, name, read, notice=notice, status=REFUSED)
        new = tuple(names_in(request).made.values())
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
        view = drawn(name, read, preview, content, names_in(request))
        if len(view.carried.encode()) > MOST_CARRIED:
            told = "Diese Datei bringt zu viel auf einmal. Bitte teilen und nacheinander einlesen."
            return await self.show(request, notice=told, status=REFUSED)
        return await self.show(request, preview=view, notice=notice, status=status)

    async def _sorted(self, request: Request, read: ReadFile) -> Preview:
        content = (await self._parts.draft(request)).content
        personal = self._parts.checking.personal_data
        return await asyncio.to_thread(sort_out, read.found, content, personal, names_in(request))


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
