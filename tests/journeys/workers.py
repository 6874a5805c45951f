"""A worker of its own for a test, on the test's database; killed and started again at will."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import connection

from tests.journeys.serving import database_url
from tests.shared import ROOT

MINUTES = 10


class Worker:
    """`lapor worker` in a process group of its own; `settings` are further ones of its environment."""

    def __init__(self, **settings: str) -> None:
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "worker"],
            cwd=ROOT,
            env=self._environment(),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """`kill -9`; its jobs stay as they were."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def drain(self) -> None:
        """`lapor drain`: what a killed worker left behind too, as if half a minute had passed."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        subprocess.run(
            [*COMMAND, "drain"],
            cwd=ROOT,
            env=self._environment(),
            check=True,
            timeout=MINUTES * 60,
            capture_output=True,
        )

    def _environment(self) -> dict[str, str]:
        return os.environ | {"DATABASE_URL": database_url()} | self.settings


COMMAND = (sys.executable, "-m", "lapor.operate")


@contextmanager
def working(**settings: str) -> Iterator[Worker]:
    worker = Worker(**settings)
    try:
        worker.start()
        yield worker
    finally:
        worker.kill()
