"""A child process ends with the process that started it, also when that one is killed outright.

Without this a killed granian master leaves workers that go on answering on the port.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

LIFELINE = "LAPOR_LIFELINE"  # the process id a child has to outlive never
PR_SET_PDEATHSIG = 1


def offer() -> None:
    """From now on, children that call `follow` end with this process."""
    os.environ[LIFELINE] = str(os.getpid())


def follow(*, sent: signal.Signals = signal.SIGTERM) -> None:
    """Asks the kernel to be sent this when the parent dies (Linux; elsewhere the service manager does it)."""
    parent = os.environ.get(LIFELINE)
    if parent is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, sent)
    if os.getppid() != int(parent):  # it died before we asked
        sys.exit(1)
