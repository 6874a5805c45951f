"""A Kannel of its own for a test, with the configuration of deploy/kannel: started, killed, started again."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.shared import ROOT

CONF = ROOT / "deploy" / "kannel" / "kannel.conf"
FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
SECRET = "rahasia-uji & aneh"
PASSWORD = "sandi-uji"
ATTEMPTS = 300
PATIENCE = 0.1  # seconds between two looks at a process that starts or ends
PORTS = {"admin": "13000", "smsbox": "13001", "sendsms": "13013", "operator": "10000"}


def needed() -> None:
    """Skip where Kannel is not installed; with CI=true fail."""
    programs = ("bearerbox", "smsbox", FAKESMSC)
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        say = f"needs {', '.join(missing)} (Debian: apt install kannel kannel-extras)"
        pytest.fail(say) if os.environ.get("CI") == "true" else pytest.skip(say)


class Box:
    """One of Kannel's programs."""

    def __init__(self, program: str, folder: Path, port: int) -> None:
        self.program, self.folder, self.port = program, folder, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it listens."""
        with (self.folder / f"{self.program}.out").open("ab") as out:
            self.process = subprocess.Popen(
                [self.program, "-v", "4", str(self.folder / "kannel.conf")],
                cwd=self.folder,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        until(self._listens, f"{self.program} does not listen")

    def kill(self) -> None:
        """`kill -9` of the whole group: an smsbox that lost its bearerbox goes on in a child."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _listens(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            raise RuntimeError(f"{self.program} ended: {(self.folder / f'{self.program}.out').read_text()}")
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False


class Kannel:
    """bearerbox and smsbox; `lapor` is the address of the web they talk to."""

    def __init__(self, folder: Path, lapor: str) -> None:
        self.folder = folder
        self.ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
        (folder / "kannel.conf").write_text(self._configuration(lapor))
        for name in ("store", "dlr", "log"):
            (folder / name).mkdir()
        self.bearerbox = Box("bearerbox", folder, self.ports["smsbox"])
        self.smsbox = Box("smsbox", folder, self.ports["sendsms"])

    @property
    def send_url(self) -> str:
        """For LAPOR_SMS_SEND_URL."""
        query = urlencode({"username": "lapor", "password": PASSWORD, "from": "1708"})
        return f"http://127.0.0.1:{self.ports['sendsms']}/cgi-bin/sendsms?{query}"

    def start(self) -> None:
        self.bearerbox.start()
        self.smsbox.start()

    def kill(self) -> None:
        self.smsbox.kill()
        self.bearerbox.kill()

    def logs(self) -> str:
        """All that the two wrote, anywhere."""
        files = [*self.folder.glob("log/*"), *self.folder.glob("*.out")]
        return "".join(file.read_text(errors="replace") for file in files)

    def _configuration(self, lapor: str) -> str:
        """The delivered file, with what an operator has to change in it changed."""
        text = CONF.read_text()
        for name, standard in PORTS.items():
            text = re.sub(rf"port = {standard}$", f"port = {self.ports[name]}", text, flags=re.MULTILINE)
        changes = {
            "http-queue-delay = 10": "http-queue-delay = 1",  # a test's patience
            "CHANGE-ADMIN-PASSWORD": "admin",
            "CHANGE-STATUS-PASSWORD": "status",
            "CHANGE-SENDSMS-PASSWORD": PASSWORD,
            "secret=CHANGE-LAPOR-SMS-SECRET": urlencode({"secret": SECRET}),
            "http://127.0.0.1:8000": lapor,
            "/var/spool/kannel": str(self.folder),
            "/var/log/kannel": str(self.folder / "log"),
        }
        for before, after in changes.items():
            assert before in text, before
            text = text.replace(before, after)
        assert "CHANGE-" not in text
        return text


def free_ports(number: int) -> list[int]:
    """Ports nobody listens on; all different, since all are held until the last is found."""
    found = [socket.socket() for _ in range(number)]
    try:
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in found]
    finally:
        for one in found:
            one.close()


def until(true: Callable[[], bool], otherwise: str, attempts: int = ATTEMPTS) -> None:
    """Bounded waiting for what other processes do."""
    for _ in range(attempts):
        if true():
            return
        threading.Event().wait(PATIENCE)
    raise AssertionError(otherwise)


@contextmanager
def kannel(folder: Path, lapor: str) -> Iterator[Kannel]:
    needed()
    made = Kannel(folder, lapor)
    try:
        made.start()
        yield made
    finally:
        made.kill()
