"""Works on trainings: trains a candidate, has it compared, and takes up what was left behind."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from chassis.logs import get_logger
from chassis.tasks import cancelled
from conversation.ports import Clock
from studio.errors import BusyError, DamagedModelError, TrainingCancelledError, TrainingError
from studio.evaluation.comparison import Comparison
from studio.models import Model
from studio.progress import Progress, Told
from studio.training.jobs import Job, Jobs, State
from studio.versions.errors import GitError

LOOK_SECONDS = 0.5
TOLD_SECONDS = 1.0
BUSY_SECONDS = 5.0
#: Whoever dies over a training that often would die over it again.
MOST_BEGINNINGS = 3
BROKEN_OFF = (
    "Das Training ist abgebrochen; es antwortet weiter, wer vorher geantwortet hat. Bitte noch "
    "einmal versuchen. Für die Technik:"
)

Train = Callable[[Job, Told, threading.Event], Model]
Compare = Callable[[Model, Told], Coroutine[Any, Any, tuple[str, Comparison]]]


class ComparisonError(Exception):
    """A candidate could not be compared; the message is a sentence for people."""


@dataclass
class Trainings:
    """Takes one training after the other; of several trainers on one folder only one works.

    `train` runs in a thread and ends soon after its event is set. `compare` returns the name of the
    assistant it compared with, empty without one. `load` returns a candidate that is there already.
    """

    jobs: Jobs
    train: Train
    compare: Compare
    load: Callable[[str], Model]
    clock: Clock
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop; what is left unfinished then is taken up at the next start."""
        self._stopping = stopping
        while not stopping.is_set():
            with self.jobs.alone() as mine:
                while mine and not stopping.is_set():
                    await self.step()
                    await asyncio.sleep(LOOK_SECONDS)
            await asyncio.sleep(LOOK_SECONDS)

    async def step(self) -> None:
        """Work on the training that is due, if there is one, until it ends."""
        job = self.jobs.active()
        if job is None:
            return
        if self.jobs.stopped(job.id):
            self._end(job, State.STOPPED)
        elif job.begun >= MOST_BEGINNINGS:
            failure = f"Der Trainer ist {MOST_BEGINNINGS}-mal dabei abgebrochen."
            self._end(job, State.FAILED, failure=failure)
        else:
            await self._work(replace(job, begun=job.begun + 1))

    async def _work(self, job: Job) -> None:
        try:
            job = await self._trained(job)
            await self._compared(job)
        except TrainingCancelledError:
            if self.jobs.stopped(job.id):
                self._end(job, State.STOPPED)
            else:
                # We are told to stop, not the training: whoever starts next goes on with it.
                self._write(replace(job, begun=job.begun - 1))
        except BusyError:
            self._write(replace(job, begun=job.begun - 1, state=State.WAITING))
            await asyncio.sleep(BUSY_SECONDS)
        except ComparisonError as error:
            self._failed(job, error, str(error))
        except (TrainingError, DamagedModelError, GitError, OSError) as error:
            self._failed(job, error, f"{BROKEN_OFF} {error}")

    def _failed(self, job: Job, error: Exception, failure: str) -> None:
        get_logger().warning("training_failed", exc_info=error)
        self._end(job, State.FAILED, failure=failure)

    async def _trained(self, job: Job) -> Job:
        """Return the training with its candidate; one that was trained before is not again."""
        if job.model:
            return job
        job = replace(job, state=State.TRAINING)
        self._write(job)
        end = threading.Event()
        work = asyncio.to_thread(self.train, job, _Telling(self.jobs, job), end)
        running = asyncio.create_task(work)
        while not running.done():
            if self._is_to_end(job):
                end.set()
            await asyncio.wait({running}, timeout=LOOK_SECONDS)
        return replace(job, model=running.result().name)

    async def _compared(self, job: Job) -> None:
        job = replace(job, state=State.COMPARING)
        self._write(job)
        work = self.compare(self.load(job.model), _Telling(self.jobs, job))
        running = asyncio.create_task(work)
        while not running.done():
            if self._is_to_end(job):
                await cancelled(running)
            await asyncio.wait({running}, timeout=LOOK_SECONDS)
        if running.cancelled():
            raise TrainingCancelledError("The comparison was stopped.")
        instead_of, comparison = running.result()
        self.jobs.keep_comparison(job.id, comparison)
        self._end(replace(job, instead_of=instead_of), State.DONE)

    def _is_to_end(self, job: Job) -> bool:
        return self._stopping.is_set() or self.jobs.stopped(job.id)

    def _end(self, job: Job, state: State, *, failure: str = "") -> None:
        self._write(replace(job, state=state, failure=failure, ended_at=self.clock.now()))
        get_logger().info("training_ended", training=job.id, state=state.value, model=job.model)

    def _write(self, job: Job) -> None:
        self.jobs.write(replace(job, step="", done=0, of=0, seconds_left=None))


class _Telling:
    """Writes down how far a training is, now and then and whenever a step begins."""

    def __init__(self, jobs: Jobs, job: Job) -> None:
        self._jobs = jobs
        self._job = job
        self._at = float("-inf")

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.step == self._job.step and now - self._at < TOLD_SECONDS:
            return
        self._at = now
        self._job = replace(
            self._job,
            step=progress.step,
            done=progress.done,
            of=progress.of,
            seconds_left=progress.seconds_left,
        )
        self._jobs.write(self._job)
