"""The last twelve months by agency, region and category, and an agency among its kind."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from lapor.indicators import breakdown, facts
from lapor.indicators.breakdown import named_parts, parts_of
from lapor.indicators.models import Breakdown, Scope
from lapor.indicators.peers import ENOUGH, Place, Standing, interval, spread_of, standing
from lapor.registry.models import Agency, AgencyKind
from lapor.reports.models import Report
from lapor.reports.tests.bulk import fill
from lapor.reports.tests.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()


def test_the_databases_count_is_the_definitions(world: World) -> None:
    """Many invented lives, several zones: the same numbers as `definitions` gives report by report."""
    now = timezone.now()
    fill(900, until=now, biggest=world.ministry, days=500)
    Report.objects.filter(pk__endswith="3").update(secret=True)
    breakdown.count_breakdowns(now)
    start = breakdown.first_day(facts.day_of(now))
    lately = [
        report
        for report in Report.objects.select_related(
            "agency__region", "region__parent__parent__parent", "category__parent"
        )
        if start <= facts.day_of(report.received)
    ]
    expected = {
        key: (one.counts["received"], one.counts["followed_up_5_counted"], one.counts["followed_up_5_met"])
        for key, one in facts.add_up(lately, now).items()
        if key[0] != Scope.COUNTRY and one.counts["received"]
    }
    stored = {
        (row.scope, row.scope_id): (row.reports, row.counted, row.met)
        for row in Breakdown.objects.filter(by="")
    }
    assert stored == expected
    assert len({key[0] for key in stored}) == 3
    public = Counter(
        (report.agency_id, facts.main_category(report.category))
        for report in lately
        if report.agency_id
        and report.category
        and facts.case_of(report).public
        and report.status not in ("merged", "withdrawn")
    )
    pairs = Breakdown.objects.filter(scope=Scope.AGENCY, by=Scope.CATEGORY)
    assert {(row.scope_id, row.by_id): row.reports for row in pairs} == {
        key: number for key, number in public.items() if number >= 5
    }
    assert breakdown.count_breakdowns(now) == Breakdown.objects.count()


def test_parts_come_with_names_the_most_first(world: World) -> None:
    fill(300, until=timezone.now(), biggest=world.ministry, days=300)
    breakdown.count_breakdowns(timezone.now())
    found = named_parts(Scope.AGENCY, world.ministry.pk, Scope.CATEGORY, most=5)
    numbers = [part.reports for part, _category in found]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[-1] >= 5
    assert all(category.parent_id is None for _part, category in found)
    assert parts_of(Scope.AGENCY, 0, Scope.CATEGORY, most=5) == []


def share(agency: Agency, met: int, counted: int) -> None:
    Breakdown.objects.create(
        scope=Scope.AGENCY,
        scope_id=agency.pk,
        reports=counted,
        counted=counted,
        met=met,
        counted_at=timezone.now(),
    )


@pytest.fixture
def peers(db: None) -> list[Agency]:
    """Nine institutions: seven with 40 to 46 of a hundred in time, two without figures."""
    made = [
        Agency.objects.create(
            pk=9_000 + n,
            path=f"/{9_000 + n}/",
            code=f"K{n}",
            slug=f"k{n}",
            name=f"K{n}",
            kind=AgencyKind.INSTITUTION,
        )
        for n in range(9)
    ]
    for n, agency in enumerate(made[:7]):
        share(agency, 40 + n, 100)
    return made


def test_an_agency_is_compared_only_with_enough_reports_and_enough_peers(peers: list[Agency]) -> None:
    assert standing(peers[0]) is None  # seven are too few
    share(peers[7], 95, 100)
    best = standing(peers[7])
    assert best
    assert (best.place, best.spread.agencies, best.own) == (Place.TOP, 8, 0.95)
    assert best.low < 0.95 < best.high
    middle = standing(peers[3])
    assert middle
    assert middle.place is Place.MIDDLE
    share(peers[8], 0, ENOUGH - 1)
    few = standing(peers[8])
    assert few
    assert (few.place, few.spread.agencies) == (None, 8)
    Agency.objects.filter(pk=peers[0].pk).update(valid_to=timezone.now().date() - timedelta(days=1))
    assert standing(peers[7]) is None  # who has ended is no peer


@pytest.mark.parametrize(
    ("met", "counted", "place"),
    [
        (100, 100, Place.TOP),
        (60, 100, Place.UPPER),
        (50, 100, Place.MIDDLE),
        (40, 100, Place.LOWER),
        (0, 100, Place.BOTTOM),
    ],
)
def test_a_place_needs_the_whole_interval(met: int, counted: int, place: Place) -> None:
    spread = spread_of([0.2, 0.48, 0.5, 0.52, 0.9])
    spread = spread.__class__(5, 0.2, 0.3, 0.5, 0.7, 0.9)
    assert Standing(spread, met / counted, *interval(met, counted)).place is place


def test_the_interval_is_wilsons() -> None:
    low, high = interval(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.49, 0.943)
    assert interval(0, 30)[0] == 0
    assert interval(30, 30)[1] == pytest.approx(1)
