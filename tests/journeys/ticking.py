"""`lapor tick --at` in processes of their own, on the test's database."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from datetime import datetime

from tests.journeys.serving import database_url
from tests.journeys.workers import COMMAND, MINUTES
from tests.shared import ROOT


class Tick:
    """One run, begun at once."""

    def __init__(self, at: datetime) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "tick", "--at", at.isoformat()],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": database_url(), "LAPOR_TRACEBACK": "1"},
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def kill(self) -> None:
        """`kill -9`: what it had begun is rolled back, what it had done stays."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def wait(self) -> None:
        said, _none = self.process.communicate(timeout=MINUTES * 60)
        assert self.process.returncode == 0, said.decode()


def measured(at: datetime) -> tuple[dict[str, int], int]:
    """What one run says it did, by step, and the most memory it had, in bytes."""
    tick = Tick(at)
    said = tick.process.stdout.read().decode() if tick.process.stdout else ""
    _pid, status, used = os.wait4(tick.process.pid, 0)
    tick.process.returncode = os.waitstatus_to_exitcode(status)
    assert tick.process.returncode == 0, said
    done = dict(line.split(": ") for line in said.splitlines())
    return {step: int(number) for step, number in done.items()}, used.ru_maxrss * 1024
