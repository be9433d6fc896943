"""Training: ask for one and watch it, see which assistant answers, go back to the one before."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from sanic import HTTPResponse, Request
from sanic.response import empty, redirect

from chassis.app import App
from chassis.errors import NotFoundError
from conversation.ports import Clock
from staff.access import for_roles, signed_in
from staff.csrf import field
from staff.frame import Staff
from studio.errors import DamagedModelError
from studio.pages.german import moment, time_left
from studio.pages.parts import ROLES, ROOT, STYLES, StudioParts, editor_of
from studio.pages.review import REFUSED
from studio.pages.training_views import DecisionRow, JobRow, JobView, PresentView, TrainingPage
from studio.present import Decision, OvertakenError, decide, decisions, present_name
from studio.training.jobs import AlreadyTrainingError, Job, Jobs, State
from studio.training.ports import LiveTurns, Running, Words
from studio.training.promoting import NotPromotedError, previous, way_back
from studio.training.shadows import Shadows

PATH = f"{ROOT}/training"
MOST_SHOWN = 20
STEPS = {
    "": "Gleich geht es los",
    "Tuning the encoder": "1 von 3: den Sinn der Beispiele lernen",
    "Starting the encoder": "2 von 3: den Assistenten trainieren",
    "Training the engine (seconds)": "2 von 3: den Assistenten trainieren",
    "Asking the candidate": "3 von 3: den neuen Assistenten befragen",
    "Asking the present assistant": "3 von 3: den jetzigen Assistenten befragen",
    "Playing the talks": "3 von 3: die Gesprächsproben spielen",
}
OUTCOMES = {
    State.WAITING: "wartet",
    State.TRAINING: "wird trainiert",
    State.COMPARING: "wird verglichen",
    State.DONE: "fertig",
    State.FAILED: "gescheitert",
    State.STOPPED: "abgebrochen",
}


@dataclass(frozen=True, slots=True)
class TrainingParts:
    """What the pages about training use beside the studio's own parts."""

    jobs: Jobs
    models_dir: Path
    running: Running
    words: Words
    clock: Clock
    shadows: Shadows
    turns: LiveTurns


