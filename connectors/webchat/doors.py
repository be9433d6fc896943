"""Open connections, counted at the door: before they cost anything but the handshake."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from typing import Any

from connectors.webchat.addresses import visitor_address

ADDRESS = "lotse.address"
CROWDED = "Gerade sind sehr viele Chats offen. Bitte in einer Minute noch einmal versuchen."

Opened = Callable[[str, dict[str, Any]], Awaitable[None]]
Closed = Callable[[str, str], Awaitable[None]]


@dataclass(slots=True)
class Doors:
    """Lets connections in while there is room, in all and for one address."""

    most: int
    most_per_address: int
    proxies: Sequence[IPv4Network | IPv6Network]
    _inside: dict[str, str] = field(default_factory=dict)
    _by_address: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self._inside)

    def enter(self, connection: str, address: str) -> bool:
        """Let a connection in; False if there is no room."""
        if len(self._inside) >= self.most or self._by_address[address] >= self.most_per_address:
            return False
        self._inside[connection] = address
        self._by_address[address] += 1
        return True

    def leave(self, connection: str) -> None:
        """Make room again; no-op for a connection that is not inside."""
        address = self._inside.pop(connection, None)
        if address is None:
            return
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]

    def guard(self, engine: Any) -> None:
        """Stand before an engine.io server's own handlers.

        A connection exists from engine.io's handshake on, and may never ask for more; socket.io's
        own connect event would count too few. The address is kept in the connection's environment
        as `ADDRESS`.
        """
        opened: Opened = engine.handlers["connect"]
        closed: Closed = engine.handlers["disconnect"]

        async def open_guarded(connection: str, environ: dict[str, Any]) -> str | None:
            request = environ["sanic.request"]
            # A visitor may send such a header too, and the proxy another one behind it.
            forwarded = ",".join(request.headers.getall("x-forwarded-for", []))
            address = visitor_address(request.ip, forwarded, proxies=self.proxies)
            if not self.enter(connection, address):
                return CROWDED
            environ[ADDRESS] = address
            await opened(connection, environ)
            return None

        async def close_guarded(connection: str, reason: str) -> None:
            await closed(connection, reason)
            self.leave(connection)

        engine.on("connect", open_guarded)
        engine.on("disconnect", close_guarded)
