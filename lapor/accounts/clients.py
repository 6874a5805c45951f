"""Where a request comes from: only to be counted as a keyed mark for 24 hours (`limits`), never stored."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_of(request: HttpRequest) -> str:
    """The sender's address; of IPv6 one household's network. Only our own proxies are believed."""
    address = request.META.get("REMOTE_ADDR", "")
    passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if 0 < settings.TRUSTED_PROXIES <= len(passed):
        address = passed[-settings.TRUSTED_PROXIES]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return str(parsed)
