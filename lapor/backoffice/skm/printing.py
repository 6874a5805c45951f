"""The questionnaire on paper: A4, numbered, each answer with the number of the key that types it in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lapor.backoffice.skm.doors import SurveyForm, page, period_of, surveyor
from lapor.backoffice.skm.words import PROFILE_WORDS
from lapor.skm.codes import PROFILE
from lapor.skm.models import PaperSheet, Period
from lapor.skm.paper import SHEET_MAX
from lapor.skm.units import questionnaire
from lapor.ui.dates import day_words
from lapor.ui.forms import Radios
from lapor.ui.typesetting import drawable, typeset

SOURCE = Path(__file__).with_name("questionnaire.typ")
# About a second of a core; whoever needs more asks again.
SHEETS_MOST = 100
LANGUAGES = (("id", "Bahasa Indonesia"), ("en", "English"))


class PrintForm(SurveyForm):
    """Which numbers, in which language; sent by GET, for nothing changes."""

    first = forms.IntegerField(
        label=gettext_lazy("Nomor pertama"),
        min_value=1,
        max_value=SHEET_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    many = forms.IntegerField(
        label=gettext_lazy("Berapa lembar"),
        min_value=1,
        max_value=SHEETS_MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Bahasa"), choices=LANGUAGES, widget=Radios)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in (("first", SHEET_MAX), ("many", SHEETS_MOST)):
            for kind in ("invalid", "min_value", "max_value"):
                self.fields[name].error_messages[kind] = _("Tulis angka 1 sampai %(n)s.") % {"n": most}


@require_GET
@surveyor
def ordering(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How many forms to print, from which number on."""
    period = period_of(request, pk, manages=True)
    highest = PaperSheet.objects.filter(period=period).order_by("-number").values_list("number", flat=True)
    initial = {"first": (highest.first() or 0) + 1, "many": 20, "language": "id"}
    return _page(request, period, PrintForm(initial=initial))


@require_GET
@surveyor
def forms_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF; 422 with the form where a number cannot be."""
    period = period_of(request, pk, manages=True)
    form = PrintForm(request.GET)
    if not form.is_valid():
        return _page(request, period, form, status=422)
    given = form.cleaned_data
    with override(given["language"]):
        data = contents(period, first=given["first"], many=given["many"])
    pdf = typeset(SOURCE, {"data": json.dumps(data)})
    name = f"skm-{period.unit.slug}-lembar-{given['first']}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def contents(period: Period, *, first: int, many: int) -> dict[str, Any]:
    """All words of the forms, in the language that is active."""
    language = (get_language() or "id")[:2]
    asked = questionnaire(period, language=language)
    services = list(period.services.order_by("name").values_list("name", flat=True))
    choices = [(_("Layanan yang Anda pakai"), services)] if services else []
    choices += [(str(PROFILE_WORDS[name]), [str(one) for one in PROFILE[name].labels]) for name in PROFILE]
    days = f"{day_words(period.starts)} – {day_words(period.ends)}"
    return {
        "lang": language,
        "title": drawable(_("Survei kepuasan: %(unit)s") % {"unit": period.unit.name}),
        "head": _("Survei Kepuasan Masyarakat"),
        "unit": drawable(period.unit.name),
        "period": drawable(f"{period.name} · {days}"),
        "intro": _("Lingkari satu angka untuk setiap pertanyaan. Tidak perlu menulis nama."),
        "sheet": _("Lembar"),
        "numbers": [str(number) for number in range(first, min(first + many, SHEET_MAX + 1))],
        "questions": [
            {"text": drawable(one.text), "answers": [drawable(word) for word in one.answers]} for one in asked
        ],
        "about": _("Tentang Anda (boleh kosong)"),
        "choices": [[label, [drawable(word) for word in words]] for label, words in choices],
        "suggestion": _("Saran Anda"),
        "foot": _("Jawaban dipakai hanya untuk menghitung indeks kepuasan (PermenPANRB 14/2017)."),
    }


def _page(request: HttpRequest, period: Period, form: PrintForm, *, status: int = 200) -> HttpResponseBase:
    context = {"period": period, "unit": period.unit, "form": form}
    return page(request, "printing.html", context, status=status)
