"""People who are on both platforms, so that one customer can be tried on every channel."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.world.meta.platform import MetaPlatform
from tests.world.meta.state import Person
from tests.world.x.platform import XPlatform
from tests.world.x.state import Account


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with an account on X and one on Facebook."""

    key: str
    account: Account
    person: Person

    def shown(self) -> dict[str, str]:
        return {
            "key": self.key,
            "name": self.person.name,
            "username": self.account.username,
            "x_id": self.account.id,
            "facebook_id": self.person.id,
            "psid": self.person.psid,
            "app_scoped_id": self.person.app_scoped,
        }


class People:
    """Everybody but the provider, by the name of their account on X."""

    def __init__(self, x: XPlatform, meta: MetaPlatform) -> None:
        self._x = x
        self._meta = meta
        self._all: dict[str, Somebody] = {}

    def create(self, username: str, name: str) -> Somebody:
        """Create a person; ValueError if the name is taken."""
        account = self._x.accounts.create(username, name)
        somebody = Somebody(username, account, self._meta.create(name))
        self._all[username] = somebody
        return somebody

    def get(self, key: str) -> Somebody:
        """Return a person; KeyError if there is none."""
        return self._all[key]

    def __iter__(self) -> Iterator[Somebody]:
        return iter(self._all.values())
