"""Pantauan: officers who want to know how a report goes on, whoever works on it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from lapor.accounts.actors import Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import AGENCY, NATIONAL
from lapor.reports.models import Disposition, Report, Watch
from lapor.reports.office import line_of
from lapor.reports.refusals import NotAllowed


def watch(report: Report, *, by: Actor, now: datetime) -> None:
    """From the next act on; twice is once. The door fetches the report from the officer's scope."""
    if by.user_id is None or not by.is_officer:
        raise NotAllowed
    Watch.objects.get_or_create(report=report, user_id=by.user_id, defaults={"since": now})


def unwatch(report: Report, *, by: Actor) -> None:
    """No more notices; where none were wished nothing changes."""
    Watch.objects.filter(report=report, user=by.user_id).delete()


def watches(report: Report, by: Actor) -> bool:
    """Whether this officer watches it. One query."""
    return Watch.objects.filter(report=report, user=by.user_id).exists()


def watchers(report: Report, *, now: datetime) -> list[User]:
    """Those watchers who still have the report in scope: it may have left them, or they their seat.

    One query where nobody watches, else three.
    """
    if not report.watches.exists():
        return []
    held = Disposition.objects.filter(report=report, until=None).values_list("holder__path", flat=True)
    above = {number for path in held for number in line_of(path)}
    seats = Seat.objects.living(now).filter(
        Q(role__in=NATIONAL) | Q(agency__in=above, role__in=AGENCY), user=OuterRef("pk")
    )
    watching = Watch.objects.filter(report=report, user=OuterRef("pk"))
    return list(User.objects.filter(Exists(watching), Exists(seats), is_active=True).order_by("id"))
