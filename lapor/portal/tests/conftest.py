"""The shared world seen through the public pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from lapor.reports import disposition, followup, verification
from lapor.reports.filing import Filed
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build, filed
from tests.client import CheckedClient


@pytest.fixture
def client() -> CheckedClient:
    return CheckedClient()


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def now() -> datetime:
    """Pages ask the real clock; what they show must have happened lately."""
    return timezone.now() - timedelta(hours=3)


Make = Callable[..., Filed]


@pytest.fixture
def verified(world: World, now: datetime) -> Make:
    """A report that is public (or would be, were it not secret)."""

    def make(**changes: Any) -> Filed:
        one = filed(now=changes.pop("now", now), **changes)
        verification.verify(one.report, by=world.actor("ratna"), now=one.report.received)
        return one

    return make


@pytest.fixture
def disposed(world: World, verified: Make) -> Make:
    def make(**changes: Any) -> Filed:
        one = verified(**changes)
        at = one.report.received
        disposition.dispose(one.report, by=world.actor("ratna"), agency=world.ministry, now=at)
        return one

    return make


@pytest.fixture
def answered(world: World, disposed: Make) -> Make:
    def make(**changes: Any) -> Filed:
        one = disposed(**changes)
        text = "Tunjangan dibayar minggu ini, mohon diperiksa."
        followup.answer(one.report, by=world.actor("kurnia"), text=text, final=True, now=one.report.received)
        return one

    return make


def opened(client: CheckedClient, one: Filed) -> CheckedClient:
    """The same browser after the access code was shown at `/lacak/`."""
    response = client.post("/lacak/", {"nomor": str(one.report.pk), "code": one.access_code})
    assert response.status_code == 302
    return client


def fresh(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)
