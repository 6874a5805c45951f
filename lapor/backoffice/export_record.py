"""Catatan ekspor: who took which reports out, read from the audit record; for the national supervisor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lapor.accounts.gate import actor_of, office_of
from lapor.accounts.models import User
from lapor.accounts.roles import Role
from lapor.audit.models import Entry
from lapor.backoffice.exports import STATUSES
from lapor.backoffice.gate import officer
from lapor.registry.models import Agency, Category
from lapor.reports.states import ReportClass
from lapor.skm.models import Period
from lapor.ui.dates import day_words
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset

# The subject of an export of survey answers.
SURVEY = "skm_period"


@dataclass(frozen=True)
class Line:
    """One export. `about`: what was chosen, in words; `seats`: as what the officer asked.

    `survey`: its rows are answers of a satisfaction survey, no reports.
    """

    at: datetime
    who: str
    seats: str
    rows: int
    format: str
    about: list[str]
    survey: bool = False


@require_GET
@officer(Role.NATIONAL_SUPERVISOR)
def export_record(request: HttpRequest) -> HttpResponseBase:
    """Newest first; those of the command line are among them. A fixed number of queries."""
    try:
        page = keyset(Entry.objects.filter(act="export"), keys=("-id",), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=reverse("kelola-ekspor-catatan"))
    context: dict[str, Any] = {"page": page, "lines": _lines(page.items)}
    return render(request, "backoffice/export_record.html", context | office_of(actor_of(request)))


def _lines(entries: list[Entry]) -> list[Line]:
    users = User.objects.in_bulk({entry.actor_id for entry in entries if entry.actor_id})
    ids = {int(number) for entry in entries for _role, number in _seats(entry) if number}
    ids |= {entry.facts["agency"] for entry in entries if entry.facts.get("agency")}
    agencies = {row.pk: row.name for row in Agency.objects.filter(pk__in=ids)}
    topics = {entry.facts["category"] for entry in entries if entry.facts.get("category")}
    categories = {row.pk: row.name for row in Category.objects.filter(pk__in=topics)}
    surveys = _surveys(entries)
    return [
        Line(
            at=entry.at,
            who=str(users.get(entry.actor_id or 0, _("Operator, lewat baris perintah"))),
            seats=_seats_in_words(entry, agencies),
            rows=entry.facts.get("rows", 0),
            format=str(entry.facts.get("format", "")).upper(),
            about=[surveys[entry.subject_id]]
            if entry.subject_id in surveys and entry.subject == SURVEY
            else [word for word in _about(entry.facts, agencies, categories) if word],
            survey=entry.subject == SURVEY,
        )
        for entry in entries
    ]


def _surveys(entries: list[Entry]) -> dict[int | None, str]:
    """Which survey was taken out: unit and name, by its id."""
    ids = [entry.subject_id for entry in entries if entry.subject == SURVEY and entry.subject_id]
    rows = Period.objects.filter(pk__in=ids).select_related("unit") if ids else ()
    return {row.pk: f"{row.unit.name}: {row.name}" for row in rows}


def _seats(entry: Entry) -> Iterable[tuple[str, str]]:
    """Role and id of the agency (empty: the whole country) of each seat the file was written for."""
    for seat in str(entry.facts.get("scope", "")).split():
        role, _colon, number = seat.partition(":")
        yield role, number


def _seats_in_words(entry: Entry, agencies: dict[int, str]) -> str:
    labels = dict(Role.choices)
    seats = [(labels.get(role, role), agencies.get(int(number or 0), "")) for role, number in _seats(entry)]
    return "; ".join(f"{role}, {name}" if name else str(role) for role, name in seats)


def _about(facts: dict[str, Any], agencies: dict[int, str], categories: dict[int, str]) -> Iterable[str]:
    yield _period(facts.get("begin"), facts.get("end"))
    yield str(dict(STATUSES).get(facts.get("status") or "", ""))
    yield str(dict(ReportClass.choices).get(facts.get("report_class", ""), ""))
    yield agencies.get(facts.get("agency", 0), "")
    yield categories.get(facts.get("category", 0), "")
    yield _("dengan surel dan telepon pelapor") if facts.get("contacts") else ""


def _period(begin: str | None, end: str | None) -> str:
    days = [day_words(date.fromisoformat(day)) if day else "…" for day in (begin, end)]
    return " – ".join(days) if begin or end else _("Semua tanggal")
