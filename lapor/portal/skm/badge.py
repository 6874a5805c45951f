"""`/skm/<slug>/lencana.svg`: the newest index as a small picture for the unit's own site."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.portal.skm.publication import period_of, unit_of
from lapor.skm.arithmetic import grade
from lapor.skm.models import ServiceUnit
from lapor.ui.numbers import figure

SECONDS = 600
# As the picture is drawn, in points of the page that shows it.
WIDTH, HEIGHT = 240, 64
# The colours of tokens.css, which a picture of its own cannot read.
COLOURS = {"A": "#1b6e47", "B": "#1b6e47", "C": "#8a5a00", "D": "#a61c28"}


@require_safe
def badge(request: HttpRequest, slug: str) -> HttpResponse:
    """Knows nobody, the same for everybody; Indonesian unless the address says `?bahasa=en`."""
    unit = unit_of(slug)
    period = period_of(unit)
    if period is None or period.ikm is None:
        raise Http404
    with translation.override("en" if request.GET.get("bahasa") == "en" else "id"):
        letter = grade(period.ikm)
        context = {
            "index": figure(period.ikm, 2),
            "letter": letter.value,
            "words": letter.label,
            "colour": COLOURS[letter.value],
            "caption": _("Kepuasan masyarakat %(year)s") % {"year": period.ends.year},
            "label": _("Indeks kepuasan masyarakat %(name)s") % {"name": unit.name},
        }
        picture = render_to_string("portal/skm/badge.svg", context)
    headers = {"Cache-Control": f"public, max-age={SECONDS}"}
    return HttpResponse(picture, content_type="image/svg+xml; charset=utf-8", headers=headers)


def badge_code(unit: ServiceUnit) -> str:
    """What a unit puts into its own page: the picture, which leads to the result."""
    page = f"{settings.BASE_URL}{reverse('skm_result', args=[unit.slug])}"
    with translation.override("id"):
        words = _("Indeks kepuasan masyarakat %(name)s") % {"name": unit.name}
    return format_html(
        '<a href="{}"><img src="{}lencana.svg" width="{}" height="{}" alt="{}"></a>',
        *(page, page, WIDTH, HEIGHT, words),
    )
