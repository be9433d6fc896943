"""Which address a visitor is counted under; only a trusted proxy may speak for another."""

from collections.abc import Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
HOUSEHOLD_PREFIX = 64


def visitor_address(
    peer: str, forwarded: str, *, proxies: Sequence[IPv4Network | IPv6Network]
) -> str:
    """Return the visitor's address as text.

    `forwarded` is X-Forwarded-For. It is read from the right, through as many trusted proxies as
    stand there; the first other address is the visitor's. An IPv6 address stands for its /64,
    because one household has as many of those as it likes.
    """
    address = _parsed(peer)
    if address is None:
        return "unknown"
    for hop in reversed([one.strip() for one in forwarded.split(",") if one.strip()]):
        if not any(address in network for network in proxies):
            break
        nearer = _parsed(hop)
        if nearer is None:
            break
        address = nearer
    return _counted(address)


def _parsed(text: str) -> Address | None:
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _counted(address: Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, HOUSEHOLD_PREFIX), strict=False))
