"""What people who are not the reporter do with a public report: support it, or ask to be told."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.accounts.models import User
from lapor.portal.asking import Asked, asked
from lapor.reports.access import published
from lapor.reports.following import follow, follows, support, unfollow
from lapor.reports.refusals import Refusal

BROWSER = "supporter"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def support_page(request: HttpRequest, tracking_id: int) -> HttpResponse:
    """`dukungan/`: one per confirmed contact; without one, one per browser, counted apart."""
    found = _public(request, tracking_id)
    if request.method != "POST":
        context = {"report": found.report, "counts": bool(found.actor.contacts)}
        return render(request, "portal/support.html", context)
    who, confirmed = _supporter(request, found)
    return _done(
        request,
        found,
        lambda: support(found.report, by=found.actor, supporter=who, confirmed=confirmed, now=found.now),
        _("Dukungan Anda sudah dihitung.") if confirmed else _("Dukungan Anda sudah dicatat."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_page(request: HttpRequest, tracking_id: int) -> HttpResponse:
    """`kabari/`: notices to an address its owner has proven by logging in with a code."""
    found = _public(request, tracking_id)
    address = _address(request)
    if not address:
        back = reverse("portal:follow", args=[tracking_id])
        return redirect(f"{reverse('account_request_login_code')}?{urlencode({'next': back})}")
    told = follows(found.report, contact=address, kind="email")
    if request.method != "POST":
        context = {"report": found.report, "address": address, "told": told}
        return render(request, "portal/follow.html", context)
    if told:
        stop = partial(unfollow, found.report, contact=address, kind="email")
        return _done(request, found, stop, _("Kami berhenti mengabari Anda tentang laporan ini."))
    return _done(
        request,
        found,
        lambda: follow(found.report, by=found.actor, contact=address, kind="email", now=found.now),
        _("Kami akan mengabari Anda lewat %(address)s.") % {"address": address},
    )


def _public(request: HttpRequest, tracking_id: int) -> Asked:
    if not published().filter(pk=tracking_id).exists():
        raise Http404
    return asked(request, tracking_id)


def _supporter(request: HttpRequest, found: Asked) -> tuple[str, bool]:
    if found.actor.contacts:
        return min(found.actor.contacts), True
    return request.session.setdefault(BROWSER, secrets.token_hex(16)), False


def _address(request: HttpRequest) -> str:
    if not isinstance(request.user, User):
        return ""
    found = EmailAddress.objects.filter(user=request.user, verified=True)
    proven = found.order_by("-primary", "pk").first()
    return str(proven.email).lower() if proven else ""


def _done(request: HttpRequest, found: Asked, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("portal:report", found.report.pk)
