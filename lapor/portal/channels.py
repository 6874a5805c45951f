"""`kabar/`: by which of two confirmed contacts a reporter wants to be told of the own report."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.accounts.models import ToldBy
from lapor.notifications.choosing import choose_channel, may_choose
from lapor.portal.asking import Asked, own_or_404
from lapor.reports.refusals import BadInput, Refusal
from lapor.ui.forms import Radios

BETTER = ("", gettext_lazy("Satu saja, yang lain kalau gagal"))
HINTS = {"": gettext_lazy("Kami memilih yang lebih baik; kalau tidak sampai, kami coba kontak yang lain.")}


class ChannelForm(forms.Form):
    told_by = forms.ChoiceField(
        label=gettext_lazy("Kabar dikirim lewat"),
        choices=[BETTER, *ToldBy.choices],
        required=False,
        widget=Radios(hints=HINTS),
        error_messages={"invalid_choice": gettext_lazy("Pilih salah satu cara dikabari.")},
    )
    say_optional = False


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def channels(request: HttpRequest, tracking_id: int) -> HttpResponse:
    """The reporter's alone (404 to others). With one confirmed contact there is nothing to choose."""
    found = own_or_404(request, tracking_id)
    if request.method != "POST":
        return _page(request, found, ChannelForm(initial={"told_by": _chosen(found)}))
    form = ChannelForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        choose_channel(found.report, by=found.actor, told_by=form.cleaned_data["told_by"])
    except BadInput as refusal:
        for field, words in refusal.errors.items():
            form.add_error(field, words)
        return _page(request, found, form, status=refusal.status)
    except Refusal as refusal:
        return _page(request, found, form, status=refusal.status, refused=str(refusal))
    messages.success(request, _("Pilihan Anda berlaku mulai kabar berikutnya."))
    return redirect("portal:report", found.report.pk)


def _chosen(found: Asked) -> str:
    person = found.report.reporter
    return person.told_by if person else ""


def _page(
    request: HttpRequest, found: Asked, form: ChannelForm, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    context = {
        "report": found.report,
        "form": form,
        "able": may_choose(found.report, found.actor),
        "refused": refused,
    }
    return render(request, "portal/channels.html", context, status=status)
