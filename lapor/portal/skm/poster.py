"""`/skm/poster/<code>.pdf`: a sheet for the counter, with the QR code of the unit's questionnaire."""

from __future__ import annotations

from pathlib import Path

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.portal.skm.surveyed import Surveyed, surveyed
from lapor.skm.answering import elements_of
from lapor.skm.codes import ELEMENTS
from lapor.ui.dates import language
from lapor.ui.typesetting import drawable, typeset

# As an example of what to write: a digit an element.
DIGITS = "344434434"
SOURCE = Path(__file__).with_name("poster.typ")


@require_safe
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """A4, PDF/UA-1, in the reader's language; good for every survey of the unit."""
    shown = surveyed(code, now=timezone.now())
    name = f"poster-skm-{shown.unit.code.lower()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, max-age=600"}
    return HttpResponse(typeset(SOURCE, _inputs(shown)), content_type="application/pdf", headers=headers)


def _inputs(shown: Surveyed) -> dict[str, str]:
    address = f"{settings.BASE_URL}{reverse('skm_form', args=[shown.unit.code])}"
    drawn = segno.make(address, error="m", micro=False)
    name = drawable(shown.unit.name)
    asked = len(elements_of(shown.period)) if shown.period else len(ELEMENTS)
    return {
        "lang": language(),
        "title": _("Survei kepuasan: %(name)s") % {"name": name},
        "ask": _("Puaskah Anda dengan layanan kami?"),
        "unit": name,
        "agency": drawable(shown.unit.agency.name),
        "qr": drawn.svg_inline(border=2, light="#fff", dark="#000", scale=10),
        "alt": _("Kode QR yang membuka survei kepuasan %(name)s") % {"name": name},
        "scan": _("Pindai dengan kamera ponsel Anda"),
        "address": address.split("://")[-1],
        "sms": _("Tanpa internet: SMS ke 1708"),
        "text": f"SKM {shown.unit.code} {DIGITS[:asked]}",
        "digits": _("Ganti angkanya dengan jawaban Anda: 1 paling buruk, 4 paling baik.")
        + " "
        + _("Pertanyaannya ada di petugas."),
        "promise": _("Tanpa nama. Sekitar dua menit. Hasilnya kami umumkan."),
    }
