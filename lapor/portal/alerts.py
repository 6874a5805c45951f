"""`/langganan/`: to be told by mail of new public reports of a search; asked, confirmed, changed, ended."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lapor.accounts.clients import client_of
from lapor.accounts.contacts import email_address
from lapor.notifications import alerts
from lapor.notifications.models import Alert
from lapor.notifications.wording.alert import search_words
from lapor.portal.filters import Filters
from lapor.reports.searching import codes_of
from lapor.ui.forms import Radios


class EveryForm(forms.Form):
    every = forms.ChoiceField(
        label=gettext_lazy("Seberapa sering?"),
        choices=Alert.Every.choices,
        initial=Alert.Every.DAY,
        widget=Radios,
        error_messages={"required": gettext_lazy("Pilih setiap hari atau setiap minggu.")},
    )


class AskForm(EveryForm):
    email = forms.CharField(
        label=gettext_lazy("Alamat surel"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Kami mengirim satu tautan ke sana, supaya pasti itu alamat Anda."),
        error_messages={"required": gettext_lazy("Tulis alamat surel Anda.")},
    )
    field_order = ("email", "every")

    def clean_email(self) -> str:
        return email_address(self.cleaned_data["email"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The search stands in the address, as in the list's; what cannot be in it leads back to the list."""
    wanted = Filters(request.GET)
    if not wanted.is_valid():
        return redirect(f"{reverse('portal:reports')}?{request.GET.urlencode()}")
    codes = alerts.watched(codes_of(wanted.cleaned_data))
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if _asked(request, form, wanted):
            return redirect(f"{reverse('portal:reports')}?{urlencode(codes)}")
        form.add_error(None, _("Terlalu banyak permintaan. Coba lagi besok."))
    context = {
        "form": form,
        "search": search_words({name: wanted.cleaned_data[name] for name in codes}),
        "query": urlencode(codes),
    }
    return render(request, "portal/alert_ask.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, form: AskForm, wanted: Filters) -> bool:
    try:
        alerts.subscribe(
            form.cleaned_data["email"],
            wanted.cleaned_data,
            every=form.cleaned_data["every"],
            client=client_of(request),
            language=(get_language() or "id")[:2],
            now=timezone.now(),
        )
    except alerts.TooOften:
        return False
    words = _("Satu langkah lagi: buka surel dari kami di %(address)s, lalu tekan tombolnya.")
    messages.success(request, words % {"address": form.cleaned_data["email"]})
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm, or change how often. A link alone does nothing: mail scanners follow links."""
    alert, now = _alert(token), timezone.now()
    if alert is None:
        return render(request, "portal/alert_ended.html")
    form = EveryForm(request.POST if request.method == "POST" else None, initial={"every": alert.every})
    if request.method == "POST" and alert.confirmed_at is None:
        alerts.confirm(alert, now=now)
        messages.success(request, _("Langganan Anda sudah pasti. Kabar pertama datang sesuai jadwal."))
        return redirect("portal:alert", token)
    if request.method == "POST" and form.is_valid():
        alerts.change(alert, every=form.cleaned_data["every"], now=now)
        messages.success(request, _("Jadwal kabar sudah diubah."))
        return redirect("portal:alert", token)
    context = {"alert": alert, "form": form, "token": token, "search": _search(alert)}
    return render(request, "portal/alert.html", context, status=422 if form.errors else 200)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """A POST ends it, also a mail program's own (RFC 8058), which has no cookie and knows the token alone."""
    alert = _alert(token)
    if alert and request.method != "POST":
        context = {"alert": alert, "token": token, "search": _search(alert)}
        return render(request, "portal/alert_end.html", context)
    if alert:
        alerts.end(alert)
    return render(request, "portal/alert_ended.html")


def _alert(token: str) -> Alert | None:
    try:
        return alerts.by_token(token)
    except LookupError as error:
        raise Http404 from error


def _search(alert: Alert) -> str:
    try:
        return search_words(alerts.chosen_of(alert))
    except (LookupError, ValidationError):
        return _("pencarian lama")
