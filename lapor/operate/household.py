"""The processes of one `lapor demo`: web server and worker as children of one, gone when it is gone."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from lapor.operate import lifeline

STOP_SECONDS = 25  # running requests and the job at hand may finish
READY_SECONDS = 180


class ChildEnded(Exception):
    """A process of the demo ended by itself."""


@contextlib.contextmanager
def children(*commands: Sequence[str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Starts `lapor` commands; ends all of them on the way out, whatever the reason.

    Each in its own process group: Ctrl-C reaches this process alone, which then ends them in order.
    """
    lifeline.offer()
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            line = [sys.executable, "-m", "lapor.operate", *command]
            started.append(subprocess.Popen(line, stdin=subprocess.DEVNULL, start_new_session=True))
        yield started
    finally:
        _stop(started)


def wait_ready(port: int, processes: Sequence[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(port):
        _refuse_ended(processes)
        if time.monotonic() > deadline:
            raise ChildEnded(f"the web server did not answer within {READY_SECONDS} seconds")
        time.sleep(0.1)


def watch(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Until a signal comes; a child that ends by itself is an error."""
    while True:
        _refuse_ended(processes)
        time.sleep(0.5)


def _answers(port: int) -> bool:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as web:
        try:
            web.request("GET", "/healthz")
            return web.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False


def _refuse_ended(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is not None:
            name = list(process.args)[3] if isinstance(process.args, list) else "child"
            raise ChildEnded(f"{name} ended by itself with status {process.returncode}; see its lines above")


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    # A second Ctrl-C must not leave half of them behind.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
