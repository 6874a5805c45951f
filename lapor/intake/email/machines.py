"""Mail that no person wrote: recognised by its headers (RFC 3834), set aside, and never answered."""

from __future__ import annotations

import re

from lapor.intake.email.reading import Mail
from lapor.notifications.addresses import own_hosts

# More servers than any mail passes on its way: it goes in a circle (RFC 5321 section 6.3 asks for >= 100).
MOST_HOPS = 50
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MARKS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Response-Suppress")
_NOBODY = re.compile(
    r"(mailer-daemon|postmaster|bounces?|no[-_.]?reply|do[-_.]?not[-_.]?reply|tidak-dibalas)([-+].*)?"
)
_AWAY = re.compile(
    r"(?i)((re|bls|balas)\s*:\s*)*\W*(out of (the )?office|automatic(al)? reply|auto[- ]?(reply|response)"
    r"|(balasan|jawaban|respons?) otomatis|(sedang )?di luar kantor|sedang cuti|vacation)\b.*"
)
# The envelope sender of what nobody wrote; some servers write it out.
_NO_SENDER = re.compile(r"(?i)<?(mailer-daemon(@[^>]*)?)?>?")
_OUR_NAME = re.compile(r"<[0-9a-f]{32}@([^<>@\s]+)>")


def machine(mail: Mail) -> str:
    """Why this counts as a machine's (`loop`, `list`, `auto_reply`); "" for a person's mail."""
    if _goes_in_a_circle(mail):
        return "loop"
    if mail.headers("List-Id") or mail.headers("List-Post"):
        return "list"
    return "auto_reply" if _by_header(mail) or _AWAY.fullmatch(mail.subject) else ""


def _goes_in_a_circle(mail: Mail) -> bool:
    name = _OUR_NAME.fullmatch(mail.header("Message-ID").strip().lower())
    ours = own_hosts()
    came_from = mail.sender.rpartition("@")[2]
    return len(mail.headers("Received")) > MOST_HOPS or came_from in ours or bool(name and name[1] in ours)


def _by_header(mail: Mail) -> bool:
    submitted = mail.header("Auto-Submitted").partition(";")[0].strip().lower()
    return (
        submitted not in ("", "no")
        or mail.header("Precedence").strip().lower() in _BULK
        or any(mail.headers(name) for name in _MARKS)
        or any(_NO_SENDER.fullmatch(value.strip()) for value in mail.headers("Return-Path"))
        or mail.message.get_content_type() == "multipart/report"
        or bool(_NOBODY.fullmatch(mail.sender.partition("@")[0]))
    )
