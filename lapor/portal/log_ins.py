"""/akun/sesi/: where one is logged in, and the way to end it there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lapor.accounts import sessions
from lapor.accounts.models import User

OTHERS = "lain"


@never_cache
@login_required
@require_safe
def log_ins(request: HttpRequest) -> HttpResponseBase:
    user = _user(request)
    rows = sessions.of_account(user, here=request.session.session_key, now=timezone.now())
    return render(request, "portal/log_ins.html", {"rows": rows, "others": len(rows) > 1})


@never_cache
@login_required
@require_POST
def log_in_end(request: HttpRequest) -> HttpResponseBase:
    """One of them, or all but this one."""
    user, which = _user(request), request.POST.get("sesi", "")
    if which == OTHERS:
        sessions.end_all(user, but=request.session.session_key)
        messages.success(request, _("Semua sesi lain diakhiri."))
    elif sessions.end(user, handle=which[:64]):
        messages.success(request, _("Sesi diakhiri."))
    else:
        messages.warning(request, _("Sesi ini sudah berakhir."))
    return redirect("portal:log-ins")


def _user(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise TypeError("login_required lets nobody else in")
    return user
