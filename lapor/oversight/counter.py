"""What an agency puts up for its visitors: a poster, a page for the counter, a button on its own site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from lapor.registry.models import Agency
from lapor.registry.queries import keywords_of, standing_successor
from lapor.ui.dates import language
from lapor.ui.typesetting import drawable, typeset

SOURCE = Path(__file__).with_name("poster.typ")
# The poster changes with the agency's name and keyword only.
POSTER_SECONDS = 3600
# As `embed.css` draws it.
WIDTH, HEIGHT = 320, 280


def of_standing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view of an agency that takes reports; who has gone leads to the heir, an unknown one is 404."""

    @wraps(view)
    def checked(request: HttpRequest, slug: str, **rest: str) -> HttpResponse:
        asked = get_object_or_404(Agency.objects.select_related("region", "successor"), slug=slug)
        agency = standing_successor(asked)
        if agency.valid_to is not None or not agency.active:
            raise Http404
        if agency != asked:
            match = request.resolver_match
            name = match.view_name if match else "oversight:agency"
            return HttpResponseRedirect(reverse(name, kwargs={"slug": agency.slug, **rest}))
        return view(request, agency, **rest)

    return checked


@require_safe
@of_standing
def counter(request: HttpRequest, agency: Agency) -> HttpResponse:
    """`/instansi/<slug>/loket/`: three ways to report, large enough for a screen at the counter."""
    return render(request, "oversight/counter.html", {"agency": agency, **_ways(agency)})


@require_safe
@of_standing
def kit(request: HttpRequest, agency: Agency) -> HttpResponse:
    """`/instansi/<slug>/untuk-petugas/`: posters, the counter's page, and the code of the button to copy."""
    address = _absolute(reverse("oversight:embed", args=[agency.slug]))
    context = {"agency": agency, "address": address, "code": _code(agency, address)}
    return render(request, "oversight/counter_kit.html", context)


@require_safe
@of_standing
def poster(request: HttpRequest, agency: Agency, paper: str) -> HttpResponse:
    """A PDF/UA-1 of one page, "a4" or "a5", in the reader's language."""
    pdf = typeset(SOURCE, _inputs(agency, paper))
    name = f"poster-lapor-{agency.slug}-{paper}.pdf"
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": f"public, max-age={POSTER_SECONDS}",
        "Vary": "Accept-Language, Cookie",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _code(agency: Agency, address: str) -> str:
    """What an agency puts into its own page, where its own rules for styles hold."""
    with override("id"):
        title = _("Lapor ke %(name)s") % {"name": agency.name}
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" style="{}"></iframe>',
        *(address, title, WIDTH, HEIGHT, "border:0;max-width:100%"),
    )


def _ways(agency: Agency) -> dict[str, Any]:
    address = form_address(agency)
    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(border=4, omitsize=True, light="#fff", dark="#000", svgclass="qr", lineclass=None)
    return {"address": address, "qr": SafeString(svg), "keyword": _keyword(agency)}


def form_address(agency: Agency) -> str:
    """The form with this agency chosen, as one writes it on paper."""
    return _absolute(f"/lapor/?instansi={agency.slug}")


def _keyword(agency: Agency) -> str:
    """The word before an SMS; of a unit that of the agency above. Empty where there is none."""
    found = keywords_of(agency if agency.parent_id is None else agency.top()).first()
    return found.text if found else ""


def _inputs(agency: Agency, paper: str) -> dict[str, str]:
    address, name = form_address(agency), drawable(agency.name)
    drawn = segno.make(address, error="m", micro=False)
    keyword = _keyword(agency)
    return {
        "paper": paper,
        "lang": language(),
        "title": _("Lapor ke %(name)s") % {"name": name},
        "ask": _("Ada masalah dengan layanan kami? Laporkan."),
        "agency": name,
        "qr": drawn.svg_inline(border=2, light="#fff", dark="#000", scale=10),
        "alt": _("Kode QR yang membuka formulir lapor ke %(name)s") % {"name": name},
        "scan": _("Pindai dengan kamera ponsel Anda"),
        "address": address.split("://")[-1],
        "sms": _("Tanpa internet: SMS ke 1708"),
        "text": _("%(keyword)s isi laporan Anda") % {"keyword": keyword}
        if keyword
        else _("isi laporan Anda"),
        "promise": _("Gratis. Nama Anda dapat disembunyikan. Kami jawab paling lama 5 hari kerja."),
    }


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
