"""What waits at an agency in the public's sight: how much, and how much of it too long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lapor.registry.models import Agency
from lapor.reports.counting import count_each
from lapor.reports.models import Report
from lapor.reports.states import Status

# Counted up to here: "more than 1,000".
MOST = 1_000
# Where the agency is to do something: not where the reporter is asked.
WAITING = (Status.DISPOSED, Status.IN_PROGRESS, Status.REPLIED)


@dataclass(frozen=True)
class Owing:
    """`late` of `waiting` are over their limit; each at most MOST + 1."""

    waiting: int
    late: int


def owing(agency: Agency, *, now: datetime) -> Owing:
    """Of a top agency, public reports only, so that a small number gives nobody away. One query.

    Public by the columns that `access.sight` goes by: a join to the publications would walk along their index
    as they grow.
    """
    rows = Report.objects.filter(agency=agency, status__in=WAITING, secret=False, verified_at__isnull=False)
    found = count_each({"waiting": rows, "late": rows.filter(due__lt=now)}, most=MOST + 1)
    return Owing(**found)
