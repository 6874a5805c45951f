"""`lapor serve` as in production, on a database of the benchmark."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException

from django.db.backends.base.base import BaseDatabaseWrapper

from bench.scratch import using
from tests.journeys.serving import database_url
from tests.shared import ROOT

ATTEMPTS = 300


@contextmanager
def serving(database: BaseDatabaseWrapper, *, secret: str) -> Iterator[int]:
    """Its port. Two processes of four threads, with the pool; static files are collected first."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "lapor.operate", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(database, secret),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        yield port
    finally:
        with suppress(ProcessLookupError):  # it ended by itself, which `_wait` says
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(database: BaseDatabaseWrapper, secret: str) -> dict[str, str]:
    with using(database):
        url = database_url()
    settings = {"DATABASE_URL": url, "LAPOR_BASE_URL": "https://lapor.example", "LAPOR_SMS_SECRET": secret}
    return {name: value for name, value in os.environ.items() if name != "LAPOR_TESTING"} | settings


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _attempt in range(ATTEMPTS):
        if process.poll() is not None:
            raise RuntimeError("the server ended at its start")
        try:
            line = HTTPConnection("127.0.0.1", port, timeout=30)
            line.request("GET", "/gateway/sms/kannel")
            if line.getresponse().status == 403:  # there, and we did not say the secret
                return
        except (OSError, HTTPException):
            try:
                process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError("the server does not answer")
