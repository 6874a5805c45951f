"""`/inovasi/<slug>/lembar.pdf`: an innovation on one page of paper."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.jipp.codes import LEARNED
from lapor.jipp.given import sections
from lapor.jipp.goals import GOALS
from lapor.jipp.models import Innovation, InnovationVersion
from lapor.portal.jipp.profile import shown_one
from lapor.ui.dates import day_words, language
from lapor.ui.numbers import figure
from lapor.ui.typesetting import drawable, typeset

SOURCE = Path(__file__).with_name("sheet.typ")
# Of each section so many letters; the rest is read on the page that the sheet names.
LETTERS = 620
TOLD = ("summary", "background", "novelty", "implementation", "significance", "resources")


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A PDF/UA-1 in the reader's language; kept for all that it says."""
    row = shown_one(slug)
    headers = {
        "Content-Disposition": f'inline; filename="inovasi-{row.slug}.pdf"',
        "Cache-Control": "public, max-age=300",
        "Vary": "Accept-Language, Cookie",
    }
    return HttpResponse(typeset(SOURCE, _inputs(row)), content_type="application/pdf", headers=headers)


def _inputs(row: Innovation) -> dict[str, str]:
    """All as data, never as markup."""
    version = row.published
    assert version is not None  # noqa: S101 - a constraint of the table
    address = f"{settings.BASE_URL}{reverse('portal:innovations:one', args=[row.slug])}"
    return {
        "lang": language(),
        "title": drawable(row.title),
        "agency": drawable(row.agency.name),
        "hub": drawable(row.hub.name),
        "facts": json.dumps(_facts(row), ensure_ascii=False),
        "sections": json.dumps(_sections(version), ensure_ascii=False),
        "address": address.split("://")[-1],
        "more": _("Selengkapnya:"),
    }


def _facts(row: Innovation) -> list[list[str]]:
    learned = row.replications.filter(status__in=sorted(LEARNED)).count()
    facts = [
        (_("Bidang layanan"), row.get_sector_display()),
        (_("Untuk siapa"), row.get_target_group_display()),
        (_("Biaya"), row.get_cost_band_display()),
        (_("Berjalan sejak"), day_words(row.started_on) if row.started_on else ""),
        (_("Tujuan pembangunan (SDG)"), f"{row.sdg}. {GOALS[row.sdg]}" if row.sdg else ""),
        (_("Direplikasi"), _("%(n)s instansi") % {"n": figure(learned)}),
    ]
    return [[name, str(value)] for name, value in facts if value]


def _sections(version: InnovationVersion) -> list[list[str]]:
    labels = sections()
    return [[labels[code].label, _cut(getattr(version, code))] for code in TOLD]


def _cut(text: str) -> str:
    plain = " ".join(drawable(text).split())
    if len(plain) <= LETTERS:
        return plain
    return plain[:LETTERS].rsplit(" ", 1)[0] + " …"
