"""Surel dikarantina: mail to a report's address that was not its reporter's, as far as one can tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django_stubs_ext import StrOrPromise

from lapor.accounts.gate import actor_of, office_of, officer
from lapor.accounts.roles import Role
from lapor.accounts.sealing import unseal_bytes
from lapor.audit.recording import record
from lapor.intake.email.quoting import new_words
from lapor.intake.email.reading import files, read, written
from lapor.intake.models import InboundMail
from lapor.intake.models.email import MailFate
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset

WHY: dict[str, StrOrPromise] = {
    "stranger": gettext_lazy("Bukan dari alamat pelapor"),
    "dmarc": gettext_lazy("Pengirimnya mungkin palsu"),
    "unconfirmed": gettext_lazy("Alamat pelapor belum dipastikan"),
    "many": gettext_lazy("Terlalu banyak balasan dalam satu jam"),
}
DISMISSED = "dismissed"
COUNTED = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """One mail as the verifier reads it: of the sender only the domain, and of an anonymous report not even
    that, for it may well be the reporter at another address."""

    row: InboundMail
    why: StrOrPromise
    domain: str


@require_GET
@officer(Role.NATIONAL_VERIFIER)
def quarantine(request: HttpRequest) -> HttpResponseBase:
    """Newest first; nothing here has changed a report."""
    try:
        page = keyset(_rows(), keys=("-id",), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/surel/")
    lines = [_line(row) for row in page.items]
    context: dict[str, Any] = {"page": page, "lines": lines, "counts": _counts(timezone.now())}
    return render(request, "intake/mail_quarantine.html", context | office_of(actor_of(request)))


@require_GET
@officer(Role.NATIONAL_VERIFIER)
def mail(request: HttpRequest, number: int) -> HttpResponseBase:
    """One mail, read from its raw form."""
    row = get_object_or_404(_rows().defer(None), pk=number)
    held = read(unseal_bytes(row.raw))
    context: dict[str, Any] = {
        "line": _line(row),
        "text": new_words(written(held))[:20_000],
        "files": len(files(held)),
    }
    return render(request, "intake/mail_quarantined.html", context | office_of(actor_of(request)))


@require_POST
@officer(Role.NATIONAL_VERIFIER)
def dismissal(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take one off the list. To take it as the reporter's word is not offered: nobody can lend that right."""
    row = get_object_or_404(_rows(), pk=number)
    now = timezone.now()
    if InboundMail.objects.filter(pk=row.pk, fate=MailFate.QUARANTINED).update(
        fate=MailFate.SET_ASIDE, why=DISMISSED, done_at=now
    ):
        record("dismiss_mail", actor_id=actor_of(request).user_id, subject="mail", subject_id=row.pk, now=now)
    messages.success(request, _("Surel itu dihapus dari karantina."))
    return redirect("kelola-surel")


def _rows() -> QuerySet[InboundMail]:
    """Without the raw mail, which may be large."""
    return InboundMail.objects.filter(fate=MailFate.QUARANTINED).select_related("report").defer("raw")


def _counts(now: datetime) -> list[tuple[StrOrPromise, int]]:
    """What became of the mails of 30 days: also what was set aside can be counted."""
    recent = InboundMail.objects.filter(received_at__gt=now - COUNTED).order_by()
    counted = dict(recent.values_list("fate").annotate(number=Count("pk")))
    return [(fate.label, counted[fate]) for fate in MailFate if fate in counted]


def _line(row: InboundMail) -> Line:
    hidden = row.report is None or row.report.anonymous
    return Line(row, WHY.get(row.why, row.why), "" if hidden else row.sender.rpartition("@")[2])
