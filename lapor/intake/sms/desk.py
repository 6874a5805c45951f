"""SMS disisihkan: what was not answered and why, and the numbers that are kept out; for verifiers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lapor.accounts.gate import actor_of, office_of, officer
from lapor.accounts.roles import Role
from lapor.intake.models import InboundSms, SmsBlock
from lapor.intake.sms import abuse
from lapor.reports.refusals import BadInput, Refusal
from lapor.sla.zones import NATIONAL
from lapor.ui.errors import error_page
from lapor.ui.forms import DateInput
from lapor.ui.pages import PARAM, BadCursor, keyset

BLOCKS_SHOWN = 100
WEEK = timedelta(days=7)


class BlockForm(forms.Form):
    """Why a number is kept out, and its last day."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)
    until = forms.DateField(label=gettext_lazy("Sampai tanggal"), widget=DateInput())


@require_GET
@officer(Role.NATIONAL_VERIFIER)
def aside(request: HttpRequest) -> HttpResponseBase:
    """Messages set aside, newest first; counts of the last 30 days; living blocks."""
    now = timezone.now()
    try:
        page = keyset(abuse.set_aside_rows(), keys=("-id",), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/sms/")
    counts = [(why.label, number) for why, number in abuse.counts(now).items() if number]
    blocks = SmsBlock.objects.filter(lifted_at=None, until__gt=now).order_by("-id")[:BLOCKS_SHOWN]
    context: dict[str, Any] = {"page": page, "counts": counts, "blocks": blocks}
    return render(request, "intake/sms_aside.html", context | office_of(actor_of(request)))


@require_GET
@officer(Role.NATIONAL_VERIFIER)
def message(request: HttpRequest, number: int) -> HttpResponseBase:
    """One message set aside, with what can be done about it."""
    until = (timezone.now() + WEEK).astimezone(NATIONAL).date()
    return _message(request, number, BlockForm(initial={"until": until}))


@require_POST
@officer(Role.NATIONAL_VERIFIER)
def release(request: HttpRequest, number: int) -> HttpResponseBase:
    """The message was set aside wrongly: it is worked on now, and answered by SMS."""
    row = _row(number)
    try:
        abuse.release(row, by=actor_of(request), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("kelola-sms")
    messages.success(request, _("Pesan itu diproses seperti pesan baru. Balasannya dikirim lewat SMS."))
    return redirect("kelola-sms")


@require_POST
@officer(Role.NATIONAL_VERIFIER)
def block(request: HttpRequest, number: int) -> HttpResponseBase:
    """Keep the sender of this message out until a day."""
    row, form = _row(number), BlockForm(request.POST)
    if form.is_valid():
        until = datetime.combine(form.cleaned_data["until"], time.max, NATIONAL)
        try:
            abuse.block(
                row,
                by=actor_of(request),
                reason=form.cleaned_data["reason"],
                until=until,
                now=timezone.now(),
            )
        except BadInput as refusal:
            for field, words in refusal.errors.items():
                form.add_error(field if field in form.fields else None, str(words))
        else:
            messages.success(request, _("Nomor itu diblokir. Pesannya tetap disimpan dan bisa dilihat."))
            return redirect("kelola-sms")
    return _message(request, number, form, status=422)


@require_POST
@officer(Role.NATIONAL_VERIFIER)
def lift(request: HttpRequest, number: int) -> HttpResponseBase:
    """End a block before its day."""
    try:
        abuse.lift(get_object_or_404(SmsBlock, pk=number), by=actor_of(request), now=timezone.now())
        messages.success(request, _("Blokir dicabut. Pesan dari nomor itu dijawab lagi."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("kelola-sms")


def _row(number: int) -> InboundSms:
    """Only what was set aside is shown: other messages are reports, and stand there."""
    return get_object_or_404(abuse.set_aside_rows(), pk=number)


def _hint(row: InboundSms) -> str:
    """Enough to tell numbers apart; of a machine all of its name."""
    return f"…{row.sender[-4:]}" if row.sender.startswith("+") else row.sender


def _message(request: HttpRequest, number: int, form: BlockForm, *, status: int = 200) -> HttpResponseBase:
    row = _row(number)
    context: dict[str, Any] = {"row": row, "form": form, "hint": _hint(row)}
    return render(request, "intake/sms_message.html", context | office_of(actor_of(request)), status=status)
