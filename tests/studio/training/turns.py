"""Turns that customers have been answered to, without an archive."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from studio.training.ports import LiveTurn, Taken, TakenTwice

BILL = Taken("ask_bill", 0.9, understood=True, anger=1, person=False)


@dataclass
class SomeTurns:
    """See studio.training.ports.LiveTurns. `words` may be changed by the test; `before` is what
    the assistant took each turn for, BILL if nothing else is said.
    """

    lines: dict[str, str] = field(default_factory=dict)
    turns: list[LiveTurn] = field(default_factory=list)
    kept: dict[str, dict[str, Taken]] = field(default_factory=dict)
    before: dict[str, Taken] = field(default_factory=dict)

    def said(self, at: datetime, *names: str) -> None:
        """Let turns have been answered at a moment."""
        self.turns += [LiveTurn(name, at, f"Frage {name}") for name in names]
        self.lines.update({name: f"Frage {name}" for name in names})

    async def latest(self) -> datetime | None:
        return max((one.at for one in self.turns), default=None)

    async def since(self, at: datetime, *, limit: int) -> list[LiveTurn]:
        return [one for one in self.turns if one.at >= at and one.name in self.lines][:limit]

    async def keep(self, shadow: str, taken: Mapping[str, Taken]) -> int:
        standing = {name: one for name, one in taken.items() if name in self.lines}
        self.kept.setdefault(shadow, {}).update(standing)
        return len(standing)

    async def both(self, shadow: str) -> list[TakenTwice]:
        return [
            TakenTwice(name, self.before.get(name, BILL), after)
            for name, after in self.kept.get(shadow, {}).items()
        ]

    async def words(self, names: Collection[str]) -> Mapping[str, str]:
        return {name: text for name, text in self.lines.items() if name in names}
