"""`/skm/isi/<code>/`, `/skm/kios/<code>/<key>/`: the questionnaire on a phone, on the counter's screen.

No name, no account, no session. A random word in a cookie of this one page tells a second answer of the same
browser; the survey keeps only its keyed hash. Nothing here acts in anybody's name, so no token guards it;
but no other site may have its visitors answer (Sec-Fetch-Site, which a page cannot forge).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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
from lapor.skm.answering import Given, answer
from lapor.skm.codes import Way
from lapor.skm.counter import counter_key, opens
from lapor.skm.models import Period
from lapor.ui.dates import language
from lapor.ui.errors import error_page

COOKIE, DAYS = "perangkat", 100
# To one unit in one way. A network address may stand for a whole village, and a screen sends a day of answers
# at once; so beyond CROWD an answer by link only looks odd.
PER_CLIENT, CROWD, HOUR = 1_000, 30, timedelta(hours=1)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The plain form, by link or QR; sent, it leads to the thanks."""
    return _page(request, surveyed(code, now=timezone.now()), Way.LINK)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The same form for the counter; with script a question at a time, also without a line.

    With another survey's key, or a guessed one, it is the form of everybody; what a screen still sends to it
    is refused for good.
    """
    shown = surveyed(code, now=timezone.now())
    if shown.period is not None and not opens(shown.period, key):
        return closed(request, shown) if request.method == "POST" else redirect("skm_form", code=code)
    return _page(request, shown, Way.KIOSK)


@require_safe
@never_cache
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """After the form; what becomes of the answer, and where to complain."""
    shown = surveyed(code, now=timezone.now())
    key = request.GET.get("kios", "")
    again = key if shown.period is not None and opens(shown.period, key) else ""
    context = {"unit": shown.unit, "period": shown.period, "again": again}
    return render(request, "portal/skm/thanks.html", context)


def _page(request: HttpRequest, shown: Surveyed, way: Way) -> HttpResponse:
    if shown.period is None or (not shown.takes and not _sent_late(request, shown, way)):
        return closed(request, shown)
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        return _refused(request, 403, _("Jawaban hanya diterima dari halaman survei ini sendiri."))
    filled = AnswerForm(shown.period, request.POST if request.method == "POST" else None, language=language())
    if request.method != "POST":
        return questions(request, shown, filled, way)
    now = timezone.now()
    sender = f"{way} {shown.unit.pk} {client_of(request)}"
    number = count("skm-client", sender, window=HOUR, now=now)
    if number > PER_CLIENT:
        return _refused(request, 429)
    device = _device(request)
    crowded = way == Way.LINK and number > CROWD
    try:
        taken = take(filled, _verb(shown.period, way, now, crowded=crowded), device=device, now=now)
    except WrongState as refusal:
        return _refused(request, 409, str(refusal))
    if not taken:
        if _by_script(request):
            return JsonResponse({"errors": filled.errors}, status=422)
        return questions(request, shown, filled, way, status=422)
    return _remembered(request, _taken(request, shown, way), device)


def take(filled: AnswerForm, verb: Callable[[Given], object], *, device: str, now: datetime) -> bool:
    """Count the answer of this form by `verb`; False where it has to be mended, which the form then says."""
    if not filled.is_valid():
        return False
    try:
        verb(filled.given(device=device, now=now))
    except BadInput as refusal:
        filled.refuse(refusal.errors)
        return False
    return True


def _verb(period: Period, way: Way, now: datetime, *, crowded: bool) -> Callable[[Given], object]:
    return lambda given: answer(period, replace(given, crowded=crowded), way=way, by=PUBLIC, now=now)


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
    if way == Way.KIOSK and shown.period is not None:
        place["Location"] += f"?kios={counter_key(shown.period)}"
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
