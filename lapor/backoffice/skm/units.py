"""/kelola/skm/: the service units of the own subtree; one of them with its surveys; its services."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts.gate import actor_of
from lapor.backoffice.people.choosing import narrow
from lapor.backoffice.skm.doors import SurveyForm, may_manage, page, surveyor, unit_of
from lapor.backoffice.skm.words import period_status
from lapor.registry.models import Agency, AgencyQuerySet
from lapor.reports.refusals import NotAllowed
from lapor.skm import rights, units
from lapor.skm.models import Period, Service, ServiceUnit
from lapor.ui.pages import PARAM, keyset
from lapor.ui.texts import printable

WORDS_MAX = 100


class UnitForm(SurveyForm):
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("Instansi atau unit di atasnya"), empty_label=None
    )
    name = forms.CharField(label=gettext_lazy("Nama unit pelayanan"), max_length=200)
    code = forms.CharField(
        label=gettext_lazy("Kode untuk SMS"),
        help_text=gettext_lazy("2 sampai 20 huruf dan angka. Orang mengetik: SKM KODE 344434434."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )

    def __init__(self, data: object, *, agencies: AgencyQuerySet) -> None:
        super().__init__(data)
        narrow(self, "agency", agencies.order_by("path"))


class NameForm(SurveyForm):
    """Another name of a unit or a service, and whether it is in use."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=200)
    active = forms.BooleanField(label=gettext_lazy("Masih dipakai"), required=False)


class ServiceForm(SurveyForm):
    name = forms.CharField(label=gettext_lazy("Nama layanan"), max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def listed(request: HttpRequest) -> HttpResponseBase:
    """By name, with the newest survey of each; the form below adds one. A fixed number of queries."""
    by, posted = actor_of(request), request.method == "POST"
    founds = by.has(*rights.MANAGING)
    if posted and not founds:
        raise NotAllowed
    form = UnitForm(request.POST if posted else None, agencies=rights.founding(by)) if founds else None
    if posted and form and form.is_valid():
        given = form.cleaned_data
        made = form.tried(
            lambda: units.add_unit(
                given["agency"], name=given["name"], code=given["code"], by=by, now=timezone.now()
            )
        )
        if made:
            messages.success(request, _("Unit %(name)s ditambahkan.") % {"name": made.name})
            return redirect("kelola-skm-unit", made.pk)
    q = printable(request.GET.get("q", "")).strip()[:WORDS_MAX]
    rows = rights.readable_units(by).select_related("agency")
    found = keyset(
        rows.filter(name__icontains=q) if q else rows, keys=("name", "id"), cursor=request.GET.get(PARAM)
    )
    newest = _newest(found.items)
    lines = [(unit, newest.get(unit.pk), period_status(newest.get(unit.pk))) for unit in found.items]
    context = {"page": found, "lines": lines, "form": form, "q": q}
    return page(request, "units.html", context, status=422 if posted else 200)


@require_GET
@surveyor
def unit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Its surveys, the newest first."""
    return _unit_page(request, unit_of(request, pk))


@require_POST
@surveyor
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = unit_of(request, pk, manages=True)
    form, by = NameForm(request.POST), actor_of(request)
    if form.is_valid():
        given = form.cleaned_data
        if form.tried(lambda: units.change_unit(row, name=given["name"], active=given["active"], by=by)):
            messages.success(request, _("Perubahan disimpan."))
            return redirect("kelola-skm-unit", row.pk)
    return _unit_page(request, row, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def offered(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the unit serves, by name; the form adds a service."""
    posted = request.method == "POST"
    row = unit_of(request, pk, manages=posted)
    form = ServiceForm(request.POST if posted else None)
    if posted and form.is_valid():
        made = form.tried(
            lambda: units.add_service(row, name=form.cleaned_data["name"], by=actor_of(request))
        )
        if made:
            messages.success(request, _("Layanan %(name)s ditambahkan.") % {"name": made.name})
            return redirect("kelola-skm-layanan", row.pk)
    found = keyset(Service.objects.filter(unit=row), keys=("name", "id"), cursor=request.GET.get(PARAM))
    context = {"unit": row, "page": found, "form": form, "manages": may_manage(request, row)}
    return page(request, "offered.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def service(request: HttpRequest, pk: int, service: int) -> HttpResponseBase:
    """One service: another name, or no longer in use."""
    row = unit_of(request, pk, manages=True)
    one = Service.objects.filter(unit=row, pk=service).select_related("unit").first()
    if one is None:
        raise Http404
    posted = request.method == "POST"
    form = NameForm(request.POST if posted else None, initial={"name": one.name, "active": one.active})
    if posted and form.is_valid():
        by = actor_of(request)
        if form.tried(lambda: units.change_service(one, **form.cleaned_data, by=by)):
            messages.success(request, _("Perubahan disimpan."))
            return redirect("kelola-skm-layanan", row.pk)
    context = {"unit": row, "service": one, "form": form}
    return page(request, "service.html", context, status=422 if posted else 200)


def _unit_page(
    request: HttpRequest, row: ServiceUnit, form: NameForm | None = None, *, status: int = 200
) -> HttpResponseBase:
    periods = Period.objects.filter(unit=row)
    found = keyset(periods, keys=("-ends", "-id"), cursor=request.GET.get(PARAM))
    manages = may_manage(request, row)
    if manages and form is None:
        form = NameForm(initial={"name": row.name, "active": row.active})
    context = {
        "unit": row,
        "page": found,
        "lines": [(one, period_status(one)) for one in found.items],
        "manages": manages,
        "form": form if manages else None,
    }
    return page(request, "unit.html", context, status=status)


def _newest(found: list[ServiceUnit]) -> dict[int, Period]:
    """The newest survey of each of these units: one query, whatever they have behind them."""
    rows = Period.objects.filter(unit__in=found).order_by("unit", "-ends", "-pk").distinct("unit")
    return {row.unit_id: row for row in rows}
