"""What Kannel calls: a message that came in, and what became of one that went out."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from lapor.intake.sms import inbox
from lapor.notifications import delivery_reports

PLAIN = "text/plain; charset=utf-8"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """One message; the body of the answer is the SMS that goes back, empty for none."""
    if not _knows_secret(request):
        return _text(_("Kata sandi gateway tidak cocok."), 403)
    sender = _value(request, "from")
    if not sender.replace("\0", "").strip():
        return _text(_("Parameter from (nomor pengirim) belum diisi."), 400)
    answer = inbox.accept(
        gateway_id=_value(request, "id"),
        sender=sender,
        recipient=_value(request, "to"),
        text=_value(request, "text"),
        now=timezone.now(),
    )
    return _text(answer, 200)


@never_cache
@require_safe
def delivery_report(request: HttpRequest) -> HttpResponse:
    """What became of a message that we sent; `ref` is our random name for it."""
    if not _knows_secret(request):
        return _text(_("Kata sandi gateway tidak cocok."), 403)
    ref, status = _value(request, "ref").replace("\0", ""), _value(request, "status")
    if not (status.isascii() and status.isdecimal() and len(status) <= 5):
        return _text(_("Parameter status harus angka."), 400)
    known = delivery_reports.note_sms(ref, int(status), now=timezone.now())
    return _text("ok", 200) if known else _text(_("Pesan dengan ref itu tidak ada."), 404)


def _knows_secret(request: HttpRequest) -> bool:
    """In constant time; without a secret set nobody knows it."""
    given = _value(request, "secret").encode(errors="replace")
    return bool(settings.SMS_SECRET) and secrets.compare_digest(given, settings.SMS_SECRET.encode())


def _value(request: HttpRequest, name: str) -> str:
    """From the form of a POST, else from the address."""
    return request.POST.get(name, request.GET.get(name, ""))


def _text(body: str, status: int) -> HttpResponse:
    return HttpResponse(body, content_type=PLAIN, status=status)
