"""Lets a compared candidate answer customers, and goes back; a worse one only with a reason."""

from datetime import datetime
from pathlib import Path

from studio.evaluation.comparison import worse
from studio.models import load
from studio.present import Decision, decisions, present_name
from studio.training.jobs import Asker, Job, Jobs, State

SHORTEST_REASON = 10


class NotPromotedError(Exception):
    """An assistant was not promoted; the message is a sentence for editors."""


def previous(models_dir: Path) -> str:
    """Return the assistant that the present one was promoted instead of, empty if none is known.

    Going back twice goes back two steps, and never forth again to what was found wanting.
    """
    present = present_name(models_dir)
    made = [one for one in decisions(models_dir) if one.model == present and not one.back]
    return made[-1].instead_of if made else ""


def blocked(job: Job, present: str) -> str:
    """Return why the candidate of `job` cannot take the place of `present`, empty if it can."""
    if job.state is not State.DONE:
        return "Dieses Training ist nicht fertig."
    if present == job.model:
        return "Dieser Assistent antwortet schon."
    if present != job.instead_of:
        return (
            "Verglichen wurde mit einem anderen Assistenten als dem, der jetzt antwortet. "
            "Bitte noch einmal trainieren; ist nichts geändert, wird nur verglichen."
        )
    return ""


def promotion(
    jobs: Jobs, job: Job, models_dir: Path, *, asker: Asker, reason: str, at: datetime
) -> Decision:
    """Return the decision to promote the candidate of `job`, not carried out yet.

    Raises:
        NotPromotedError: It is not compared, not with the present assistant, or worse and no reason
            was given.
        DamagedModelError: Its files are not what was trained.
    """
    present, comparison = present_name(models_dir), jobs.comparison(job.id)
    if why_not := blocked(job, present):
        raise NotPromotedError(why_not)
    if comparison is None:
        raise NotPromotedError("Dieses Training hat keinen Vergleich.")
    lacking = worse(comparison)
    if lacking and len(reason.strip()) < SHORTEST_REASON:
        raise NotPromotedError(
            f"Dieser Assistent ist schlechter ({'; '.join(lacking)}). "
            f"Bitte schreiben Sie, warum er trotzdem antworten soll."
        )
    load(models_dir, job.model)
    return Decision(
        model=job.model,
        at=at,
        by=asker.id,
        name=asker.name,
        reason=reason.strip(),
        instead_of=present,
        worse=lacking,
    )


def way_back(models_dir: Path, *, asker: Asker, expected: str, at: datetime) -> Decision:
    """Return the decision to go back to the assistant before the present one.

    `expected` is the present one as the asker saw it. Raises NotPromotedError, DamagedModelError.
    """
    before = previous(models_dir)
    if not before or present_name(models_dir) != expected:
        raise NotPromotedError("Inzwischen hat jemand anders entschieden; bitte neu ansehen.")
    load(models_dir, before)
    return Decision(
        model=before, at=at, by=asker.id, name=asker.name, instead_of=expected, back=True
    )
