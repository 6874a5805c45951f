"""Addresses that mail comes back to.

Answers: `jawab+<report id>.<signature>@host`; what could not be delivered: `jawab+b.<ref>@host`.

The signature binds the report to the person's e-mail, so an address taken from one report opens no other.
Only who holds a mail of ours knows it: it is what makes a reply the reporter's, for a sender's name on a
mail proves nothing. Mail systems may change the case of letters, which is why it is base32.
"""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass

from django.conf import settings

from lapor.accounts.sealing import mark
from lapor.notifications.models import Channel, Delivery, Person
from lapor.reports.models import Report

# 120 bits: 24 letters without padding. Beside 19 digits they stay under the 64 of a local part (RFC 5321).
_SIGNATURE_BYTES = 15
_REPLY = re.compile(r"([0-9]{1,18})\.([a-z2-7]{24})")
_BOUNCE = re.compile(r"b\.([0-9a-f]{32})")


@dataclass(frozen=True)
class ReplyTo:
    """An address of the form of a reply's; nothing is proven before `report_of`."""

    report_id: int
    signature: str


@dataclass(frozen=True)
class BounceOf:
    """The message that came back, by its `Delivery.ref`: 128 random bits, so that none can be guessed."""

    ref: str


def reply_address(delivery: Delivery) -> str:
    """Where the reporter's answer to this message goes; "" for others' messages and where none is set."""
    told = delivery.person == Person.REPORTER and delivery.channel == Channel.EMAIL
    if not told or delivery.report_id is None:
        return ""
    return _address(f"{delivery.report_id}.{_signature(delivery.report_id, delivery.person_mark)}")


def bounce_address(ref: str) -> str:
    """The envelope sender of one message: what cannot be delivered comes back there. "" where none is set."""
    return _address(f"b.{ref}")


def parse_address(address: str) -> ReplyTo | BounceOf | None:
    """What an address of ours stands for, in any case of letters; None for every other address.

    Behind our own name and a `+` everything counts as an attempt: what holds no token is a forged reply.
    """
    name, host = _ours()
    local, _at, domain = address.strip().lower().rpartition("@")
    before, plus, token = local.partition("+")
    if not host or not plus or (before, domain) != (name, host):
        return None
    if bounce := _BOUNCE.fullmatch(token):
        return BounceOf(bounce[1])
    reply = _REPLY.fullmatch(token)
    return ReplyTo(int(reply[1]), reply[2]) if reply else ReplyTo(0, "")


def report_of(reply: ReplyTo) -> Report | None:
    """The report that this address was made for; None when it is forged, or its person has been forgotten.

    Compared in constant time. One query.
    """
    rows = Report.objects.select_related("identity", "split_from__identity")
    report = rows.filter(pk=reply.report_id).first()
    person = report.reporter if report else None
    genuine = _signature(reply.report_id, person.email_mark if person else "")
    same = hmac.compare_digest(genuine.encode(), reply.signature.encode())
    return report if same and person and person.email_mark else None


def own_hosts() -> frozenset[str]:
    """The hosts that our mails are written from."""
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ").lower()
    return frozenset({sender, _ours()[1]} - {""})


def _address(token: str) -> str:
    name, host = _ours()
    return f"{name}+{token}@{host}" if host else ""


def _ours() -> tuple[str, str]:
    name, _at, host = settings.EMAIL_REPLY_ADDRESS.strip().lower().rpartition("@")
    return name, host if name else ""


def _signature(report_id: int, person_mark: str) -> str:
    made = bytes.fromhex(mark("mail-reply", f"{report_id}\0{person_mark}"))
    return base64.b32encode(made[:_SIGNATURE_BYTES]).decode().lower()
