"""Results, from roll-ups only: queries and rows read are the same for ten answers and a million."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from lapor.registry.models import Agency
from lapor.skm.answering import elements_of
from lapor.skm.arithmetic import NONE_GIVEN, Counts, Score, combined, score
from lapor.skm.codes import ANSWERS, ELEMENTS, PROFILE, PeriodStatus, Way, Weights
from lapor.skm.models import Count, Period, Service, ServiceUnit
from lapor.skm.sampling import Interval, Sample, interval, sample

TREND_MOST = 12
# Kinds of counts that an index and its number of respondents follow from.
SCORED = (*ELEMENTS, "way")
# Number of responses by kind and key.
Numbers = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Group:
    """So many respondents said so of themselves; an empty code: not said."""

    code: str
    label: str
    number: int


@dataclass(frozen=True)
class ServiceResult:
    """The index of those who named this service; `service` None: those who named none."""

    service: Service | None
    score: Score


@dataclass(frozen=True)
class Result:
    """One period. `counted`: without what was excluded by a decision; `everybody`: with it.

    `lowest`: codes of the three lowest elements; `profile`: field of the profile -> its groups;
    `topics`: element -> suggestions that speak of it, "" for the others; `own`: id of an own question ->
    how many gave 1, 2, 3 and 4.
    """

    period: Period
    counted: Score
    everybody: Score
    excluded: int
    interval: Interval | None
    sample: Sample | None
    services: Sequence[ServiceResult]
    lowest: Sequence[str]
    profile: Mapping[str, Sequence[Group]]
    ways: Sequence[Group]
    topics: Mapping[str, int]
    own: Mapping[int, Counts]


@dataclass(frozen=True)
class Progress:
    """How far a survey is. `share`: respondents / sample, 1 is enough; None where no population is known."""

    n: int
    sample: Sample | None
    share: float | None
    services: Sequence[tuple[Service | None, int]]
    profile: Mapping[str, Sequence[Group]]


@dataclass(frozen=True)
class AgencyResult:
    """An agency in a year: its units' newest published results, and its index by both ways of weighting."""

    units: Sequence[tuple[ServiceUnit, Period, Score]]
    missing: Sequence[ServiceUnit]
    by_respondents: Decimal | None
    plain: Decimal | None


def result(period: Period) -> Result:
    """Everything a result page shows of one period: two queries, and no response read."""
    rows, services = _rows(period), _services(period)
    counted, everybody = _added(rows, excluded=False), _added(rows)
    whole = _score(period, counted)
    return Result(
        period,
        whole,
        _score(period, everybody),
        _n(everybody) - _n(counted),
        interval(whole.ikm, _spread(counted), population=period.population) if whole.ikm else None,
        _sample(period),
        [ServiceResult(one, _score(period, own)) for one, own in _by_service(rows, services)],
        whole.lowest(),
        {field: _groups(counted, field, words.choices) for field, words in PROFILE.items()},
        _groups(counted, "way", Way.choices),
        {key: number for (kind, key), number in counted.items() if kind == "topic"},
        _own(counted),
    )


def answer_counts(period: Period) -> dict[str, Counts]:
    """How many gave 1, 2, 3 and 4 to each element, of the answers that count: one query."""
    numbers = _added(_rows(period), excluded=False)
    return {code: _counts(numbers, code) for code in elements_of(period)}


def progress(period: Period) -> Progress:
    """Respondents so far against the sample, by service and by group: two queries."""
    rows, services = _rows(period), _services(period)
    counted, needed = _added(rows, excluded=False), _sample(period)
    n = _n(counted)
    return Progress(
        n,
        needed,
        n / needed.size if needed else None,
        [(one, _n(own)) for one, own in _by_service(rows, services)],
        {field: _groups(counted, field, words.choices) for field, words in PROFILE.items()},
    )


def trend(unit: ServiceUnit, *, most: int = TREND_MOST) -> list[tuple[Period, Score]]:
    """The unit's published periods, the oldest first, the newest `most` of them: two queries."""
    newest = Period.objects.filter(unit=unit, status=PeriodStatus.PUBLISHED).order_by("-ends", "-pk")[:most]
    periods = sorted(newest, key=lambda one: (one.ends, one.pk))
    return list(zip(periods, _scores(periods), strict=True))


