"""Cells: whatever happens to reports, in whatever order, what is kept up equals what is counted anew."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lapor.indicators import cube, facts
from lapor.indicators.definitions import counts_of
from lapor.indicators.dimensions import CLASSES, SETS, Dim, code_of
from lapor.indicators.marking import mark_days
from lapor.indicators.models import Cell, DayFacts, MonthCell, StaleMonth
from lapor.indicators.summary import summary
from lapor.indicators.sums import Sums
from lapor.registry.models import Agency, Category, Region
from lapor.reports import closing, disposition, filing, followup, verification
from lapor.reports.models import Event, Report
from lapor.reports.refusals import Refusal
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code

DAY = timedelta(days=1)
EXAMPLES = int(os.environ.get("LAPOR_EXAMPLES", "12"))
if EXAMPLES > 12:
    EXAMPLES //= 20  # one example is a dozen acts


@pytest.fixture
def world(db: None) -> World:
    return build()


class History:
    """Acts on a handful of reports; the clock goes on or, as for late imports, does not."""

    def __init__(self, world: World) -> None:
        self.world, self.now = world, NOW
        self.verifier, self.officers = (
            world.actor("ratna"),
            {
                world.ministry.pk: world.actor("kurnia"),
                world.stranger.pk: world.actor("tono"),
            },
        )
        self.reports: list[Report] = []
        self.seen = 0
        self.places = [None, *Region.objects.filter(code__in=("35.78", "32.04.05", "31"))]
        self.topics = [None, *Category.objects.filter(code__in=("pendidikan", "sosial/bantuan-sosial"))]

    def file(self, pick: int) -> None:
        kind = ("complaint", "aspiration", "information_request")[pick % 3]
        changes: dict[str, Any] = {
            "report_class": kind,
            "region": self.places[pick % len(self.places)],
            "category": self.topics[pick % len(self.topics)],
            "secret": pick % 7 == 0,
            "channel": ("web", "sms", "letter")[pick // 3 % 3],
        }
        if changes["channel"] == "letter":  # it may have lain for longer than any limit
            changes["received"] = self.now - pick * 3 * DAY
        self.reports.append(filed(now=self.now - (pick % 5) * DAY, **changes).report)

    def act(self, name: str, pick: int) -> None:
        if name == "file" or not self.reports:
            self.file(pick)
            return
        report = self.reports[pick % len(self.reports)]
        report.refresh_from_db()
        by, now = self.verifier, self.now
        officer = self.officers.get(report.agency_id or 0, by)
        agency = (self.world.ministry, self.world.stranger)[pick % 2]
        note = "Sudah ditindaklanjuti."
        acts: dict[str, Any] = {
            "verify": lambda: verification.verify(report, by=by, now=now),
            "dispose": lambda: disposition.dispose(report, by=by, agency=agency, now=now),
            "refer": lambda: disposition.refer_back(report, by=officer, reason=note, now=now),
            "answer": lambda: followup.answer(report, by=officer, text=note, final=True, now=now),
            "close": lambda: closing.close(report, by=holder_of_code(report), rating=4, now=now),
            "reopen": lambda: closing.reopen(report, by=holder_of_code(report), reason=note, now=now),
            "withdraw": lambda: filing.withdraw(report, by=holder_of_code(report), now=now),
            "secret": lambda: filing.change_privacy(
                report, by=holder_of_code(report), anonymous=False, secret=not report.secret, now=now
            ),
            "archive": lambda: verification.archive(report, by=by, reason_code="unclear", note=note, now=now),
        }
        with suppress(Refusal):  # an act out of turn is no history
            acts[name]()

    def wait(self, days: int) -> None:
        """Days without an act, and the night's work at their end: limits pass by themselves."""
        self.now += days * DAY
        facts.mark_young(self.now)
        facts.roll_up(self.now)

    def count(self) -> None:
        """What the worker does: the reactions to the events since, then what is marked."""
        for event in Event.objects.filter(pk__gt=self.seen).select_related("report").order_by("pk"):
            facts.mark_stale(event)
            self.seen = event.pk
        facts.roll_up(self.now)


ACTS = ("file", "verify", "dispose", "refer", "answer", "close", "reopen", "withdraw", "secret", "archive")
# Along the way of a report more often than across it.
STEPS = st.lists(
    st.tuples(
        st.sampled_from((*ACTS, "file", "verify", "dispose", "answer", "close", "count", "wait")),
        st.integers(0, 41),
    ),
    min_size=12,
    max_size=40,
)


