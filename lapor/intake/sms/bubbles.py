"""What the demo's phone shows: what a number sent to 1708, and what came back to it, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lapor.accounts.sealing import mark
from lapor.intake.models import InboundSms
from lapor.intake.models.sms import Fate
from lapor.notifications import delivery

SHOWN = 30  # of what came in, and of what went out
ARRIVED = ("handed_over", "delivered")
IN_REPLY = "in_reply"  # said in the reply itself, which stands at its message


@dataclass(frozen=True)
class Bubble:
    """One SMS; `mine`: written on this phone. `note`: what else is to be known of it."""

    mine: bool
    text: str
    at: datetime
    note: str = ""


def talk(number: str) -> list[Bubble]:
    """The newest messages of a number (E.164), oldest first. Two queries. Demo only: it shows codes."""
    bubbles = [*_from_phone(number), *_to_phone(number)]
    return sorted(bubbles, key=lambda bubble: bubble.at)  # stable: an answer stays behind its message


def last_report(number: str) -> int | None:
    """The report this number wrote about last."""
    about = InboundSms.objects.filter(sender_mark=mark("phone", number), report__isnull=False)
    return about.order_by("-id").values_list("report_id", flat=True).first()


def _from_phone(number: str) -> Iterator[Bubble]:
    rows = InboundSms.objects.filter(sender_mark=mark("phone", number)).order_by("-id")[:SHOWN]
    for row in reversed(rows):
        yield Bubble(True, row.text, row.received_at, _note(row))
        if row.answer:
            yield Bubble(False, row.answer, row.received_at)


def _note(row: InboundSms) -> str:
    notes = []
    if row.repeats:
        notes.append(_("dikirim %(n)s kali, dikerjakan sekali") % {"n": row.repeats + 1})
    if row.fate == Fate.SET_ASIDE:
        notes.append(_("disisihkan: %(why)s") % {"why": row.get_why_display()})
    if row.fate == Fate.WAITING:
        notes.append(_("menunggu giliran"))
    return " · ".join(notes)


def _to_phone(number: str) -> Iterator[Bubble]:
    for row in delivery.sent(limit=SHOWN, phone=number):
        if row.body and row.status in ARRIVED and row.why != IN_REPLY:
            yield Bubble(False, row.body, row.at)
