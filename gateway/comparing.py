"""Compares a candidate with the present assistant, on held-out messages and on real lines."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.heard import latest_lines
from chassis.logs import get_logger
from conversation.errors import EngineUnavailableError
from conversation.ports import Clock
from gateway.launcher import CannotStartError
from gateway.models import CurrentModel
from gateway.questioning import NOT_UNDERSTOOD, asked_alone, predicted
from gateway.settings import Settings
from studio.evaluation.comparison import Comparison, OtherAnswer, Reading, differing
from studio.evaluation.messages import HELD_OUT, MessagesError, Prediction, read_messages
from studio.models import Model
from studio.present import present_name
from studio.progress import Progress, Told
from studio.training.running import ComparisonError

#: Lines from before that are about other tariffs and other troubles.
LATEST = timedelta(days=90)
MOST_LINES = 500


Play = Callable[[Model, Told, threading.Event], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Comparing:
    """Asks both assistants the same, one after the other, on processes of their own.

    `play` names the test talks that break with an assistant, and ends soon once its event is set.
    """

    settings: Settings
    archive: AsyncEngine
    clock: Clock
    play: Play

    async def compare(self, candidate: Model, told: Told) -> tuple[str, Comparison]:
        """See studio.training.running.Compare. Raises ComparisonError."""
        try:
            return await self._compared(candidate, told)
        except MessagesError as error:
            get_logger().error("comparison_failed", exc_info=error)
            raise ComparisonError(
                f"Die zurückgehaltenen Sätze in {HELD_OUT} sind nicht da oder nicht lesbar."
            ) from error
        except (CannotStartError, EngineUnavailableError, SQLAlchemyError) as error:
            get_logger().error("comparison_failed", exc_info=error)
            raise ComparisonError(
                f"Der Kandidat ließ sich nicht vergleichen ({type(error).__name__})."
            ) from error

    async def _compared(self, candidate: Model, told: Told) -> tuple[str, Comparison]:
        present = CurrentModel(self.settings.models_dir).read()
        messages = read_messages(self.settings.content_dir / HELD_OUT)
        since = self.clock.now() - LATEST
        lines = await latest_lines(self.archive, since=since, limit=MOST_LINES)
        texts = [*(message.text for message in messages), *(text for _, text in lines)]
        after = await self._asked(candidate, texts, told, step="Asking the candidate")
        before = after
        if present is None:
            before = []
        elif present.name != candidate.name:
            before = await self._asked(present, texts, told, step="Asking the present assistant")
        count, names = len(messages), [name for name, _ in lines]
        others: tuple[OtherAnswer, ...] = ()
        if present:
            others = differing(names, _readings(before[count:]), _readings(after[count:]))
        # One that is damaged can be replaced, too, though nothing can be asked of it.
        name = present.name if present else present_name(self.settings.models_dir)
        return name, Comparison(
            messages=tuple(messages),
            before=tuple(before[:count]),
            after=tuple(after[:count]),
            lines=len(lines),
            others=others,
            broken=await self.broken(candidate, present, told),
        )

    async def broken(self, candidate: Model, present: Model | None, told: Told) -> tuple[str, ...]:
        """Return the talks that go as written with the present assistant only."""
        if present is None or present.name == candidate.name:
            return ()
        now = await self._played(candidate, told)
        if not now:
            return ()
        before = set(await self._played(present, told))
        return tuple(name for name in now if name not in before)

    async def _played(self, model: Model, told: Told) -> tuple[str, ...]:
        end = threading.Event()
        try:
            return await asyncio.to_thread(self.play, model, told, end)
        finally:
            # Whoever cancels us does not wait for the thread, which has an engine to end.
            end.set()

    async def _asked(
        self, model: Model, texts: Sequence[str], told: Told, *, step: str
    ) -> list[Prediction]:
        def asked(number: int) -> None:
            told(Progress(step=step, done=number, of=len(texts)))

        asked(0)
        async with asked_alone(self.settings, model, say=_log) as engine:
            return await predicted(engine, self.settings, texts, asked=asked)


def _readings(predictions: Sequence[Prediction]) -> list[Reading]:
    return [
        Reading(
            intent=NOT_UNDERSTOOD if one.asked_back else one.intent,
            confidence=one.confidence,
            anger=one.anger or 0,
            person=one.person,
        )
        for one in predictions
    ]


def _log(words: str) -> None:
    get_logger().info("comparing", words=words)
