"""One POST to somebody else's server: to the very address that was looked at, bounded in time and size.

A webhook's address is typed by others. So that it reaches nothing inside our own network, its name is
resolved here, each address is looked at, and the connection goes to that very address, not to the name once
more (a name may answer differently the second time). Redirects are not followed; of the answer only the
status counts.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Seconds for the whole exchange, however slowly the other side speaks.
TIMEOUT = 10.0
# More than this of an answer is not read.
READ_MAX = 16 * 1024
URL_MAX = 500

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Unreached(Exception):
    """Nothing was accepted; its one argument is a code of why."""


class BadAddress(Unreached):
    """The address may not be sent to at all, now or ever, as the settings are."""


@dataclass(frozen=True)
class Place:
    """Where to connect: the numbers that were looked at, and the name for TLS and the Host header."""

    address: str
    port: int
    host: str
    tls: bool
    target: str

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.tls else 80) else f"{name}:{self.port}"


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send and say the status; Unreached with a code where there was none. Blocks for TIMEOUT at most.

    (Resolving a name is the system's matter and has the resolver's own limit.)
    """
    place = resolved(url)
    until = time.monotonic() + TIMEOUT
    try:
        with closing(_connected(place, until)) as line:
            line.settimeout(_left(until))
            line.sendall(_request(place, body, headers))
            return _status(_answer(line, until))
    except TimeoutError:
        raise Unreached("timeout") from None
    except ssl.SSLError:
        raise Unreached("tls") from None
    except OSError:
        raise Unreached("unreachable") from None


def resolved(url: str) -> Place:
    """BadAddress for what may never be sent to; Unreached when the name is not known now."""
    parts, port = parsed(url)
    host = parts.hostname or ""
    tls = parts.scheme == "https"
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreached("unknown_name") from None
    addresses = [ipaddress.ip_address(str(row[4][0]).split("%")[0]) for row in found]
    if not addresses or not all(_allowed(one, tls=tls) for one in addresses):
        raise BadAddress("private_address" if tls else "needs_https")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(str(addresses[0]), port, host, tls, target)


def parsed(url: str) -> tuple[SplitResult, int]:
    """An address as one may be typed, and its port; BadAddress for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise BadAddress("unreadable") from None
    plain = len(url) <= URL_MAX and url.isascii() and url.isprintable() and " " not in url
    if not plain or parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc:
        raise BadAddress("unreadable")
    return parts, port


def _allowed(address: Address, *, tls: bool) -> bool:
    """Public addresses by TLS; others, and without TLS, only in networks that a setting names."""
    inner = _inner(address)
    if any(one in net for one in (address, inner) for net in _networks(settings.WEBHOOK_NETWORKS)):
        return True
    return tls and all(_public(one) for one in (address, inner))


def _public(address: Address) -> bool:
    """Of IPv6 only what is given out to the world (RFC 4291): what else there is may lead inside."""
    given_out = address.version == 4 or address in _networks("2000::/3")[0]
    return given_out and address.is_global and not address.is_multicast


def _inner(address: Address) -> Address:
    """The IPv4 address inside one of IPv6 that only wraps it (mapped, 6to4, Teredo, NAT64)."""
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    teredo = address.teredo[1] if address.teredo else None
    nat64 = ipaddress.ip_network("64:ff9b::/96")
    wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in nat64 else None
    return address.ipv4_mapped or address.sixtofour or teredo or wrapped or address


@cache
def _networks(setting: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(one.strip()) for one in setting.split(",") if one.strip())
    except ValueError as error:
        raise ImproperlyConfigured("LAPOR_WEBHOOK_NETWORKS must be networks such as 10.20.0.0/16") from error


def _connected(place: Place, until: float) -> socket.socket:
    line = socket.create_connection((place.address, place.port), timeout=_left(until))
    if not place.tls:
        return line
    try:
        line.settimeout(_left(until))
        return ssl.create_default_context().wrap_socket(line, server_hostname=place.host)
    except BaseException:
        line.close()
        raise


def _request(place: Place, body: bytes, headers: Mapping[str, str]) -> bytes:
    lines = {
        "Host": place.host_header,
        "User-Agent": "LAPOR-Webhooks/1",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {place.target} HTTP/1.1\r\n{head}\r\n".encode("ascii") + body


def _answer(line: socket.socket, until: float) -> bytes:
    """The head of the answer, and what of its body comes along; the other side need not be heard out."""
    got = b""
    while b"\r\n\r\n" not in got and len(got) < READ_MAX:
        line.settimeout(_left(until))
        piece = line.recv(4096)
        if not piece:
            break
        got += piece
    return got


def _status(answer: bytes) -> int:
    version, _blank, rest = answer.split(b"\r\n", 1)[0].partition(b" ")
    code = rest[:3]
    if not version.startswith(b"HTTP/1.") or not code.isdigit():
        raise Unreached("no_http")
    return int(code)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
