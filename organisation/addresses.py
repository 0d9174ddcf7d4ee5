"""From which address a request comes, behind as many proxies as the setting ``PROXY_COUNT`` says."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address, for counting failed sign-ins; ``None`` when nobody knows it (a Unix socket).

    Each proxy adds on the right of ``X-Forwarded-For`` who asked it. What stands further to the left than our
    own proxies wrote is the visitor's own word, and never used.
    """
    connection = request.META.get("REMOTE_ADDR") or None
    count: int = settings.PROXY_COUNT
    passed_on = [entry.strip() for entry in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if count < 1 or len(passed_on) < count:
        return connection
    try:
        return str(ipaddress.ip_address(passed_on[-count]))
    except ValueError:
        return connection
