"""Filters of lists: status, class, category, agency, place, days, and what only the desk asks for.

Each is a value of the form's cleaned data; a missing or empty one does not narrow. The names are the
contract's query parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from lapor.accounts.models import User
from lapor.registry.models import Agency, Category, Region
from lapor.reports.models import Deadline, Disposition, Handling, Objection, Report, Tag
from lapor.reports.states import OPEN, Closing, Status
from lapor.sla.rules import Step
from lapor.sla.zones import NATIONAL

Rows = QuerySet[Report]
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# Longer lists of ids cost more to read than they save.
IDS_MAX = 1_000


class Due(TextChoices):
    """How near the nearest duty is (`tenggat`)."""

    LATE = "lewat", _("Lewat batas")
    TODAY = "hari-ini", _("Berakhir hari ini")
    WEEK = "pekan", _("Berakhir dalam 7 hari")
    NONE = "tanpa", _("Tanpa batas waktu")
    LATE_DAYS = "lewat-7", _("Lewat sampai 7 hari")
    LATE_WEEKS = "lewat-30", _("Lewat 8 sampai 30 hari")
    LATE_LONG = "lewat-lama", _("Lewat lebih dari 30 hari")
    LEGAL = "peraturan", _("Lewat batas peraturan perundangan")


class Turn(TextChoices):
    """Who is to do something about an open report (`giliran`)."""

    NATION = "nasional", _("Admin nasional")
    AGENCY = "instansi", _("Instansi")
    REPORTER = "pelapor", _("Pelapor")


class Ended(TextChoices):
    """How a report was closed (`penutupan`)."""

    REPORTER = "pelapor", _("Dipastikan pelapor")
    OFFICER = "petugas", _("Ditutup petugas")
    ITSELF = "otomatis", _("Ditutup otomatis")


TURNS = {
    Turn.NATION: (Status.RECEIVED, Status.VERIFIED),
    Turn.AGENCY: (Status.DISPOSED, Status.IN_PROGRESS, Status.REPLIED),
    Turn.REPORTER: (Status.POSTPONED, Status.ANSWERED),
}
CLOSINGS = {
    Ended.REPORTER: (Closing.CONFIRMED,),
    Ended.OFFICER: (Closing.BY_OFFICER,),
    Ended.ITSELF: (Closing.SILENT, Closing.UNCONFIRMED),
}
# How long ago a limit ran out, in days: (at least, less than).
LATE = {Due.LATE_DAYS: (0, 7), Due.LATE_WEEKS: (7, 30), Due.LATE_LONG: (30, 36_500)}


def narrow(rows: Rows, chosen: Mapping[str, Any], *, now: datetime) -> Rows:
    """The rows that fit all that was chosen; names that are no filter are left alone."""
    for name, by in _PLAIN.items():
        if value := chosen.get(name):
            rows = by(rows, value)
    if due := chosen.get("tenggat"):
        rows = rows.filter(**due_by(Due(due), now)) if due != Due.LEGAL else _over_the_law(rows, now)
    if (wanted := chosen.get("keberatan")) is not None and wanted != "":
        rows = _objected(rows, wanted)
    for name, field in _YES_OR_NO.items():
        if (wanted := chosen.get(name)) is not None and wanted != "":
            rows = rows.filter(**{field: wanted})
    return rows


def due_by(due: Due, now: datetime) -> dict[str, Any]:
    """What it asks of the nearest duty's end, as lookups; LEGAL asks for another duty and is not among them.

    A duty ends with its last local day, so less than 24 hours are left on that day, and on that day alone.
    """
    if due is Due.LATE:
        return {"due__lt": now}
    if due in LATE:
        least, most = LATE[due]
        return {"due__lt": now - least * DAY, "due__gte": now - most * DAY}
    if due is Due.NONE:
        return {"due": None}
    return {"due__gte": now, "due__lt": now + (DAY if due is Due.TODAY else WEEK)}


def of_holds(chosen: Mapping[str, Any], *, now: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same filters in two: what holds know of their report, as lookups; and the rest, for `narrow`."""
    rest, hold = dict(chosen), dict[str, Any]()
    if status := rest.pop("status", ""):
        hold["status"] = status
    if (due := rest.get("tenggat")) and due != Due.LEGAL:
        hold |= due_by(Due(rest.pop("tenggat")), now)
        if due != Due.NONE:
            hold["live"] = True  # as whatever has a duty is: by this the index knows it
    return hold, rest


