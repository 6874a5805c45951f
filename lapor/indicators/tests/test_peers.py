"""An agency among its kind: by the whole interval, with enough reports, among enough others."""

from __future__ import annotations

from datetime import date

import pytest

from lapor.indicators.dimensions import Dim
from lapor.indicators.models import MonthCell
from lapor.indicators.parts import first_day
from lapor.indicators.peers import ENOUGH, Place, Standing, interval, spread_of, standing
from lapor.registry.models import Agency, AgencyKind

TODAY = date(2026, 11, 30)


def share(agency: Agency, met: int, counted: int) -> None:
    half = {"followed_up_5_met": met // 2, "followed_up_5_counted": counted // 2}
    rest = {"followed_up_5_met": met - met // 2, "followed_up_5_counted": counted - counted // 2}
    for month, facts in ((date(2025, 12, 1), half), (date(2026, 11, 1), rest), (date(2025, 11, 1), half)):
        MonthCell.objects.create(month=month, dims=Dim.AGENCY, a=agency.pk, **facts)


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
    assert standing(peers[0], today=TODAY) is None  # seven are too few
    share(peers[7], 95, 100)
    best = standing(peers[7], today=TODAY)
    assert best
    assert (best.place, best.spread.agencies, best.own) == (Place.TOP, 8, 0.95)
    assert best.low < 0.95 < best.high
    middle = standing(peers[3], today=TODAY)
    assert middle
    assert middle.place is Place.MIDDLE
    share(peers[8], 0, ENOUGH - 1)
    few = standing(peers[8], today=TODAY)
    assert few
    assert (few.place, few.spread.agencies) == (None, 8)
    Agency.objects.filter(pk=peers[0].pk).update(valid_to=TODAY)
    assert standing(peers[7], today=TODAY) is None  # who has ended is no peer


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


def test_twelve_months_begin_with_a_month() -> None:
    assert first_day(date(2026, 11, 30)) == date(2025, 12, 1)
    assert first_day(date(2026, 12, 1)) == date(2026, 1, 1)
    assert first_day(date(2026, 1, 31)) == date(2025, 2, 1)
