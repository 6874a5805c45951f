"""The panel over planted reports: it sees the drop, sees none where none is, and counts as plain SQL does."""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import Any

import pytest
from django.db import connection

from lapor.evidence.change import Verdict
from lapor.evidence.panel import Lacking, Panel, panel
from lapor.evidence.tests import planted
from lapor.registry.models import Category, Region
from lapor.reports.models import Report
from lapor.sla import calendar
from lapor.sla.zones import NATIONAL

DROPS, CALM = (11, 12), (21, 22, 23)
LEFT = 0.4

# Everything from the reports themselves, and nothing of our own code: which count, where they lie, what their
# main category is, the months, and then the estimate of docs/evidence.md.
COUNTED = """
    WITH RECURSIVE place AS (
        SELECT id, id AS top FROM registry_region WHERE depth = 2
        UNION ALL SELECT r.id, place.top FROM registry_region r JOIN place ON r.parent_id = place.id
    ), seen AS (
        SELECT top, (date_trunc('month', r.received AT TIME ZONE 'Asia/Jakarta'))::date AS month
        FROM reports_report r JOIN place ON place.id = r.region_id
            JOIN registry_category c ON c.id = r.category_id
        WHERE coalesce(c.parent_id, c.id) = %(topic)s AND NOT r.secret AND r.verified_at IS NOT NULL
            AND r.status NOT IN ('merged', 'withdrawn')
    ), span AS (
        SELECT month::date, month < %(since)s AS early FROM generate_series(
            %(since)s::date - interval '1 year', %(since)s::date + interval '1 year', '1 month') AS month
        WHERE month <> %(since)s
    ), each AS (
        SELECT top, month, early, count(seen.month) AS n
        FROM unnest(%(places)s::bigint[]) AS top CROSS JOIN span LEFT JOIN seen USING (top, month)
        GROUP BY 1, 2, 3
    ), sums AS (
        SELECT top, sum(n) FILTER (WHERE early) AS b, sum(n) FILTER (WHERE NOT early) AS a
        FROM each GROUP BY top
    ), phi AS (
        SELECT greatest(1, sum((n - e) ^ 2 / e) / (2 * (count(DISTINCT top) - 1) * 11)) AS phi FROM (
            SELECT top, n, sum(n) OVER (PARTITION BY early, top) * sum(n) OVER (PARTITION BY month)
                / sum(n) OVER (PARTITION BY early) AS e FROM each) AS cells
    ), moved AS (
        SELECT top = %(own)s AS own, ln((a + 0.5) / (b + 0.5)) AS d,
            phi * (1 / (a + 0.5) + 1 / (b + 0.5)) AS v
        FROM sums, phi
    ), parts AS (
        SELECT max(d) FILTER (WHERE own) - avg(d) FILTER (WHERE NOT own) AS estimate,
            max(v) FILTER (WHERE own) AS v, avg(v) FILTER (WHERE NOT own) AS expected,
            var_samp(d) FILTER (WHERE NOT own) AS s2, count(*) - 1 AS k
        FROM moved
    )
    SELECT estimate, sqrt(v + greatest(s2 - expected, 0) + greatest(s2, expected) / k),
        (SELECT array_agg(ARRAY[top, b, a]) FROM sums)
    FROM parts
"""


@pytest.fixture
def places(db: None) -> list[Region]:
    return planted.regencies()


def shown(topic: Category, place: Region, **changes: Any) -> Panel:
    facts: dict[str, Any] = {"since": planted.SINCE, "now": planted.NOW} | changes
    return panel(categories=[topic], region=place, **facts)


def test_a_planted_drop_is_seen_and_none_where_none_was(
    places: list[Region], django_assert_max_num_queries: Any
) -> None:
    topics = {seed: planted.topic(f"topik{seed}") for seed in (*DROPS, *CALM)}
    for seed, topic in topics.items():
        planted.plant(topic, places, seed=seed, left=LEFT if seed in DROPS else 1.0)
    planted.count()
    found = {seed: shown(topic, places[0]) for seed, topic in topics.items()}
    said = {seed: one.change.verdict for seed, one in found.items() if one.change}
    assert said == {**dict.fromkeys(DROPS, Verdict.FEWER), **dict.fromkeys(CALM, Verdict.UNCLEAR)}
    for seed in DROPS:
        change = found[seed].change
        assert change
        assert change.low < LEFT < change.high
    for seed in (DROPS[0], CALM[0]):
        _is_what_the_reports_say(found[seed], topics[seed])
    with django_assert_max_num_queries(6):
        shown(topics[DROPS[0]], places[0])
    # A district counts with its regency, what is named twice once.
    rinci = Category.objects.get(parent=topics[DROPS[0]])
    district = Region.objects.get(parent=places[0])
    both = panel(categories=[topics[DROPS[0]], rinci], region=district, since=planted.SINCE, now=planted.NOW)
    assert both == found[DROPS[0]]
    # Who uses the innovation too is no peer; a city is no peer of a regency.
    taken = found[DROPS[0]].peers[0].region
    without = shown(topics[DROPS[0]], places[0], without=[taken.pk])
    assert taken not in [one.region for one in without.peers]
    assert {one.region.level for one in without.peers} == {"regency"}
    assert shown(topics[DROPS[0]], places[-1]).lacking is Lacking.PEERS  # there is one city only


