"""The receipt: number, access code, what happens next; and the code that confirms a contact."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lapor.accounts.codes import Channel, TooManyCodes
from lapor.accounts.middleware import OPENED, opened_now
from lapor.intake.models import Submission
from lapor.intake.web import sending
from lapor.intake.web.tokens import form_mark
from lapor.reports.looking import Seen, look
from lapor.reports.models import Report
from lapor.sla.rules import Step as Clock
from lapor.sla.rules import rule_for
from lapor.ui.components import Step
from lapor.ui.dates import day_words
from lapor.ui.errors import error_page

OPEN_SECONDS = 3600


class CodeForm(forms.Form):
    say_optional = False
    code = forms.CharField(
        label=gettext_lazy("Kode 6 angka"),
        help_text=gettext_lazy("Berlaku 10 menit."),
        error_messages={"required": gettext_lazy("Tulis 6 angka dari pesan kami.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


def remember(request: HttpRequest, report_id: int) -> None:
    """This browser may open the report for an hour."""
    opened = request.session.get(OPENED)
    kept = opened if isinstance(opened, dict) else {}
    request.session[OPENED] = {**kept, str(report_id): timezone.now().timestamp() + OPEN_SECONDS}


@never_cache
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt of a form sent from this browser within the hour; 404 for everybody else."""
    try:
        submission = _mine(request, token)
    except Http404:
        words = _(
            "Tanda terima hanya tampil satu jam, di ponsel yang mengirim. "
            "Laporan Anda aman. Buka lewat Lacak dengan nomor dan kode akses."
        )
        return error_page(request, 404, detail=words)
    return _page(request, token, submission, CodeForm())


@never_cache
@require_POST
def confirmation(request: HttpRequest) -> HttpResponse:
    """The code from the message. A wrong one changes nothing but its own five tries."""
    token = request.POST.get("token", "")
    submission = _mine(request, token)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, token, submission, form, status=422)
    if sending.confirm(_report(submission), form.cleaned_data["code"], now=timezone.now()):
        messages.success(request, _("Kontak Anda sudah pasti. Kami akan mengabari Anda."))
        return redirect("lapor-terima", token=token)
    form.add_error("code", _("Kode ini salah atau sudah lewat. Periksa lagi, atau minta kode baru."))
    return _page(request, token, submission, form, status=422)


@never_cache
@require_POST
def another_code(request: HttpRequest) -> HttpResponse:
    """A new code to one of the contacts that the report holds."""
    token = request.POST.get("token", "")
    submission = _mine(request, token)
    channel: Channel = "sms" if request.POST.get("channel") == "sms" else "email"
    try:
        sending.new_code(_report(submission), channel, now=timezone.now())
    except TooManyCodes:
        messages.warning(request, _("Sudah tiga kode dalam satu jam. Coba lagi nanti; laporan Anda aman."))
        return _page(request, token, submission, CodeForm(), status=429)
    messages.success(request, _("Kode baru sedang dikirim."))
    return redirect("lapor-terima", token=token)


@never_cache
@require_POST
def forgetting(request: HttpRequest, token: str) -> HttpResponse:
    """Close the report in this browser: for phones that others use as well."""
    submission = _mine(request, token)
    Submission.objects.filter(pk=submission.pk).update(access_code="")  # Back and Send open it no more
    opened = request.session.get(OPENED, {})
    request.session[OPENED] = {key: at for key, at in opened.items() if key != str(submission.report_id)}
    messages.success(request, _("Laporan sudah dihapus dari ponsel ini. Pakai kode akses untuk membukanya."))
    return redirect("/lacak/")


def _mine(request: HttpRequest, token: str) -> Submission:
    rows = Submission.objects.select_related("report__identity")
    found = rows.filter(form_mark=form_mark(token.replace("\0", "")), report__isnull=False).first()
    if found is None or found.report_id not in opened_now(request.session):
        raise Http404
    return found


def _report(submission: Submission) -> Report:
    if submission.report is None:
        raise Http404
    return submission.report


def _page(
    request: HttpRequest, token: str, submission: Submission, form: CodeForm, status: int = 200
) -> HttpResponse:
    report, now = _report(submission), timezone.now()
    seen = look(report, sending.reporter_of(report), now=now)
    waiting = sending.unproven(report.identity)
    context: dict[str, Any] = {
        "seen": seen,
        "token": token,
        "form": form,
        "steps": steps_of(seen),
        "waiting": [(channel, _contact(report, channel)) for channel in waiting],
        "uncleaned": sum(not file.cleaned for file in seen.attachments),
        **_code(submission, report, now),
    }
    return render(request, "intake/receipt.html", context, status=status)


def _code(submission: Submission, report: Report, now: datetime) -> dict[str, Any]:
    """The access code in groups and as a QR picture, while it may still be shown."""
    code = submission.access_code
    if not sending.shown(submission, now=now):
        return {"code": "", "qr": ""}
    return shown_code(report.pk, code)


def shown_code(number: int, code: str) -> dict[str, Any]:
    """The code in groups, and as a QR picture that opens the report."""
    # In the fragment, which browsers send to nobody: neither a log nor a proxy ever holds the code.
    address = f"{settings.BASE_URL}/lacak/#{number}.{code}"
    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(border=4, omitsize=True, light="#fff", dark="#000", svgclass="qr", lineclass=None)
    return {"code": " ".join(code[at : at + 4] for at in (0, 4, 8)), "qr": SafeString(svg)}


def steps_of(seen: Seen) -> list[Step]:
    """What happens next, and by when."""
    facts = {"report_class": seen.report.report_class, "supervision": None, "received": seen.report.received}
    answer = rule_for(Clock.FOLLOW_UP, **facts).number  # type: ignore[arg-type]
    steps = [
        Step(_("Laporan Anda kami terima"), at=seen.report.received),
        Step(_("Kami memeriksa dan meneruskannya"), "now", [_by(seen, Clock.VERIFICATION)]),
        Step(
            _("Instansi menjawab"),
            "next",
            [_("Paling lama %(n)s hari kerja setelah diteruskan.") % {"n": answer}],
        ),
    ]
    if seen.due.get(Clock.RESOLUTION):
        steps.append(Step(_("Laporan selesai"), "next", [_by(seen, Clock.RESOLUTION)]))
    return steps


def _by(seen: Seen, clock: Clock) -> str:
    due = seen.due.get(clock)
    return _("Paling lambat %(day)s.") % {"day": day_words(due)} if due else ""


def _contact(report: Report, channel: Channel) -> str:
    identity = report.identity
    return "" if identity is None else identity.email if channel == "email" else identity.phone
