"""Answers that their reporters found good: closed by the reporter with four or five of five."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lapor.accounts.actors import PUBLIC
from lapor.registry.models import Agency
from lapor.reports import access
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.models import Message
from lapor.reports.states import MessageKind, Status

GOOD = 4


@dataclass(frozen=True)
class Praised:
    """The report as anybody sees it, the last answer masked, and what the reporter gave it, 4 or 5."""

    seen: Seen
    answer: str
    rating: int


def well_answered(agency: Agency, *, limit: int, now: datetime) -> list[Praised]:
    """The newest of a top agency; a blanked answer is left out. A fixed number of queries."""
    rows = access.published().filter(agency=agency, status=Status.CLOSED, rating__gte=GOOD)
    seen = look_at_list(rows.order_by("-received", "-id")[:limit], PUBLIC, now=now)
    answers = _answers([each.id for each in seen])
    return [Praised(one, answers[one.id], one.report.rating or GOOD) for one in seen if one.id in answers]


def _answers(ids: list[int]) -> dict[int, str]:
    """The last final answer of each, as the public reads it."""
    rows = Message.objects.filter(report__in=ids, kind=MessageKind.ANSWER, redacted_at=None)
    rows = rows.exclude(public_text="").order_by("report", "-id").distinct("report")
    return dict(rows.values_list("report_id", "public_text"))
