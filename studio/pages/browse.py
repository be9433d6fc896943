"""Intents and examples: to look at, to search, to add, to change, to move, to delete."""

import asyncio
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import NotFoundError
from staff.access import for_roles
from staff.csrf import field
from staff.frame import Staff
from staff.pages import Layout
from studio.checks.balance import balance
from studio.content.changes import Add, Change, Edit, NewIntent, Remove, Split
from studio.content.content import Content
from studio.content.examples import Example, ExampleId, Lesson
from studio.content.opening import speaks_formally
from studio.content.problems import ContentError, UnknownExampleError
from studio.pages.parts import ROLES, ROOT, SCRIPTS, STYLES, StudioParts, editor_of, row_of
from studio.pages.review import REFUSED, anger_of
from studio.pages.views import ExamplePage, IntentPage, IntentRow, IntentsPage, PastEvent, Splitting
from studio.versions.history import Event, history

INTENTS = f"{ROOT}/intents"
EXAMPLES = f"{ROOT}/examples"
LONGEST_QUERY = 500


class BrowsePages:
    """Shows what is in an editor's draft and changes it."""

    def __init__(self, staff: Staff, parts: StudioParts) -> None:
        self._staff = staff
        self._parts = parts

    async def intents(self, request: Request) -> HTTPResponse:
        """Show all intents, or what a search finds."""
        content = (await self._parts.draft(request)).content
        query = request.args.get("q", "")[:LONGEST_QUERY].strip()
        results = await self._parts.search.find(query, content) if query else None
        counts = Counter(one.lesson.intent for one in content.examples.values())
        rows = await asyncio.to_thread(_rows, content, counts)
        page = IntentsPage(
            layout=self._layout(request, "Beispiele"),
            intents=rows,
            problems=tuple(str(one) for one in content.problems),
            query=query,
            found=tuple(row_of(one.example) for one in results.found) if results else (),
            by_meaning=results.meaning if results else True,
        )
        return self._staff.page(page)

    async def intent(
        self, request: Request, intent: str, *, notice: str = "", status: int = 200
    ) -> HTTPResponse:
        """Show an intent; after a refusal with what was typed."""
        content = (await self._parts.draft(request)).content
        if intent not in content.intents:
            raise NotFoundError("There is no such intent.")
        examples = [one for one in content.examples.values() if one.lesson.intent == intent]
        chosen = frozenset(request.form.getlist("example", []) if request.form else [])
        page = IntentPage(
            layout=self._layout(request, intent),
            intent=intent,
            examples=tuple(row_of(one) for one in examples),
            lacks=tuple(one.sentence for one in balance(content, intent)),
            marked=field(request, "marked"),
            anger=anger_of(request),
            splitting=_splitting(request, chosen, content),
            notice=notice,
        )
        return self._staff.page(page, status=status)

    async def add(self, request: Request, intent: str) -> HTTPResponse:
        """Teach a new example."""
        lesson = Lesson(intent, field(request, "marked"), anger_of(request))
        try:
            await self._change(request, Add(lesson), lesson)
        except ContentError as error:
            return await self.intent(request, intent, notice=str(error), status=REFUSED)
        return redirect(f"{INTENTS}/{intent}", status=303)

    async def split(self, request: Request, intent: str) -> HTTPResponse:
        """Make a new intent of some examples."""
        chosen = request.form.getlist("example", []) if request.form else []
        new = field(request, "new").strip()
        change = Split(intent, new, tuple(map(ExampleId, chosen)), _answered(request, new))
        try:
            for typed in ("title", "answer", "formal"):
                self._parts.checking.refuse_personal(field(request, typed))
            await self._change(request, change)
        except ContentError as error:
            return await self.intent(request, intent, notice=str(error), status=REFUSED)
        return redirect(f"{INTENTS}/{new}", status=303)

    async def example(
        self, request: Request, id: ExampleId, *, notice: str = "", status: int = 200
    ) -> HTTPResponse:
        """Show one example and where it came from."""
        draft = await self._parts.draft(request)
        try:
            example = draft.content.example(id)
        except UnknownExampleError:
            raise NotFoundError("There is no such example.") from None
        lesson = example.lesson
        events = await asyncio.to_thread(history, self._parts.git, draft.commit, lesson)
        page = ExamplePage(
            layout=self._layout(request, "Beispiel"),
            example=row_of(example),
            place=f"{example.path}, Zeile {example.line}",
            intents=tuple(sorted(draft.content.intents)),
            marked=field(request, "marked") or lesson.marked,
            events=told(events, self._parts.zone),
            hints=await self._parts.hints(lesson, draft.content, instead_of=example),
            notice=notice,
        )
        return self._staff.page(page, status=status)

    async def edit(self, request: Request, id: ExampleId) -> HTTPResponse:
        """Change or move an example."""
        lesson = Lesson(
            field(request, "intent").strip(), field(request, "marked"), anger_of(request)
        )
        return await self._changed(request, id, Edit(id, lesson), lesson)

    async def delete(self, request: Request, id: ExampleId) -> HTTPResponse:
        """Teach an example no more."""
        return await self._changed(request, id, Remove(id), None)

    async def _changed(
        self, request: Request, id: ExampleId, change: Change, lesson: Lesson | None
    ) -> HTTPResponse:
        before = (await self._parts.draft(request)).content.examples.get(id)
        try:
            await self._change(request, change, lesson)
        except UnknownExampleError:
            raise NotFoundError("There is no such example.") from None
        except ContentError as error:
            return await self.example(request, id, notice=str(error), status=REFUSED)
        intent = lesson.intent if lesson else _intent(before)
        return redirect(f"{INTENTS}/{intent}", status=303)

    async def _change(self, request: Request, change: Change, lesson: Lesson | None = None) -> None:
        if lesson:
            self._parts.checking.refuse_personal(lesson.words)
        why = field(request, "why")
        self._parts.checking.refuse_personal(why)
        await asyncio.to_thread(self._parts.drafts.change, editor_of(request), change, why=why)

    def _layout(self, request: Request, title: str) -> Layout:
        return self._staff.layout(request, title=title, styles=STYLES, scripts=SCRIPTS)


