"""The inbox of sentences in memory: the twin of the one in SQL, for tests and trying things out."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from conversation.ports import Clock
from conversation.reviews import (
    Candidate,
    Counts,
    Label,
    Outcome,
    SentenceId,
    TakenError,
    Taught,
    Waiting,
)


@dataclass(slots=True)
class _Entry:
    waiting: Waiting
    order: float
    outcome: Outcome | None = None
    by: str = ""
    label: Label | None = None
    taught: bool = False
    settled: int = 0


class MemoryReviews:
    """See conversation.reviews.Reviews."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: dict[SentenceId, _Entry] = {}
        self._heard: dict[str, SentenceId] = {}
        self._position = ""

    async def position(self) -> str:
        """See Reviews."""
        return self._position

    async def add(self, candidates: Sequence[Candidate], *, position: str) -> int:
        """See Reviews."""
        new = [one for one in candidates if one.heard not in self._heard]
        for one in new:
            self._heard[one.heard] = one.id
            self._hear(one)
        self._position = position
        return len(new)

    async def flag(self, candidate: Candidate) -> bool:
        """See Reviews."""
        known = self._entries.get(candidate.id)
        if known is not None and known.outcome:
            return False
        if candidate.heard not in self._heard:
            self._heard[candidate.heard] = candidate.id
            self._hear(candidate)
        entry = self._entries[candidate.id]
        old = entry.waiting.candidate
        told = replace(
            old,
            reasons=(*old.reasons, *(one for one in candidate.reasons if one not in old.reasons)),
            worth=max(old.worth, candidate.worth),
            proposed=candidate.proposed or old.proposed,
        )
        entry.waiting = replace(entry.waiting, candidate=told)
        entry.order = max(entry.order, candidate.worth)
        return True

    async def forget(self, heard: Collection[str]) -> None:
        """See Reviews."""
        gone = {self._heard.pop(one) for one in heard if one in self._heard}
        for id in gone:
            self._drop_unheard(id)
        for entry in (self._entries[id] for id in gone & self._entries.keys()):
            if entry.waiting.candidate.heard in heard:
                self._name_another_line(entry)

    async def claim(self, editor: str, *, limit: int, lease: timedelta) -> list[Waiting]:
        """See Reviews."""
        free = [entry for entry in self._in_order() if self._is_free(entry, editor)]
        mine_first = sorted(free, key=lambda entry: entry.waiting.claimed_by != editor)
        return self._given(mine_first[:limit], editor, lease)

    async def claim_these(
        self, editor: str, ids: Collection[SentenceId], *, lease: timedelta
    ) -> list[Waiting]:
        """See Reviews."""
        wanted = [entry for entry in self._in_order() if entry.waiting.candidate.id in set(ids)]
        free = [entry for entry in wanted if self._is_free(entry, editor)]
        return self._given(free, editor, lease)

    async def release(self, editor: str) -> None:
        """See Reviews."""
        for entry in self._in_order():
            if entry.waiting.claimed_by == editor:
                self._free(entry)

    async def postpone(self, editor: str, id: SentenceId) -> None:
        """See Reviews."""
        entry = self._own(editor, id)
        entry.order = min(one.order for one in self._entries.values()) - 1
        self._free(entry)

    async def settle(
        self, editor: str, id: SentenceId, outcome: Outcome, label: Label | None = None
    ) -> None:
        """See Reviews."""
        entry = self._own(editor, id)
        entry.outcome, entry.by, entry.label = outcome, editor, label
        entry.settled = 1 + max(one.settled for one in self._entries.values())

    async def untaught(self, editor: str) -> list[Taught]:
        """See Reviews."""
        due = [
            entry
            for entry in sorted(self._entries.values(), key=lambda one: one.settled)
            if entry.by == editor and entry.label and not entry.taught
        ]
        return [Taught(one.waiting.candidate.id, one.label) for one in due if one.label]

    async def taught(self, id: SentenceId) -> None:
        """See Reviews."""
        self._entries[id].taught = True
        self._drop_unheard(id)

    async def waiting(self, *, limit: int) -> list[Waiting]:
        """See Reviews."""
        free = [entry.waiting for entry in self._in_order() if self._is_free(entry, "")]
        return free[:limit]

    async def counts(self) -> Counts:
        """See Reviews."""
        settled = Counter(one.outcome for one in self._entries.values() if one.outcome)
        return Counts(len(self._in_order()), dict(settled))

    def _drop_unheard(self, id: SentenceId) -> None:
        entry = self._entries[id]
        due = entry.label is not None and not entry.taught
        if not due and id not in self._heard.values():
            del self._entries[id]

    def _name_another_line(self, entry: _Entry) -> None:
        id = entry.waiting.candidate.id
        names = sorted(name for name, its in self._heard.items() if its == id)
        candidate = replace(entry.waiting.candidate, heard=names[0] if names else "")
        entry.waiting = replace(entry.waiting, candidate=candidate)

    def _hear(self, heard: Candidate) -> None:
        known = self._entries.get(heard.id)
        if known is None:
            self._entries[heard.id] = _Entry(Waiting(heard), order=heard.worth)
            return
        old = known.waiting.candidate
        reasons = (*old.reasons, *(one for one in heard.reasons if one not in old.reasons))
        latest = heard if heard.at >= old.at else old
        candidate = replace(
            latest,
            reasons=reasons,
            worth=max(old.worth, heard.worth),
            proposed=latest.proposed or old.proposed,
        )
        known.waiting = replace(known.waiting, candidate=candidate, times=known.waiting.times + 1)
        known.order = max(known.order, heard.worth)

    def _in_order(self) -> list[_Entry]:
        due = [entry for entry in self._entries.values() if entry.outcome is None]
        return sorted(due, key=lambda entry: (-entry.order, entry.waiting.candidate.id))

    def _is_free(self, entry: _Entry, editor: str) -> bool:
        until = entry.waiting.claimed_until
        return until is None or until <= self._clock.now() or entry.waiting.claimed_by == editor

    def _own(self, editor: str, id: SentenceId) -> _Entry:
        entry = self._entries.get(id)
        if entry is None or entry.outcome or entry.waiting.claimed_by != editor:
            raise TakenError("Somebody else has it, or it is done.")
        return entry

    def _given(self, entries: list[_Entry], editor: str, lease: timedelta) -> list[Waiting]:
        until = self._clock.now() + lease
        for entry in entries:
            entry.waiting = replace(entry.waiting, claimed_by=editor, claimed_until=until)
        return [entry.waiting for entry in entries]

    @staticmethod
    def _free(entry: _Entry) -> None:
        entry.waiting = replace(entry.waiting, claimed_by=None, claimed_until=None)
