"""Notices that a mail of ours was not delivered (RFC 3464), and the older kinds that only say so in words.

Which message it was says the address the notice came to, else the Message-ID among the returned headers.
Both hold the message's `ref`: 128 random bits that only our mail server and the recipient's have seen. So
nobody can make a message fail that was not sent to them; a ref that was never given out changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from lapor.intake.email.reading import Mail, leaves, written
from lapor.notifications.addresses import BounceOf, own_hosts, parse_address

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_RETURNED = re.compile(rb"(?i)\bmessage-id:\s*<([0-9a-f]{32})@([^<>@\s]{1,253})>")
_DAEMON = re.compile(r"(mailer-daemon|postmaster|mail-daemon)([-+].*)?")
_READ = 300_000


@dataclass(frozen=True)
class Bounce:
    """`permanent`: the other server has given up. `why`: its status code. `ref` is "" where none is named."""

    ref: str
    permanent: bool
    why: str


def bounce(mail: Mail) -> Bounce | None:
    """The notice that this mail is; None for other mail, also for notices of success."""
    ref = _ref(mail)
    if _is_notice(mail):
        return _noticed(mail, ref)
    if ref and (not mail.sender or _DAEMON.fullmatch(mail.sender.partition("@")[0])):
        status = _STATUS.search(written(mail)[:_READ])
        return Bounce(ref, status[1].startswith("5"), status[1]) if status else None
    return None


def _is_notice(mail: Mail) -> bool:
    kind = mail.message.get_param("report-type")
    report = mail.message.get_content_type() == "multipart/report"
    return report and isinstance(kind, str) and kind.lower() == "delivery-status"


def _noticed(mail: Mail, ref: str) -> Bounce | None:
    """`Action` counts: a server that gave up after days of 4.x.x has failed all the same."""
    actions, codes = [], []
    for block in _blocks(mail):
        actions += [str(value).strip().lower() for value in block.get_all("Action", [])]
        codes += _STATUS.findall(" ".join(str(value) for value in block.get_all("Status", [])))
    bad = [code for code in codes if not code.startswith("2")]
    if not bad and "failed" not in actions and "delayed" not in actions:
        return None
    permanent = "failed" in actions or (not actions and any(code.startswith("5") for code in bad))
    return Bounce(ref, permanent, bad[0] if bad else "unknown")


def _blocks(mail: Mail) -> list[Message[str, str]]:
    """Of the machine-readable part: one block for the mail, then one per recipient."""
    parts = (part for part in leaves(mail.message) if part.get_content_type() == "message/delivery-status")
    payloads = (part.get_payload() for part in parts)
    return [
        block
        for payload in payloads
        if isinstance(payload, list)
        for block in payload[:50]
        if isinstance(block, Message)
    ]


def _ref(mail: Mail) -> str:
    for address in mail.recipients:
        if isinstance(found := parse_address(address), BounceOf):
            return found.ref
    ours = own_hosts()
    returned = (match for match in _RETURNED.finditer(mail.raw[:_READ]))
    return next(
        (m[1].decode().lower() for m in returned if m[2].decode("ascii", "replace").lower() in ours), ""
    )
