"""Belum dipetakan: units that an import met and nobody knew where to hang; a verifier hangs them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lapor.accounts.gate import actor_of, office_of
from lapor.accounts.roles import Role
from lapor.backoffice.finder import AGENCIES, FinderField
from lapor.backoffice.gate import officer
from lapor.indicators.facts import mark_reports
from lapor.indicators.referrals import mark_agencies
from lapor.registry.agencies import UNMAPPED
from lapor.registry.models import Agency
from lapor.reports.models import Report
from lapor.reports.rehanging import hang
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset


class Hanging(forms.Form):
    """Under which agency one unit belongs. `prefix` keeps the fields of several rows apart."""

    parent = FinderField(AGENCIES, label=gettext_lazy("Gantung di bawah"))


@require_GET
@officer(Role.NATIONAL_VERIFIER)
def unmapped(request: HttpRequest) -> HttpResponseBase:
    return _page(request)


@require_POST
@officer(Role.NATIONAL_VERIFIER)
def parent(request: HttpRequest, agency: int) -> HttpResponseBase:
    """Hang one unit, with all below it, under another agency."""
    unit = get_object_or_404(_rows(), pk=agency)
    form = Hanging(request.POST, prefix=f"u{unit.pk}")
    if not form.is_valid():
        return _page(request, unit.pk, form, status=422)
    above: Agency = form.cleaned_data["parent"]
    before = unit.top_id()
    try:
        with transaction.atomic():
            hang(unit, parent=above)
            mark_agencies({before, above.top_id()})
            unit.refresh_from_db()  # its place in the tree is another now
            below = Agency.objects.subtree(unit).values("pk")
            mark_reports(Report.objects.filter(dispositions__holder__in=below))
    except ValueError:
        form.add_error("parent", _("Tidak bisa di situ: ada unit bernama sama, atau unit ini di atasnya."))
        return _page(request, unit.pk, form, status=422)
    messages.success(
        request, _("%(unit)s sekarang di bawah %(parent)s.") % {"unit": unit.name, "parent": above.name}
    )
    return redirect("kelola-pemetaan")


def _rows() -> QuerySet[Agency]:
    return Agency.objects.filter(unmapped=True).exclude(code=UNMAPPED).select_related("parent")


def _page(
    request: HttpRequest, faulty: int | None = None, form: Hanging | None = None, *, status: int = 200
) -> HttpResponseBase:
    try:
        page = keyset(_rows(), keys=("id",), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/pemetaan/")
    rows = [(row, form if form and row.pk == faulty else Hanging(prefix=f"u{row.pk}")) for row in page.items]
    context = {"page": page, "rows": rows, "form": form} | office_of(actor_of(request))
    return render(request, "backoffice/mapping.html", context, status=status)
