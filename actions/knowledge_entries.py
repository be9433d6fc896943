"""What the assistant knows by heart: questions with other wordings, an answer and its source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "knowledge"
LONGEST_ANSWER = 280
_HEADING = re.compile(r"^## (?P<question>.+?) \{#(?P<id>[a-z0-9-]+)\}$", re.MULTILINE)
_WORDINGS = "Auch: "
_SOURCE = "Quelle: "


class KnowledgeFormatError(ValueError):
    """A file of the knowledge is not written as it should be; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One answer. `title` names its source for customers, `id` for reports and links.

    `topic` is the file it stands in, `wordings` are all the ways to ask for it, the heading first.
    """

    id: str
    topic: str
    title: str
    wordings: tuple[str, ...]
    answer: str


def read_entries(folder: Path = FOLDER) -> tuple[Entry, ...]:
    """Return the entries of all Markdown files in `folder`. Raises KnowledgeFormatError.

    An entry is a heading `## question {#id}`, a line `Auch: wording | wording`, a line
    `Quelle: title`, an empty line and the answer.
    """
    entries = [entry for path in sorted(folder.glob("*.md")) for entry in _entries(path)]
    ids = [entry.id for entry in entries]
    if twice := {each for each in ids if ids.count(each) > 1}:
        raise KnowledgeFormatError(f"Used more than once: {', '.join(sorted(twice))}.")
    return tuple(entries)


def _entries(path: Path) -> Iterator[Entry]:
    text = path.read_text("utf-8")
    headings = list(_HEADING.finditer(text))
    if len(headings) != text.count("\n## "):
        raise KnowledgeFormatError(f"{path.name}: a heading lacks its {{#id}}.")
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=True):
        body = text[heading.end() : end].strip()
        yield _entry(heading, body, topic=path.stem)


def _entry(heading: re.Match[str], body: str, *, topic: str) -> Entry:
    place = f"{topic}.md, {heading['id']}"
    head, _, answer = body.partition("\n\n")
    lines = head.splitlines()
    if len(lines) != 2 or not lines[0].startswith(_WORDINGS) or not lines[1].startswith(_SOURCE):
        raise KnowledgeFormatError(f"{place}: '{_WORDINGS}' and '{_SOURCE}' have to come first.")
    answer = " ".join(answer.split())
    if not 0 < len(answer) <= LONGEST_ANSWER:
        raise KnowledgeFormatError(f"{place}: the answer has {len(answer)} characters.")
    others = [each.strip() for each in lines[0].removeprefix(_WORDINGS).split("|")]
    wordings = tuple(dict.fromkeys(each for each in (heading["question"], *others) if each))
    title = lines[1].removeprefix(_SOURCE).strip()
    return Entry(id=heading["id"], topic=topic, title=title, wordings=wordings, answer=answer)
