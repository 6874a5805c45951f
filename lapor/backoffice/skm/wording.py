"""The questionnaire of a unit: each element's standard words or its own, and further questions of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts.gate import actor_of
from lapor.backoffice.skm.doors import SurveyForm, may_manage, page, surveyor, unit_of
from lapor.backoffice.skm.words import element_words
from lapor.skm import units
from lapor.skm.codes import ANSWERS, ELEMENTS, PeriodStatus
from lapor.skm.models import Period, Question, ServiceUnit

TEXT_MAX, ANSWER_MAX = 300, 60


class WordingForm(SurveyForm):
    """A question and its four answers, from the worst (1) to the best (4), in Indonesian and in English."""

    text = forms.CharField(label=gettext_lazy("Pertanyaan"), max_length=TEXT_MAX)
    text_en = forms.CharField(
        label=gettext_lazy("Pertanyaan dalam bahasa Inggris"),
        help_text=gettext_lazy("Kosong: pembaca bahasa Inggris melihat bahasa Indonesia."),
        max_length=TEXT_MAX,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value in ANSWERS:
            label = {1: _("Jawaban 1, paling buruk"), 4: _("Jawaban 4, paling baik")}.get(
                value, _("Jawaban %(n)s") % {"n": value}
            )
            self.fields[f"answer_{value}"] = forms.CharField(label=label, max_length=ANSWER_MAX)
            self.fields[f"answer_en_{value}"] = forms.CharField(
                label=_("%(answer)s, bahasa Inggris") % {"answer": label},
                max_length=ANSWER_MAX,
                required=False,
            )
            self.fields[f"answer_{value}"].error_messages["required"] = _("Tulis kata-kata jawaban ini.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        english = [given.get(f"answer_en_{value}") for value in ANSWERS]
        whole = [given.get("text_en"), *english]
        if any(whole) and not all(whole):
            for name in ("text_en", *(f"answer_en_{value}" for value in ANSWERS)):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Isi semua bagian bahasa Inggris, atau kosongkan semuanya."))
        return given

    @property
    def words(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "text": given["text"],
            "answers": [given[f"answer_{value}"] for value in ANSWERS],
            "text_en": given["text_en"],
            "answers_en": [given[f"answer_en_{value}"] for value in ANSWERS],
        }


@require_GET
@surveyor
def questions(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All nine elements with the words in use, then the unit's own questions."""
    unit = unit_of(request, pk)
    rows = list(Question.objects.filter(unit=unit, active=True).order_by("pk"))
    own = {row.element: row for row in rows if row.element}
    context = {
        "unit": unit,
        "lines": [_line(code, own.get(code)) for code in ELEMENTS],
        "further": [row for row in rows if not row.element],
        "most": units.OWN_MOST,
        "rests": _rests(unit),
        "manages": may_manage(request, unit),
    }
    return page(request, "questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def element(request: HttpRequest, pk: int, code: str) -> HttpResponseBase:
    """The unit's own words for one element; what is asked stays the element."""
    if code not in ELEMENTS:
        raise Http404
    unit = unit_of(request, pk, manages=True)
    row = Question.objects.filter(unit=unit, element=code).first()
    return _edit(request, unit, code, _begun(code, row), {"own": row, "title": element_words(code)})


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def further(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One more question of the unit's own, which does not count."""
    unit = unit_of(request, pk, manages=True)
    return _edit(request, unit, "", {}, {"title": _("Pertanyaan tambahan")})


@require_POST
@surveyor
def standard(request: HttpRequest, pk: int, question: int) -> HttpResponseBase:
    """Back to the standard words; an own question is asked no more."""
    unit = unit_of(request, pk, manages=True)
    row = Question.objects.filter(unit=unit, active=True, pk=question).select_related("unit").first()
    if row is None:
        raise Http404
    units.drop_question(row, by=actor_of(request))
    said = (
        _("Kata-kata baku dipakai lagi.") if row.element else _("Pertanyaan tambahan tidak ditanyakan lagi.")
    )
    messages.success(request, said)
    return redirect("kelola-skm-pertanyaan", unit.pk)


def _edit(
    request: HttpRequest, unit: ServiceUnit, code: str, initial: dict[str, Any], context: dict[str, Any]
) -> HttpResponseBase:
    posted = request.method == "POST"
    form = WordingForm(request.POST if posted else None, initial=initial)
    if posted and form.is_valid():
        by = actor_of(request)
        if form.tried(lambda: units.word_question(unit, code, **form.words, by=by)):
            messages.success(request, _("Kata-kata pertanyaan disimpan."))
            return redirect("kelola-skm-pertanyaan", unit.pk)
    more = {"unit": unit, "form": form, "code": code, "rests": _rests(unit)}
    return page(request, "wording.html", more | context, status=422 if posted else 200)


def _begun(code: str, row: Question | None) -> dict[str, Any]:
    """The form as it begins: the unit's words, else the standard ones."""
    own, english = units.standard("id")[code], units.standard("en")[code]
    text, answers = (row.text_id, row.answers_id) if row else (own.text, list(own.answers))
    text_en, answers_en = (row.text_en, row.answers_en) if row else (english.text, list(english.answers))
    return {
        "text": text,
        "text_en": text_en,
        **{f"answer_{value}": word for value, word in zip(ANSWERS, answers, strict=True)},
        **{f"answer_en_{value}": word for value, word in zip(ANSWERS, answers_en, strict=False)},
    }


def _line(code: str, row: Question | None) -> dict[str, Any]:
    asked = units.standard("id")[code]
    return {
        "code": code,
        "title": element_words(code),
        "row": row,
        "text": row.text_id if row else asked.text,
        "answers": row.answers_id if row else asked.answers,
        "english": bool(row is None or (row.text_en and row.answers_en)),
    }


def _rests(unit: ServiceUnit) -> bool:
    """Whether the words rest, because a survey of the unit is open: all are asked alike."""
    return Period.objects.filter(unit=unit, status=PeriodStatus.OPEN).exists()
