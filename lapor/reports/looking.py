"""A report as one viewer sees it: the only form in which doors show or send one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import prefetch_related_objects

from lapor.accounts.actors import Actor
from lapor.registry.models import Agency, Category, Region
from lapor.reports.access import Content, Sight, files_of, known_of, sight
from lapor.reports.models import Attachment, Disposition, Report


@dataclass(frozen=True)
class Person:
    """Name and contacts, only where the viewer may know them."""

    name: str
    email: str
    phone: str
    email_confirmed: bool
    phone_confirmed: bool


@dataclass(frozen=True)
class Seen:
    """What may be shown; hidden values are empty or None, never placeholders with meaning.

    `due`: step -> time of the latest clock of that step (None while paused). `merged_into`: only of a report
    seen by itself, and only where the viewer may read both, for a merge says that they tell the same.
    """

    report: Report
    sight: Sight
    title: str
    text: str
    location: str
    category: Category | None
    region: Region | None
    agencies: tuple[Agency, ...]
    person: Person | None
    attachments: tuple[Attachment, ...]
    due: dict[str, datetime | None]
    original: tuple[str, str] | None = None
    merged_into: int | None = None

    @property
    def id(self) -> int:
        return self.report.pk

    @property
    def hidden(self) -> bool:
        """Whether the content is closed to this viewer."""
        return self.sight.content is Content.NONE


RELATED = (
    "category",
    "region__parent__parent__parent",
    "agency",
    "unit",
    "publication",
    "identity",
    "split_from__identity",
)


def look(report: Report, actor: Actor, *, now: datetime) -> Seen:
    """One report as `actor` sees it. A fixed number of queries."""
    prefetch_related_objects([report], *RELATED, "versions", "deadlines", "dispositions__holder")
    seen = _seen(report, sight(report, actor, now=now), with_files=True)
    return replace(seen, merged_into=_target(seen, actor, now))


def look_at_list(reports: Iterable[Report], actor: Actor, *, now: datetime) -> list[Seen]:
    """Rows of a list, without attachments. Queries do not grow with rows."""
    rows = list(reports)
    prefetch_related_objects(rows, *RELATED, "versions", "deadlines", "dispositions__holder")
    known = known_of(rows, actor, now=now)
    return [_seen(row, sight(row, actor, now=now, known=known), with_files=False) for row in rows]


def _seen(report: Report, seen: Sight, *, with_files: bool) -> Seen:
    title, text, location = _words(report, seen)
    versions = sorted(report.versions.all(), key=lambda row: row.number)
    first = versions[0] if versions and seen.content is Content.FULL else None
    agencies = tuple(row.holder for row in _living(report)) if seen.place else ()
    return Seen(
        report=report,
        sight=seen,
        title=title,
        text=text,
        location=location,
        category=report.category if seen.place else None,
        region=report.region if seen.place else None,
        agencies=agencies,
        person=_person(report) if seen.person else None,
        attachments=tuple(files_of(report, seen)) if with_files else (),
        due=_due(report),
        original=(first.title, first.text) if first else None,
    )


def _target(seen: Seen, actor: Actor, now: datetime) -> int | None:
    into = seen.report.merged_into
    if into is None or seen.hidden or sight(into, actor, now=now).content is Content.NONE:
        return None
    return into.pk


def _words(report: Report, seen: Sight) -> tuple[str, str, str]:
    if seen.content is Content.FULL:
        text = report.text
        return text.title, text.text, text.location
    if seen.content is Content.MASKED and hasattr(report, "publication"):
        public = report.publication
        return public.title, public.text, public.location
    return "", "", ""


def _living(report: Report) -> list[Disposition]:
    rows = [row for row in report.dispositions.all() if row.until is None]
    return sorted(rows, key=lambda row: (not row.lead, row.pk))


def _person(report: Report) -> Person | None:
    identity = report.reporter
    if identity is None or identity.erased_at:
        return None
    return Person(
        identity.name,
        identity.email,
        identity.phone,
        identity.email_confirmed_at is not None,
        identity.phone_confirmed_at is not None,
    )


def _due(report: Report) -> dict[str, datetime | None]:
    due: dict[str, datetime | None] = {}
    for row in sorted(report.deadlines.all(), key=lambda row: row.pk):
        if row.stopped_at is None or row.step not in due:
            due[row.step] = row.due
    return due
