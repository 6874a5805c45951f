"""A person's own data as JSON, to take along (UU 27/2022, articles 7 and 13)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from django.http import JsonResponse

from lapor.accounts.actors import Actor
from lapor.accounts.models import User
from lapor.notifications.models import Alert
from lapor.reports import ombudsman
from lapor.reports.history import Moment, timeline
from lapor.reports.looking import Seen, look
from lapor.reports.models import Report

# More than anybody files; a larger export would hold a worker for minutes.
MOST = 500


def of_reports(reports: Iterable[Report], actor: Actor, *, now: datetime) -> list[dict[str, object]]:
    """Each report with the person behind it and all that the person wrote or was written to."""
    return [_report(look(report, actor, now=now)) for report in reports]


def of_account(user: User) -> dict[str, object]:
    return {"surel": user.email, "nama": user.name, "dibuat": user.created_at}


def of_alerts(alerts: Iterable[Alert]) -> list[dict[str, object]]:
    return [
        {
            "pencarian": json.loads(alert.search),
            "jadwal": alert.get_every_display(),
            "diminta": alert.created_at,
        }
        for alert in alerts
    ]


def download(name: str, content: dict[str, object]) -> JsonResponse:
    """A file that no cache keeps."""
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


def _report(seen: Seen) -> dict[str, object]:
    report, person = seen.report, seen.person
    return {
        "nomor": str(report.pk),
        "klasifikasi": report.get_report_class_display(),
        "status": report.get_status_display(),
        "diterima": report.received,
        "ditutup": report.closed_at,
        "anonim": report.anonymous,
        "rahasia": report.secret,
        "nama": person.name if person else "",
        "surel": person.email if person else "",
        "telepon": person.phone if person else "",
        "judul": seen.title,
        "isi": seen.text,
        "isi_awal": seen.original[1] if seen.original else "",
        "lokasi": seen.location,
        "tanggal_kejadian": report.event_date,
        "wilayah": seen.region.name if seen.region else "",
        "kategori": seen.category.name if seen.category else "",
        "instansi": [agency.name for agency in seen.agencies],
        "nilai": report.rating,
        "ombudsman": _case(report),
        "lampiran": [{"nama": file.name, "ukuran": file.size} for file in seen.attachments],
        "riwayat": [_moment(moment) for moment in timeline(report, seen.sight)],
    }


def _case(report: Report) -> dict[str, object] | None:
    case = ombudsman.case_of(report)
    if case is None:
        return None
    return {"sejak": case.since, "nomor_perkara": case.number, "identitas_disetujui": case.consented_at}


def _moment(moment: Moment) -> dict[str, object]:
    return {
        "waktu": moment.at,
        "kejadian": str(moment.label),
        "oleh": str(moment.who),
        "tulisan": moment.text,
    }
