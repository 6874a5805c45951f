"""`/skm/undangan/<token>/`: the reporter of a closed report answers how it was handled, once."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lapor.portal.skm.filling import closed, take
from lapor.portal.skm.forms import AnswerForm
from lapor.portal.skm.surveyed import surveyed
from lapor.reports.refusals import WrongState
from lapor.skm.answering import Given
from lapor.skm.codes import PeriodStatus
from lapor.skm.inviting import answer_invited, by_token
from lapor.skm.models import Invitation
from lapor.sla.zones import NATIONAL
from lapor.ui.dates import language
from lapor.ui.errors import error_page


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """A link alone answers nothing: mail scanners follow links. Used or over, it says so and what else to do.

    The page names the report by its number; of a secret one not even the unit, for others may look on.
    """
    invitation, now = by_token(token), timezone.now()
    if invitation is None:
        raise Http404
    period = invitation.period
    if invitation.answered and request.method != "POST":
        return _shown(request, invitation, "portal/skm/invited_thanks.html")
    today = now.astimezone(NATIONAL).date()
    if period.status != PeriodStatus.OPEN or not period.starts <= today <= period.ends:
        return closed(request, surveyed(period.unit.code, now=now))
    sent = request.POST if request.method == "POST" else None
    filled = AnswerForm(period, sent, language=language())
    if request.method == "POST":
        try:
            if take(filled, lambda given: _answer(invitation, given), device="", now=now):
                return redirect("skm_invited", token=token)
        except WrongState as refusal:
            return error_page(request, 409, detail=str(refusal), back=request.path)
    return _shown(
        request, invitation, "portal/skm/invited.html", filled, status=422 if filled.errors else 200
    )


def _answer(invitation: Invitation, given: Given) -> object:
    return answer_invited(invitation, given, now=timezone.now())


def _shown(
    request: HttpRequest,
    invitation: Invitation,
    template: str,
    filled: AnswerForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    report = invitation.report
    context = {
        "form": filled,
        "period": invitation.period,
        "report_id": report.pk,
        "unit": None if report.secret else invitation.period.unit,
    }
    return render(request, template, context, status=status)
