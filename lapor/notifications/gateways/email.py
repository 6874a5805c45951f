"""E-mail by SMTP, to the server of LAPOR_EMAIL_URL: text and HTML of the same words."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr

from django.conf import settings

from lapor.notifications.gateways.outgoing import Outgoing
from lapor.notifications.gateways.smtp import server, transfer
from lapor.notifications.html import html


def hand_over(message: Outgoing) -> None:
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    transfer(
        server(settings.EMAIL_URL),
        sender=message.sender or own,
        recipient=_plain(message.address),
        mail=mail(message).as_bytes(),
    )


def mail(message: Outgoing) -> EmailMessage:
    """The mail as it goes out; its Message-ID is our name for it, the same at every try."""
    name, own = parseaddr(settings.DEFAULT_FROM_EMAIL)
    made = EmailMessage(policy=SMTP)
    made["From"] = f'"{name}" <{own}>' if name else own
    made["To"] = _plain(message.address)
    made["Subject"] = " ".join(message.subject.split())
    made["Date"] = formatdate(localtime=True)
    made["Message-ID"] = f"<{message.ref}@{own.rpartition('@')[2]}>"
    if message.reply_to:
        made["Reply-To"] = message.reply_to
    if message.unsubscribe:  # RFC 8058: the mail program's own button, without a page in between
        made["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # RFC 3834: other machines must not answer this one; the second says so to an older mail system.
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made["Content-Language"] = message.language
    made.set_content(message.body, cte="quoted-printable")
    page = html(message.subject, message.body, language=message.language)
    made.add_alternative(page, subtype="html", cte="quoted-printable")
    return made


def _plain(address: str) -> str:
    """The host in the letters that mail systems know: a name in other letters has a form in these."""
    local, at, host = address.rpartition("@")
    return f"{local}{at}{host.encode('idna').decode()}" if at and not host.isascii() else address
