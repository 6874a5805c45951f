"""`/skm/isi/<code>/` and `/skm/kios/<code>/`: the questionnaire on a phone, and on the counter's screen.

No name, no account, no session. A random word in a cookie of this one page tells a second answer of the same
browser; the survey keeps only its keyed hash. Nothing here acts in anybody's name, so no token guards it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from lapor.accounts.actors import PUBLIC
from lapor.accounts.clients import client_of
from lapor.accounts.limits import count
from lapor.portal.skm.forms import AnswerForm
from lapor.portal.skm.surveyed import Surveyed, surveyed
from lapor.reports.refusals import BadInput, WrongState
from lapor.skm.answering import answer
from lapor.skm.codes import Way
from lapor.skm.models import Period
from lapor.ui.dates import language
from lapor.ui.errors import error_page

COOKIE, DAYS = "perangkat", 100
# One network address may stand for a whole village; a screen sends a day of answers at once.
PER_CLIENT, HOUR = 1_000, timedelta(hours=1)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The plain form, by link or QR; sent, it leads to the thanks."""
    return _page(request, surveyed(code, now=timezone.now()), Way.LINK)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest, code: str) -> HttpResponse:
    """The same form for the counter; with script a question at a time, also without a line."""
    return _page(request, surveyed(code, now=timezone.now()), Way.KIOSK)


@require_safe
@never_cache
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """After the form; what becomes of the answer, and where to complain."""
    shown = surveyed(code, now=timezone.now())
    context = {"unit": shown.unit, "period": shown.period, "again": request.GET.get("dari") == "kios"}
    return render(request, "portal/skm/thanks.html", context)


def _page(request: HttpRequest, shown: Surveyed, way: Way) -> HttpResponse:
    if shown.period is None or (not shown.takes and not _sent_late(request, shown, way)):
        return closed(request, shown)
    filled = AnswerForm(shown.period, request.POST if request.method == "POST" else None, language=language())
    if request.method != "POST":
        return questions(request, shown, filled, way)
    now = timezone.now()
    if count("skm-client", client_of(request), window=HOUR, now=now) > PER_CLIENT:
        return _refused(request, 429)
    device = _device(request)
    try:
        taken = take(filled, shown.period, way=way, device=device, now=now)
    except WrongState as refusal:
        return _refused(request, 409, str(refusal))
    if not taken:
        if _by_script(request):
            return JsonResponse({"errors": filled.errors}, status=422)
        return questions(request, shown, filled, way, status=422)
    return _remembered(request, _taken(request, shown, way), device)


def take(filled: AnswerForm, period: Period, *, way: Way, device: str, now: datetime) -> bool:
    """Count the answer of this form; False where it has to be mended, which the form then says."""
    if not filled.is_valid():
        return False
    try:
        answer(period, filled.given(device=device, now=now), way=way, by=PUBLIC, now=now)
    except BadInput as refusal:
        filled.refuse(refusal.errors)
        return False
    return True


def questions(
    request: HttpRequest, shown: Surveyed, filled: AnswerForm, way: Way, *, status: int = 200
) -> HttpResponse:
    template = "portal/skm/kiosk.html" if way == Way.KIOSK else "portal/skm/form.html"
    context = {"unit": shown.unit, "period": shown.period, "form": filled}
    return render(request, template, context, status=status)


def closed(request: HttpRequest, shown: Surveyed) -> HttpResponse:
    """Not yet, no more, or not at all; a form sent nevertheless is refused with the same page."""
    status = 409 if request.method == "POST" else 200
    if _by_script(request):
        return JsonResponse({"errors": {"": [_("Survei ini tidak sedang dibuka.")]}}, status=status)
    return render(request, "portal/skm/closed.html", {"shown": shown, "unit": shown.unit}, status=status)


def _device(request: HttpRequest) -> str:
    """The random word of this browser; a counter's screen without a line has no cookie and sends its own."""
    own = request.POST.get(COOKIE, "") if _by_script(request) else ""
    return (own or request.COOKIES.get(COOKIE, ""))[:40] or uuid4().hex


def _sent_late(request: HttpRequest, shown: Surveyed, way: Way) -> bool:
    """What a screen kept while it had no line; the verb looks at the day on which it was answered."""
    return request.method == "POST" and way == Way.KIOSK and shown.over


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _refused(request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"errors": {"": [detail]}}, status=status)
    return error_page(request, status, detail=detail, back=request.path)


def _taken(request: HttpRequest, shown: Surveyed, way: Way) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"counted": True}, status=201)
    place = redirect("skm_thanks", code=shown.unit.code)
    if way == Way.KIOSK:
        place["Location"] += "?dari=kios"
    return place


def _remembered(request: HttpRequest, answer: HttpResponse, device: str) -> HttpResponse:
    answer.set_cookie(
        COOKIE,
        device,
        max_age=DAYS * 24 * 3600,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer
