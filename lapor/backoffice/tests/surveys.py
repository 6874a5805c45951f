"""The cast of the survey pages: Surya's unit of a city, and who looks at it from elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.models import User
from lapor.skm.models import Period
from lapor.skm.periods import open_period, prepare_period
from lapor.skm.tests.surveying import Surveyed, plan
from lapor.sla.zones import NATIONAL
from tests.client import CheckedClient


def desk_of(name: str) -> CheckedClient:
    client = CheckedClient()
    client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    return client


def running(made: Surveyed, **changes: Any) -> Period:
    """A survey that is open now, as the pages know now."""
    return open_period(prepared(made, **changes), by=made.surya, now=timezone.now())


def prepared(made: Surveyed, **changes: Any) -> Period:
    today = timezone.now().astimezone(NATIONAL).date()
    days = {"starts": today - timedelta(days=3), "ends": today + timedelta(days=30)}
    return prepare_period(made.unit, plan(made, **(days | changes)), by=made.surya, now=timezone.now())


def queries(client: CheckedClient, *addresses: str) -> list[int]:
    """How many queries each of these pages costs."""
    found = []
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        found.append(len(asked))
    return found
