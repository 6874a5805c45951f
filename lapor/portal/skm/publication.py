"""A unit's published survey: which one an address means, and all that its pages and files say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import Http404
from django.utils.translation import gettext as _

from lapor.portal.skm.forms import profile_labels
from lapor.portal.skm.words import grade_status, short
from lapor.skm.anonymity import Shown, public_groups
from lapor.skm.arithmetic import ElementScore, Score, decimals, highest
from lapor.skm.codes import Element, Grade, PeriodStatus
from lapor.skm.following_up import Fulfilment
from lapor.skm.models import Period, PlanRow, ServiceUnit
from lapor.skm.results import TREND_MOST, Group, Result, result, trend
from lapor.ui.components import Status

# Digits of a row's number in an address.
NUMBER_MAX = 18


@dataclass(frozen=True)
class Row:
    """One element, or one service: its name and score."""

    code: str
    name: str
    score: ElementScore | Score

    @property
    def nrr(self) -> Decimal | None:
        """With three decimals, as the annex prints it."""
        return None if self.score.nrr is None else decimals(self.score.nrr, 3)

    @property
    def number(self) -> int:
        """Answers to the element, or people of the service."""
        return self.score.answers if isinstance(self.score, ElementScore) else self.score.n

    @property
    def status(self) -> Status:
        return grade_status(self.score.grade)

    @property
    def grade(self) -> Grade | None:
        return self.score.grade

    @property
    def short(self) -> str:
        return f"{self.code} {short(self.code)}"


@dataclass(frozen=True)
class Published:
    """`result` of one period, as the public may see it; `profile`: (heading, groups) of each field."""

    unit: ServiceUnit
    period: Period
    result: Result
    elements: Sequence[Row]
    services: Sequence[Row]
    profile: Sequence[tuple[str, str, Sequence[Shown]]]
    plan: Sequence[PlanRow]
    fulfilment: Fulfilment
    periods: Sequence[tuple[Period, Score]]

    @property
    def lowest(self) -> list[Row]:
        by_code = {row.code: row for row in self.elements}
        return [by_code[code] for code in self.result.lowest]

    @property
    def highest(self) -> Decimal:
        """What the index is where everybody gives 4: below 100 with weights as printed."""
        return highest(self.result.counted)

    @property
    def dropped(self) -> list[tuple[str, str]]:
        """(element, why) of those that were not asked."""
        return [(f"{code} {Element(code).label}", why) for code, why in self.period.dropped.items()]

    @property
    def grade(self) -> Status:
        return grade_status(self.result.counted.grade)


def unit_of(slug: str) -> ServiceUnit:
    """Http404 for an unknown one."""
    found = ServiceUnit.objects.select_related("agency__region").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def period_of(unit: ServiceUnit, number: str = "") -> Period | None:
    """The published period with this number, else the newest; None where nothing is published. Http404 for
    a number that is not one of them."""
    rows = Period.objects.filter(unit=unit, status=PeriodStatus.PUBLISHED).order_by("-ends", "-pk")
    if number:
        if not (number.isascii() and number.isdigit() and len(number) <= NUMBER_MAX):
            raise Http404
        rows = rows.filter(pk=int(number))
    found = rows.first()
    if found is None and number:
        raise Http404
    if found is not None:
        found.unit = unit
    return found


def published(period: Period, *, today: date) -> Published:
    """From roll-ups: five queries, the same for ten answers and for a million."""
    found, plan = result(period), list(period.plan.order_by("element", "due", "pk"))
    late = sum(row.done_at is None and row.due < today for row in plan)
    done = sum(row.done_at is not None for row in plan)
    return Published(
        period.unit,
        period,
        found,
        [Row(code, str(Element(code).label), one) for code, one in found.counted.elements.items()],
        _services(found),
        [(name, label, public_groups(found.profile[name])) for name, label in profile_labels().items()],
        plan,
        Fulfilment(len(plan), done, late),
        trend(period.unit, most=TREND_MOST),
    )


def _services(found: Result) -> list[Row]:
    """By the rule of small groups: what is left out must not follow from the others and the whole."""
    if len(found.services) < 2:
        return []
    groups = [Group(str(place), "", one.score.n) for place, one in enumerate(found.services)]
    return [
        Row("", one.service.name if one.service else _("Tidak disebut"), one.score)
        for one, shown in zip(found.services, public_groups(groups), strict=True)
        if shown.number is not None
    ]
