"""One mail over one SMTP connection (RFC 5321), and what each answer of the server means for it."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.mail.utils import DNS_NAME

from lapor.notifications.gateways.outgoing import TIMEOUT, Refused, Unreachable, Unsure

GO_ON = 354
# RFC 5321, section 4.2.1: 4xx may pass later, 5xx will not. At these steps the mail itself is refused; at
# the others the server does not want us, and another mail would fare no better.
PERMANENT = 500
OF_THE_MAIL = ("recipient", "data", "words")
_DOTS = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


def server(url: str) -> Server:
    """`smtp://user:password@host:587/?tls=1` (STARTTLS) or `smtps://...` (TLS from the start)."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("LAPOR_EMAIL_URL must look like smtp://user:password@host:587/?tls=1")
    tls = parts.scheme == "smtps"
    starttls = not tls and parse_qs(parts.query).get("tls", ["0"])[0] not in ("0", "")
    return Server(
        host=parts.hostname,
        port=parts.port or (465 if tls else 587 if starttls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=starttls,
        tls=tls,
    )


def transfer(to: Server, *, sender: str, recipient: str, mail: bytes) -> None:
    """Hand one mail over; `mail` with its headers, lines ended by CRLF. Raises as every gateway does."""
    try:
        session = _enter(to)
    except smtplib.SMTPAuthenticationError as error:  # our own setting, not this message's fault
        raise Unreachable("smtp_login") from error
    except smtplib.SMTPResponseException as error:
        raise Unreachable(f"smtp_{error.smtp_code}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable("smtp_unreachable") from error
    try:
        _ask(session, sender, recipient, mail)
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable("smtp_cut") from error
    finally:
        session.close()


def _enter(to: Server) -> smtplib.SMTP:
    name = DNS_NAME.get_fqdn()
    trusted = ssl.create_default_context() if to.tls or to.starttls else None
    session: smtplib.SMTP
    if to.tls:
        session = smtplib.SMTP_SSL(to.host, to.port, name, timeout=TIMEOUT, context=trusted)
    else:
        session = smtplib.SMTP(to.host, to.port, name, timeout=TIMEOUT)
    try:
        if to.starttls:
            session.starttls(context=trusted)
        session.ehlo_or_helo_if_needed()
        if to.user:
            session.login(to.user, to.password)
    except (smtplib.SMTPException, OSError):
        session.close()
        raise
    return session


def _ask(session: smtplib.SMTP, sender: str, recipient: str, mail: bytes) -> None:
    _check("sender", session.mail(sender)[0])
    _check("recipient", session.rcpt(recipient)[0])
    _check("data", session.docmd("DATA")[0], wanted=GO_ON)
    session.send(_DOTS.sub(b"..", mail) + b".\r\n")
    try:
        answer = session.getreply()[0]
    except (smtplib.SMTPException, OSError) as error:  # all of it is out: it may have been taken
        raise Unsure("smtp_no_answer") from error
    _check("words", answer)
    session.putcmd("QUIT")


def _check(step: str, code: int, *, wanted: int = 0) -> None:
    """What an answer means at this step; `wanted`: the one that lets us go on, else any 2xx."""
    if code == wanted or (not wanted and 200 <= code < 300):  # RFC 5321: 2yz is yes
        return
    final = code >= PERMANENT and step in OF_THE_MAIL
    raise (Refused if final else Unreachable)(f"{step}_{code}")
