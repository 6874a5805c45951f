"""/akun/pengembang/webhook/: webhooks of one's agency or account, what became of their messages."""

from __future__ import annotations

from typing import TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lapor.accounts import stepup
from lapor.accounts.gate import actor_of
from lapor.api.developer.gate import account, developer
from lapor.api.models import Endpoint, HookFate, HookMessage
from lapor.api.webhooks import delivering, owners, queueing, reaching, setting
from lapor.registry.models import Agency
from lapor.reports.refusals import BadInput, Refusal
from lapor.reports.retention import kinds
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, Page, keyset

M = TypeVar("M", bound=Model)
PER_PAGE = 20
DEAD = "gagal"


class HookForm(forms.Form):
    url = forms.CharField(
        label=gettext_lazy("Alamat penerima"),
        help_text=gettext_lazy("Diawali https://, misalnya https://aplikasi.contoh.go.id/lapor."),
        max_length=reaching.URL_MAX,
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    owner = forms.ChoiceField(label=gettext_lazy("Untuk laporan"))

    def __init__(self, *args: object, choices: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        field = self.fields["owner"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        field.initial = choices[0][0]


@require_safe
@developer
def webhooks(request: HttpRequest) -> HttpResponseBase:
    """Those that this person looks after; few, for each owner has at most five."""
    actor = actor_of(request)
    rows = owners.own(actor).select_related("agency").order_by("-pk")
    page = _page(request, rows)
    context = {
        "page": page,
        "rows": [(row, delivering.host(row)) for row in page.items],
        "may": bool(owners.choices(actor)),
    }
    return render(request, "api/webhooks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@developer
def new(request: HttpRequest) -> HttpResponseBase:
    """The form; sent, the secret, which is shown here and nowhere again."""
    choices = owners.choices(actor_of(request))
    if not choices:
        return error_page(request, 403, detail=_("Webhook untuk admin instansi dan akun pengembang."))
    if detour := stepup.detour(request):
        return detour
    form = HookForm(request.POST or None, choices=choices, initial=stepup.kept(request))
    if request.method != "POST" or not form.is_valid():
        return render(request, "api/webhook_new.html", {"form": form}, status=422 if form.errors else 200)
    try:
        hook = _set_up(request, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error("url" if isinstance(refusal, BadInput) else None, str(refusal))
        return render(request, "api/webhook_new.html", {"form": form}, status=refusal.status)
    return _shown(request, hook)


@require_safe
@developer
def history(request: HttpRequest, hook: int) -> HttpResponseBase:
    """One webhook: how it stands, and its messages, newest first, all or those given up."""
    found, dead = _own(request, hook), request.GET.get("status") == DEAD
    rows = found.messages.select_related("event").order_by("-pk")
    context = {
        "hook": found,
        "host": delivering.host(found),
        "page": _page(request, rows.filter(status=HookFate.DEAD) if dead else rows),
        "dead": dead,
        "any_dead": found.messages.filter(status=HookFate.DEAD).exists(),
        "days": kinds()["webhook_message"].days,
    }
    return render(request, "api/webhook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@developer
def secret(request: HttpRequest, hook: int) -> HttpResponseBase:
    """A new secret; the old one stays valid for a day."""
    found = _own(request, hook)
    if detour := stepup.detour(request):
        return detour
    if request.method == "POST":
        setting.rotate(found, now=timezone.now())
        return _shown(request, found)
    text = _("Selama 24 jam pesan ditandatangani dengan dua rahasia, yang lama dan yang baru.")
    return _asked(request, found, _("Ganti rahasia webhook ini?"), text, _("Ganti rahasia"))


@require_POST
@developer
def test(request: HttpRequest, hook: int) -> HttpResponseBase:
    found = _own(request, hook)
    try:
        setting.ping(found, now=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Pesan uji dikirim. Muat ulang halaman ini untuk melihat hasilnya."))
    return _back(found)


@require_POST
@developer
def sending(request: HttpRequest, hook: int) -> HttpResponseBase:
    """Once more: one message, or all that were given up."""
    found, which = _own(request, hook), request.POST.get("pesan", "")
    rows = HookMessage.objects.all()
    if which:
        rows = (
            rows.filter(pk=int(which))
            if which.isascii() and which.isdecimal() and len(which) < 19
            else rows.none()
        )
    if found.disabled_at:
        messages.warning(request, _("Webhook ini dimatikan. Nyalakan dulu."))
        return _back(found)
    number = queueing.again(found, rows, now=timezone.now())
    if number:
        words = ngettext("%(n)s pesan dikirim ulang.", "%(n)s pesan dikirim ulang.", number)
        messages.success(request, words % {"n": number})
    else:
        messages.warning(request, _("Tidak ada pesan gagal untuk dikirim ulang."))
    return _back(found)


@require_POST
@developer
def switching_on(request: HttpRequest, hook: int) -> HttpResponseBase:
    found = _own(request, hook)
    setting.switch_on(found)
    messages.success(request, _("Webhook menyala lagi."))
    return _back(found)


@require_http_methods(["GET", "HEAD", "POST"])
@developer
def deletion(request: HttpRequest, hook: int) -> HttpResponseBase:
    found = _own(request, hook)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("Webhook dihapus."))
        return redirect("developer-webhooks")
    text = _("Tidak ada pesan lagi ke alamat itu. Catatan pesannya ikut terhapus.")
    return _asked(request, found, _("Hapus webhook ini?"), text, _("Hapus webhook"))


def _set_up(request: HttpRequest, *, url: str, owner: str) -> Endpoint:
    now = timezone.now()
    if owner == owners.MYSELF:
        return setting.set_up(url, agency=None, user=account(request), now=now)
    return setting.set_up(url, agency=Agency.objects.get(pk=int(owner)), user=None, now=now)


def _own(request: HttpRequest, hook: int) -> Endpoint:
    return get_object_or_404(owners.own(actor_of(request)).select_related("agency"), pk=hook)


def _page(request: HttpRequest, rows: QuerySet[M]) -> Page[M]:
    try:
        return keyset(rows, keys=["-id"], cursor=request.GET.get(PARAM), limit=PER_PAGE)
    except BadCursor:
        return keyset(rows, keys=["-id"], limit=PER_PAGE)


def _back(hook: Endpoint) -> HttpResponseBase:
    return redirect("developer-webhook", hook.pk)


def _shown(request: HttpRequest, hook: Endpoint) -> HttpResponseBase:
    context = {
        "secret": hook.secret,
        "title": _("Rahasia webhook"),
        "back": "developer-webhook",
        "hook": hook,
    }
    return render(request, "api/secret.html", context)


def _asked(request: HttpRequest, hook: Endpoint, title: str, text: str, button: str) -> HttpResponseBase:
    context = {
        "title": title,
        "text": text,
        "button": button,
        "about": delivering.host(hook),
        "back": reverse("developer-webhook", args=[hook.pk]),
    }
    return render(request, "api/confirm.html", context)