def agency_result(agency: Agency, *, year: int) -> AgencyResult:
    """The agency's subtree in a year (of the last day of a period): three queries, rows grow with its units.

    PermenPANRB 14/2017: every unit at least once a year; `missing` are the active ones that have not.
    """
    units = list(
        ServiceUnit.objects.filter(agency__path__startswith=agency.path, active=True).order_by("name")
    )
    published = Period.objects.filter(unit__in=units, status=PeriodStatus.PUBLISHED, ends__year=year)
    newest = {one.unit_id: one for one in published.order_by("ends", "pk")}
    there = [unit for unit in units if unit.pk in newest]
    periods = [newest[unit.pk] for unit in there]
    scores = _scores(periods)
    parts = [(one, one.n) for one in scores]
    return AgencyResult(
        list(zip(there, periods, scores, strict=True)),
        [unit for unit in units if unit.pk not in newest],
        combined(parts, by_respondents=True),
        combined(parts, by_respondents=False),
    )


def _scores(periods: Sequence[Period]) -> list[Score]:
    """Of several periods, from what counts: one query of what a score is made of, a few dozen rows each."""
    rows = (
        Count.objects.filter(period__in=periods, kind__in=SCORED, excluded=False, number__gt=0)
        .values_list("period", "kind", "key")
        .annotate(total=Sum("number"))
    )
    found: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    for period, kind, key, total in rows:
        found[period][kind, key] = total
    return [_score(period, found[period.pk]) for period in periods]


def _rows(period: Period) -> list[Count]:
    return list(Count.objects.filter(period=period, number__gt=0))


def _services(period: Period) -> list[Service]:
    """Those of the unit, also where one was taken from the period's list after it was answered."""
    return list(Service.objects.filter(unit=period.unit_id).order_by("name"))


def _added(rows: Iterable[Count], *, excluded: bool | None = None, service: int | None = None) -> Numbers:
    total: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if excluded in (None, row.excluded) and service in (None, row.service):
            total[row.kind, row.key] += row.number
    return total


def _by_service(rows: list[Count], services: list[Service]) -> list[tuple[Service | None, Numbers]]:
    """Services that somebody named, and last those who named none."""
    named = [(one, _added(rows, excluded=False, service=one.pk)) for one in services]
    unnamed = (None, _added(rows, excluded=False, service=0))
    return [pair for pair in (*named, unnamed) if pair[1]]


def _score(period: Period, numbers: Numbers) -> Score:
    counts = {code: _counts(numbers, code) for code in elements_of(period)}
    return score(counts, n=_n(numbers), weights=Weights(period.weights))


def _counts(numbers: Numbers, code: str) -> Counts:
    one, two, three, four = (numbers.get((code, str(value)), 0) for value in ANSWERS)
    return (one, two, three, four) if any((one, two, three, four)) else NONE_GIVEN


def _own(numbers: Numbers) -> dict[int, Counts]:
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for (kind, key), number in numbers.items():
        if kind == "own":
            question, _colon, value = key.partition(":")
            found[int(question)][int(value) - 1] = number
    return {question: (a, b, c, d) for question, (a, b, c, d) in sorted(found.items())}


def _n(numbers: Numbers) -> int:
    """Each response came one way."""
    return sum(number for (kind, _key), number in numbers.items() if kind == "way")


def _spread(numbers: Numbers) -> dict[tuple[int, int], int]:
    found = {}
    for (kind, key), number in numbers.items():
        if kind == "spread":
            given, total = key.split(":")
            found[int(given), int(total)] = number
    return found


def _sample(period: Period) -> Sample | None:
    return sample(period.population) if period.population else None


def _groups(numbers: Numbers, kind: str, choices: Iterable[tuple[str, object]]) -> list[Group]:
    """Every group, also one of nobody, so that a page can say who is missing; last those who did not say."""
    said = [Group(code, str(label), numbers.get((kind, code), 0)) for code, label in choices]
    silent = numbers.get((kind, ""), 0)
    return [*said, Group("", "", silent)] if silent else said
