"""Codes and numbers in a request, made into rows; BadInput names the field when there is none."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.registry.models import Agency, Category, Region
from lapor.registry.queries import agency_by_code, region_by_code
from lapor.reports.access import visible_to
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput

LARGEST_ID = 2**63 - 1


def any_report(report_id: int) -> Report:
    """A report, seen by whomever; Http404 when there is none of that number."""
    report = Report.objects.filter(pk=report_id).first() if report_id <= LARGEST_ID else None
    if report is None:
        raise Http404(_("Laporan #%(id)s tidak ada. Periksa nomornya.") % {"id": report_id})
    return report


def own_report(report_id: int, actor: Actor) -> Report:
    """A report in the actor's working scope; Http404 for any other."""
    report = visible_to(actor).filter(pk=report_id).first() if report_id <= LARGEST_ID else None
    if report is None:
        raise Http404(_("Laporan #%(id)s tidak ada di antara laporan yang Anda tangani.") % {"id": report_id})
    return report


def target(number: str, actor: Actor) -> Report:
    """The report to merge into; BadInput when it is not in scope."""
    report = visible_to(actor).filter(pk=int(number.lstrip("#"))).first()
    if report is None:
        raise BadInput(into=_("Laporan tujuan tidak ada di antara laporan yang Anda tangani."))
    return report


def category(code: str | None, field: str = "category") -> Category | None:
    if not code:
        return None
    found = Category.objects.filter(code=code, active=True).first()
    if found is None:
        raise BadInput(**{field: _("Kategori ini tidak ada. Ambil kodenya dari /api/v1/categories.")})
    return found


def region(code: str | None, field: str = "region") -> Region | None:
    if not code:
        return None
    found = region_by_code(code)
    if found is None:
        raise BadInput(**{field: _("Wilayah ini tidak ada. Ambil kodenya dari /api/v1/regions.")})
    return found


def agency(code: str | None, field: str = "agency") -> Agency | None:
    if not code:
        return None
    found = agency_by_code(code)
    if found is None:
        raise BadInput(**{field: _("Instansi ini tidak ada. Ambil kodenya dari /api/v1/agencies.")})
    return found
