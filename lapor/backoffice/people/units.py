"""/kelola/unit/: the units of the own agency; added, renamed, closed, and never deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of
from lapor.accounts.staffing import StaffingRefused
from lapor.audit.recording import record
from lapor.backoffice.gate import refusal_page
from lapor.backoffice.people.doors import manager, page, units_of
from lapor.backoffice.people.forms import ClosingForm, UnitForm
from lapor.indicators.referrals import mark_agencies
from lapor.registry import agencies
from lapor.registry.models import Agency
from lapor.reports.handing_over import below, close_unit, held_at
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset
from lapor.ui.texts import printable

COUNTED = 1000


@require_http_methods(["GET", "HEAD", "POST"])
@manager
def units(request: HttpRequest) -> HttpResponseBase:
    """The tree in its order, with search; the form below adds a unit."""
    by = actor_of(request)
    posted = request.method == "POST"
    form = UnitForm(request.POST if posted else None, parents=_standing(by).order_by("path"))
    if posted and form.is_valid() and (made := _add(form, by)):
        messages.success(request, _("Unit %(name)s ditambahkan.") % {"name": made.name})
        return redirect("kelola-unit-satu", made.pk)
    q = printable(request.GET.get("q", "")).strip()[:100]
    rows = _standing(by).select_related("parent")
    try:
        found = keyset(
            rows.filter(name__icontains=q) if q else rows, keys=("path",), cursor=request.GET.get(PARAM)
        )
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/unit/")
    context = {"page": found, "form": form, "q": q}
    return page(request, "units.html", context, status=422 if posted else 200)


@require_GET
@manager
def unit(request: HttpRequest, unit: int) -> HttpResponseBase:
    by = actor_of(request)
    return _page(request, by, _unit(by, unit))


@require_POST
@manager
def name(request: HttpRequest, unit: int) -> HttpResponseBase:
    by = actor_of(request)
    row = _unit(by, unit)
    if not below(row, by):
        return refusal_page(request, 403)
    form = UnitForm(request.POST)
    if not form.is_valid():
        return _page(request, by, row, name_form=form, status=422)
    try:
        with transaction.atomic():
            agencies.rename(row, form.cleaned_data["name"])
            _note("rename_unit", row, by)
    except ValueError:
        form.add_error("name", _("Sudah ada unit bernama sama di situ."))
        return _page(request, by, row, name_form=form, status=422)
    messages.success(request, _("Nama unit diperbaiki."))
    return redirect("kelola-unit-satu", row.pk)


@require_POST
@manager
def closing(request: HttpRequest, unit: int) -> HttpResponseBase:
    by = actor_of(request)
    row = _unit(by, unit)
    if not below(row, by):
        return refusal_page(request, 403)
    form = ClosingForm(request.POST, receivers=_receivers(by, row))
    if not form.is_valid():
        return _page(request, by, row, closing_form=form, status=422)
    try:
        with transaction.atomic():
            moved = close_unit(row, to=form.cleaned_data["to"], by=by, now=timezone.now())
            mark_agencies({row.top_id()})
    except StaffingRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, by, row, closing_form=form, status=409)
    said = _("Unit %(name)s ditutup. %(moved)s laporan diteruskan.")
    messages.success(request, said % {"name": row.name, "moved": moved})
    return redirect("kelola-unit")


def _add(form: UnitForm, by: Actor) -> Agency | None:
    """None, with the reason in the form, where the name says nothing or stands there already."""
    parent: Agency = form.cleaned_data["parent"]
    before = set(parent.children.filter(valid_to=None).values_list("pk", flat=True))
    try:
        with transaction.atomic():
            made = agencies.ensure_unit(parent, form.cleaned_data["name"])
            if made.pk in before:
                form.add_error("name", _("Sudah ada unit bernama sama di situ."))
                return None
            _note("add_unit", made, by)
    except ValueError:
        form.add_error("name", _("Tulis nama dengan huruf atau angka."))
        return None
    return made


def _unit(by: Actor, number: int) -> Agency:
    """To fetch is to check: the own agencies and what is below them."""
    row = units_of(by).select_related("parent").filter(pk=number).first()
    if row is None:
        raise Http404
    return row


def _standing(by: Actor) -> QuerySet[Agency]:
    return units_of(by).filter(valid_to=None)


def _receivers(by: Actor, row: Agency) -> QuerySet[Agency]:
    return _standing(by).exclude(path__startswith=row.path).order_by("path")


def _page(
    request: HttpRequest,
    by: Actor,
    row: Agency,
    *,
    name_form: UnitForm | None = None,
    closing_form: ClosingForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    own = below(row, by) and row.valid_to is None
    context: dict[str, Any] = {
        "unit": row,
        "held": held_at(row).order_by()[:COUNTED].count(),
        "name_form": (name_form or UnitForm(initial={"name": row.name})) if own else None,
        "closing_form": (closing_form or ClosingForm(receivers=_receivers(by, row))) if own else None,
    }
    return page(request, "unit.html", context, status=status)


def _note(act: str, row: Agency, by: Actor) -> None:
    record(act, actor_id=by.user_id, subject="agency", subject_id=row.pk, now=timezone.now())
