"""`/laporan/<id>/pelaporan/`: anybody says that a public text holds what should not stand there."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.accounts.clients import client_of
from lapor.accounts.limits import count
from lapor.portal.asking import Asked, asked
from lapor.reports import moderation
from lapor.reports.access import published
from lapor.reports.models import Flag, MaskReason
from lapor.reports.refusals import BadInput, Refusal
from lapor.ui.forms import Radios

HOUR = timedelta(hours=1)
# One address may stand for a village; a report that so many flagged is looked at anyway.
CLIENT_FLAGS = 20
REPORT_FLAGS = 20
UNPICKED = gettext_lazy("Pilih salah satu.")


class FlagForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Apa yang tidak boleh dibaca umum?"),
        choices=MaskReason.choices,
        widget=Radios(
            hints={
                MaskReason.PERSONAL: gettext_lazy("Misalnya nama warga, alamat rumah, atau nomor."),
                MaskReason.INSULT: gettext_lazy("Merendahkan orang, suku, agama, ras, atau golongan."),
            }
        ),
        error_messages={"required": UNPICKED, "invalid_choice": UNPICKED},
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Di bagian mana?"),
        choices=Flag.Part.choices,
        initial=Flag.Part.REPORT,
        widget=Radios,
        error_messages={"required": UNPICKED, "invalid_choice": UNPICKED},
    )
    words = forms.CharField(
        label=gettext_lazy("Keterangan"),
        required=False,
        max_length=moderation.FLAG_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Sebut kata atau kalimatnya. Hanya admin nasional yang membacanya."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def flag_page(request: HttpRequest, tracking_id: int) -> HttpResponse:
    """No account, no name; the address of the sender is counted for a day as a keyed mark, and not kept."""
    if not published().filter(pk=tracking_id).exists():
        raise Http404
    found = asked(request, tracking_id)
    if request.method != "POST":
        return _shown(request, found, FlagForm())
    form = FlagForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    if refused := _too_often(request, found):
        return _shown(request, found, form, status=429, refused=refused)
    try:
        moderation.flag(found.report, **form.cleaned_data, now=found.now)
    except BadInput as refusal:
        for field, words in refusal.errors.items():
            form.add_error(field, words)
        return _shown(request, found, form, status=422)
    except Refusal as refusal:
        return _shown(request, found, form, status=refusal.status, refused=str(refusal))
    messages.success(request, _("Terima kasih. Admin nasional memeriksa tulisan ini."))
    return redirect("portal:report", found.report.pk)


def _too_often(request: HttpRequest, found: Asked) -> str:
    """Counts one more; a sentence when the sender or the report has had its share this hour."""
    if count("flag", client_of(request), window=HOUR, now=found.now) > CLIENT_FLAGS:
        return _("Terlalu banyak laporan dari sambungan ini. Coba lagi satu jam lagi.")
    if count("flag-report", str(found.report.pk), window=HOUR, now=found.now) > REPORT_FLAGS:
        return _("Tulisan ini sudah dilaporkan banyak orang dan menunggu diperiksa. Terima kasih.")
    return ""


def _shown(
    request: HttpRequest, found: Asked, form: FlagForm, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    context = {"report": found.report, "form": form, "refused": refused}
    return render(request, "portal/flag.html", context, status=status)
