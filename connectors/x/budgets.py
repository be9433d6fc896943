"""How much our account may still do at X, counted by all workers together, people first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from redis.asyncio import Redis

from chassis.redis import awaited
from connectors.x.keys import XKeys
from connectors.x.scripts import LEARN, TAKE
from connectors.x.settings import BudgetKind, Prices, Window
from conversation.ports import Clock

NOTHING_LEFT = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """One call that was counted; `give_back` it if it was never made."""

    kind: BudgetKind
    call: str


@dataclass(frozen=True, slots=True)
class Figure:
    """How one window of a budget stands. `price` is US dollars for one call.

    `left` is what people may still use, `left_to_automation` what is not reserved for them;
    `wait` and `wait_of_automation` say how long until the next call.
    """

    kind: BudgetKind
    span: timedelta
    limit: int
    used: int
    reserve: int
    wait: timedelta
    wait_of_automation: timedelta
    price: Decimal

    @property
    def left(self) -> int:
        """Calls that people may still make in this window."""
        return max(0, self.limit - self.used)

    @property
    def left_to_automation(self) -> int:
        """Calls that the assistant and notices may still make in this window."""
        return max(0, self.limit - self.reserve - self.used)


class Budgets:
    """Sliding windows in Redis, and what X's own headers said, whichever allows less.

    X counts in fixed windows whose beginning is not told: a sliding one of the same length never
    allows more than they do.
    """

    def __init__(
        self,
        redis: Redis,
        keys: XKeys,
        *,
        windows: Mapping[BudgetKind, tuple[Window, ...]],
        prices: Prices,
        clock: Clock,
    ) -> None:
        self._redis = redis
        self._keys = keys
        self._windows = windows
        self._prices = prices
        self._clock = clock
        self._take = redis.register_script(TAKE)
        self._learn = redis.register_script(LEARN)

    async def take(self, kind: BudgetKind, *, person: bool) -> Taken | timedelta:
        """Count one call, or return how long to wait until there is room for one."""
        call = uuid4().hex
        wait = await self._ask(kind, call=call, person=person)
        return wait if wait else Taken(kind, call)

    async def give_back(self, taken: Taken) -> None:
        """Take a call off again that certainly never reached X."""
        await self._redis.zrem(self._keys.budget(taken.kind), taken.call)

    async def wait(self, kind: BudgetKind, *, person: bool) -> timedelta:
        """Return how long until one call may be made; nothing is counted."""
        return await self._ask(kind, call="", person=person)

    async def learn(
        self, kind: BudgetKind, *, remaining: int, reset: datetime, day: bool = False
    ) -> None:
        """Heed what X said: that many calls are left until `reset`, of minutes or of the day."""
        now = _millis(self._clock.now())
        if _millis(reset) > now:
            key = self._keys.gate(kind, day=day)
            await self._learn(keys=[key], args=[max(0, remaining), _millis(reset), now])

    async def shut(self, kind: BudgetKind, *, until: datetime) -> None:
        """Make no call of this kind until a moment: X has said that there were too many."""
        await self.learn(kind, remaining=NOTHING_LEFT, reset=until)

    async def budget_now(self) -> tuple[Figure, ...]:
        """Return how the budgets of what customers see stand, window by window."""
        kinds = (BudgetKind.POST, BudgetKind.DIRECT_MESSAGE)
        return tuple([figure for kind in kinds for figure in await self._figures(kind)])

    def price(self, kind: BudgetKind) -> Decimal:
        """Return what one message usually costs, in US dollars."""
        if kind is BudgetKind.DIRECT_MESSAGE:
            return self._prices.direct_message
        return self._prices.summoned_reply

    async def _figures(self, kind: BudgetKind) -> list[Figure]:
        now = _millis(self._clock.now())
        key, gate = self._keys.budget(kind), self._keys.gate(kind)
        wait = await self.wait(kind, person=True)
        wait_of_automation = await self.wait(kind, person=False)
        remaining, reset = await awaited(self._redis.hmget(gate, ["remaining", "reset"]))
        figures = []
        for place, window in enumerate(self._windows[kind]):
            since = f"({now - _span(window)}"
            used = int(await self._redis.zcount(key, since, "+inf"))
            if place == 0 and reset and int(reset) > now:
                # Whatever else used the account is not in our count, but in X's.
                used = max(used, window.limit - max(0, int(remaining)))
            figures.append(
                Figure(
                    kind=kind,
                    span=window.span,
                    limit=window.limit,
                    used=min(used, window.limit),
                    reserve=window.reserve,
                    wait=wait,
                    wait_of_automation=wait_of_automation,
                    price=self.price(kind),
                )
            )
        return figures

    async def _ask(self, kind: BudgetKind, *, call: str, person: bool) -> timedelta:
        windows = self._windows[kind]
        figures = [figure for one in windows for figure in (_span(one), one.limit, one.reserve)]
        wait = await self._take(
            keys=[
                self._keys.budget(kind),
                self._keys.gate(kind),
                self._keys.gate(kind, day=True),
            ],
            args=[
                _millis(self._clock.now()),
                call,
                int(person),
                windows[0].reserve,
                windows[-1].reserve,
                *figures,
            ],
        )
        return timedelta(milliseconds=int(wait))


def _span(window: Window) -> int:
    return round(window.span.total_seconds() * 1000)


def _millis(moment: datetime) -> int:
    return round(moment.astimezone(UTC).timestamp() * 1000)
