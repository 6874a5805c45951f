"""What a mail is, before anything is done about it.

The sender's name proves nothing, for anybody can write it. What makes a mail the reporter's is the signed
address it came to, which only our mails to that person hold; the sender must fit besides, so that a mail
passed on to a neighbour gives the neighbour no rights. Where our own mail server says that the sender's
domain disowns the mail (DMARC, RFC 7489), it is not believed either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lapor.accounts.sealing import mark
from lapor.intake.email.bounces import Bounce, bounce
from lapor.intake.email.machines import machine
from lapor.intake.email.reading import Mail
from lapor.notifications.addresses import BounceOf, ReplyTo, own_hosts, parse_address, report_of
from lapor.reports.models import Report

_DISOWNED = re.compile(r"(?i)\bdmarc\s*=\s*fail\b")


@dataclass(frozen=True)
class Aside:
    """Nothing is done and nobody is answered."""

    why: str


@dataclass(frozen=True)
class Reply:
    """The reporter writes about the own report."""

    report: Report


@dataclass(frozen=True)
class Stranger:
    """It came to a genuine address of a report, but not from its reporter, as far as one can tell."""

    report: Report
    why: str


@dataclass(frozen=True)
class Forged:
    """It came to an address that we never gave out."""


@dataclass(frozen=True)
class Unaddressed:
    """A person's mail about no report: such mail files nothing, its sender is shown the form."""


Sort = Bounce | Aside | Reply | Stranger | Forged | Unaddressed


def sort(mail: Mail) -> Sort:
    """At most one query per address of ours among the recipients (ten are looked at)."""
    if returned := bounce(mail):
        return returned
    if why := machine(mail):
        return Aside(why)
    if not mail.sender:
        return Aside("no_sender")
    ours = [found for address in mail.recipients[:200] if (found := parse_address(address))][:10]
    replies = [found for found in ours if isinstance(found, ReplyTo)]
    report = next((genuine for reply in replies if (genuine := report_of(reply))), None)
    if report:
        return _of(report, mail)
    if disowned(mail):
        return Aside("dmarc")
    if any(isinstance(found, BounceOf) for found in ours):
        return Aside("no_bounce")
    return Forged() if replies else Unaddressed()


def disowned(mail: Mail) -> bool:
    """Whether our own mail server found that the sender's domain does not stand by this mail."""
    return any(
        _is_ours(value) and _DISOWNED.search(value) for value in mail.headers("Authentication-Results")
    )


def _of(report: Report, mail: Mail) -> Sort:
    person = report.reporter
    if disowned(mail):
        return Stranger(report, "dmarc")
    if person is None or person.email_mark != mark("email", mail.sender):
        return Stranger(report, "stranger")
    return Reply(report) if person.email_confirmed_at else Stranger(report, "unconfirmed")


def _is_ours(result: str) -> bool:
    """The server that wrote this result is in our domain: senders can write such headers too."""
    server = result.partition(";")[0].strip().partition(" ")[0].lower()
    return any(
        server == host or server.endswith(f".{host}") or (server and host.endswith(f".{server}"))
        for host in own_hosts()
    )
