"""All that is told of one change: what became of concerns on either side, and what was taught."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from studio.effect.gain import Gain, gain_of
from studio.effect.ports import Outcome, Outcomes
from studio.effect.shares import Compared
from studio.effect.spans import Change, Span
from studio.effect.work import Correction, corrections
from studio.evaluation.figures import Share
from studio.models import manifest_of
from studio.training.jobs import Job, Jobs, State
from studio.versions.errors import GitError
from studio.versions.git import Commit, Git

_MOMENT = TypeAdapter(datetime)
MOST_GAINS = 64


@dataclass(frozen=True, slots=True)
class Taught:
    """What a change was made of: corrections, examples that came in files, and F1 gained."""

    corrections: int
    read_in: int
    gain: Gain | None


@dataclass(frozen=True, slots=True)
class Told:
    """A change with what became of concerns before and after it, all together and by topic."""

    change: Change
    before: Mapping[str, Outcome]
    after: Mapping[str, Outcome]

    @property
    def topics(self) -> tuple[str, ...]:
        """All topics of either side."""
        return tuple(sorted({*self.before, *self.after}))

    def of(self, topic: str | None = None) -> tuple[Outcome, Outcome]:
        """Return what became of the concerns of a topic; without one, of all."""
        if topic is None:
            return _sum(self.before), _sum(self.after)
        return self.before.get(topic, Outcome()), self.after.get(topic, Outcome())

    def contained(self, topic: str | None = None) -> Compared:
        """Return what share the assistant settled alone, without renewed contact in seven days."""
        before, after = self.of(topic)
        return Compared(Share(before.contained, before.known), Share(after.contained, after.known))

    def missed(self, topic: str | None = None) -> Compared:
        """Return what share of turns the assistant did not understand."""
        before, after = self.of(topic)
        return Compared(
            Share(before.missed, before.read), Share(after.missed, after.read), rising=False
        )

    def reasons(self) -> dict[str, Compared]:
        """Return for what share of concerns a person was fetched, by reason, most often first."""
        before, after = self.of()
        keys = {*before.reasons, *after.reasons}
        told = {
            key: Compared(
                Share(before.reasons.get(key, 0), before.concerns),
                Share(after.reasons.get(key, 0), after.concerns),
                rising=False,
            )
            for key in keys
        }
        return dict(sorted(told.items(), key=lambda one: (-one[1].after.hits, one[0])))


async def told_of(change: Change, outcomes: Outcomes) -> Told:
    """Return what became of concerns on either side of a change."""

    async def became(span: Span) -> Mapping[str, Outcome]:
        return await outcomes.between(span.first, span.until)

    return Told(change, await became(change.before), await became(change.after))


async def taught_by(change: Change, *, jobs: Jobs, git: Git, models_dir: Path) -> Taught | None:
    """Return what a change was made of; None where nobody knows, as of one from the command line.

    A way back was made of nothing.
    """
    if change.decision.back:
        return None
    return await asyncio.to_thread(_taught, change, jobs, git, models_dir)


def _taught(change: Change, jobs: Jobs, git: Git, models_dir: Path) -> Taught | None:
    decision, known = change.decision, jobs.all()
    done = [one for one in known if one.state is State.DONE]
    own = next((one for one in done if one.model == decision.model), None)
    if own is None:
        return None
    before = next((one for one in done if one.model == decision.instead_of), None)
    since = None if before else _trained_at(models_dir, decision.instead_of)
    if before is None and since is None:
        return None
    old = Commit(before.commit) if before else None
    try:
        found = corrections(git, Commit(own.commit), old=old, since=since)
    except GitError:
        return None
    return Taught(
        corrections=sum(not one.read_in for one in found),
        read_in=_examples(found),
        gain=_gain(jobs, own) if own.instead_of == decision.instead_of else None,
    )


def _examples(found: Sequence[Correction]) -> int:
    return sum(one.examples for one in found if one.read_in)


@lru_cache(maxsize=MOST_GAINS)
def _gain(jobs: Jobs, job: Job) -> Gain | None:
    """Return the gain of a training, worked out once: a comparison never changes."""
    comparison = jobs.comparison(job.id)
    return gain_of(comparison) if comparison else None


def _trained_at(models_dir: Path, model: str) -> datetime | None:
    """Return when a training ended that nobody has asked for here; its files may be gone."""
    try:
        return _MOMENT.validate_python(manifest_of(models_dir, model).get("trained_at"))
    except ValidationError:
        return None


def _sum(by_topic: Mapping[str, Outcome]) -> Outcome:
    return sum(by_topic.values(), Outcome())
