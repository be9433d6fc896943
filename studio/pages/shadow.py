"""A candidate that reads along with customers: begin, watch, stop."""

import asyncio

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError
from staff.access import for_roles
from staff.csrf import field
from staff.frame import Staff
from studio.evaluation.comparison import OtherAnswer, Reading
from studio.evaluation.figures import Share
from studio.pages.comparing import MOST_SENTENCES, NOT_UNDERSTOOD, other_rows
from studio.pages.german import moment, percent
from studio.pages.parts import ROLES, ROOT, STYLES, StudioParts, editor_of
from studio.pages.review import REFUSED
from studio.pages.shadow_views import AgreementRow, ShadowPage
from studio.pages.training import PATH as TRAINING
from studio.pages.training import TrainingParts
from studio.present import present_name
from studio.search.normal import normal
from studio.training.agreement import agreements, disagreed
from studio.training.jobs import State
from studio.training.ports import Taken
from studio.training.shadows import (
    LONGEST_HOURS,
    MOST_TURNS,
    AlreadyReadingError,
    End,
    Shadow,
)
from studio.versions.drafts import read_commit

PATH = f"{ROOT}/shadow"
LEAST = 30
ENDS = {
    End.TIME: "zu Ende: die Zeit ist um",
    End.ENOUGH: "zu Ende: so viele Nachrichten, wie gewünscht",
    End.STOPPED: "beendet",
    End.OVERTAKEN: "zu Ende: inzwischen antwortet ein anderer Assistent",
    End.FAILED: "abgebrochen: er ließ sich nicht starten oder antwortete nicht",
}


class ShadowPages:
    """Lets candidates read along, and shows what came of it."""

    def __init__(self, staff: Staff, parts: StudioParts, training: TrainingParts) -> None:
        self._staff = staff
        self._parts = parts
        self._training = training

    async def begin(self, request: Request, id: str) -> HTTPResponse:
        """Let the candidate of a training read along."""
        job = await asyncio.to_thread(self._training.jobs.one, id)
        if job is None or job.state is not State.DONE:
            raise NotFoundError("There is no such candidate.")
        hours, most = _number(request, "hours", LONGEST_HOURS), _number(request, "most", MOST_TURNS)
        present = present_name(self._training.models_dir)
        if present == job.model:
            raise BadRequestError("This assistant answers already.")
        try:
            shadow = self._training.shadows.ask(
                editor_of(request),
                training=id,
                model=job.model,
                beside=present,
                hours=hours,
                most=most,
                at=self._training.clock.now(),
            )
        except AlreadyReadingError as error:
            active = self._training.shadows.active()
            if active is None:
                return redirect(f"{TRAINING}/{id}", status=303)
            return await self.show(request, active.id, notice=str(error), status=REFUSED)
        await self._staff.audit.record(editor_of(request).id, "shadow_begun", detail=shadow.id)
        return redirect(f"{PATH}/{shadow.id}", status=303)

    async def show(
        self, request: Request, id: str, *, notice: str = "", status: int = 200
    ) -> HTTPResponse:
        """Show how far it is, and what both differ in."""
        shadow = await asyncio.to_thread(self._found, id)
        turns = await self._training.turns.both(id)
        differ = disagreed(turns)
        words = await self._training.turns.words({one.name for one in differ[:MOST_SENTENCES]})
        others = [OtherAnswer(one.name, _read(one.before), _read(one.after)) for one in differ]
        page = ShadowPage(
            layout=self._staff.layout(request, title="Mitlesen", styles=STYLES),
            id=id,
            training=f"{TRAINING}/{shadow.training}",
            model=shadow.model,
            beside=shadow.beside,
            who=shadow.name,
            state=self._state(shadow),
            active=shadow.end is End.NONE,
            read=len(turns),
            most=shadow.most,
            dropped=shadow.dropped,
            rows=tuple(AgreementRow(one.name, _share(one.share)) for one in agreements(turns)),
            differ=len(differ),
            sentences=other_rows(others, words, await self._taught()) if others else (),
            notice=notice,
        )
        return self._staff.page(page, status=status)

    async def stop(self, request: Request, id: str) -> HTTPResponse:
        """Ask for an end."""
        await asyncio.to_thread(self._found, id)
        await asyncio.to_thread(
            lambda: self._training.shadows.stop(id, at=self._training.clock.now())
        )
        await self._staff.audit.record(editor_of(request).id, "shadow_stopped", detail=id)
        return redirect(f"{PATH}/{id}", status=303)

    def _state(self, shadow: Shadow) -> str:
        if shadow.end is not End.NONE:
            return ENDS[shadow.end]
        until = moment(shadow.until, self._parts.zone)
        if self._training.shadows.stopped(shadow.id):
            return "wird beendet"
        if shadow.runs:
            return f"liest mit, höchstens bis {until}"
        return f"wird gestartet oder wartet auf ein Training; höchstens bis {until}"

    def _found(self, id: str) -> Shadow:
        shadow = self._training.shadows.one(id)
        if shadow is None:
            raise NotFoundError("There is no such candidate.")
        return shadow

    async def _taught(self) -> dict[str, str]:
        """Return the intents of what is published, by examples as they compare."""
        folder = await asyncio.to_thread(
            lambda: read_commit(self._parts.git, self._parts.drafts.published())
        )
        lessons = [one.lesson for one in folder.content.examples.values()]
        return {normal(lesson.words): lesson.intent for lesson in lessons}


def shadow_of(training: TrainingParts, id: str) -> str:
    """Return where the candidate of a training reads along or did last, empty if nowhere."""
    found = (one.id for one in training.shadows.all() if one.training == id)
    latest = next(found, "")
    return f"{PATH}/{latest}" if latest else ""


def add_shadow(app: App, pages: ShadowPages) -> None:
    """Put reading along into an application."""

    @app.post(f"{TRAINING}/<id:str>/shadow", name="studio_shadow_begin")
    @for_roles(*ROLES)
    async def begin(request: Request, id: str) -> HTTPResponse:
        return await pages.begin(request, id)

    @app.get(f"{PATH}/<id:str>", name="studio_shadow")
    @for_roles(*ROLES)
    async def show(request: Request, id: str) -> HTTPResponse:
        return await pages.show(request, id)

    @app.get(f"{PATH}/<id:str>/progress", name="studio_shadow_progress")
    @for_roles(*ROLES, by_itself=True)
    async def progress(request: Request, id: str) -> HTTPResponse:
        return await pages.show(request, id)

    @app.post(f"{PATH}/<id:str>/stop", name="studio_shadow_stop")
    @for_roles(*ROLES)
    async def stop(request: Request, id: str) -> HTTPResponse:
        return await pages.stop(request, id)


def _number(request: Request, name: str, most: int) -> int:
    given = field(request, name)
    if not (given.isascii() and given.isdecimal() and 1 <= int(given[:9]) <= most):
        raise BadRequestError(f"{name} is a number from 1 to {most}.")
    return int(given)


def _read(taken: Taken) -> Reading:
    intent = taken.intent if taken.understood else NOT_UNDERSTOOD
    return Reading(intent, taken.confidence, taken.anger or 0, person=taken.person)


def _share(share: Share) -> str:
    if share.of < LEAST:
        return f"zu wenige ({share.hits} von {share.of})"
    low, high = (round(100 * end) for end in share.interval)
    return f"{percent(share.value)} ({low} bis {high})"
