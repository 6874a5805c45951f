"""The web server: granian in front of `lapor.wsgi`, static files collected when they changed."""

from __future__ import annotations

import contextlib
import hashlib
import socket
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

from lapor.operate import lifeline
from lapor.operate.letting_go import let_go

LOOPBACK = ("127.0.0.1", "localhost", "::1")
THREADS = 4  # per worker; equals the database pool's size, so that no thread waits for a connection


class PortTaken(Exception):
    """Somebody else listens there; the text says what to do."""


def serve(*, host: str, port: int, workers: int) -> None:
    """Until SIGTERM or SIGINT; running requests are finished first."""
    refuse_taken(host, port)
    collect_static()
    lifeline.offer()
    let_go()  # granian forks
    Granian(
        target="lapor.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()


def refuse_taken(host: str, port: int) -> None:
    """granian would share the port with an older listener, which then answers half of the calls."""
    with contextlib.closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"port {port} of {host} cannot be used ({error.strerror}): choose another"
            ) from error


# What the wheels bring and no page links: compressing it would take most of a first start.
NEVER_SERVED = ["redoc*", "draw*"]


def collect_static() -> None:
    """Compressing takes seconds, so only when a file changed since the last time."""
    found = _fingerprint()
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == found:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=NEVER_SERVED)
    stamp.write_text(found)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()