def _over_the_law(rows: Rows, now: datetime) -> Rows:
    over = Deadline.objects.filter(step=Step.LEGAL_MAXIMUM, due__lt=now, met_at=None, stopped_at=None)
    return rows.filter(pk__in=over.values("report"))


def _of_category(rows: Rows, category: Category) -> Rows:
    """By ids: PostgreSQL knows how many reports each category has, but not what a subquery will give it."""
    below = Category.objects.filter(Q(pk=category.pk) | Q(code__startswith=f"{category.code}/"))
    return rows.filter(category__in=list(below.values_list("pk", flat=True)))


def _of_agency(rows: Rows, agency: Agency) -> Rows:
    """With the lead: by ids, not by a join, so that PostgreSQL knows how many reports a unit has."""
    if agency.parent_id is None:
        return rows.filter(agency=agency)
    return rows.filter(unit__in=list(agency.subtree().values_list("pk", flat=True)))


def _held_below(rows: Rows, unit: Agency) -> Rows:
    """Held by this unit or below it, also where another agency has the lead."""
    ids = list(unit.subtree().values_list("pk", flat=True))
    return rows.filter(pk__in=Disposition.objects.filter(holder__in=ids, until=None).values("report"))


def _in_region(rows: Rows, region: Region) -> Rows:
    """By ids too, but where they are thousands: a province with all its villages."""
    inside = Region.objects.inside(region)
    ids = list(inside.values_list("pk", flat=True)[: IDS_MAX + 1])
    return rows.filter(region__in=ids if len(ids) <= IDS_MAX else inside)


def _from_day(rows: Rows, first: date) -> Rows:
    """Days are WIB days."""
    return rows.filter(received__gte=datetime.combine(first, time.min, NATIONAL))


def _to_day(rows: Rows, last: date) -> Rows:
    """The last day included; the calendar's last year has no end that a clock could reach."""
    if last.year >= date.max.year:
        return rows
    return rows.filter(received__lt=datetime.combine(last, time.min, NATIONAL) + DAY)


def _under_programme(rows: Rows, code: str) -> Rows:
    return rows.filter(pk__in=Tag.objects.filter(programme=code, off=False).values("report"))


def _objected(rows: Rows, wanted: bool) -> Rows:
    """With an objection that nobody has decided yet, or without."""
    waiting = Q(pk__in=Objection.objects.filter(decided_at=None).values("report"))
    return rows.filter(waiting if wanted else ~waiting)


def _handled_by(rows: Rows, officer: User) -> Rows:
    """Open, and in the hands of this officer."""
    return rows.filter(pk__in=Handling.objects.filter(user=officer).values("report"), status__in=OPEN)


_PLAIN: dict[str, Callable[[Rows, Any], Rows]] = {
    "status": lambda rows, status: rows.filter(status=status),
    "kelas": lambda rows, kind: rows.filter(report_class=kind),
    "kategori": _of_category,
    "instansi": _of_agency,
    "unit": _held_below,
    "wilayah": _in_region,
    "sumber": lambda rows, channel: rows.filter(channel=channel),
    "dari": _from_day,
    "sampai": _to_day,
    "giliran": lambda rows, turn: rows.filter(status__in=TURNS[Turn(turn)]),
    "penutupan": lambda rows, ended: rows.filter(status=Status.CLOSED, closing__in=CLOSINGS[Ended(ended)]),
    "petugas": _handled_by,
    "program": _under_programme,
}
_YES_OR_NO = {"berkadar": "supervision", "anonim": "anonymous", "rahasia": "secret", "dibuka": "reopened"}
