"""A reporter's own data: seen, corrected, exported, erased (UU 27/2022, articles 5 to 13).

By account for all own reports, or for one report by its access code.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.accounts.joining import end_account, has_seat
from lapor.accounts.models import Identity, User
from lapor.notifications import alerts
from lapor.notifications.models import Alert
from lapor.portal import exporting
from lapor.portal.asking import Asked, actor_of, own_or_404
from lapor.reports.access import own_reports
from lapor.reports.erasing import erase_identity
from lapor.reports.looking import look
from lapor.reports.models import Report
from lapor.ui.errors import error_page


class NameForm(forms.Form):
    """Contacts are proven by code and so not typed over; a new one comes with the next report."""

    name = forms.CharField(
        label=gettext_lazy("Nama"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_report(request: HttpRequest, tracking_id: int) -> HttpResponse:
    """See and correct what stands behind one report."""
    found = own_or_404(request, tracking_id)
    person = look(found.report, found.actor, now=found.now).person
    form = NameForm(request.POST or None, initial={"name": person.name if person else ""})
    if request.method == "POST" and form.is_valid():
        _rename(_identities(found), form.cleaned_data["name"])
        messages.success(request, _("Nama Anda sudah diperbaiki."))
        return redirect("portal:report-data", tracking_id)
    context = {"report": found.report, "person": person, "form": form}
    return render(request, "portal/report_data.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def export_report(request: HttpRequest, tracking_id: int) -> HttpResponse:
    found = own_or_404(request, tracking_id)
    told = exporting.of_reports([found.report], found.actor, now=found.now)
    return exporting.download(f"laporan-{tracking_id}", {"laporan": told})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_report(request: HttpRequest, tracking_id: int) -> HttpResponse:
    """Erase the person behind one report; the report itself goes on without one."""
    found = own_or_404(request, tracking_id)
    if request.method != "POST":
        return render(request, "portal/erasure.html", {"report": found.report})
    for identity in _identities(found):
        erase_identity(identity, now=found.now)
    messages.success(request, _("Nama dan kontak Anda sudah dihapus dari laporan ini."))
    return redirect("portal:report", tracking_id)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_account(request: HttpRequest) -> HttpResponse:
    """See and correct the account's name, and with it the name on all own reports."""
    user = _user(request)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        user.name = form.cleaned_data["name"]
        user.save(update_fields=["name"])
        _rename(_own_identities(request), user.name)
        messages.success(request, _("Nama Anda sudah diperbaiki."))
        return redirect("portal:account-data")
    context = {
        "account": user,
        "form": form,
        "number": _own(request).count(),
        "alerts": [(alert, alerts.token_of(alert)) for alert in _alerts(user)[: exporting.MOST]],
        "officer": has_seat(user),
    }
    return render(request, "portal/account_data.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def export_account(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    own = _own(request).order_by("-received", "-id")[: exporting.MOST]
    told = exporting.of_reports(own, actor_of(request), now=now)
    user = _user(request)
    content: dict[str, object] = {
        "akun": exporting.of_account(user),
        "laporan": told,
        "langganan": exporting.of_alerts(_alerts(user)[: exporting.MOST]),
    }
    return exporting.download("data-saya", content)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase_account(request: HttpRequest) -> HttpResponse:
    """End the account and erase the person behind all own reports. Not for officers."""
    user = _user(request)
    if has_seat(user):
        return error_page(request, 403, detail=_("Akun petugas dihapus oleh instansinya."), back="/akun/")
    if request.method != "POST":
        return render(request, "portal/erasure.html", {"number": _own(request).count()})
    with transaction.atomic():
        for identity in _own_identities(request):
            erase_identity(identity, now=timezone.now())
        _alerts(user).delete()
        end_account(user)
    logout(request)
    messages.success(request, _("Akun Anda sudah dihapus. Laporan Anda tetap ditangani tanpa nama."))
    return redirect("portal:home")


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("login_required lets nobody else in")
    return request.user


def _alerts(user: User) -> QuerySet[Alert]:
    """What the owner of these proven addresses is told of by mail."""
    proven = EmailAddress.objects.filter(user=user, verified=True)
    return alerts.of_addresses(proven.values_list("email", flat=True))


def _own(request: HttpRequest) -> QuerySet[Report]:
    return own_reports(actor_of(request))


def _own_identities(request: HttpRequest) -> QuerySet[Identity]:
    return Identity.objects.filter(report__in=_own(request), erased_at=None)


def _identities(found: Asked) -> QuerySet[Identity]:
    """The identity of this report; of a report split off, that of the one it came from."""
    reporter = found.report.reporter
    living = Identity.objects.filter(erased_at=None)
    return living.filter(pk=reporter.pk) if reporter else living.none()


def _rename(identities: QuerySet[Identity], name: str) -> None:
    for identity in identities:
        identity.name = name
        identity.save(update_fields=["name"])
