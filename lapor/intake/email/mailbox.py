"""Where mail waits for us: a maildir on this machine or a folder of an IMAP server, read the same way.

A mail counts as fetched only when `done` is called for it, which is after its row is committed.
"""

from __future__ import annotations

import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Seconds for one answer of the server.
TIMEOUT = 20
LARGEST = 30 * 1024 * 1024
# Of a mail that is larger only so much is read: enough for its headers.
HEAD = 256 * 1024
# What a mailbox that does not answer raises.
FAILURES = (OSError, imaplib.IMAP4.error)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Fetched:
    """A mail's bytes; only its beginning where `whole` is False."""

    raw: bytes
    whole: bool


class Mailbox(Protocol):
    def unread(self, limit: int) -> list[str]:
        """Names of waiting mails, oldest first."""

    def fetch(self, name: str) -> Fetched | None:
        """The mail; None where another worker has taken it."""

    def done(self, name: str) -> None:
        """It is stored: it will not be given out again."""


@contextmanager
def opened(url: str) -> Iterator[Mailbox]:
    """The mailbox of LAPOR_EMAIL_IN_URL. Raises one of FAILURES when it does not answer."""
    parts = urlsplit(url)
    if parts.scheme == "maildir" and parts.path:
        yield Maildir(Path(unquote(parts.path)))
    elif parts.scheme in ("imap", "imaps") and parts.hostname:
        server = _logged_in(parts)
        try:
            yield Imap(server)
        finally:
            with suppress(*FAILURES):
                server.logout()
    else:
        raise ImproperlyConfigured(
            "LAPOR_EMAIL_IN_URL must look like imaps://user:password@host/FOLDER or maildir:///path"
        )


class Maildir:
    """A mail server delivers into `new/`; what is stored moves to `cur/` with the flag S (seen)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def unread(self, limit: int) -> list[str]:
        names = [entry.name for entry in (self.path / "new").iterdir() if not entry.name.startswith(".")]
        return sorted(names)[:limit]

    def fetch(self, name: str) -> Fetched | None:
        try:
            with (self.path / "new" / name).open("rb") as mail:
                raw = mail.read(LARGEST + 1)
        except FileNotFoundError:
            return None
        return Fetched(raw, whole=True) if len(raw) <= LARGEST else Fetched(raw[:HEAD], whole=False)

    def done(self, name: str) -> None:
        with suppress(FileNotFoundError):
            (self.path / "new" / name).rename(self.path / "cur" / f"{name.partition(':')[0]}:2,S")


class Imap:
    """Unseen mails of the chosen folder, peeked at: `\\Seen` is ours to set, and only `done` sets it."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self.server = server

    def unread(self, limit: int) -> list[str]:
        found = b" ".join(part for part in self._ask("SEARCH", "UNSEEN") if isinstance(part, bytes))
        return sorted(found.decode("ascii", "replace").split(), key=_number)[:limit]

    def fetch(self, name: str) -> Fetched | None:
        size = _SIZE.search(
            b" ".join(p for p in self._ask("FETCH", name, "(RFC822.SIZE)") if isinstance(p, bytes))
        )
        whole = size is not None and int(size[1]) <= LARGEST
        wanted = "(BODY.PEEK[])" if whole else f"(BODY.PEEK[]<0.{HEAD}>)"
        literals = [part[1] for part in self._ask("FETCH", name, wanted) if isinstance(part, tuple)]
        return Fetched(literals[0], whole) if literals and size else None

    def done(self, name: str) -> None:
        self._ask("STORE", name, "+FLAGS.SILENT", "(\\Seen)")

    def _ask(self, command: str, *arguments: str) -> list[bytes | tuple[bytes, bytes] | None]:
        status, answer = self.server.uid(command, *arguments)
        if status != "OK":
            raise imaplib.IMAP4.error(f"{command} was refused")
        return list(answer)


def _logged_in(parts: SplitResult) -> imaplib.IMAP4:
    host = parts.hostname or ""
    server: imaplib.IMAP4 = (
        imaplib.IMAP4_SSL(host, parts.port or 993, timeout=TIMEOUT)
        if parts.scheme == "imaps"
        else imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
    )
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        status, _answer = server.select('"{}"'.format(folder.replace("\\", "\\\\").replace('"', '\\"')))
        if status != "OK":
            raise imaplib.IMAP4.error("no such folder")
    except BaseException:
        server.shutdown()
        raise
    return server


def _number(name: str) -> int:
    return int(name) if name.isdecimal() else 0
