"""Kabar: what this officer was told, newest first, and how the officer wants mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_stubs_ext import StrOrPromise

from lapor.accounts.gate import actor_of, office_of
from lapor.backoffice.gate import officer
from lapor.notifications import in_app
from lapor.notifications.models import Delivery, Preference
from lapor.reports.states import Act
from lapor.ui.errors import error_page
from lapor.ui.forms import Radios
from lapor.ui.pages import PARAM, BadCursor, keyset

LARGEST = 2**63 - 1
HINTS = {
    "at_once": gettext_lazy("Satu surel untuk setiap kabar."),
    "digest": gettext_lazy("Satu surel setiap hari kerja pukul 07.00 WIB, kalau ada kabar."),
    "never": gettext_lazy("Kabar hanya ada di daftar ini."),
}


class MailForm(forms.Form):
    mail = forms.ChoiceField(
        label=gettext_lazy("Surel untuk saya"),
        choices=Preference.Mail.choices,
        widget=Radios(hints=HINTS),
        error_messages={
            "required": gettext_lazy("Pilih salah satu."),
            "invalid_choice": gettext_lazy("Pilih salah satu."),
        },
    )


@dataclass(frozen=True)
class Line:
    """One notice. `words`: what happened, also when the message itself is blanked by its age.

    Without a number it is about many reports: a reminder of deadlines.
    """

    report_id: int | None
    words: StrOrPromise
    at: datetime
    new: bool


@require_GET
@officer()
def notices(request: HttpRequest) -> HttpResponseBase:
    user_id = _me(request)
    try:
        page = keyset(in_app.notices(user_id), keys=("-id",), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/kabar/")
    context = {
        "page": page,
        "lines": [_line(row) for row in page.items],
        "newest": page.items[0].pk if page.items else 0,
    }
    return render(request, "backoffice/notices.html", context | office_of(actor_of(request)))


@require_POST
@officer()
def seen(request: HttpRequest) -> HttpResponseRedirect:
    """All up to the newest that the officer had before the eyes; what came meanwhile stays new."""
    upto = request.POST.get("sampai", "")[:19]
    if upto.isascii() and upto.isdigit():
        in_app.see_all(_me(request), upto=min(int(upto), LARGEST), now=timezone.now())
    return redirect("kelola-kabar")


@require_http_methods(["GET", "HEAD", "POST"])
@officer()
def mail_choice(request: HttpRequest) -> HttpResponseBase:
    user_id = _me(request)
    posted = request.method == "POST"
    form = MailForm(request.POST if posted else None, initial={"mail": in_app.wish_of(user_id)})
    if posted and form.is_valid():
        in_app.choose_mail(user_id, mail=form.cleaned_data["mail"])
        messages.success(request, _("Pilihan Anda berlaku mulai kabar berikutnya."))
        return redirect("kelola-kabar")
    context = {"form": form} | office_of(actor_of(request))
    return render(request, "backoffice/mail_choice.html", context, status=422 if posted else 200)


def _me(request: HttpRequest) -> int:
    return actor_of(request).user_id or 0


def _line(row: Delivery) -> Line:
    # "Laporan #123: dijawab": the number stands beside it already. Of many reports, the subject says which.
    said = row.subject.partition(": ")[2] if row.report_id else row.subject
    happened = said or (Act(row.event.act).label if row.event else _("Pengingat"))
    return Line(row.report_id, happened, row.created_at, new=row.seen_at is None)
