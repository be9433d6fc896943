"""Looks at an intent as a whole: enough examples, of all kinds, not all of one mould?"""

from collections import Counter
from collections.abc import Sequence

from studio.checks.kinds import KINDS
from studio.checks.warnings import Kind, Warning
from studio.content.content import Content
from studio.content.examples import Lesson
from studio.search.normal import normal

ENOUGH = 20
# Of an intent whose examples begin in the same way, the assistant learns that beginning.
MOULD = 0.25
BEGINNING = 2


def balance(content: Content, intent: str) -> list[Warning]:
    """Return what an intent lacks, the most important first."""
    lessons = [
        example.lesson for example in content.examples.values() if example.lesson.intent == intent
    ]
    return [*_few(lessons, intent), *_one_sided(lessons, intent), *_missing(lessons, intent)]


def _few(lessons: Sequence[Lesson], intent: str) -> list[Warning]:
    if len(lessons) >= ENOUGH:
        return []
    told = "ein Beispiel" if len(lessons) == 1 else f"{len(lessons)} Beispiele"
    sentence = f"„{intent}“ hat nur {told}; {ENOUGH} sollten es mindestens sein."
    return [Warning(Kind.FEW, sentence)]


def _one_sided(lessons: Sequence[Lesson], intent: str) -> list[Warning]:
    if len(lessons) < ENOUGH:
        return []
    words = [normal(lesson.words).split() for lesson in lessons]
    starts = Counter(" ".join(one[:BEGINNING]) for one in words if len(one) > BEGINNING)
    if not starts:
        return []
    start, count = starts.most_common(1)[0]
    if count < MOULD * len(lessons):
        return []
    share = round(100 * count / len(lessons))
    sentence = f"{share} % der Beispiele für „{intent}“ beginnen mit „{start} …“."
    return [Warning(Kind.ONE_SIDED, sentence)]


def _missing(lessons: Sequence[Lesson], intent: str) -> list[Warning]:
    if not lessons:
        return []
    return [
        Warning(Kind.MISSING, f"Unter den Beispielen für „{intent}“ ist {words}.")
        for words, is_kind in KINDS.items()
        if not any(is_kind(lesson) for lesson in lessons)
    ]
