"""A million responses (10,000 unless at full size): a result reads the same few hundred rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.reports.tests.world import NOW
from lapor.skm.models import Count, Period, Response
from lapor.skm.oddities import find
from lapor.skm.results import result, trend
from lapor.skm.tests.bulk import ROWS, fill
from lapor.skm.tests.surveying import Surveyed, opened, survey_world

# Of a service and fate: nine elements, the spread, the profile, ways and topics.
A_SERVICE = 36 + 9 * 28 + 40


@pytest.fixture
def made(db: None) -> Surveyed:
    return survey_world()


def test_a_result_never_reads_a_response(made: Surveyed) -> None:
    period = opened(made)
    fill(period, ROWS, now=NOW)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = result(period)
        trend(made.unit)
    assert found.everybody.n == ROWS
    assert found.excluded == ROWS // 1000
    assert sum(one.number for one in found.profile["age"]) == found.counted.n
    assert not [one["sql"] for one in queries.captured_queries if "skm_response" in one["sql"]]
    assert Count.objects.filter(period=period).count() <= A_SERVICE * 2 * 2


@pytest.mark.large
def test_the_same_plan_for_a_million_as_for_few(made: Surveyed) -> None:
    """One index of the roll-up, and rows by services, whatever the number of responses."""
    few = opened(made)
    fill(few, 10_000, now=NOW)
    Period.objects.filter(pk=few.pk).update(status="closed", mark_key=b"")
    many = opened(made)
    fill(many, ROWS, now=NOW)
    plans = {period.pk: Count.objects.filter(period=period, number__gt=0).explain() for period in (few, many)}
    assert [plan.split("(")[0] for plan in plans.values()] == [plans[few.pk].split("(")[0]] * 2
    counts = [Count.objects.filter(period=period).count() for period in (few, many)]
    assert counts[1] <= counts[0] * 2
    assert find(many, now=NOW) > 0
    assert Response.objects.filter(period=many).count() == ROWS
