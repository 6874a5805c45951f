"""GET /statistics/summary: the public figures of a period."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from lapor.api import finding
from lapor.api.bodies import Code, Day
from lapor.api.callers import READING
from lapor.api.declared import READ, answers
from lapor.indicators.summary import summary
from lapor.reports.refusals import BadInput
from lapor.ui.dates import local

router = Router(tags=["Statistik"], auth=READING)


class Period(Schema):
    """Days of receipt in WIB, both included; without them this year so far."""

    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")
    agency: Code | None = None
    region: Code | None = None


class Figures(Schema):
    """Shares are 0 to 1; null where nothing counts."""

    received: int
    per_day: float
    connected: dict[str, int]
    followed_up_within_10_days: float | None
    verified_within_3_working_days: float | None
    followed_up_within_5_working_days: float | None
    completed_share: float | None
    auto_closed_share: float | None
    unconfirmed_share: float | None
    reopened_share: float | None
    median_days_to_first_answer: float | None


@router.get("/statistics/summary", response=answers({200: Figures}, *READ), summary="Angka satu periode")
def statistics_summary(request: HttpRequest, period: Query[Period]) -> Figures:
    now = timezone.now()
    end = period.until or local(now).date()
    start = period.since or end.replace(month=1, day=1)
    if end < start:
        raise BadInput(to=_("Hari terakhir lebih dahulu dari hari pertama. Tukar keduanya."))
    found = summary(
        start=start,
        end=end,
        now=now,
        agency=finding.agency(period.agency),
        region=finding.region(period.region),
    )
    return Figures.model_validate(found.as_dict())
