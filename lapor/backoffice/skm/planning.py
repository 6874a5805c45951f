"""The follow-up plan of a survey, its low elements first; and what people suggested about each element."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lapor.accounts.gate import actor_of
from lapor.backoffice.skm.doors import SurveyForm, may_manage, page, period_of, surveyor
from lapor.backoffice.skm.forms import DAYS
from lapor.backoffice.skm.words import element_words
from lapor.skm import following_up
from lapor.skm.answering import elements_of
from lapor.skm.codes import ELEMENTS, PeriodStatus
from lapor.skm.models import Period, PlanRow
from lapor.skm.results import Result, result
from lapor.skm.suggestions import suggestions
from lapor.sla.zones import NATIONAL
from lapor.ui.forms import DateInput
from lapor.ui.pages import PARAM, keyset

PLANNED = (PeriodStatus.CLOSED, PeriodStatus.PUBLISHED)
# The suggestions that speak of no element, in the address.
OTHERS = "lain"


class StepForm(SurveyForm):
    element = forms.ChoiceField(label=gettext_lazy("Unsur"))
    action = forms.CharField(
        label=gettext_lazy("Apa yang dikerjakan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.CharField(
        label=gettext_lazy("Penanggung jawab"),
        help_text=gettext_lazy("Jabatan, misalnya: Kepala Bidang Pelayanan"),
        max_length=120,
    )
    due = forms.DateField(label=gettext_lazy("Selesai paling lambat"), widget=DateInput, input_formats=DAYS)

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        element: Any = self.fields["element"]
        element.choices = [(code, element_words(code)) for code in elements_of(period)]


class DoneForm(SurveyForm):
    note = forms.CharField(
        label=gettext_lazy("Apa yang sudah dikerjakan"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What will be done about the low elements, who, by when. A plan has 50 steps at most."""
    posted = request.method == "POST"
    period = period_of(request, pk, manages=posted)
    found = result(period)
    # Begins with the element asked for in the address, else with the lowest.
    wanted = request.GET.get("unsur", "")
    first = wanted if wanted in ELEMENTS else next(iter(found.lowest), "")
    form = StepForm(request.POST if posted else None, period=period, initial={"element": first})
    if posted and form.is_valid():
        by, now = actor_of(request), timezone.now()
        if form.tried(lambda: following_up.plan_step(period, **form.cleaned_data, by=by, now=now)):
            messages.success(request, _("Rencana ditambahkan."))
            return redirect("kelola-skm-rencana", period.pk)
    return page(
        request, "plan.html", _plan_context(request, period, found, form), status=422 if posted else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def fulfilment(request: HttpRequest, pk: int, step: int) -> HttpResponseBase:
    """A step is done: how, in a sentence."""
    period = period_of(request, pk, manages=True)
    row = PlanRow.objects.filter(period=period, pk=step).select_related("period__unit").first()
    if row is None:
        raise Http404
    posted = request.method == "POST"
    form = DoneForm(request.POST if posted else None)
    if posted and form.is_valid():
        note = form.cleaned_data["note"]
        following_up.fulfil_step(row, note=note, by=actor_of(request), now=timezone.now())
        messages.success(request, _("Rencana ditandai selesai."))
        return redirect("kelola-skm-rencana", period.pk)
    context = {
        "period": period,
        "unit": period.unit,
        "row": row,
        "element": element_words(row.element),
        "form": form,
    }
    return page(request, "step_done.html", context, status=422 if posted else 200)


@require_GET
@surveyor
def suggested(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What people suggest, of one element at a time (`?unsur=`); the counts come from the roll-up."""
    period = period_of(request, pk)
    wanted = request.GET.get("unsur", "")
    topic = {OTHERS: ""}.get(wanted, wanted if wanted in ELEMENTS else None)
    found = keyset(suggestions(period, topic=topic), keys=("-id",), cursor=request.GET.get(PARAM))
    counts = result(period).topics
    topics = [(code, element_words(code), counts[code]) for code in ELEMENTS if counts.get(code)]
    if counts.get(""):
        topics.append((OTHERS, _("Lainnya"), counts[""]))
    context = {
        "period": period,
        "unit": period.unit,
        "page": found,
        "lines": [(one, element_words(one.topic) if one.topic else _("Lainnya")) for one in found.items],
        "topics": topics,
        "total": sum(counts.values()),
        "wanted": wanted if topic is not None else "",
    }
    return page(request, "suggestions.html", context)


def _plan_context(request: HttpRequest, period: Period, found: Result, form: StepForm) -> dict[str, Any]:
    today = timezone.now().astimezone(NATIONAL).date()
    rows = list(PlanRow.objects.filter(period=period).order_by("due", "pk"))
    planned = {row.element for row in rows}
    return {
        "period": period,
        "unit": period.unit,
        "lines": [(row, element_words(row.element), not row.done_at and row.due < today) for row in rows],
        "lowest": [
            (
                code,
                element_words(code),
                found.counted.elements[code],
                code in planned,
                found.topics.get(code, 0),
            )
            for code in found.lowest
        ],
        "fulfilment": following_up.fulfilment(period, today=today),
        "form": form,
        "manages": may_manage(request, period.unit),
        "planned": period.status in PLANNED,
    }
