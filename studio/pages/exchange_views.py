"""What the templates about files of examples may use."""

from dataclasses import dataclass
from typing import ClassVar

from staff.pages import Layout


@dataclass(frozen=True)
class FoundRow:
    """An example of a file: its line, what it teaches, and why it is where it is.

    `id` names it in the form; `marked` is empty for what must not be shown.
    """

    id: str
    line: int
    marked: str
    intent: str
    anger: int
    why: str


@dataclass(frozen=True)
class FoundList:
    """Examples of one kind; `many` are there, `rows` the first of them."""

    key: str
    title: str
    about: str
    many: int
    rows: tuple[FoundRow, ...]
    chosen: bool


@dataclass(frozen=True)
class UnknownName:
    """A name that the draft does not know, how often it is there, and what was chosen for it."""

    field: str
    name: str
    times: int
    chosen: str


@dataclass(frozen=True)
class Topic:
    """A file of examples, what it is about, and some of its intents."""

    path: str
    name: str
    intents: str


@dataclass(frozen=True)
class MadeView:
    """An intent that is to be new: what has been typed about it so far.

    `key` names its fields in the form; `many` examples would teach it, `hint` says if they are few.
    """

    key: str
    name: str
    title: str
    topic: str
    answer: str
    formal: str
    many: int
    hint: str


@dataclass(frozen=True)
class UnknownIntent:
    """An intent that the draft does not know; `made` is there if it is to be a new one."""

    field: str
    name: str
    times: int
    chosen: str
    made: MadeView | None


@dataclass(frozen=True)
class PreviewView:
    """What a file would bring. `carried` holds the examples on, `seal` names what is shown.

    `topics` are the files a new intent can be put into; `speaks_formally`: some are called Sie.
    """

    name: str
    kind: str
    carried: str
    seal: str
    new: int
    lists: tuple[FoundList, ...]
    problems: tuple[str, ...]
    unknown_intents: tuple[UnknownIntent, ...]
    unknown_entities: tuple[UnknownName, ...]
    intents: tuple[str, ...]
    entities: tuple[str, ...]
    topics: tuple[Topic, ...]
    speaks_formally: bool
    too_many: str


@dataclass(frozen=True)
class ExchangePage:
    """Reading in and giving away; `preview` is there once a file has been looked at."""

    template: ClassVar[str] = "studio/exchange.html"
    layout: Layout
    intents: tuple[str, ...]
    limit: str
    preview: PreviewView | None
    notice: str
    done: str
