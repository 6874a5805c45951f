"""The page on which an officer chooses what the lines of the list show."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of, office_of
from lapor.backoffice.columns import choice_of, choose, offered
from lapor.backoffice.gate import officer
from lapor.backoffice.listing.asking import context_of
from lapor.ui.forms import Checks


class ChoiceForm(forms.Form):
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Keterangan di setiap baris"),
        help_text=gettext_lazy("Tanpa pilihan, baris menyebut pemegang laporan."),
        required=False,
        widget=Checks,
        error_messages={"invalid_choice": gettext_lazy("Pilih dari daftar.")},
    )
    wide = forms.BooleanField(
        label=gettext_lazy("Tampilkan sebagai tabel lebar"),
        help_text=gettext_lazy("Di layar lebar, selama tidak ada laporan yang terbuka."),
        required=False,
    )

    def __init__(self, *args: object, actor: Actor, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["columns"].choices = [(one.value, one.label) for one in offered(actor)]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@officer()
def columns(request: HttpRequest) -> HttpResponseBase:
    """The choice as a page of its own; afterwards back to the list as it was."""
    actor = actor_of(request)
    now = choice_of(actor)
    posted = request.method == "POST"
    first = {"columns": [one.value for one in now.columns], "wide": now.wide}
    form = ChoiceForm(request.POST if posted else None, initial=first, actor=actor)
    if posted and form.is_valid():
        choose(actor, form.cleaned_data["columns"], wide=form.cleaned_data["wide"])
        messages.success(request, _("Daftar Anda sekarang tampil seperti ini."))
        return redirect(f"/kelola/{context_of(request)}")
    return render(
        request,
        "backoffice/columns.html",
        {"form": form, "context": context_of(request)} | office_of(actor),
        status=422 if posted else 200,
    )
