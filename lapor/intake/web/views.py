"""/lapor/: the form, and the options it offers while one types."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lapor.accounts.clients import client_of
from lapor.accounts.middleware import opened_now
from lapor.intake.models import Submission
from lapor.intake.web import floods, sending, tokens, uploads
from lapor.intake.web.account import account_of
from lapor.intake.web.forms import ReportForm, typed_values, without_zero_bytes
from lapor.intake.web.picking import pick
from lapor.intake.web.receipts import remember
from lapor.registry.models import Agency
from lapor.reports.attaching import too_large
from lapor.reports.refusals import BadInput
from lapor.reports.states import ReportClass
from lapor.sla.rules import Step as Clock
from lapor.sla.rules import rule_for
from lapor.ui.components import Step

FINDERS = {"wilayah": "region", "instansi": "agency", "kategori": "category"}
# A field that no person sees or reaches; a program that fills every field fills it too.
TRAP = "catatan_tambahan"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_form(request: HttpRequest) -> HttpResponse:
    """The empty form; or, by POST, the report. A form that is sent again shows the receipt it had."""
    if request.method != "POST":
        return _empty(request)
    data = without_zero_bytes(request.POST)
    token = tokens.read(data.get("token", ""))
    if found := sending.sent(token):
        return _to_receipt(request, token, found)
    if "remove" in data:
        uploads.remove(token, str(data["remove"]))
        return _page(request, ReportForm(initial=typed_values(data), account=account_of(request)), token)
    return _filed(request, data, token)


@require_GET
def options(request: HttpRequest, finder: str) -> HttpResponse:
    """The fragment of radio buttons for what stands in a text field (`q`, or the field's own name)."""
    if finder not in FINDERS:
        raise Http404
    name = FINDERS[finder]
    typed = request.GET.get("q") or request.GET.get(f"{name}_text") or ""
    context = {
        "pick": pick(name, typed),
        "finder": finder,
        "swapped": bool(request.headers.get("HX-Request")),
    }
    return render(request, "intake/options.html", context)


def _empty(request: HttpRequest) -> HttpResponse:
    """A new form, or (`formulir`) one that came back with mistakes: Back and Reload find its files again.

    One that was sent meanwhile gives its receipt only where the report is still open in this browser.
    """
    token = tokens.read(request.GET.get("formulir", ""))
    if found := sending.sent(token):
        if found.report_id in opened_now(request.session):
            return redirect("lapor-terima", token=token)
        token = tokens.new()
    form = ReportForm(initial=_initial(request), account=account_of(request))
    return _page(request, form, token)


def _filed(request: HttpRequest, data: QueryDict, token: str) -> HttpResponse:
    now, client = timezone.now(), client_of(request)
    form = ReportForm(data, account=account_of(request))
    form.full_clean()
    if wait := floods.minutes_to_wait(client, now=now):
        form.add_error(None, _slowed(wait))
        return _page(request, form, token, status=429)
    problems = uploads.take(token, request.FILES.getlist("attachments"), client=client, now=now)
    if request.META.get("lapor.skipped_files"):
        problems.append(too_large())
    for problem in problems:
        form.add_error("attachments", problem)
    if not form.is_valid():
        return _page(request, form, token, status=422)
    said = form.cleaned_data
    mass = floods.is_mass(client, title=said["title"], text=said["text"], now=now)
    trapped = bool(data.get(TRAP))
    try:
        submission, fresh = sending.send(form.filing(flood=mass or trapped), token=token, now=now)
    except BadInput as refused:
        for field, error in refused.errors.items():
            form.add_error(field if field in form.fields else None, error)
        return _page(request, form, token, status=422)
    if fresh and submission.report and not trapped:
        sending.invite(submission.report, now=now)
    return _to_receipt(request, token, submission)


def _to_receipt(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """The form's token opens the report only as long as its receipt may be shown: it stands in histories."""
    if submission.report_id is None:
        raise Http404
    if not sending.shown(submission, now=timezone.now()):
        return redirect(f"/lacak/?nomor={submission.report_id}")
    remember(request, submission.report_id)
    return redirect("lapor-terima", token=token)


def _page(request: HttpRequest, form: ReportForm, token: str, status: int = 200) -> HttpResponse:
    held = uploads.listed(token)
    context: dict[str, Any] = {
        "form": form,
        "token": tokens.signed(token),
        "uploads": [(upload, uploads.explanation(upload)) for upload in held],
        "back": request.method == "POST",
        "steps": _steps(),
        "trap": TRAP,
        "tiles": settings.LEAFLET_CONFIG,
    }
    return render(request, "intake/form.html", context, status=status)


def _steps() -> list[Step]:
    now = timezone.now()
    days = {clock: _days(clock, now) for clock in (Clock.VERIFICATION, Clock.FOLLOW_UP)}
    return [
        Step(_("Anda mendapat nomor"), "next", [_("Dan kode akses untuk membuka laporan.")]),
        Step(
            _("Kami memeriksa"),
            "next",
            [_most(days[Clock.VERIFICATION])],
        ),
        Step(
            _("Instansi menjawab"),
            "next",
            [_("Paling lama %(n)s hari kerja sesudahnya.") % {"n": days[Clock.FOLLOW_UP]}],
        ),
    ]


def _most(days: int) -> str:
    return _("Paling lama %(n)s hari kerja.") % {"n": days}


def _days(clock: Clock, now: datetime) -> int:
    return rule_for(clock, report_class=ReportClass.COMPLAINT, supervision=None, received=now).number


def _initial(request: HttpRequest) -> dict[str, Any]:
    account = account_of(request)
    initial: dict[str, Any] = {"name": account.name, "email": account.email}
    if found := _agency_asked(request.GET.get("instansi", "")[:120].replace("\0", "")):
        initial |= {"agency": found.slug, "agency_text": found.name}
    return initial


def _agency_asked(word: str) -> Agency | None:
    """The agency of a link to the form, by the end of its page's address or by its code."""
    standing = Agency.objects.standing()
    return standing.filter(slug=word.lower()).first() or standing.filter(code=word.upper()).first()


def _slowed(minutes: int) -> str:
    return ngettext(
        "Saat ini terlalu banyak laporan dari jaringan Anda. Coba lagi dalam %(n)s menit, tulisan Anda aman.",
        "Saat ini terlalu banyak laporan dari jaringan Anda. Coba lagi dalam %(n)s menit, tulisan Anda aman.",
        minutes,
    ) % {"n": minutes} + (" " + _("Berkas yang baru dipilih perlu dipilih lagi."))
