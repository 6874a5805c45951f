"""A small IMAP server for one folder: only what a poll asks for (RFC 9051), on a port that is free."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "jawab@surel.lapor.example", "rahasia sekali"


@dataclass
class Folder:
    """Mails by UID, those seen, and each command as it came. `breaks_at`: a word at which the line is cut."""

    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    commands: list[str] = field(default_factory=list)
    breaks_at: str = ""

    def bring(self, *mails: bytes) -> None:
        for mail in mails:
            self.mails[len(self.mails) + 7] = mail

    def answer(self, command: str) -> bytes | None:
        """Untagged lines of the answer; None refuses."""
        word, _blank, rest = command.partition(" ")
        if word.upper() == "LOGIN":
            return b"" if f'"{PASSWORD}"' in rest else None
        if word.upper() == "SELECT":
            return b"* %d EXISTS\r\n" % len(self.mails) if rest.strip('"') == "INBOX" else None
        if word.upper() == "UID":
            return self._uid(*rest.split(" ", 2))
        return b"* CAPABILITY IMAP4rev1\r\n" if word.upper() == "CAPABILITY" else b""

    def _uid(self, command: str, first: str, rest: str = "") -> bytes:
        if command == "SEARCH":
            waiting = sorted(set(self.mails) - self.seen, reverse=True)
            return b"* SEARCH " + " ".join(map(str, waiting)).encode() + b"\r\n"
        number = int(first)
        if command == "STORE":
            self.seen.add(number)
            return b""
        mail = self.mails[number]
        if "SIZE" in rest:
            return b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\n" % (number, len(mail))
        if part := re.search(r"<0\.(\d+)>", rest):
            mail = mail[: int(part[1])]
        return b"* 1 FETCH (UID %d BODY[] {%d}\r\n" % (number, len(mail)) + mail + b")\r\n"


@contextmanager
def imap_server() -> Iterator[tuple[Folder, int]]:
    """The folder, and the port at which it is served."""
    folder = Folder()

    class Line(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK IMAP4rev1 ready\r\n")
            for raw in self.rfile:
                tag, _blank, command = raw.decode().strip().partition(" ")
                folder.commands.append(command)
                if folder.breaks_at and folder.breaks_at in command:
                    return
                answer = folder.answer(command)
                self.wfile.write(b"" if answer is None else answer)
                self.wfile.write(f"{tag} {'NO' if answer is None else 'OK'} done\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield folder, server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
