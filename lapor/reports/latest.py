"""What lists for machines say of reports besides `look_at_list`: one query each for a whole list.

The reports come as somebody sees them, and each answer stays within that sight.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Q

from lapor.reports.access import Content, Files
from lapor.reports.history import BESIDE, OFFICE, OWN
from lapor.reports.looking import Seen
from lapor.reports.models import Attachment, Event, Message
from lapor.reports.states import MessageKind

# What offices say to everybody; the words of reporters are no answer.
ANSWERS = (
    MessageKind.ANSWER,
    MessageKind.INTERIM,
    MessageKind.ARCHIVAL,
    MessageKind.CLOSING,
    MessageKind.DECISION,
)
PICTURES = ("image/jpeg", "image/png", "image/webp")
# Acts that change nothing for the public, or that it does not hear of.
SILENT = (*BESIDE, *OFFICE, *OWN)
# A change that the public may know of.
HEARD = ~Q(act__in=SILENT)


def answers(rows: Iterable[Seen]) -> dict[int, str]:
    """Report -> the last public word of an office, masked unless the viewer reads in full."""
    seen = {one.id: one.sight for one in rows if one.sight.content is not Content.NONE}
    last = Message.objects.filter(report__in=seen, kind__in=ANSWERS, redacted_at=None)
    last = last.order_by("report", "-id").distinct("report")
    return {
        row.report_id: row.text if seen[row.report_id].content is Content.FULL else row.public_text
        for row in last
    }


def changes(rows: Iterable[Seen]) -> dict[int, datetime]:
    """Report -> when the last thing happened that the public may know of."""
    events = Event.objects.filter(HEARD, report__in=[one.id for one in rows])
    return dict(events.values("report").annotate(last=Max("at")).values_list("report", "last"))


def pictures(rows: Iterable[Seen]) -> dict[int, int]:
    """Report -> the number of its first picture that the verifier has released."""
    ids = [one.id for one in rows if one.sight.files >= Files.RELEASED]
    files = Attachment.objects.filter(report__in=ids, redacted_at=None, cleaned=True, released=True)
    files = files.filter(content_type__in=PICTURES).exclude(key="")
    return dict(files.order_by("report", "number").distinct("report").values_list("report", "number"))
