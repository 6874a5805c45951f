"""Catat laporan: the fast form of the desk, and the receipt that is handed over."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts.codes import Channel as CodeChannel
from lapor.accounts.codes import TooManyCodes
from lapor.accounts.gate import actor_of, office_of, officer
from lapor.accounts.roles import CLERKS
from lapor.intake.models import OperatorEntry
from lapor.intake.operator.entering import TypedBefore, enter, entered, receipt_of, recent, take_code
from lapor.intake.operator.forms import CHANNELS, EntryForm
from lapor.intake.web import sending, tokens, uploads
from lapor.intake.web.forms import typed_values, without_zero_bytes
from lapor.intake.web.receipts import CodeForm, shown_code, steps_of
from lapor.reports.attaching import too_large
from lapor.reports.looking import look
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput
from lapor.sla.zones import NATIONAL

NEW = "kelola-laporan-baru"
RECEIPT = "kelola-laporan-baru-terima"


@require_http_methods(["GET", "POST"])
@officer(*CLERKS)
def entry_form(request: HttpRequest) -> HttpResponseBase:
    """The empty form, with the channel of the last one; by POST the report. Sent again: its receipt."""
    if request.method != "POST":
        return _page(request, EntryForm(initial=_initial(request)), tokens.new())
    data = without_zero_bytes(request.POST)
    token = tokens.read(data.get("token", ""))
    if entered(token, by=actor_of(request)):
        return redirect(RECEIPT, token=token)
    if "remove" in data:
        uploads.remove(token, str(data["remove"]))
        return _page(request, EntryForm(initial=typed_values(data)), token)
    form = EntryForm(data)
    _take_files(request, form, token)
    return _stored(request, form, token)


@require_GET
@officer(*CLERKS)
def receipt(request: HttpRequest, token: str) -> HttpResponseBase:
    """For the citizen, on paper. The access code stands on it the first time only; an hour later nothing."""
    entry = _mine(request, token)
    return _receipt(request, token, entry, CodeForm(), code=take_code(entry))


@require_POST
@officer(*CLERKS)
def confirmation(request: HttpRequest, token: str) -> HttpResponseBase:
    """The six digits that the citizen reads out; or (`channel`) another code to that contact."""
    entry = _mine(request, token)
    report, now = _report(entry), timezone.now()
    if asked := request.POST.get("channel"):
        channel: CodeChannel = "sms" if asked == "sms" else "email"
        try:
            sending.new_code(report, channel, now=now)
        except TooManyCodes:
            form = CodeForm({"code": ""})
            form.errors.clear()
            form.add_error("code", _("Sudah tiga kode dalam satu jam. Coba lagi nanti, laporannya aman."))
            return _receipt(request, token, entry, form, status=422)
        messages.success(request, _("Kode baru sedang dikirim."))
        return redirect(RECEIPT, token=token)
    form = CodeForm(request.POST)
    if form.is_valid() and sending.confirm(report, form.cleaned_data["code"], now=now):
        return redirect(RECEIPT, token=token)
    if not form.errors:
        form.add_error("code", _("Kode ini salah atau sudah lewat. Periksa lagi, atau minta kode baru."))
    return _receipt(request, token, entry, form, status=422)


def _take_files(request: HttpRequest, form: EntryForm, token: str) -> None:
    client = f"officer {actor_of(request).user_id}"
    files = request.FILES.getlist("attachments")
    problems = uploads.take(token, files, client=client, now=timezone.now())
    if request.META.get("lapor.skipped_files"):
        problems.append(too_large())
    for problem in problems:
        form.add_error("attachments", problem)


def _stored(request: HttpRequest, form: EntryForm, token: str) -> HttpResponseBase:
    if not form.is_valid():
        return _page(request, form, token, status=422)
    now = timezone.now()
    filing, source = form.entry(now=now)
    try:
        entry, fresh = enter(filing, source, token=token, by=actor_of(request), now=now)
    except BadInput as refused:
        for field, error in refused.errors.items():
            form.add_error(field if field in form.fields else None, error)
        return _page(request, form, token, status=422, known=isinstance(refused, TypedBefore))
    if fresh:
        sending.invite(_report(entry), now=now)
    return redirect(RECEIPT, token=token)


def _mine(request: HttpRequest, token: str) -> OperatorEntry:
    found = receipt_of(token.replace("\0", ""), by=actor_of(request), now=timezone.now())
    if found is None:
        raise Http404
    return found


def _report(entry: OperatorEntry) -> Report:
    if entry.report is None:
        raise Http404
    return entry.report


def _initial(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("kanal", "")
    channel = asked if asked in CHANNELS else CHANNELS[0]
    return {"channel": channel, "received": timezone.now().astimezone(NATIONAL).date()}


def _page(
    request: HttpRequest, form: EntryForm, token: str, *, status: int = 200, known: bool = False
) -> HttpResponseBase:
    actor = actor_of(request)
    context: dict[str, Any] = {
        "form": form,
        "token": tokens.signed(token),
        "uploads": [(upload, uploads.explanation(upload)) for upload in uploads.listed(token)],
        "known": known or bool(form.data.get("on_purpose")),
        "recent": recent(actor),
        "tiles": settings.LEAFLET_CONFIG,
    }
    return render(request, "intake/operator.html", context | office_of(actor), status=status)


def _receipt(
    request: HttpRequest,
    token: str,
    entry: OperatorEntry,
    form: CodeForm,
    *,
    code: str = "",
    status: int = 200,
) -> HttpResponseBase:
    """Nothing here names the person, and the report's words stand only beside the code: on the paper."""
    report = _report(entry)
    seen = look(report, sending.reporter_of(report), now=timezone.now())
    context: dict[str, Any] = {
        "number": report.pk,
        "title": seen.title if code else "",
        "files": len(seen.attachments) if code else 0,
        "received": report.received,
        "channel": report.channel,
        "channel_label": dict(EntryForm.base_fields["channel"].choices).get(report.channel, ""),  # type: ignore[attr-defined]
        "steps": steps_of(seen),
        "token": token,
        "form": form,
        "confirmed": bool(report.identity and report.identity.reachable),
        "waiting": sending.unproven(report.identity),
        "address": settings.BASE_URL,
        **(shown_code(report.pk, code) if code else {}),
    }
    return render(
        request, "intake/operator_receipt.html", context | office_of(actor_of(request)), status=status
    )
