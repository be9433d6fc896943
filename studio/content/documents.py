"""A file of examples as a whole: what it teaches, and what in it cannot be read."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from studio.content.examples import Example
from studio.content.layout import Chunk, Layout, laid_out
from studio.content.problems import Problem
from studio.content.reading import Block, read_block
from studio.content.yaml_errors import sentence_of

_NLU = re.compile(r"^nlu:", re.MULTILINE)
_NO_LIST = (
    "Unter „nlu:“ wird genau eine Liste erwartet, jede Absicht ab „- intent:“ auf eigenen Zeilen."
)
MOST_DOCUMENTS = 100


@dataclass(frozen=True)
class Document:
    """A file: its path below the root and its text, byte for byte."""

    path: str
    text: str

    @cached_property
    def layout(self) -> Layout:
        """The pieces of the file."""
        return laid_out(self.text)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """What each piece says, in the order of `layout.blocks`."""
        return tuple(read_block(chunk.text) for chunk in self.layout.blocks)

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """All examples that can be read, in the order of the file."""
        return tuple(
            Example(
                lesson=placed.lesson,
                path=self.path,
                line=chunk.line + placed.line,
                place=placed.place,
                block=number,
            )
            for number, (chunk, block) in enumerate(
                zip(self.layout.blocks, self.blocks, strict=True)
            )
            for placed in block.examples
        )

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What cannot be read, in the order of the file."""
        found = [
            Problem(self.path, chunk.line + fault.line, fault.sentence)
            for chunk, block in zip(self.layout.blocks, self.blocks, strict=True)
            for fault in block.faults
        ]
        return tuple(sorted([*found, *self._around()], key=lambda one: one.line))

    def with_block(self, number: int, text: str) -> "Document":
        """Return the file with another text for one of its blocks."""
        texts = [chunk.text for chunk in self.layout.blocks]
        texts[number] = text
        joined = "".join(texts)
        return Document(self.path, self.layout.before.text + joined + self.layout.after.text)

    def _around(self) -> list[Problem]:
        """Look at what is not in a block; such a file may well hold no examples at all."""
        chunks = (self.layout.before, self.layout.after)
        problems = [problem for chunk in chunks for problem in self._in(chunk)]
        place = _NLU.search(self.text)
        if self.layout.known or place is None:
            return problems
        line = self.text[: place.start()].count("\n") + 1
        return [Problem(self.path, line, _NO_LIST), *problems]

    def _in(self, chunk: Chunk) -> list[Problem]:
        try:
            YAML(typ="safe", pure=True).compose(chunk.text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = chunk.line + (mark.line if mark else 0)
            return [Problem(self.path, line, sentence_of(error))]
        except YAMLError as error:
            return [Problem(self.path, chunk.line, sentence_of(error))]
        return []


@lru_cache(maxsize=MOST_DOCUMENTS)
def document_of(path: str, text: str) -> Document:
    """Return a file as a document; most files are the same in all drafts and are read once."""
    return Document(path, text)
