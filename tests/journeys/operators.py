"""The mobile operator's side of Kannel: what people send to 1708, and what arrives at their phones."""

from __future__ import annotations

import re
import socket
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote_plus, unquote_plus

from tests.journeys.kannel import FAKESMSC

SECONDS = 60
GOT = re.compile(r"Got message \d+: <(.*)>$")


@dataclass(frozen=True)
class Sms:
    """An SMS as the operator sees it."""

    sender: str
    receiver: str
    text: str


# Sender, receiver, kind, then header and text as the kind wants.
LINE = re.compile(r"(\S+) (\S+) (text|data|udh \S*) (.*)")


class Inbox:
    """What arrived so far, filled by a thread; asking waits, but not for ever."""

    def __init__(self) -> None:
        self.arrived: list[Sms] = []
        self.news = threading.Condition()

    def take(self, line: str) -> None:
        """A line of the simulator's protocol; it does not encode a line's end within a text."""
        found = LINE.fullmatch(line)
        with self.news:
            if found:
                sender, receiver, kind, rest = found.groups()
                text = rest if kind == "text" else unquote_plus(rest)
                self.arrived.append(Sms(sender, receiver, text))
            else:
                last = self.arrived.pop()
                self.arrived.append(replace(last, text=f"{last.text}\n{line}"))
            self.news.notify_all()

    def wait(self, enough: Callable[[list[Sms]], bool], what: str, seconds: float = SECONDS) -> list[Sms]:
        with self.news:
            if not self.news.wait_for(lambda: enough(self.arrived), timeout=seconds):
                raise AssertionError(f"{what}; arrived: {self.arrived[-5:]}")
            return list(self.arrived)


class FakeSmsc:
    """Kannel's own `fakesmsc` as operator: started anew for each message it sends, it stays for answers."""

    def __init__(self, port: int) -> None:
        self.port, self.inbox = port, Inbox()
        self.process: subprocess.Popen[str] | None = None
        self.reader: threading.Thread | None = None

    def send(self, sender: str, text: str, kind: str = "text") -> None:
        """`kind` text: as it is; data: UTF-8; ucs2: any character."""
        if kind != "text":
            text = quote_plus(text.encode("utf-16-be" if kind == "ucs2" else "utf-8"))
        self.close()
        command = [FAKESMSC, "-H", "127.0.0.1", "-r", str(self.port), "-i", "0", "-m", "1"]
        self.process = subprocess.Popen(
            [*command, f"{sender} 1708 {kind} {text}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self.reader.start()

    def close(self) -> None:
        if self.process and self.reader:
            self.process.kill()
            self.process.wait()
            self.reader.join()

    def _read(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            found = GOT.search(line.rstrip("\n"))
            if found:
                self.inbox.take(found[1])


class Operator:
    """The same protocol spoken by the test: many messages, long ones in parts; it returns by itself."""

    def __init__(self, port: int) -> None:
        self.port, self.inbox = port, Inbox()
        self.ended = threading.Event()
        self.connected = threading.Event()
        self.line: socket.socket | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def send(self, sender: str, text: str, kind: str = "data") -> None:
        encoded = quote_plus(text.encode("utf-16-be" if kind == "ucs2" else "utf-8"))
        self._write(f"{sender} 1708 {kind} {encoded}")

    def send_parts(self, sender: str, parts: list[str], *, name: int) -> None:
        """A long message; `name` tells its parts from those of another (3GPP TS 23.040, 9.2.3.24.1)."""
        for number, part in enumerate(parts, 1):
            header = quote_plus(bytes([5, 0, 3, name, len(parts), number]))
            self._write(f"{sender} 1708 udh {header} {quote_plus(part)}")

    def close(self) -> None:
        self.ended.set()
        if self.line:
            self.line.close()
        self.thread.join(timeout=5)

    def _write(self, line: str) -> None:
        assert self.connected.wait(SECONDS)
        assert self.line
        self.line.sendall(line.encode() + b"\n")

    def _run(self) -> None:
        while not self.ended.is_set():
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                    self._listen(line)
            except OSError:
                self.ended.wait(0.05)  # Kannel is down: an operator tries again and again
            finally:
                self.connected.clear()

    def _listen(self, line: socket.socket) -> None:
        line.settimeout(0.2)
        self.line, rest = line, b""
        self.connected.set()
        while not self.ended.is_set():
            try:
                read = line.recv(65536)
            except TimeoutError:
                continue
            if not read:
                return
            *whole, rest = (rest + read).split(b"\n")
            for one in whole:
                self.inbox.take(one.decode())
