"""`/skm/<slug>/`: what a survey found, what people suggest, and what the unit does about it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lapor.evidence.fitting import fitting
from lapor.portal.asking import actor_of
from lapor.portal.skm.badge import badge_code
from lapor.portal.skm.publication import Published, period_of, published, unit_of
from lapor.portal.skm.report import regulation_thanks
from lapor.portal.skm.words import topic_label
from lapor.skm.codes import ELEMENTS, Grade, PeriodStatus
from lapor.skm.models import Period, Response, ServiceUnit
from lapor.skm.rights import managed_units
from lapor.skm.suggestions import hide_suggestion, newest_of_each, public_suggestions, public_text
from lapor.sla.zones import NATIONAL
from lapor.ui.charts import BarChart, LineChart, Mark
from lapor.ui.components import Status, Tone
from lapor.ui.numbers import figure
from lapor.ui.pages import PARAM, BadCursor, keyset

SHOWN, PER_PAGE = 2, 20
GOOD = (Grade.A, Grade.B)
TOPICS = (*ELEMENTS, "")


@require_safe
def unit_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest result, or the one with the number `periode`; reads roll-ups, and a few suggestions."""
    unit = unit_of(slug)
    period = period_of(unit, request.GET.get("periode", ""))
    if period is None:
        context = {"unit": unit, "open": Period.objects.filter(unit=unit, status=PeriodStatus.OPEN).exists()}
        return render(request, "portal/skm/unpublished.html", context)
    today = timezone.now().astimezone(NATIONAL).date()
    shown = published(period, today=today)
    context = {
        "unit": unit,
        "period": period,
        "shown": shown,
        "newest": shown.periods[-1][0].pk == period.pk,
        "bars": bars(shown),
        "curve": curve(shown),
        "suggestions": groups(shown),
        "fitting": [one for row in shown.lowest[:1] for one in fitting(element=row.code)],
        "today": today,
        "code": badge_code(unit),
        "thanks": regulation_thanks(),
    }
    return render(request, "portal/skm/result.html", context)


@require_safe
def suggestions_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Suggestions about one element (`unsur`, "lain" for the rest), newest first; managers can hide one."""
    unit, period = _asked(request, slug)
    topic = request.GET.get("unsur", "lain")
    topic = "" if topic == "lain" else topic
    if topic not in TOPICS:
        raise Http404
    manages = managed_units(actor_of(request)).filter(pk=unit.pk).exists()
    rows = public_suggestions(period, topic=topic)
    if manages:
        rows = Response.objects.filter(period=period, topic=topic, excluded=False).exclude(suggestion="")
    try:
        page = keyset(rows, keys=("-id",), cursor=request.GET.get(PARAM), limit=PER_PAGE)
    except BadCursor:
        page = keyset(rows, keys=("-id",), limit=PER_PAGE)
    context = {
        "unit": unit,
        "period": period,
        "label": topic_label(topic),
        "page": page,
        "rows": [(one, public_text(one)) for one in page.items],
        "manages": manages,
    }
    return render(request, "portal/skm/suggestions.html", context)


@require_POST
def suggestion_hiding(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """`sembunyi`: "ya" or "tidak". To all but those who run the unit's surveys this does not exist."""
    actor = actor_of(request)
    unit = managed_units(actor).filter(slug=slug).first()
    published_ones = Response.objects.filter(period__unit=unit, period__status=PeriodStatus.PUBLISHED)
    found = published_ones.select_related("period__unit").filter(pk=number).first() if unit else None
    if found is None or not found.suggestion:
        raise Http404
    hide_suggestion(found, hidden=request.POST.get("sembunyi") != "tidak", by=actor, now=timezone.now())
    place = redirect("skm_suggestions", slug=slug)
    place["Location"] += f"?periode={found.period_id}&unsur={found.topic or 'lain'}"
    return place


def _asked(request: HttpRequest, slug: str) -> tuple[ServiceUnit, Period]:
    unit = unit_of(slug)
    period = period_of(unit, request.GET.get("periode", ""))
    if period is None:
        raise Http404
    return unit, period


def bars(shown: Published) -> BarChart:
    """The index of each element, the weak ones in the colour of a warning."""
    return BarChart(
        "unsur",
        _("Indeks tiap unsur, 25 sampai 100"),
        _("Unsur"),
        _("Indeks"),
        [
            Mark(row.short, float(row.score.ikm), "bar" if row.grade in GOOD else "bar-late")
            for row in shown.elements
            if row.score.ikm is not None
        ],
        words=lambda value: figure(value, 2),
        legend=(
            Status(_("Baik atau sangat baik"), Tone.OK),
            Status(_("Kurang atau tidak baik"), Tone.WARN, "alert"),
        ),
    )


def curve(shown: Published) -> LineChart | None:
    """The index from survey to survey, where there are two at least."""
    marks = [
        Mark(f"{period.ends:%m/%Y}", float(score.ikm))
        for period, score in shown.periods
        if score.ikm is not None
    ]
    if len(marks) < 2:
        return None
    return LineChart(
        "tren",
        _("Indeks dari survei ke survei"),
        _("Survei sampai"),
        _("Indeks"),
        marks,
        words=lambda value: figure(value, 2),
        top=100,
        bottom=25,
    )


def groups(shown: Published) -> list[dict[str, Any]]:
    """Suggestions by element, the most spoken of first: how many, and the newest."""
    numbers = shown.result.topics
    topics = sorted(numbers, key=lambda topic: (-numbers[topic], topic or "V"))
    newest = newest_of_each(shown.period, topics, most=SHOWN)
    return [
        {
            "code": topic or "lain",
            "label": topic_label(topic),
            "number": numbers[topic],
            "texts": [public_text(one) for one in newest.get(topic, ())],
        }
        for topic in topics
    ]