class TrainingPages:
    """Shows trainings and decisions, and takes new ones."""

    def __init__(self, staff: Staff, parts: StudioParts, training: TrainingParts) -> None:
        self._staff = staff
        self._parts = parts
        self._training = training

    async def show(self, request: Request, *, notice: str = "", status: int = 200) -> HTTPResponse:
        """Show what answers, what is being trained, and what was."""
        jobs, folder = self._training.jobs, self._training.models_dir
        draft = await self._parts.draft(request)
        known = await asyncio.to_thread(jobs.all)
        active = next((one for one in known if not one.state.ended), None)
        page = TrainingPage(
            layout=self._staff.layout(request, title="Training", styles=STYLES),
            present=await self._present(),
            way_back=previous(folder),
            job=self._job(request, active) if active else None,
            own=draft.own,
            jobs=tuple(self._row(one) for one in known[:MOST_SHOWN]),
            history=tuple(self._decision(one) for one in reversed(decisions(folder))),
            notice=notice,
        )
        return self._staff.page(page, status=status)

    async def progress(self, request: Request) -> HTTPResponse:
        """Show how far the training is; once there is none, let the page load itself anew."""
        active = await asyncio.to_thread(self._training.jobs.active)
        if active is None:
            return empty(headers={"HX-Refresh": "true"})
        return self._staff.page(self._job(request, active))

    async def begin(self, request: Request) -> HTTPResponse:
        """Ask for a training of what is published, or of the asker's draft."""
        of_draft = field(request, "what") == "draft"
        draft = await self._parts.draft(request)
        commit = draft.commit if of_draft else self._parts.drafts.published()
        try:
            job = self._training.jobs.ask(
                editor_of(request),
                commit=commit,
                draft=of_draft and draft.own,
                at=self._training.clock.now(),
            )
        except AlreadyTrainingError as error:
            return await self.show(request, notice=str(error), status=REFUSED)
        await self._staff.audit.record(editor_of(request).id, "training_asked", detail=job.id)
        return redirect(PATH, status=303)

    async def stop(self, request: Request, id: str) -> HTTPResponse:
        """Ask for the end of a training."""
        if self._training.jobs.one(id) is None:
            raise NotFoundError("There is no such training.")
        self._training.jobs.stop(id, at=self._training.clock.now())
        await self._staff.audit.record(editor_of(request).id, "training_stopped", detail=id)
        return redirect(PATH, status=303)

    async def back(self, request: Request) -> HTTPResponse:
        """Let the assistant before the present one answer again."""
        folder = self._training.models_dir
        try:
            decision = await asyncio.to_thread(
                way_back,
                folder,
                asker=editor_of(request),
                expected=field(request, "present"),
                at=self._training.clock.now(),
            )
            await self.carry_out(decision, "model_rolled_back")
        except (NotPromotedError, OvertakenError, DamagedModelError) as error:
            return await self.show(request, notice=_sentence(error), status=REFUSED)
        return redirect(PATH, status=303)

    async def carry_out(self, decision: Decision, what: str) -> None:
        """Let a decision count, its trace first. Raises OvertakenError."""
        detail = f"{decision.model} instead of {decision.instead_of or 'none'}: {decision.reason}"
        await self._staff.audit.record(decision.by, what, detail=detail)
        await asyncio.to_thread(decide, self._training.models_dir, decision)

    async def _present(self) -> PresentView | None:
        name = present_name(self._training.models_dir)
        if not name:
            return None
        running = await self._training.running.now()
        last = next(reversed(decisions(self._training.models_dir)), None)
        return PresentView(
            model=name,
            since=moment(last.at, self._parts.zone) if last else "",
            who=last.name if last else "",
            ready=sum(one.ready for one in running if one.model == name),
            draining=tuple(one.model for one in running if one.model != name),
        )

    def _job(self, request: Request, job: Job) -> JobView:
        return JobView(
            id=job.id,
            csrf=signed_in(request).csrf,
            who=job.name,
            what=_what(job),
            step=STEPS.get(job.step, job.step),
            percent=min(100, 100 * job.done // job.of) if job.of else -1,
            left=time_left(job.seconds_left),
            stopping=self._training.jobs.stopped(job.id),
            trainer_runs=self._training.jobs.trainer_runs,
        )

    def _row(self, job: Job) -> JobRow:
        return JobRow(
            when=moment(job.asked_at, self._parts.zone),
            who=job.name,
            what=_what(job),
            outcome=OUTCOMES[job.state],
            failure=job.failure,
            path=f"{PATH}/{job.id}" if job.state is State.DONE else "",
        )

    def _decision(self, one: Decision) -> DecisionRow:
        return DecisionRow(
            when=moment(one.at, self._parts.zone),
            who=one.name or "Kommandozeile",
            what="zurück zu" if one.back else "neu:",
            model=one.model,
            reason=one.reason,
            worse=one.worse,
        )


def add_training(app: App, pages: TrainingPages) -> None:
    """Put the page about training into an application."""

    @app.get(PATH, name="studio_training")
    @for_roles(*ROLES)
    async def show(request: Request) -> HTTPResponse:
        return await pages.show(request)

    @app.get(f"{PATH}/progress", name="studio_progress")
    @for_roles(*ROLES, by_itself=True)
    async def progress(request: Request) -> HTTPResponse:
        return await pages.progress(request)

    @app.post(PATH, name="studio_train")
    @for_roles(*ROLES)
    async def begin(request: Request) -> HTTPResponse:
        return await pages.begin(request)

    @app.post(f"{PATH}/back", name="studio_back")
    @for_roles(*ROLES)
    async def back(request: Request) -> HTTPResponse:
        return await pages.back(request)

    @app.post(f"{PATH}/<id:str>/stop", name="studio_stop")
    @for_roles(*ROLES)
    async def stop(request: Request, id: str) -> HTTPResponse:
        return await pages.stop(request, id)


def _what(job: Job) -> str:
    return f"Entwurf von {job.name}" if job.draft else "Veröffentlichtes"


def _sentence(error: Exception) -> str:
    if isinstance(error, DamagedModelError):
        return "Dieser Assistent ist nicht mehr vollständig da; bitte neu trainieren."
    return str(error)
