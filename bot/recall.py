"""What this process remembers of its stays: the last answers, and how many stays at most."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

Answer = dict[str, Any]
Think = Callable[[], Awaitable[Answer]]

KEPT_TURNS = 20


@dataclass
class _Stay:
    turn_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    answers: "OrderedDict[str, asyncio.Task]" = field(default_factory=OrderedDict)

    @property
    def busy(self) -> bool:
        return any(not task.done() for task in self.answers.values())


class Recall:
    """Answers each turn of a stay once, one after the other, and forgets the stays longest idle.

    `forget` is called with the sender of each stay that is dropped.
    """

    def __init__(self, *, senders: int, forget: Callable[[str], None]) -> None:
        self._most = senders
        self._forget = forget
        self._stays: OrderedDict[str, _Stay] = OrderedDict()

    async def answer(self, *, sender: str, turn: str, think: Think) -> Answer:
        """Return the answer to a turn: the remembered one, or what `think` comes to.

        Thinking goes on if the caller hangs up, so that asking again finds the answer. A turn that
        raised is not remembered.
        """
        stay = self._stay(sender)
        task = stay.answers.get(turn)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._thinking(stay, think))
            stay.answers[turn] = task
            task.add_done_callback(lambda done: _settle(stay, turn, done))
        return await asyncio.shield(task)

    def _stay(self, sender: str) -> _Stay:
        stay = self._stays.setdefault(sender, _Stay())
        self._stays.move_to_end(sender)
        self._drop_the_idle(keep=sender)
        return stay

    def _drop_the_idle(self, *, keep: str) -> None:
        surplus = len(self._stays) - self._most
        if surplus <= 0:
            return
        idle = (name for name, stay in self._stays.items() if name != keep and not stay.busy)
        for name in list(islice(idle, surplus)):
            del self._stays[name]
            self._forget(name)

    @staticmethod
    async def _thinking(stay: _Stay, think: Think) -> Answer:
        async with stay.turn_at_a_time:
            return await think()


def _settle(stay: _Stay, turn: str, task: "asyncio.Task[Answer]") -> None:
    if task.cancelled() or task.exception() is not None:
        stay.answers.pop(turn, None)
        return
    finished = [name for name, other in stay.answers.items() if other.done()]
    for name in finished[:-KEPT_TURNS]:
        del stay.answers[name]
