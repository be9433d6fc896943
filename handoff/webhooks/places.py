"""Where webhooks may go: to the open internet over HTTPS, unless a setting says otherwise.

An address that somebody registers must not become a way into our own network. What a name stands
for is looked up when it is connected to, and just that is connected to: a name that means something
else a moment later changes nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpcore
from httpcore import SOCKET_OPTION, AsyncNetworkBackend, AsyncNetworkStream

from staff.language import N_

LONGEST = 2000
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NO_ADDRESS = N_("Das ist keine Adresse wie https://beispiel.de/webhooks.")
NO_HTTPS = N_("Die Adresse muss mit https:// beginnen (http:// nur auf demselben Rechner).")
NO_LOGIN = N_(
    "Name und Passwort gehören nicht in die Adresse; unterschrieben wird mit dem Geheimnis."
)
INSIDE = N_("Diese Adresse liegt im eigenen Netz; dorthin wird nichts gesendet.")


class PrivateAddressError(Exception):
    """The name stands for an address within our own network."""


def problem_of(address: str, *, private: bool) -> str:
    """Return why nothing may be sent to an address, empty if it may; names are not looked up."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return NO_ADDRESS
    if not host or parts.fragment or len(address) > LONGEST or not address.isprintable():
        return NO_ADDRESS
    if " " in address or not address.isascii():
        return NO_ADDRESS
    if parts.username is not None or parts.password is not None:
        return NO_LOGIN
    literal = _literal(host)
    loopback = host == "localhost" or (literal is not None and literal.is_loopback)
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        return NO_HTTPS
    inside = loopback or (literal is not None and not is_outside(literal))
    return INSIDE if inside and not private else ""


def is_outside(address: Address) -> bool:
    """Say whether an address is in the open internet, also one that is written within another."""
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if within is not None:
            return is_outside(within)
        if address.teredo is not None or address in _NAT64:
            return False
    return address.is_global and not address.is_multicast


class GuardedBackend(AsyncNetworkBackend):
    """Connects to what a name stands for, if that is outside; with `private` to anything."""

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """See httpcore. Raises PrivateAddressError, and httpcore's ConnectError."""
        async with asyncio.timeout(timeout):
            addresses = await _looked_up(host, port)
        if not self._private and not all(is_outside(one) for one in addresses):
            raise PrivateAddressError
        return await self._backend.connect_tcp(
            str(addresses[0]), port, timeout, local_address, socket_options
        )

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """See httpcore. No address leads to one."""
        raise PrivateAddressError

    async def sleep(self, seconds: float) -> None:
        """See httpcore."""
        await self._backend.sleep(seconds)


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


async def _looked_up(host: str, port: int) -> list[Address]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise httpcore.ConnectError("The name stands for nothing.") from None
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
