"""`/sematan/<slug>/`: a small page for the frame on an agency's own site. The only one that may be framed.

It knows nobody: no cookie is read or set, no script runs, and its answer is the same for everybody, so that a
cache may keep it. Whatever it shows is public; its one link opens the form in a tab of its own.
"""

from __future__ import annotations

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from lapor.indicators.light import months_of
from lapor.indicators.models import Scope
from lapor.indicators.summary import together
from lapor.oversight import profile
from lapor.oversight.agency_page import sentence
from lapor.oversight.counter import form_address, of_standing
from lapor.registry.models import Agency

SECONDS = 600


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@require_safe
@of_standing
def embed(request: HttpRequest, agency: Agency) -> HttpResponse:
    """In Indonesian unless the address says `?bahasa=en`: a cache must not keep one visitor's language."""
    language = "en" if request.GET.get("bahasa") == "en" else "id"
    with translation.override(language):
        context = {
            "agency": agency,
            "address": form_address(agency),
            "sentence": _said(agency),
            "lang": language,
        }
        page = render_to_string("oversight/embed.html", context)  # no request: no session is asked
    return HttpResponse(page, headers={"Cache-Control": f"public, max-age={SECONDS}"})


def _said(agency: Agency) -> str:
    """How fast it answers; nothing of a unit, whose figures nobody counts, or of too few reports."""
    if agency.parent_id is not None:
        return ""
    where = profile.last_year(timezone.now())
    sums = together(months_of(Scope.AGENCY, agency.pk, start=where.start, end=where.end, answers=False))
    return sentence(sums) if profile.part_in_time(sums) else ""
