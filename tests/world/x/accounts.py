"""Who is on X."""

from collections.abc import Iterator

from tests.world.clock import WorldClock
from tests.world.numbers import Numbers
from tests.world.x.state import Account


class Accounts:
    """Accounts by id and by name."""

    def __init__(self, clock: WorldClock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self._by_id: dict[str, Account] = {}
        self._by_name: dict[str, Account] = {}

    def create(self, username: str, name: str, *, id: str | None = None) -> Account:
        """Create an account; ValueError if its name is taken."""
        if username.lower() in self._by_name:
            raise ValueError(f"@{username} is taken")
        account = Account(
            id=id or self._numbers.snowflake(),
            username=username,
            name=name,
            created_at=self._clock.now(),
        )
        self._by_id[account.id] = account
        self._by_name[username.lower()] = account
        return account

    def get(self, id: str) -> Account | None:
        return self._by_id.get(id)

    def named(self, username: str) -> Account | None:
        return self._by_name.get(username.lower())

    def of(self, id: str) -> Account:
        return self._by_id[id]

    def ids(self) -> dict[str, str]:
        """Return all ids by name in lower case."""
        return {name: account.id for name, account in self._by_name.items()}

    def __iter__(self) -> Iterator[Account]:
        return iter(self._by_id.values())
