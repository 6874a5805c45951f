"""Invitations: sent by whoever manages the seat, used by the one who reads the mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lapor.accounts import inviting
from lapor.accounts.gate import actor_of
from lapor.accounts.models import Invitation
from lapor.accounts.staffing import StaffingRefused, realm_of
from lapor.backoffice.people.doors import manager, page
from lapor.backoffice.people.forms import InvitationForm, PasswordForm
from lapor.notifications.invitations import send_invitation


@require_http_methods(["GET", "HEAD", "POST"])
@manager
def invite(request: HttpRequest) -> HttpResponseBase:
    by, now = actor_of(request), timezone.now()
    posted = request.method == "POST"
    form = InvitationForm(request.POST if posted else None, by=by)
    if not posted or not form.is_valid():
        return page(request, "invite.html", {"form": form}, status=422 if posted else 200)
    role, agency = form.place
    given = form.cleaned_data
    try:
        with transaction.atomic():
            made, token = inviting.invite(
                given["email"], name=given["name"], role=role, agency=agency, by=by, now=now
            )
            send_invitation(made, token, now=now)
    except StaffingRefused as refusal:
        form.add_error(None, str(refusal))
        return page(request, "invite.html", {"form": form}, status=422)
    messages.success(request, _("Undangan dikirim ke %(email)s.") % {"email": made.email})
    return redirect("kelola-orang")


@require_POST
@manager
def withdraw(request: HttpRequest, invitation: int) -> HttpResponseBase:
    by = actor_of(request)
    row = Invitation.objects.select_related("agency").filter(realm_of(by).seats(), pk=invitation).first()
    if row is None:
        raise Http404
    if inviting.withdraw(row, by=by, now=timezone.now()):
        messages.success(request, _("Undangan ditarik. Tautannya tidak berlaku lagi."))
    else:
        messages.warning(request, _("Undangan ini sudah dipakai atau ditarik."))
    return redirect("kelola-orang")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Opening the page uses nothing up, for mail scanners follow links; its button does, once."""
    now = timezone.now()
    found = inviting.open_invitation(token, now=now)
    if found is None:
        return render(request, "backoffice/people/invitation_over.html", status=404)
    fresh, posted = inviting.needs_password(found), request.method == "POST"
    form = PasswordForm(request.POST if posted else None) if fresh else None
    if not posted or (form and not form.is_valid()):
        return _invited(request, found, form, status=422 if posted else 200)
    try:
        inviting.accept(found, password=form.cleaned_data["password"] if form else "", now=now)
    except StaffingRefused as refusal:
        return _invited(request, found, form, status=409, refusal=str(refusal))
    said = _("Undangan diterima. Masuk dengan alamat surel dan kata sandi Anda.")
    messages.success(request, said)
    return redirect("account_login")


def _invited(
    request: HttpRequest, found: Invitation, form: PasswordForm | None, *, status: int, **more: Any
) -> HttpResponseBase:
    context = {"invitation": found, "form": form, **more}
    return render(request, "backoffice/people/invitation.html", context, status=status)