def told(events: list[Event], zone: ZoneInfo) -> tuple[PastEvent, ...]:
    """Return a history as pages show it."""
    return tuple(PastEvent(_when(one.at, zone), one.who, one.what, one.why) for one in events)


def add_browse(app: App, staff: Staff, parts: StudioParts) -> None:
    """Put intents and examples into an application."""
    pages = BrowsePages(staff, parts)

    @app.get(INTENTS, name="studio_intents")
    @for_roles(*ROLES)
    async def intents(request: Request) -> HTTPResponse:
        return await pages.intents(request)

    @app.get(f"{INTENTS}/<intent:str>", name="studio_intent")
    @for_roles(*ROLES)
    async def intent(request: Request, intent: str) -> HTTPResponse:
        return await pages.intent(request, intent)

    @app.post(f"{INTENTS}/<intent:str>", name="studio_add")
    @for_roles(*ROLES)
    async def add(request: Request, intent: str) -> HTTPResponse:
        return await pages.add(request, intent)

    @app.post(f"{INTENTS}/<intent:str>/split", name="studio_split")
    @for_roles(*ROLES)
    async def split(request: Request, intent: str) -> HTTPResponse:
        return await pages.split(request, intent)

    @app.get(f"{EXAMPLES}/<id:str>", name="studio_example")
    @for_roles(*ROLES)
    async def example(request: Request, id: str) -> HTTPResponse:
        return await pages.example(request, ExampleId(id))

    @app.post(f"{EXAMPLES}/<id:str>", name="studio_edit")
    @for_roles(*ROLES)
    async def edit(request: Request, id: str) -> HTTPResponse:
        return await pages.edit(request, ExampleId(id))

    @app.post(f"{EXAMPLES}/<id:str>/delete", name="studio_delete")
    @for_roles(*ROLES)
    async def delete(request: Request, id: str) -> HTTPResponse:
        return await pages.delete(request, ExampleId(id))


def _splitting(request: Request, chosen: frozenset[str], content: Content) -> Splitting:
    return Splitting(
        begun="new" in (request.form or {}),
        new=field(request, "new"),
        title=field(request, "title"),
        answer=field(request, "answer"),
        formal=field(request, "formal"),
        chosen=chosen,
        speaks_formally=speaks_formally(content.files),
    )


def _answered(request: Request, new: str) -> NewIntent | None:
    """Return what is answered to an intent that is split off; None if nothing was typed."""
    title, answer, formal = (field(request, name) for name in ("title", "answer", "formal"))
    if not (title.strip() or answer.strip() or formal.strip()):
        return None
    return NewIntent(name=new, title=title, topic="", answer=answer, formal=formal)


def _rows(content: Content, counts: Counter[str]) -> tuple[IntentRow, ...]:
    return tuple(
        IntentRow(intent, counts[intent], len(balance(content, intent)))
        for intent in sorted(content.intents)
    )


def _intent(example: Example | None) -> str:
    return example.lesson.intent if example else ""


def _when(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%d.%m.%Y, %H:%M")
