"""The result as its manager reads it, before and after it is public: every element, with and without what was
left out; and the workbook whose own formulas give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from tempfile import TemporaryFile

from django.db import transaction
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lapor.accounts.gate import actor_of
from lapor.audit.recording import record
from lapor.backoffice.exports import TYPES
from lapor.backoffice.skm.doors import page, period_of, surveyor
from lapor.backoffice.skm.words import element_words, period_status
from lapor.reports.export.keeping import scope_of
from lapor.reports.refusals import WrongState
from lapor.skm.arithmetic import ElementScore, Score, decimals, element_score
from lapor.skm.codes import Weights
from lapor.skm.exporting import write_workbook
from lapor.skm.models import Question
from lapor.skm.results import Result, result
from lapor.ui.charts import BarChart, Mark
from lapor.ui.numbers import figure

# Written while one waits: about five seconds of a core.
ROWS_MOST = 50_000


@dataclass(frozen=True)
class Line:
    """One element: what counts, and what it would be with everything; `low`: among the three lowest."""

    element: str
    counted: ElementScore
    everybody: ElementScore
    low: bool

    @property
    def nrr(self) -> Decimal | None:
        return None if self.counted.nrr is None else decimals(self.counted.nrr, 3)


@dataclass(frozen=True)
class Own:
    """A question of the unit's own, which does not count: (words, how many gave them), its mean answer."""

    text: str
    answers: Sequence[tuple[str, int]]
    nrr: Decimal


@require_GET
@surveyor
def outcome(request: HttpRequest, pk: int) -> HttpResponseBase:
    """From the roll-up alone: as quick for a million answers as for ten."""
    period = period_of(request, pk)
    found = result(period)
    lines = [
        Line(element_words(code), one, found.everybody.elements[code], code in found.lowest)
        for code, one in found.counted.elements.items()
    ]
    context = {
        "period": period,
        "unit": period.unit,
        "status": period_status(period),
        "result": found,
        "lines": lines,
        "chart": _chart(found.counted),
        "services": found.services,
        "own": _own(found),
        "weights": Weights(period.weights).label,
    }
    return page(request, "outcome.html", context)


@require_GET
@surveyor
def workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The answers that count, and the index by formulas; that it was taken out is on record."""
    period = period_of(request, pk, manages=True)
    number, now = result(period).counted.n, timezone.now()
    if number > ROWS_MOST:
        raise WrongState(_("Jawaban terlalu banyak untuk satu lembar kerja. Ambil data terbukanya."))
    file = TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    with transaction.atomic():
        write_workbook(period, file)
        record(
            "export",
            actor_id=actor_of(request).user_id,
            subject="skm_period",
            subject_id=period.pk,
            now=now,
            rows=number,
            format="xlsx",
            scope=scope_of(actor_of(request)),
        )
    file.seek(0)
    name = f"skm-{period.unit.slug}-{period.ends:%Y-%m}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES["xlsx"])


def _own(found: Result) -> list[Own]:
    """In the order in which they are asked: one query."""
    rows = Question.objects.in_bulk(list(found.own))
    return [
        Own(
            rows[pk].text_id,
            list(zip(rows[pk].answers_id, counts, strict=True)),
            decimals(mean, 3),
        )
        for pk, counts in found.own.items()
        if pk in rows and (mean := element_score(counts).nrr) is not None
    ]


def _chart(score: Score) -> BarChart:
    marks: Sequence[Mark] = [
        Mark(code, float(one.ikm)) for code, one in score.elements.items() if one.ikm is not None
    ]
    return BarChart(
        "c-unsur", _("Indeks setiap unsur"), _("Unsur"), _("Indeks"), marks, lambda value: figure(value, 2)
    )
