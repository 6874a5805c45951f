"""The evidence of one innovation: its place before and after the start, beside comparable places.

It shows what happened at the same time, never why: an association, no cause. See docs/evidence.md.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from lapor.evidence import loads, peers
from lapor.evidence.change import FEWEST, Change, Months, change
from lapor.evidence.loads import Load
from lapor.evidence.surveys import Surveyed, surveyed
from lapor.evidence.windows import Windows, too_early, windows
from lapor.indicators.facts import day_of
from lapor.indicators.figures import FEW
from lapor.registry.models import Category, Region
from lapor.skm.models import ServiceUnit

# Regencies and cities are the smallest places that are counted.
COUNTED = 2
_HEADS = 100_000


class Lacking(StrEnum):
    """Why nothing is said of the number of reports."""

    CATEGORY = "category"
    PLACE = "place"
    TIME = "time"
    PAST = "past"
    REPORTS = "reports"
    PEERS = "peers"


@dataclass(frozen=True)
class Place:
    """A place in both windows."""

    region: Region
    before: Load
    after: Load

    @property
    def reports(self) -> tuple[int | None, int | None]:
        """Public reports before and after; None below five, which would tell of persons."""
        return _enough(self.before), _enough(self.after)

    @property
    def rates(self) -> tuple[float | None, float | None]:
        """The same for each 100,000 inhabitants, to one decimal; None where they are not known."""
        before, after = self.reports
        return self._rate(before), self._rate(after)

    @property
    def medians(self) -> tuple[float | None, float | None]:
        """Working days to completion in the median; None with fewer than five completed."""
        return _median(self.before), _median(self.after)

    def _rate(self, reports: int | None) -> float | None:
        heads = self.region.population
        return None if reports is None or not heads else round(reports * _HEADS / heads, 1)


@dataclass(frozen=True)
class Panel:
    """What a page shows. `categories`: main ones, as is counted; without a `change`, `lacking` says why."""

    since: date
    categories: Sequence[Category]
    region: Region | None
    windows: Windows | None = None
    own: Place | None = None
    peers: Sequence[Place] = field(default_factory=tuple)
    change: Change | None = None
    lacking: Lacking | None = None
    survey: Surveyed | None = None


def panel(
    *,
    categories: Collection[Category],
    region: Region | None,
    since: date,
    now: datetime,
    unit: ServiceUnit | None = None,
    without: Collection[int] = (),
) -> Panel:
    """At most a dozen queries of roll-ups, however many reports there are.

    `categories` count with their main ones, a district or village with its regency or city. `without`: ids of
    regions that use the innovation too, which are no peers.
    """
    mains, place = _main(categories), _counted(region)
    survey = surveyed(unit, since=since) if unit else None
    missing = Lacking.CATEGORY if not mains else Lacking.PLACE if place is None else None
    if place is None or missing:
        return Panel(since, mains, place, lacking=missing, survey=survey)
    today = day_of(now)
    chosen = windows(since, first=loads.first_month(), today=today)
    if chosen is None:
        lacking = Lacking.TIME if too_early(since, today=today) else Lacking.PAST
        return Panel(since, mains, place, lacking=lacking, survey=survey)
    own, others = _places(place, [one.pk for one in mains], chosen, without)
    lacking_here = _lacking(own, others)
    found = None if lacking_here else change(_months(own, chosen), [_months(one, chosen) for one in others])
    return Panel(since, mains, place, chosen, own, others, found, lacking_here, survey)


def _places(
    place: Region, categories: Collection[int], chosen: Windows, without: Collection[int]
) -> tuple[Place, list[Place]]:
    """The place and its peers: four queries."""
    standing = Region.objects.standing().filter(level=place.level).exclude(pk__in=without)
    near = peers.choose(place, loads.totals(place, categories, chosen.before), standing)
    every = [place, *near]
    before, after = (loads.loads(every, categories, months) for months in (chosen.before, chosen.after))
    own, *others = (Place(one, before[one.pk], after[one.pk]) for one in every)
    return own, others


def _enough(load: Load) -> int | None:
    return load.reports if load.reports >= FEW else None


def _median(load: Load) -> float | None:
    return load.median if load.completed >= FEW else None


def _lacking(own: Place, others: Sequence[Place]) -> Lacking | None:
    if None in own.reports:
        return Lacking.REPORTS
    return Lacking.PEERS if len(others) < FEWEST else None


def _months(place: Place, chosen: Windows) -> Months:
    before, after = place.before.by_month, place.after.by_month
    return [before[month] for month in chosen.before], [after[month] for month in chosen.after]


def _main(categories: Collection[Category]) -> list[Category]:
    """The main category of each, once, by name; no query where `parent__parent` is there."""
    found: dict[int, Category] = {}
    for one in categories:
        top = one
        while top.parent:
            top = top.parent
        found[top.pk] = top
    return sorted(found.values(), key=lambda top: top.name)


def _counted(region: Region | None) -> Region | None:
    while region and region.depth > COUNTED:
        region = region.parent
    return region
