"""A candidate beside the present assistant: figures, pictures, sentences, and the button."""

import asyncio

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import NotFoundError
from staff.access import for_roles
from staff.csrf import field
from staff.frame import Staff
from studio.content.problems import ContentError
from studio.errors import DamagedModelError
from studio.evaluation.comparison import Comparison, worse
from studio.pages.comparing import held_out_rows, intent_rows, measure_rows, other_rows
from studio.pages.parts import ROLES, STYLES, StudioParts, editor_of
from studio.pages.pictures import calibration_of, matrix_of
from studio.pages.review import REFUSED
from studio.pages.shadow import shadow_of
from studio.pages.training import PATH, TrainingPages, TrainingParts
from studio.pages.training_views import ComparisonPage
from studio.present import OvertakenError, present_name
from studio.search.normal import normal
from studio.training.jobs import Job
from studio.training.promoting import NotPromotedError, blocked, promotion
from studio.versions.drafts import read_commit


class ComparisonPages:
    """Shows a comparison and takes the decision."""

    def __init__(
        self, staff: Staff, parts: StudioParts, training: TrainingParts, pages: TrainingPages
    ) -> None:
        self._staff = staff
        self._parts = parts
        self._training = training
        self._pages = pages

    async def show(
        self, request: Request, id: str, *, notice: str = "", reason: str = "", status: int = 200
    ) -> HTTPResponse:
        """Show a comparison; after a refusal with the reason that was typed."""
        job, comparison = await asyncio.to_thread(self._found, id)
        lines = {one.line for one in comparison.others}
        words = await self._training.words.of(lines) if lines else {}
        before, after = await asyncio.to_thread(comparison.figures)
        page = ComparisonPage(
            layout=self._staff.layout(request, title="Vergleich", styles=STYLES),
            id=id,
            model=job.model,
            instead_of=job.instead_of,
            measures=measure_rows(comparison),
            worse=worse(comparison),
            shadow=shadow_of(self._training, job.id),
            blocked=blocked(job, present_name(self._training.models_dir)),
            intents=intent_rows(before, after),
            messages=len(comparison.messages),
            held_out=held_out_rows(comparison),
            lines=comparison.lines,
            others=other_rows(comparison.others, words, await self._taught()),
            broken=comparison.broken,
            matrix=matrix_of(comparison.messages, comparison.after),
            calibration=calibration_of(before.calibration if before else (), after.calibration),
            reason=reason,
            notice=notice,
        )
        return self._staff.page(page, status=status)

    async def promote(self, request: Request, id: str) -> HTTPResponse:
        """Let the candidate answer customers."""
        job, _ = await asyncio.to_thread(self._found, id)
        reason = field(request, "reason")
        try:
            self._parts.checking.refuse_personal(reason)
            decision = await asyncio.to_thread(
                promotion,
                self._training.jobs,
                job,
                self._training.models_dir,
                asker=editor_of(request),
                reason=reason,
                at=self._training.clock.now(),
            )
            await self._pages.carry_out(decision, "model_promoted")
        except (NotPromotedError, OvertakenError, ContentError) as error:
            return await self.show(request, id, notice=str(error), reason=reason, status=REFUSED)
        except DamagedModelError:
            notice = "Dieser Assistent ist nicht mehr vollständig da; bitte neu trainieren."
            return await self.show(request, id, notice=notice, reason=reason, status=REFUSED)
        return redirect(PATH, status=303)

    async def _taught(self) -> dict[str, str]:
        """Return the intents of what is published, by examples as they compare."""
        folder = await asyncio.to_thread(
            lambda: read_commit(self._parts.git, self._parts.drafts.published())
        )
        lessons = [one.lesson for one in folder.content.examples.values()]
        return {normal(lesson.words): lesson.intent for lesson in lessons}

    def _found(self, id: str) -> tuple[Job, Comparison]:
        job = self._training.jobs.one(id)
        comparison = self._training.jobs.comparison(id) if job else None
        if job is None or comparison is None:
            raise NotFoundError("There is no such comparison.")
        return job, comparison


def add_comparison(app: App, pages: ComparisonPages) -> None:
    """Put the comparisons into an application."""

    @app.get(f"{PATH}/<id:str>", name="studio_comparison")
    @for_roles(*ROLES)
    async def show(request: Request, id: str) -> HTTPResponse:
        return await pages.show(request, id)

    @app.post(f"{PATH}/<id:str>/promote", name="studio_promote")
    @for_roles(*ROLES)
    async def promote(request: Request, id: str) -> HTTPResponse:
        return await pages.promote(request, id)
