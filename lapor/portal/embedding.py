"""oEmbed 1.0: other sites show a public report by its address. What it says is what the public page says."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from lapor.accounts.actors import PUBLIC
from lapor.portal.asking import NUMBER
from lapor.reports.looking import Seen, look
from lapor.reports.models import Report
from lapor.ui.texts import upright

WIDTH, HEIGHT = 600, 180
SECONDS = 60  # what is closed for the public is gone from caches within a minute
_REPORT = re.compile(rf"/laporan/({NUMBER})/?")
_MARKUP = (
    '<blockquote class="lapor-laporan" cite="{url}"><p lang="id">{title}</p><p>{where}</p>'
    '<footer><a href="{url}">{name}</a></footer></blockquote>'
)


@require_safe
@conditional_page
def oembed(request: HttpRequest) -> HttpResponse:
    """400 for a number that is none, 404 for no public report of ours, 501 for another format."""
    form = request.GET.get("format", "") or "json"
    if form not in ("json", "xml"):
        return _text(_("Format ini tidak ada. Pakai json atau xml."), 501)
    size = (_most(request, "maxwidth", WIDTH), _most(request, "maxheight", HEIGHT))
    if None in size:
        return _text(_("maxwidth dan maxheight harus angka, mulai dari 1."), 400)
    seen = _public(request, request.GET.get("url", ""))
    if seen is None:
        return _text(_("Di alamat itu tidak ada laporan yang terbuka untuk umum."), 404)
    body = _card(seen, *size)
    response = JsonResponse(body) if form == "json" else _xml(body)
    patch_cache_control(response, public=True, max_age=SECONDS)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _public(request: HttpRequest, url: str) -> Seen | None:
    """The report whose page that is, as everybody may read it; None where there is nothing to read."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    hosts = (urlsplit(settings.BASE_URL).netloc, request.get_host())
    found = _REPORT.fullmatch(unquote(parts.path))
    if parts.scheme not in ("http", "https") or parts.netloc not in hosts or not found:
        return None
    report = Report.objects.filter(pk=int(found[1].removeprefix("#")), publication__isnull=False).first()
    seen = look(report, PUBLIC, now=timezone.now()) if report else None
    return seen if seen and seen.title else None


def _card(seen: Seen, width: int | None, height: int | None) -> dict[str, Any]:
    url = f"{settings.BASE_URL}/laporan/{seen.id}/"
    title = upright(seen.title)
    where = str(seen.report.get_status_display())
    if seen.agencies:
        where = f"{where}, {seen.agencies[0].name}"
    name = _("Laporan #%(id)s di LAPOR!") % {"id": seen.id}
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "LAPOR!",
        "provider_url": f"{settings.BASE_URL}/",
        "cache_age": SECONDS,
        "html": format_html(_MARKUP, url=url, title=title, where=where, name=name),
        "width": width,
        "height": height,
    }


def _most(request: HttpRequest, name: str, own: int) -> int | None:
    """Our own size, or less where less is asked for; None for no number."""
    text = request.GET.get(name, "")
    if not text:
        return own
    return min(own, int(text)) if re.fullmatch(r"[1-9][0-9]{0,5}", text) else None


def _xml(body: dict[str, Any]) -> HttpResponse:
    inner = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in body.items())
    text = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{inner}</oembed>'
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


def _text(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
