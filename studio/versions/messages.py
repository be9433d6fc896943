"""What a commit says: one readable line, the reason, and which examples it was about."""

import json
from collections.abc import Iterator, Sequence

from studio.content.changes import Add, Change, NewIntent, ReadIn, Remove, Reword, Split, Step
from studio.content.examples import Lesson

BEFORE = "Lotse-Before"
AFTER = "Lotse-After"
LONGEST = 60
MOST_NAMED = 4


def message(change: Change, steps: Sequence[Step], *, why: str) -> str:
    """Return a commit's message in German. `why` is the editor's reason, perhaps empty."""
    paragraphs = [_subject(change, steps), " ".join(why.split()), "\n".join(_trailers(steps))]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def _subject(change: Change, steps: Sequence[Step]) -> str:
    match change:
        case Split(intent, new, examples, _):
            return f"{intent}: {len(examples)} Beispiele als {new} abgetrennt"
        case Reword(answer, _, _, after):
            return f"{answer}: jetzt {_shortened(after)}"
        case ReadIn(lessons, kind, new):
            many = len({one.intent for one in lessons})
            intents = "einer Absicht" if many == 1 else f"{many} Absichten"
            return f"{len(lessons)} Beispiele in {intents} eingelesen ({kind}){_made(new)}"
        case Add(lesson):
            return f"{lesson.intent}: {_short(lesson)} ergänzt"
        case Remove():
            return "; ".join(
                f"{step.before.intent}: {_short(step.before)} gelöscht"
                for step in steps
                if step.before
            )
    return "; ".join(_edit(step.before, step.after) for step in steps if step.before and step.after)


def _made(new: Sequence[NewIntent]) -> str:
    names = [one.name for one in new]
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} weitere"]
    return f", neu: {', '.join(names)}" if names else ""


def _edit(before: Lesson, after: Lesson) -> str:
    told = []
    if before.intent != after.intent:
        told.append(f"von {before.intent} hierher")
    if before.words != after.words:
        told.append(f"jetzt {_short(after)}")
    elif before.marked != after.marked:
        told.append("anders markiert")
    if before.anger != after.anger:
        told.append(f"Ärger {before.anger} → {after.anger}")
    return f"{after.intent}: {_short(before)} {', '.join(told)}"


def _short(lesson: Lesson) -> str:
    return _shortened(lesson.words)


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return f"„{words if len(words) <= LONGEST else words[: LONGEST - 1] + '…'}“"


def _trailers(steps: Sequence[Step]) -> Iterator[str]:
    """Name the examples before and after, so that the history of one can be followed."""
    for step in steps:
        if step.before:
            yield f"{BEFORE}: {step.before.id}"
        if step.after:
            yield f"{AFTER}: {step.after.id}"


def read_trailers(told: str) -> list[tuple[str, str]]:
    """Return what a commit's trailers say, as `[["Lotse-After", "…"], …]` in their order."""
    rows = (line.partition(": ") for line in told.splitlines())
    return [(key, value.strip()) for key, _, value in rows if key in (BEFORE, AFTER)]


def as_text(lesson: Lesson) -> str:
    """Return how a sentence stands in a file, to look for it in the history."""
    return json.dumps(lesson.marked, ensure_ascii=False)[1:-1]
