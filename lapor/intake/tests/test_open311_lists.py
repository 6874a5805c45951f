"""Open311's lists: by time, service, status and change; as cheap over many reports as over few."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lapor.intake.tests.georeporting import BASE, answered, get
from lapor.registry.models import Category
from lapor.reports import closing, disposition, followup, verification
from lapor.reports.tests.bulk import FIRST, LARGE, ROWS, fill
from lapor.reports.tests.plans import count_one_reader, too_much
from lapor.reports.tests.world import World, build, filed, holder_of_code
from lapor.ui.dates import local

HOLE = "pekerjaan-umum/jalan-berlubang"


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def names(world: World, now: datetime) -> dict[str, str]:
    """Four public reports by their numbers: an old one, two of the last days, one of these closed, and one of
    yesterday without a category."""
    kinds = (("old", 100, HOLE), ("hole", 3, HOLE), ("school", 2, "pendidikan"), ("none", 1, ""))
    made = {}
    for name, days, code in kinds:
        category = Category.objects.filter(code=code).first()
        made[name] = filed(now=now - timedelta(days=days), category=category).report
        verification.verify(made[name], by=world.actor("ratna"), now=now)
    disposition.dispose(made["school"], by=world.actor("ratna"), agency=world.ministry, now=now)
    followup.answer(made["school"], by=world.actor("kurnia"), text="Sudah cair.", final=True, now=now)
    closing.close(made["school"], by=holder_of_code(made["school"]), rating=4, now=now)
    return {str(report.pk): name for name, report in made.items()}


def test_filters(names: dict[str, str], now: datetime) -> None:
    def found(**query: Any) -> list[str]:
        return [names[row["service_request_id"]] for row in get("requests", "requests", **query)]

    def day(days: float) -> str:
        return (now - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")

    assert found() == found(jurisdiction_id="127.0.0.1:8000") == ["none", "school", "hole"]
    assert found(status="open,closed") == found(status="") == found()
    assert found(status="open") == ["none", "hole"]
    assert found(status="closed") == ["school"]
    assert found(service_code=HOLE) == ["hole"]
    assert found(service_code=f"{HOLE},belum-tahu") == ["none", "hole"]
    assert found(service_code=[HOLE, "pendidikan"]) == ["school", "hole"]
    assert found(start_date=day(120)) == ["old"]  # 90 days from there
    assert found(end_date=day(99)) == ["old"]
    assert found(start_date=day(2.5), end_date=day(0.5)) == ["none", "school"]
    whole = local(now - timedelta(days=1)).strftime("%Y-%m-%d")
    assert found(start_date=whole, end_date=whole) == ["none"]
    assert found(page=2, page_size=2) == ["hole"]
    assert found(updated_after=day(1)) == ["none", "school", "hole", "old"]
    assert found(updated_before=day(1)) == []
    ids = ",".join(f"#{number}" for number, name in names.items() if name in ("old", "hole"))
    assert found(service_request_id=ids, status="wrong", start_date="wrong") == ["hole", "old"]


def test_filters_that_cannot_be(world: World, now: datetime) -> None:
    def day(days: float) -> str:
        return (now - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")

    for query in (
        {"status": "ongoing"},
        {"start_date": "yesterday"},
        {"start_date": "2026-02-30"},
        {"start_date": "2026-01-01T00:00:00"},  # in which zone?
        {"start_date": "9999-12-31"},
        {"end_date": "0001-01-01T00:00:00+14:00"},
        {"start_date": day(200), "end_date": day(100)},
        {"start_date": day(1), "end_date": day(2)},
        {"updated_after": day(100), "updated_before": day(0)},
        {"page": "0"},
        {"page_size": "1001"},
        {"page": "99999", "page_size": "1000"},
        {"page": "two"},
        {"service_request_id": "abc"},
        {"service_request_id": ",".join(str(n) for n in range(1001))},
        {"service_code": ",".join(str(n) for n in range(101))},
    ):
        get("requests", "errors", 400, **query)
    get("requests", "errors", 404, service_code="tidak-ada")
    get("requests", "errors", 404, jurisdiction_id="sfgov.org")
    get("services", "errors", 404, jurisdiction_id="sfgov.org")
    get("requests", "errors", 403, api_key="wrong")


def test_queries_do_not_grow(world: World, now: datetime, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        answered(world, now)
    with django_assert_max_num_queries(27):
        get("requests", "requests")  # twice: JSON and XML
    with django_assert_max_num_queries(2):
        get("services", "services")


def test_lists_end_and_read_no_more_than_they_show(world: World, now: datetime) -> None:
    """1,000 of 3,000 (LAPOR_LARGE: of a million); what they read does not grow with what there is."""
    fill(ROWS if LARGE else 3_000, until=now, biggest=world.ministry, days=120)
    count_one_reader(small=not LARGE)
    week = (now - timedelta(days=7)).strftime("%Y-%m-%dT%H:%M:%SZ")
    client = Client()

    def call(**query: Any) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = client.get(f"{BASE}/requests.json", query).json()
        return rows

    assert len(call()) == 1000
    queries: tuple[dict[str, Any], ...] = (
        {"status": "open"},
        {"status": "closed", "start_date": week},
        {"service_code": "pendidikan"},
        {"updated_after": week},
        {"page": 20},
        {"service_request_id": f"{FIRST + 1},{FIRST + 2}"},
    )
    for query in queries:
        assert too_much(partial(call, page_size=50, **query)) == [], query
