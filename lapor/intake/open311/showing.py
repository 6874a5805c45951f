"""A report as a service request: what everybody may see of it, or the partner that filed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from lapor.accounts.actors import Actor
from lapor.intake.open311.catalogue import code_and_name
from lapor.intake.open311.formats import Value
from lapor.registry.models import Region
from lapor.reports import latest
from lapor.reports.access import Content
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.models import Report
from lapor.reports.states import OPEN
from lapor.sla.rules import Step
from lapor.ui.dates import local

# The clocks that a reporter waits for; overseers' questions run beside them.
AWAITED = frozenset({Step.VERIFICATION, Step.FOLLOW_UP, Step.RESOLUTION})


@dataclass(frozen=True)
class Beside:
    """What lists ask once for all rows, by report."""

    answers: dict[int, str]
    changes: dict[int, datetime]
    pictures: dict[int, int]


def rows(reports: Iterable[Report], actor: Actor, *, extended: bool, now: datetime) -> list[dict[str, Value]]:
    """Queries do not grow with rows. What the viewer may not know, and what nobody has said, is null."""
    seen = look_at_list(reports, actor, now=now)
    beside = Beside(latest.answers(seen), latest.changes(seen), latest.pictures(seen))
    return [_row(one, beside, extended=extended) for one in seen]


def _row(seen: Seen, beside: Beside, *, extended: bool) -> dict[str, Value]:
    report = seen.report
    code, name = code_and_name(seen.category)
    lat, long = _point(seen)
    row: dict[str, Value] = {
        "service_request_id": str(seen.id),
        "status": "open" if report.status in OPEN else "closed",
        "status_notes": beside.answers.get(seen.id) or str(report.get_status_display()),
        "service_name": name,
        "service_code": code,
        "description": seen.text or None,
        "agency_responsible": seen.agencies[0].name if seen.agencies else None,
        "service_notice": None,
        "requested_datetime": _moment(report.received),
        "updated_datetime": _moment(beside.changes.get(seen.id, report.received)),
        "expected_datetime": _expected(report),
        "address": seen.location or (seen.region.name if seen.region else None),
        "address_id": seen.region.code if seen.region else None,
        "zipcode": None,
        "lat": lat,
        "long": long,
        "media_url": _picture(seen.id, beside.pictures),
    }
    return {**row, "extended_attributes": _extended(seen)} if extended else row


def _extended(seen: Seen) -> dict[str, Value]:
    """Our own words for what the standard has no field for."""
    report = seen.report
    return {
        "title": seen.title or None,
        "report_class": report.report_class or None,
        "status_code": report.status,
        "status_label": str(report.get_status_display()),
        "closing": report.closing or None,
        "channel": report.channel if seen.sight.place else None,
        "region": seen.region.name if seen.region else None,
        "url": f"{settings.BASE_URL}/laporan/{seen.id}/",
    }


def _expected(report: Report) -> str | None:
    """The nearest end of a running clock that the reporter waits for."""
    running = [row.due for row in report.deadlines.all() if row.running and row.step in AWAITED and row.due]
    return _moment(min(running)) if running else None


def _point(seen: Seen) -> tuple[float | None, float | None]:
    """For everybody the middle of the region that the report's page names; the exact point for its sender."""
    if seen.sight.content is Content.FULL and seen.report.lat is not None:
        return seen.report.lat, seen.report.lon
    region: Region | None = seen.region
    while region is not None and region.lat is None:
        region = region.parent
    return (region.lat, region.lon) if region else (None, None)


def _picture(number: int, pictures: dict[int, int]) -> str | None:
    return (
        f"{settings.BASE_URL}/laporan/{number}/lampiran/{pictures[number]}/" if number in pictures else None
    )


def _moment(at: datetime) -> str:
    """In WIB, with its offset."""
    return local(at).isoformat(timespec="seconds")
