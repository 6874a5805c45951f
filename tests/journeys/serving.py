"""A web server of its own for a test, on the test's database; killed and started again at will."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException

from django.db import connection

from tests.shared import ROOT

ATTEMPTS = 600


def database_url() -> str:
    """The test database, for a process of its own."""
    settings = connection.settings_dict
    host, port, user, name = (str(settings[key] or "") for key in ("HOST", "PORT", "USER", "NAME"))
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    if host.startswith("/"):
        return f"postgresql://{user}{password}@/{name}?host={host}"
    return f"postgresql://{user}{password}@{host}:{port or 5432}/{name}"


class Server:
    """`lapor serve` in a process group of its own; `settings` are further ones of its environment."""

    def __init__(self, **settings: str) -> None:
        self.settings = settings
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        environment = os.environ | {"DATABASE_URL": database_url(), "LAPOR_BASE_URL": self.address}
        environment |= self.settings
        command = [sys.executable, "-m", "lapor.operate", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(ATTEMPTS):
            if self.process.poll() is not None:
                raise RuntimeError("the server ended at its start")
            if self._answers():
                return
        raise RuntimeError("the server does not answer")

    def kill(self) -> None:
        """`kill -9` of the whole group, as a power cut would."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                pass
            web = HTTPConnection("127.0.0.1", self.port, timeout=30)
            web.request("GET", "/lacak/")
            return web.getresponse().status == 200
        except (OSError, HTTPException):
            # Nobody listens yet: wait on the process instead of the clock, a little at a time.
            try:
                if self.process:
                    self.process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                pass
            return False


@contextmanager
def serving(**settings: str) -> Iterator[Server]:
    server = Server(**settings)
    try:
        server.start()
        yield server
    finally:
        server.kill()