def test_what_cannot_be_said_is_not_said(places: list[Region]) -> None:
    topic, rare = planted.topic("topik"), planted.topic("jarang")
    assert shown(topic, places[0]).lacking is Lacking.PAST  # no report at all
    planted.plant(topic, places[:4], seed=1)
    planted.plant(rare, places[:1], seed=2, left=0)
    planted.count()
    few = shown(topic, places[0])
    assert few.lacking is Lacking.PEERS
    assert few.own
    assert None not in few.own.reports
    none_left = shown(rare, places[0])
    assert none_left.lacking is Lacking.REPORTS
    assert none_left.own
    assert none_left.own.reports[1] is None  # below five there is no figure
    assert none_left.own.rates[1] is None
    assert shown(rare, places[9]).lacking is Lacking.REPORTS
    assert shown(topic, places[0], since=date(2019, 4, 1)).lacking is Lacking.TIME
    assert (
        panel(categories=[topic], region=None, since=planted.SINCE, now=planted.NOW).lacking is Lacking.PLACE
    )
    assert (
        panel(categories=[], region=places[0], since=planted.SINCE, now=planted.NOW).lacking
        is Lacking.CATEGORY
    )
    Region.objects.filter(pk=places[0].pk).update(population=None)
    unknown = shown(topic, Region.objects.get(pk=places[0].pk))
    assert unknown.own
    assert unknown.own.rates == (None, None)


def _is_what_the_reports_say(found: Panel, topic: Category) -> None:
    assert found.own
    assert found.change
    places = [found.own, *found.peers]
    with connection.cursor() as cursor:
        cursor.execute(
            COUNTED,
            {
                "topic": topic.pk,
                "since": planted.SINCE.replace(day=1),
                "own": found.own.region.pk,
                "places": [one.region.pk for one in places],
            },
        )
        estimate, error, sums = cursor.fetchone()
    assert {one.region.pk: one.reports for one in places} == {int(k): (int(b), int(a)) for k, b, a in sums}
    t = {7: 2.447, 8: 2.365, 9: 2.306, 10: 2.262}[len(found.peers)]
    ratio, low, high = (
        2.718281828459045 ** (float(estimate) + side * t * float(error)) for side in (0, -1, 1)
    )
    assert (found.change.ratio, found.change.low, found.change.high) == pytest.approx((ratio, low, high))
    heads = found.own.region.population
    assert heads
    assert found.own.rates == tuple(round(n * 100_000 / heads, 1) for n in found.own.reports if n)
    assert found.own.medians == tuple(_median(found, topic, months) for months in _spans(found))


def _spans(found: Panel) -> tuple[tuple[date, ...], tuple[date, ...]]:
    assert found.windows
    return found.windows.before, found.windows.after


def _median(found: Panel, topic: Category, months: tuple[date, ...]) -> float:
    """Working days from disposition to closing, report by report."""
    assert found.own
    code = found.own.region.code
    closed = [
        report
        for report in Report.objects.filter(status="closed", secret=False).select_related(
            "region", "category"
        )
        if report.region
        and report.category
        and (report.region.code == code or report.region.code.startswith(f"{code}."))
        and topic.pk in (report.category_id, report.category.parent_id)
        and report.received.astimezone(NATIONAL).date().replace(day=1) in months
    ]
    return median(
        sum(
            calendar.is_working_day(date.fromordinal(day))
            for day in range(
                report.disposed_at.astimezone(NATIONAL).date().toordinal() + 1,
                report.closed_at.astimezone(NATIONAL).date().toordinal() + 1,
            )
        )
        for report in closed
        if report.disposed_at and report.closed_at
    )
