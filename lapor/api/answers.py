"""What callers get: the report as `looking.look` shows it to them, and the rows of the lists."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from ninja import Schema
from pydantic import ConfigDict, Field, JsonValue

from lapor.reports import moderation
from lapor.reports.looking import Seen
from lapor.reports.models import Report
from lapor.ui.dates import local

_EXAMPLE: dict[str, JsonValue] = {
    "tracking_id": "10000042",
    "status": "received",
    "status_label": "Belum terverifikasi",
    "report_class": "complaint",
    "due": {
        "verification": "2026-11-05T23:59:59+07:00",
        "follow_up": None,
        "resolution": "2026-11-20T23:59:59+07:00",
    },
    "url": "https://lapor.example/laporan/10000042/",
}


class Due(Schema):
    """The latest clock of each step; null where it never ran or stands still."""

    verification: datetime | None = None
    follow_up: datetime | None = None
    resolution: datetime | None = None


class Receipt(Schema):
    """The only place where the access code stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_EXAMPLE, "access_code": "7K3M9QXWT2HB"}]})

    tracking_id: str
    access_code: str
    status: str
    status_label: str
    report_class: str
    due: Due
    url: str


class ReportOut(Schema):
    """Null is what this caller may not see or what nobody has said."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **_EXAMPLE,
                    "title": "Lampu jalan padam di depan pasar",
                    "text": "Lampu jalan di depan pasar padam sejak dua minggu lalu.",
                    "supervision": False,
                    "category": "pekerjaan-umum",
                    "region": "35.78",
                    "location": "Depan pasar, sisi utara",
                    "agencies": ["KOTA-SURABAYA"],
                    "channel": "api",
                    "received": "2026-11-02T09:14:00+07:00",
                    "closed": None,
                }
            ]
        }
    )

    tracking_id: str
    status: str
    status_label: str
    report_class: str
    due: Due
    url: str
    title: str | None
    text: str | None
    supervision: bool | None
    category: str | None = Field(description="code")
    region: str | None = Field(description="code")
    location: str | None
    agencies: list[str] = Field(description="codes, the leading one first; a unit where it was passed on")
    channel: str | None
    received: datetime
    closed: datetime | None


class ReportList(Schema):
    items: list[ReportOut]
    next: str | None = Field(description="cursor of the next page")


def report_out(seen: Seen) -> ReportOut:
    """One report; a hidden one shows class, status and dates only."""
    report = seen.report
    placed = seen.sight.place
    return ReportOut(
        tracking_id=str(report.pk),
        status=report.status,
        status_label=str(report.get_status_display()),
        report_class=report.report_class,
        due=_due(seen),
        url=address(report),
        title=None if seen.hidden else seen.title,
        text=None if seen.hidden else seen.text,
        supervision=None if seen.hidden else report.supervision,
        category=seen.category.code if seen.category else None,
        region=seen.region.code if seen.region else None,
        location=seen.location if placed else None,
        agencies=[agency.code for agency in seen.agencies],
        channel=report.channel if placed else None,
        received=local(report.received),
        closed=moment(report.closed_at),
    )


def receipt(seen: Seen, code: str) -> Receipt:
    """What a filing answers."""
    out = report_out(seen)
    return Receipt(
        tracking_id=out.tracking_id,
        access_code=code,
        status=out.status,
        status_label=out.status_label,
        report_class=out.report_class,
        due=out.due,
        url=out.url,
    )


def address(report: Report) -> str:
    """The report's page."""
    return f"{settings.BASE_URL}/laporan/{report.pk}/"


def moment(at: datetime | None) -> datetime | None:
    """In WIB, with its offset."""
    return local(at) if at else None


def etag(report: Report) -> str:
    """Its version; behind a dash how often words of its public text were closed or opened. One query."""
    edition = moderation.edition(report)
    return f'"{report.version}-{edition}"' if edition else f'"{report.version}"'


def _due(seen: Seen) -> Due:
    return Due(
        verification=moment(seen.due.get("verification")),
        follow_up=moment(seen.due.get("follow_up")),
        resolution=moment(seen.due.get("resolution")),
    )
