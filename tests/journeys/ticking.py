"""`lapor tick --at` in processes of their own, on the test's database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from tests.journeys.serving import database_url
from tests.journeys.workers import COMMAND, MINUTES
from tests.shared import ROOT


class Tick:
    """One run, begun at once."""

    def __init__(self, at: datetime, before: Sequence[str] = ()) -> None:
        self.process = subprocess.Popen(
            [*before, *COMMAND, "tick", "--at", at.isoformat()],
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

    def wait(self) -> str:
        """What it said."""
        said, _none = self.process.communicate(timeout=MINUTES * 60)
        assert self.process.returncode == 0, said.decode()
        return said.decode()


# Between us and the run: a child begins with the peak of whoever started it, and a test process is big.
_MEASURE = """
import resource, subprocess, sys
run = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
sys.stdout.buffer.write(run.stdout)
print("memory:", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
sys.exit(run.returncode)
"""


def measured(at: datetime) -> tuple[dict[str, int], int]:
    """What one run says it did, by step, and the most memory it had, in bytes."""
    tick = Tick(at, before=(sys.executable, "-c", _MEASURE))
    done = dict(line.split(": ") for line in tick.wait().splitlines())
    memory = int(done.pop("memory"))
    return {step: int(number) for step, number in done.items()}, memory
