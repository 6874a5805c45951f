"""/akun/pengembang/: one's own API tokens, made, replaced and revoked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lapor.accounts import stepup, tokens
from lapor.accounts.gate import actor_of
from lapor.accounts.models import ApiToken
from lapor.accounts.tokens import Scope
from lapor.api.developer.gate import account, developer
from lapor.api.webhooks import owners
from lapor.ui.forms import Checks
from lapor.ui.pages import PARAM, BadCursor, keyset

PER_PAGE = 20
# Living ones of one account.
MOST = 20
DAYS = (
    (1, gettext_lazy("Satu hari")),
    (30, gettext_lazy("30 hari")),
    (90, gettext_lazy("90 hari")),
    (365, gettext_lazy("Satu tahun")),
)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Nama"),
        help_text=gettext_lazy("Supaya Anda tahu dipakai di mana, misalnya “Aplikasi kota”."),
        max_length=60,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Izin"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=Checks(
            hints={
                Scope.READ: gettext_lazy("Laporan, riwayat, dan aliran peristiwa."),
                Scope.FILE: gettext_lazy("Satu per satu atau banyak sekaligus."),
                Scope.ACT: gettext_lazy("Menjawab, menutup, dan tindakan lain yang boleh Anda lakukan."),
            }
        ),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Berlaku selama"),
        coerce=int,
        initial=90,
        choices=DAYS,
    )
    sandbox = forms.BooleanField(
        label=gettext_lazy("Mode coba"),
        help_text=gettext_lazy("Semua dijawab seperti biasa, tetapi tidak ada yang tersimpan."),
        required=False,
    )


@require_safe
@developer
def overview(request: HttpRequest) -> HttpResponseBase:
    """The tokens of this account, newest first, and where to begin."""
    rows = ApiToken.objects.filter(user=account(request))
    try:
        page = keyset(rows, keys=["-id"], cursor=request.GET.get(PARAM), limit=PER_PAGE)
    except BadCursor:
        page = keyset(rows, keys=["-id"], limit=PER_PAGE)
    context = {
        "page": page,
        "now": timezone.now(),
        "base": settings.BASE_URL,
        "hooks": bool(_may_have_hooks(request)),
    }
    return render(request, "api/developer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@developer
def new(request: HttpRequest) -> HttpResponseBase:
    """The form; sent, the token, which is shown here and nowhere again."""
    if detour := stepup.detour(request):
        return detour
    form = TokenForm(request.POST or None, initial=_kept(request))
    if request.method != "POST" or not form.is_valid():
        return render(request, "api/token_new.html", {"form": form}, status=422 if form.errors else 200)
    now, user = timezone.now(), account(request)
    if ApiToken.objects.filter(user=user, expires_at__gt=now, revoked_at=None).count() >= MOST:
        form.add_error(None, _("Paling banyak %(n)s token. Cabut satu yang lama dulu.") % {"n": MOST})
        return render(request, "api/token_new.html", {"form": form}, status=409)
    return _shown(request, tokens.issue(user, now=now, **form.cleaned_data))


@require_http_methods(["GET", "HEAD", "POST"])
@developer
def rotation(request: HttpRequest, token: int) -> HttpResponseBase:
    """A successor; the old one goes on for a day."""
    row = _living(request, token)
    if detour := stepup.detour(request):
        return detour
    if request.method == "POST":
        return _shown(request, tokens.rotate(row, now=timezone.now()))
    text = _("Token baru mendapat izin yang sama. Token lama masih berlaku paling lama 24 jam.")
    return _asked(request, _("Ganti token %(name)s?") % {"name": _name(row)}, text, _("Ganti token"))


@require_http_methods(["GET", "HEAD", "POST"])
@developer
def revocation(request: HttpRequest, token: int) -> HttpResponseBase:
    row = _living(request, token)
    if request.method == "POST":
        tokens.revoke(row, now=timezone.now())
        messages.success(request, _("Token %(name)s dicabut.") % {"name": _name(row)})
        return redirect("developer")
    text = _("Program yang memakainya langsung ditolak. Ini tidak bisa dibatalkan.")
    return _asked(request, _("Cabut token %(name)s?") % {"name": _name(row)}, text, _("Cabut token"))


def _living(request: HttpRequest, token: int) -> ApiToken:
    rows = ApiToken.objects.filter(user=account(request), expires_at__gt=timezone.now(), revoked_at=None)
    return get_object_or_404(rows, pk=token)


def _name(token: ApiToken) -> str:
    return f"“{token.name}”" if token.name else f"#{token.pk}"


def _kept(request: HttpRequest) -> dict[str, Any]:
    """What was typed before the detour; of several ticks a session keeps the last alone, so none."""
    kept: dict[str, Any] = stepup.kept(request)
    kept.pop("scopes", None)
    return kept


def _shown(request: HttpRequest, token: str) -> HttpResponseBase:
    context = {"secret": token, "title": _("Token baru Anda"), "back": "developer"}
    return render(request, "api/secret.html", context)


def _asked(request: HttpRequest, title: str, text: str, button: str) -> HttpResponseBase:
    context = {"title": title, "text": text, "button": button, "back": "/akun/pengembang/"}
    return render(request, "api/confirm.html", context)


def _may_have_hooks(request: HttpRequest) -> list[tuple[str, str]]:
    return owners.choices(actor_of(request))
