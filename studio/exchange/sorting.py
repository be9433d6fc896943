"""Sorts what a file holds against a draft: new, known, contradicting, personal, unknown."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from studio.checks.checking import Personal
from studio.content.changes import NewIntent
from studio.content.content import LONGEST, Content
from studio.content.examples import Lesson
from studio.content.marks import Sentence, parse, write
from studio.content.problems import RefusedChangeError
from studio.content.scalars import one_line
from studio.exchange.formats import Found
from studio.review.stand_ins import with_stand_ins
from studio.search.normal import normal
from studio.search.search import shelf_of

#: More at once nobody looks through, and one commit names each of them.
MOST_NEW = 2_000
REPLACED = "Persönliches ersetzt"


class Kind(StrEnum):
    """What an example of a file is to a draft. Only the first enters by itself."""

    NEW = "new"
    CONTRADICTION = "contradiction"
    DUPLICATE = "duplicate"
    PERSONAL = "personal"
    UNKNOWN = "unknown"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True)
class Sorted:
    """An example as it would enter, what it is, and in German why.

    `made`: its intent is to be new.
    """

    found: Found
    lesson: Lesson
    kind: Kind
    why: str = ""
    made: bool = False

    @property
    def seen(self) -> str:
        """What names it to who confirms; what they call a new intent may still change."""
        lesson = replace(self.lesson, intent=self.found.lesson.intent) if self.made else self.lesson
        return f"+{lesson.id}" if self.made else lesson.id


@dataclass(frozen=True, slots=True)
class Names:
    """What an editor wants instead of names that the draft does not know; empty leaves out.

    `made` are intents that are to be new, by what the file calls them.
    """

    intents: Mapping[str, str] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[str, NewIntent] = field(default_factory=dict)

    def intent(self, name: str) -> str:
        """Return what an unknown intent is to be called here."""
        return self.made[name].name if name in self.made else self.intents.get(name, "") or name


@dataclass(frozen=True, slots=True)
class Preview:
    """All examples of a file, sorted, and which names in it the draft does not know."""

    rows: tuple[Sorted, ...]
    unknown_intents: Mapping[str, int]
    unknown_entities: Mapping[str, int]

    def of(self, kind: Kind) -> list[Sorted]:
        """Return those of a kind, in the order of the file."""
        return [one for one in self.rows if one.kind is kind]

    @property
    def seal(self) -> str:
        """What names the new ones together: who confirms has seen exactly these."""
        names = "\n".join(one.seen for one in self.of(Kind.NEW))
        return hashlib.sha256(names.encode()).hexdigest()[:32]


def sort_out(
    found: Sequence[Found], content: Content, personal: Personal, wanted: Names
) -> Preview:
    """Return what a file's examples are to a draft, names replaced as is `wanted`."""
    known = _Known(content)
    intents: Counter[str] = Counter()
    entities: Counter[str] = Counter()
    rows = []
    for each in found:
        one = _without_personal(each, content, personal)
        if one.lesson.intent not in content.intents:
            intents[one.lesson.intent] += 1
        marks = {mark.entity for mark in parse(one.lesson.marked).marks}
        entities.update(marks - content.declared.entities)
        row = _sorted(one, content, personal, wanted, known)
        if row.kind is Kind.NEW:
            known.add(row.lesson)
        rows.append(row)
    return Preview(tuple(rows), dict(sorted(intents.items())), dict(sorted(entities.items())))


class _Known:
    """What a draft holds, and what of the file has been found new so far."""

    def __init__(self, content: Content) -> None:
        self._intents: dict[str, set[str]] = {}
        self._exact: dict[tuple[str, str], int] = {}
        self._alike: set[tuple[str, str, int]] = set()
        shelf = shelf_of(content)
        for example, text in zip(shelf.examples, shelf.normal, strict=True):
            self._note(example.lesson, text)

    def add(self, lesson: Lesson) -> None:
        self._note(lesson, normal(lesson.words))

    def anger(self, lesson: Lesson) -> int | None:
        """Return with which level of anger the sentence stands under this intent, if it does.

        Capitals are what anger sounds like: spelt otherwise and with another level it is new.
        """
        if (lesson.intent, lesson.words.casefold(), lesson.anger) in self._alike:
            return lesson.anger
        return self._exact.get((lesson.intent, lesson.words))

    def elsewhere(self, lesson: Lesson) -> str:
        """Return another intent under which the sentence stands, however it is spelt."""
        others = self._intents.get(normal(lesson.words), set()) - {lesson.intent}
        return min(others, default="")

    def _note(self, lesson: Lesson, text: str) -> None:
        if text:
            self._intents.setdefault(text, set()).add(lesson.intent)
        self._exact.setdefault((lesson.intent, lesson.words), lesson.anger)
        self._alike.add((lesson.intent, lesson.words.casefold(), lesson.anger))


def _sorted(
    one: Found, content: Content, personal: Personal, wanted: Names, known: _Known
) -> Sorted:
    lesson = _renamed(one.lesson, content, wanted)
    made = one.lesson.intent in wanted.made
    if lesson.intent not in content.intents and not made:
        return Sorted(one, lesson, Kind.UNKNOWN, f"„{one.lesson.intent}“ gibt es hier nicht.")
    if len(lesson.marked) > LONGEST or not lesson.words:
        return Sorted(one, lesson, Kind.UNFIT, f"Ein Beispiel hat 1 bis {LONGEST} Zeichen.")
    if kinds := personal.kinds(lesson.words):
        return Sorted(one, lesson, Kind.PERSONAL, ", ".join(dict.fromkeys(kinds)))
    level = known.anger(lesson)
    if level is not None:
        why = "" if level == lesson.anger else f"steht hier schon mit Ärger {level}"
        return Sorted(one, lesson, Kind.DUPLICATE, why)
    if other := known.elsewhere(lesson):
        return Sorted(one, lesson, Kind.CONTRADICTION, f"steht unter „{other}“", made)
    return Sorted(one, lesson, Kind.NEW, REPLACED if one.replaced else "", made)


def _without_personal(one: Found, content: Content, personal: Personal) -> Found:
    """Return what a file holds with placeholders and other names, as customers' sentences get.

    What is marked by hand, or is there already, stays as it is.
    """
    lesson = one.lesson
    if one.replaced or lesson.id in content.examples or parse(lesson.marked).marks:
        return one
    hidden = personal.hidden(lesson.words)
    learnt = with_stand_ins(hidden, marking=content.declared.entities)
    if hidden == lesson.words and not learnt.names:
        return one
    return replace(one, lesson=replace(lesson, marked=learnt.marked), replaced=True)


def _renamed(lesson: Lesson, content: Content, wanted: Names) -> Lesson:
    """Return a lesson with the names that are wanted; marks that nobody wants are left out."""
    intent = lesson.intent
    if intent not in content.intents:
        intent = wanted.intent(intent)
    sentence = parse(lesson.marked)
    entities = content.declared.entities
    if all(mark.entity in entities for mark in sentence.marks):
        return replace(lesson, intent=intent, marked=one_line(lesson.marked))
    marks = [
        replace(mark, entity=name)
        for mark in sentence.marks
        if (name := _name(mark.entity, entities, wanted))
    ]
    try:
        marked = write(Sentence(sentence.words, tuple(marks)))
    except RefusedChangeError:
        marked = sentence.words
    return replace(lesson, intent=intent, marked=one_line(marked))


def _name(entity: str, known: Collection[str], wanted: Names) -> str:
    if entity in known:
        return entity
    name = wanted.entities.get(entity, "")
    return name if name in known else ""
