"""Where webhooks may go, and where never."""

import asyncio
import ipaddress
import socket
from typing import Any

import pytest

from handoff.webhooks import places
from handoff.webhooks.places import GuardedBackend, PrivateAddressError, is_outside, problem_of


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://",
        "https://user:word@example.org/",
        "https://example.org/#part",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://example.org/\r\nX: y",
        "https://127.0.0.1/",
        "https://localhost/",
        "http://localhost/",
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[2002:0a00:0001::]/",
        "https://[64:ff9b::a00:1]/",
        "https://0.0.0.0/",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "x" * 3000,
    ],
)
def test_nothing_goes_to_such_an_address(address: str) -> None:
    assert problem_of(address, private=False)


def test_the_open_internet_is_allowed_and_our_own_net_by_a_setting() -> None:
    assert problem_of("https://example.org:8443/hooks?of=x", private=False) == ""
    assert problem_of("https://93.184.215.14/", private=False) == ""
    assert problem_of("http://127.0.0.1:8080/", private=True) == ""
    assert problem_of("https://10.0.0.1/", private=True) == ""
    assert problem_of("http://10.0.0.1/", private=True) == places.NO_HTTPS
    assert is_outside(ipaddress.ip_address("2606:2800:21f::1"))


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "::1", "fe80::1%eth0"])
async def test_a_name_that_stands_for_our_own_net_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    async def looked_up(*_: Any, **__: Any) -> list[Any]:
        # One address outside, one inside: whoever rebinds a name names both.
        return [(socket.AF_INET, 1, 6, "", (one, 443)) for one in ("93.184.215.14", inside)]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", looked_up)
    with pytest.raises(PrivateAddressError):
        await GuardedBackend(private=False).connect_tcp("receiver.example", 443, timeout=5)
