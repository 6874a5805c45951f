"""E-mail by SMTP, to the server of LAPOR_EMAIL_URL."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from lapor.notifications.gateways.outgoing import TIMEOUT, Outgoing, Refused, Unreachable

PERMANENT = 500  # SMTP: 4xx may pass later, 5xx will not (RFC 5321 section 4.2.1)


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


def hand_over(message: Outgoing) -> None:
    try:
        _mail(message).send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        raise _failure(min(codes), "recipient") from error
    except smtplib.SMTPAuthenticationError as error:  # our own setting, not this message's fault
        raise Unreachable("smtp_login") from error
    except smtplib.SMTPResponseException as error:
        raise _failure(error.smtp_code, "smtp") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable("smtp_unreachable") from error


def _mail(message: Outgoing) -> EmailMessage:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return EmailMessage(
        message.subject,
        message.body,
        settings.DEFAULT_FROM_EMAIL,
        [message.address],
        # RFC 3834: other machines must not answer this one.
        headers={"Message-ID": f"<{message.ref}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=_connection(server(settings.EMAIL_URL)),
    )


def _connection(to: Server) -> EmailBackend:
    return EmailBackend(
        host=to.host,
        port=to.port,
        username=to.user,
        password=to.password,
        use_tls=to.starttls,
        use_ssl=to.tls,
        timeout=TIMEOUT,
    )


def _failure(code: int, what: str) -> Exception:
    return Refused(f"{what}_{code}") if code >= PERMANENT else Unreachable(f"{what}_{code}")
