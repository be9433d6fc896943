"""The history of one example: who taught it, who changed it, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from studio.content.examples import ExampleId, Lesson
from studio.content.opening import EXAMPLES
from studio.versions.git import Commit, Git
from studio.versions.messages import AFTER, BEFORE, as_text, read_trailers

_FIELD, _END = "\x1f", "\x1e"
_FORMAT = f"--format=%H{_FIELD}%an{_FIELD}%aI{_FIELD}%s{_FIELD}%b{_END}"
MOST = 100


@dataclass(frozen=True, slots=True)
class Event:
    """One commit that touched an example. `why` is what its author has written beside it."""

    commit: Commit
    who: str
    at: datetime
    what: str
    why: str


def history(git: Git, commit: Commit, lesson: Lesson) -> list[Event]:
    """Return what happened to an example up to `commit`, newest first. Raises GitError.

    Commits of the studio are followed from edit to edit by the names of examples they carry, hand
    edits are found by the words they brought in or took out.
    """
    events: dict[Commit, Event] = {}
    names, seen = [lesson.id], set[ExampleId]()
    while names and len(events) < MOST:
        name = names.pop()
        seen.add(name)
        for event, trailers in _naming(git, commit, name):
            events.setdefault(event.commit, event)
            names += [one for one in _before(trailers, name) if one not in seen]
    for event, _ in _found(git, commit, f"-S{as_text(lesson)}", "--no-merges", "--", EXAMPLES):
        events.setdefault(event.commit, event)
    return sorted(events.values(), key=lambda event: event.at, reverse=True)


def changes_between(git: Git, old: Commit, new: Commit) -> list[Event]:
    """Return what was done from one commit to the other, newest first. Raises GitError."""
    return [event for event, _ in _found(git, new, "--no-merges", f"^{old}")]


def _naming(
    git: Git, commit: Commit, name: ExampleId
) -> Iterator[tuple[Event, list[tuple[str, str]]]]:
    return _found(git, commit, "--fixed-strings", f"--grep=: {name}")


def _before(trailers: list[tuple[str, str]], name: ExampleId) -> list[ExampleId]:
    """Return what the example was called before a commit that gave it its name."""
    pairs = pairwise(trailers)
    return [
        ExampleId(old)
        for (key, old), (next_key, new) in pairs
        if (key, next_key, new) == (BEFORE, AFTER, name)
    ]


def _found(
    git: Git, commit: Commit, *arguments: str
) -> Iterator[tuple[Event, list[tuple[str, str]]]]:
    said = git.log(_FORMAT, f"--max-count={MOST}", arguments[0], commit, *arguments[1:])
    for row in said.split(_END):
        if not row.strip():
            continue
        name, who, at, what, body = row.strip("\n").split(_FIELD)
        trailers = read_trailers(body)
        lines = [line for line in body.splitlines() if not read_trailers(line)]
        why = " ".join(" ".join(lines).split())
        yield Event(Commit(name), who, datetime.fromisoformat(at), what, why), trailers
