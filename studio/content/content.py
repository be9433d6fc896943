"""All content at one moment, and what it becomes by an editor's change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from studio.content.answers import Variant, answers
from studio.content.changes import (
    Add,
    Change,
    Edit,
    NewIntent,
    ReadIn,
    Remove,
    Reword,
    Split,
    Step,
)
from studio.content.documents import Document, document_of
from studio.content.domain import Declared, declared, with_intent
from studio.content.editing import (
    UNUSUAL,
    Item,
    item_of,
    new_block,
    new_item,
    with_item,
    with_items,
    with_lesson,
    without,
)
from studio.content.examples import CALM, FURIOUS, Example, ExampleId, Lesson
from studio.content.marks import parse
from studio.content.opening import DOMAIN, EXAMPLES, refuse_name, topic_of, with_answer
from studio.content.problems import Problem, RefusedChangeError, UnknownExampleError
from studio.content.reading import Block, Placed, read_block
from studio.content.scalars import one_line
from studio.content.wording import with_wording

LONGEST = 1_000


@dataclass(frozen=True, eq=False)
class Content:
    """The files that editors change, as text by their paths below the root.

    It never changes, so that what is worked out of it once can be remembered by it.
    """

    files: Mapping[str, str]

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """The files of examples, by path."""
        paths = sorted(path for path in self.files if path.startswith(EXAMPLES))
        return {path: document_of(path, self.files[path]) for path in paths}

    @cached_property
    def examples(self) -> Mapping[ExampleId, Example]:
        """All examples that can be read, in the order of the files."""
        found: dict[ExampleId, Example] = {}
        for document in self.documents.values():
            for example in document.examples:
                found.setdefault(example.lesson.id, example)
        return found

    @cached_property
    def intents(self) -> Mapping[str, tuple[str, int]]:
        """Where examples of each intent are to be added: a file and the number of its block."""
        return {
            block.name: (path, number)
            for path, document in self.documents.items()
            for number, block in enumerate(document.blocks)
            if block.kind == "intent"
        }

    @cached_property
    def topics(self) -> Mapping[str, str]:
        """The files of examples that a new intent can be put into, each with its last intent."""
        return {
            path: intent
            for intent, (path, _) in self.intents.items()
            if intent in self.declared.intents
        }

    @cached_property
    def terms(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Lookup tables, synonyms and regular expressions, by kind and name."""
        blocks = [block for document in self.documents.values() for block in document.blocks]
        return {(block.kind, block.name): block.terms for block in blocks if block.terms}

    @cached_property
    def answers(self) -> Mapping[str, tuple[Variant, ...]]:
        """What the assistant says, by the names of its answers."""
        return answers(self._domain)

    @cached_property
    def declared(self) -> Declared:
        """The names that the domain knows."""
        return declared(self._domain)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What cannot be read, by file and line; all else can be worked with."""
        found = [one for document in self.documents.values() for one in document.problems]
        return (*found, *self.declared.problems)

    def example(self, id: ExampleId) -> Example:
        """Return an example. Raises UnknownExampleError."""
        if id not in self.examples:
            raise UnknownExampleError(
                "Dieses Beispiel gibt es nicht mehr; jemand hat es inzwischen geändert oder "
                "gelöscht."
            )
        return self.examples[id]

    def changed(self, change: Change) -> tuple["Content", tuple[Step, ...]]:
        """Return the content after `change`, and what became of each example.

        What does not read back as it was meant is refused, so that no file can be spoilt.

        Raises UnknownExampleError, RefusedChangeError.
        """
        content, steps = self._changed(change)
        wanted = {step.after.id for step in steps if step.after}
        gone = {step.before.id for step in steps if step.before} - wanted
        there = content.examples.keys()
        if not wanted <= there or gone & there or len(content.problems) > len(self.problems):
            raise RefusedChangeError(UNUSUAL)
        return content, steps

    def _changed(self, change: Change) -> tuple["Content", tuple[Step, ...]]:
        match change:
            case Add(lesson):
                lesson = self._fit(lesson)
                return self._with(lesson, new_item(lesson)), (Step(None, lesson),)
            case Edit(id, lesson):
                return self._edited(self.example(id), lesson)
            case Remove(id):
                example = self.example(id)
                return self._without([example]), (Step(example.lesson, None),)
            case Split():
                return self._split(change)
            case ReadIn(lessons, _, new):
                return self._read_in(lessons, new)
            case Reword():
                return Content({**self.files, **with_wording(self._domain, change)}), ()

    def _read_in(
        self, wanted: Sequence[Lesson], new: Sequence[NewIntent]
    ) -> tuple["Content", tuple[Step, ...]]:
        """Add examples intent by intent, so that each block is read and written once."""
        made = {one.name: one for one in new}
        for each in new:
            refuse_name(each.name, self._names)
        if len(made) < len(new):
            raise RefusedChangeError("Zwei neue Absichten heißen gleich.")
        taken = {(one.lesson.intent, one.lesson.words) for one in self.examples.values()}
        by_intent: dict[str, list[Lesson]] = {}
        for one in wanted:
            lesson = self._allowed(one, also=made.keys())
            if (lesson.intent, lesson.words) in taken:
                raise RefusedChangeError(f"Diesen Satz gibt es unter „{lesson.intent}“ schon.")
            taken.add((lesson.intent, lesson.words))
            by_intent.setdefault(lesson.intent, []).append(lesson)
        content = self
        for each in new:
            content = content._with_intent(each, by_intent.get(each.name, []))
        for intent, lessons in by_intent.items():
            if intent in made:
                continue
            path, number = content.intents[intent]
            document = content.documents[path]
            old = document.layout.blocks[number].text
            text = with_items(old, [new_item(one) for one in lessons])
            content = content._with_document(document.with_block(number, text))
        steps = tuple(Step(None, one) for its in by_intent.values() for one in its)
        return content, steps

    def _edited(self, example: Example, wanted: Lesson) -> tuple["Content", tuple[Step, ...]]:
        lesson = self._fit(wanted, instead_of=example)
        steps = (Step(example.lesson, lesson),)
        if lesson == example.lesson:
            return self, ()
        document = self.documents[example.path]
        text = document.layout.blocks[example.block].text
        here = replace(lesson, intent=example.lesson.intent)
        text = with_lesson(text, _placed(document, example), here)
        edited = self._with_document(document.with_block(example.block, text))
        if here == lesson:
            return edited, steps
        moved = edited.examples[here.id]
        return edited._without([moved])._with(lesson, edited._item(moved)), steps

    def _with_intent(self, new: NewIntent, lessons: Sequence[Lesson]) -> "Content":
        """Put a new intent below the last one of its topic, with all that it takes to reach it."""
        if not lessons:
            raise RefusedChangeError(f"Für „{new.name}“ ist kein Beispiel übrig.")
        if new.topic not in self.topics:
            raise RefusedChangeError(f"Bitte ein Thema für „{new.name}“ wählen.")
        beside = self.topics[new.topic]
        items = [new_item(one) for one in lessons]
        content = self._with_block_below(beside, new.name, items, title=new.title)
        return content._answered(new, lessons, beside=beside)

    def _with_block_below(
        self, intent: str, new: str, items: list[Item], *, title: str = ""
    ) -> "Content":
        path, number = self.intents[intent]
        document = self.documents[path]
        old = document.layout.blocks[number].text
        ended = old if old.endswith("\n") else old + "\n"
        block = new_block(new, items, like=old, title=one_line(title))
        return self._with_document(document.with_block(number, ended + block))

    def _answered(self, new: NewIntent, lessons: Sequence[Lesson], *, beside: str) -> "Content":
        topic = topic_of(self.intents[beside][0])
        return Content(with_answer(self.files, new, lessons, topic=topic, beside=beside))

    def _split(self, change: Split) -> tuple["Content", tuple[Step, ...]]:
        intent, new = change.intent, change.new
        refuse_name(new, self._names)
        examples = [self.example(id) for id in dict.fromkeys(change.examples)]
        if not examples or any(one.lesson.intent != intent for one in examples):
            raise RefusedChangeError(f"Bitte Beispiele auswählen, die jetzt zu „{intent}“ gehören.")
        items = [self._item(one) for one in examples]
        title = change.answered.title if change.answered else ""
        split = self._without(examples)._with_block_below(intent, new, items, title=title)
        steps = tuple(Step(one.lesson, replace(one.lesson, intent=new)) for one in examples)
        if change.answered:
            lessons = [step.after for step in steps if step.after]
            return split._answered(change.answered, lessons, beside=intent), steps
        domain = with_intent(self._domain, new, beside=intent)
        return Content({**split.files, **domain}), steps

    @property
    def _names(self) -> frozenset[str]:
        return self.declared.intents | self.intents.keys()

    def _fit(self, wanted: Lesson, *, instead_of: Example | None = None) -> Lesson:
        """Return a lesson that may enter the data. Raises RefusedChangeError."""
        lesson = self._allowed(wanted)
        others = (one for one in self.examples.values() if one is not instead_of)
        if any(_same(one.lesson, lesson) for one in others):
            raise RefusedChangeError(f"Diesen Satz gibt es unter „{lesson.intent}“ schon.")
        return lesson

    def _allowed(self, wanted: Lesson, *, also: Collection[str] = ()) -> Lesson:
        """Return a lesson as it may enter the data, if it is not there yet."""
        lesson = replace(wanted, marked=one_line(wanted.marked))
        sentence = parse(lesson.marked)
        if not sentence.words.strip() or len(lesson.marked) > LONGEST:
            raise RefusedChangeError(f"Ein Beispiel hat 1 bis {LONGEST} Zeichen.")
        if lesson.intent not in self.intents and lesson.intent not in also:
            raise RefusedChangeError(f"Die Absicht „{lesson.intent}“ gibt es nicht.")
        if not CALM <= lesson.anger <= FURIOUS:
            raise RefusedChangeError("Der Ärger ist eine Zahl von 0 bis 3.")
        unknown = {mark.entity for mark in sentence.marks} - self.declared.entities
        if unknown:
            known = ", ".join(sorted(self.declared.entities))
            raise RefusedChangeError(
                f"„{min(unknown)}“ gibt es nicht als Angabe; es gibt: {known}."
            )
        return lesson

    @cached_property
    def _domain(self) -> Mapping[str, str]:
        return {path: text for path, text in self.files.items() if path.startswith(DOMAIN)}

    def _item(self, example: Example) -> Item:
        document = self.documents[example.path]
        return item_of(document.layout.blocks[example.block].text, _placed(document, example))

    def _with(self, lesson: Lesson, item: Item) -> "Content":
        path, number = self.intents[lesson.intent]
        document = self.documents[path]
        text = with_item(document.layout.blocks[number].text, item)
        return self._with_document(document.with_block(number, text))

    def _without(self, gone: Sequence[Example]) -> "Content":
        content = self
        for path, number in {(one.path, one.block) for one in gone}:
            document, before = content.documents[path], self.documents[path]
            here = [one for one in gone if (one.path, one.block) == (path, number)]
            block = document.layout.blocks[number].text
            text = without(block, [_placed(before, one) for one in here])
            content = content._with_document(document.with_block(number, text))
        return content

    def _with_document(self, document: Document) -> "Content":
        return Content({**self.files, document.path: document.text})


def _placed(document: Document, example: Example) -> Placed:
    block: Block = read_block(document.layout.blocks[example.block].text)
    return next(one for one in block.examples if one.place == example.place)


def _same(one: Lesson, other: Lesson) -> bool:
    return one.intent == other.intent and one.words == other.words
