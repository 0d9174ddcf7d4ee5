"""Which address failed sign-ins are counted by, as axes asks for it."""

from __future__ import annotations

import pytest
from axes.helpers import get_client_ip_address


@pytest.mark.parametrize(
    ("count", "passed_on", "address"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "192.0.2.5,198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "unknown", "10.0.0.1"),
    ],
)
def test_client_address_counts_proxies_from_the_right(rf, settings, count, passed_on, address):
    settings.PROXY_COUNT = count
    headers = {} if passed_on is None else {"X-Forwarded-For": passed_on}
    request = rf.post("/aanmelden/", headers=headers, REMOTE_ADDR="10.0.0.1")
    assert get_client_ip_address(request) == address


def test_client_address_on_a_socket_is_unknown(rf):
    assert get_client_ip_address(rf.post("/aanmelden/", REMOTE_ADDR="")) is None
