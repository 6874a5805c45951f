"""How many respondents a survey needs, with every step of the formula, as one types the population."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lapor.backoffice.skm.doors import page, surveyor
from lapor.skm.periods import POPULATION_MAX
from lapor.skm.sampling import Sample, sample
from lapor.ui.numbers import figure
from lapor.ui.texts import printable

FORMULA = "S = λ² × N × P × (1 − P) ÷ (d² × (N − 1) + λ² × P × (1 − P))"


@dataclass(frozen=True)
class Reasoning:
    """`size`: respondents needed; `lines`: the formula step by step, in the reader's figures."""

    size: int
    population: int
    lines: tuple[str, ...]


@require_GET
@surveyor
def reckoner(request: HttpRequest) -> HttpResponseBase:
    """`?population=`: a page of its own, of which the form of a survey takes the answer as one types."""
    typed = printable(request.GET.get("population", "")).strip()[:20]
    return page(request, "reckoner.html", {"typed": typed, "reasoning": reasoning_of(typed)})


def reasoning_of(typed: str) -> Reasoning | None:
    """Of a number as people type it ("1.200"); None where it is none."""
    digits = typed.replace(".", "").replace(" ", "")
    # isdigit alone would take the superscript two.
    if not (digits.isascii() and digits.isdigit()) or not 1 <= int(digits) <= POPULATION_MAX:
        return None
    return reasoning(sample(int(digits)))


def reasoning(found: Sample) -> Reasoning:
    """Krejcie and Morgan, as the annex of PermenPANRB 14/2017 has it."""
    n = figure(found.population)
    squared, share, margin = (
        _plain(found.chi_square, 3),
        _plain(found.proportion, 1),
        _plain(found.margin, 2),
    )
    above, below = _plain(found.numerator, 2), _plain(found.denominator, 4)
    exact = _plain(found.numerator / found.denominator, 2)
    size = figure(found.size)
    lines = (
        FORMULA,
        _("N = %(n)s orang; λ² = %(x)s; P = %(p)s; d = %(d)s")
        % {"n": n, "x": squared, "p": share, "d": margin},
        f"S = {above} ÷ {below} = {exact}",
        _("Dibulatkan: %(size)s responden.") % {"size": size},
    )
    return Reasoning(found.size, found.population, lines)


def _plain(value: Fraction, places: int) -> str:
    return figure(float(value), places)
