"""Which address a visitor is counted under."""

from ipaddress import ip_network

import pytest

from connectors.webchat.addresses import visitor_address

PROXIES = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1"),
        ("10.0.0.1", " , ", "10.0.0.1"),
        ("::ffff:203.0.113.9", "", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "", "2001:db8:1:2::/64"),
        ("fd00::1", "[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("", "", "unknown"),
        ("unix:", "1.2.3.4", "unknown"),
    ],
)
def test_an_address_is_believed_only_from_a_trusted_proxy(peer, forwarded, counted):
    assert visitor_address(peer, forwarded, proxies=PROXIES) == counted