@settings(
    # An example is whole as it is: shrinking takes minutes.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_what_is_kept_up_equals_what_is_counted_anew(world: World, steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        history = History(world)
        for name, pick in steps:
            if name == "count":
                history.count()
            elif name == "wait":
                history.wait(pick)
            else:
                history.act(name, pick)
        history.count()
        history.wait(0)
        kept = _everything()
        facts.rebuild(history.now)
        assert kept == _everything()
        _agree_with_the_reports(history.now)
        transaction.set_rollback(True)


def _everything() -> list[Counter[tuple[object, ...]]]:
    """Every row of every roll-up, without the numbers that rows are given; a histogram as its items."""
    return [
        Counter(
            tuple(str(value) for name, value in row.items() if name != "id") for row in model.objects.values()
        )
        for model in (DayFacts, Cell, MonthCell, StaleMonth)
    ]


def _agree_with_the_reports(now: datetime) -> None:
    """Breakdowns of the whole time by class and, in an agency, by topic are what the reports say."""
    cases = [
        (report, facts.case_of(report))
        for report in facts.with_filing(Report.objects.select_related("agency", "category"))
    ]
    first, last = NOW.date() - 400 * DAY, facts.day_of(now)
    by_class = cube.breakdown(Dim.REPORT_CLASS, {}, first, last, today=last)
    for number, kind in enumerate(CLASSES, 1):
        wanted = Counter(
            name for report, case in cases if report.report_class == kind for name in counts_of(case, now)
        )
        found = by_class.get(number, Sums()).counts
        assert {name: found[name] for name in wanted} == dict(wanted)
    for agency in Agency.objects.filter(code__in=("KEMENDIKDASMEN", "KOTA-SURABAYA")):
        topics = cube.breakdown(Dim.CATEGORY, {Dim.AGENCY: agency.pk}, first, last, today=last)
        mine = [
            report
            for report, case in cases
            if report.agency == agency and not report.secret and "received" in counts_of(case, now)
        ]
        roots = Counter((r.category.parent_id or r.category_id) if r.category else 0 for r in mine)
        assert {topic: sums.counts["received"] for topic, sums in topics.items()} == dict(roots)


def test_months_and_the_days_beside_them_are_the_same_as_days_alone(world: World) -> None:
    """A period that cuts two months, asked for whole and day by day, with none, one and two filters."""
    region = Region.objects.get(code="35.78")
    for number in range(12):
        filed(now=NOW + 9 * number * DAY, region=region if number % 2 else None, channel="sms")
    later = NOW + 200 * DAY
    mark_days(facts.day_of(moment) for moment in Report.objects.values_list("received", flat=True))
    facts.roll_up(later)
    first, last = date(2018, 9, 3), date(2018, 11, 20)
    for where in ({}, {Dim.CHANNEL: 2}, {Dim.CHANNEL: 2, Dim.REGENCY: region.pk}):
        whole = cube.together(cube.series(where, first, last, today=later.date()))
        parts = [
            cube.together(cube.series(where, day, day, today=later.date()))
            for day in (first + n * DAY for n in range((last - first).days + 1))
        ]
        assert whole.counts["received"] == sum(part.counts["received"] for part in parts) > 0
        assert whole.counts["verified_3_counted"] == sum(part.counts["verified_3_counted"] for part in parts)
    running = cube.series({}, date(2018, 9, 1), date(2018, 11, 20), today=date(2018, 11, 20))
    assert [day for day, _sums in running] == [date(2018, 9, 1), date(2018, 10, 1), date(2018, 11, 1)]


def test_a_late_act_reaches_the_month_of_filing_and_writes_nothing_else(
    world: World, django_assert_num_queries: Any
) -> None:
    report, _other = filed().report, filed(now=NOW - 3 * DAY)
    mark_days([NOW.date(), (NOW - 3 * DAY).date()])
    facts.roll_up(NOW)
    kept = dict(Cell.objects.values_list("day", "pk"))
    later = NOW + 400 * DAY
    verification.verify(report, by=world.actor("ratna"), now=later)
    facts.mark_stale(Event.objects.filter(report=report).latest("pk"))
    facts.roll_up(later)
    found = summary(start=date(2018, 1, 1), end=date(2018, 12, 31), now=later)
    assert found.verified_within_3_working_days == 0.0
    assert Cell.objects.get(day=(NOW - 3 * DAY).date()).pk == kept[(NOW - 3 * DAY).date()]
    again = set(MonthCell.objects.values_list("pk", flat=True))
    mark_days([NOW.date()])
    # Savepoints; marks; reports; facts old and new; cells, none of which differs; no month.
    with django_assert_num_queries(14):
        facts.roll_up(later)
    assert set(MonthCell.objects.values_list("pk", flat=True)) == again


def test_every_set_has_one_code_and_what_says_the_same_twice_is_none() -> None:
    assert all(code_of(dims) == code for code, dims in SETS.items())
    assert len(SETS) == 1 + 7 + 21 - 2
    with pytest.raises(ValueError, match="not kept together"):
        code_of((Dim.AGENCY, Dim.KIND))
