"""`lapor simulate`: reports through the real acts at their own time, alike for a seed; and in bulk."""

from __future__ import annotations

import argparse
import hashlib
from datetime import date, timedelta
from multiprocessing import get_context
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from django.utils import timezone

from lapor.indicators import facts
from lapor.indicators.models import DayFacts, StaleDay
from lapor.notifications.models import Delivery
from lapor.operate import cli, deep, mark
from lapor.operate.commands import simulate
from lapor.operate.letting_go import let_go
from lapor.reports.models import Event, Report
from lapor.reports.states import Act
from lapor.reports.tests.world import build

# Long past, and without holidays near.
BEGIN = date(2024, 1, 8)


@pytest.fixture
def world(db: None) -> None:
    build()


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    simulate.add_arguments(parser)
    return simulate.run(parser.parse_args(words))


def played(seed: int) -> str:
    """What the events of a simulation say, as one hash; nothing stays."""
    with transaction.atomic():
        assert run("--days", "9", "--per-day", "1", "--seed", str(seed), "--from", BEGIN.isoformat()) == 0
        first = Report.objects.earliest("pk").pk
        rows = Event.objects.order_by("id").values_list(
            "report", "act", "from_status", "to_status", "at", "role"
        )
        told = [(report - first, *more) for report, *more in rows]
        transaction.set_rollback(True)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def test_the_same_seed_plays_the_same(world: None) -> None:
    assert played(1) == played(1) != played(2)


def test_it_is_played_through_the_acts_and_tells_nobody(
    world: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--days", "40", "--per-day", "1", "--from", BEGIN.isoformat()) == 0
    said = dict(line.split(": ") for line in capsys.readouterr().out.splitlines() if ": " in line)
    assert int(said["file"]) == Report.objects.count() == 40
    assert int(said.get("refused", 0)) < 10
    acts = set(Event.objects.values_list("act", flat=True))
    assert acts >= {Act.VERIFY, Act.DISPOSE, Act.CLOSE_QUIET, Act.ESCALATE}
    assert acts & {Act.ANSWER, Act.APPROVE_DRAFT}
    assert set(Report.objects.values_list("closing", flat=True)) >= {"silent"}
    assert not Delivery.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)
    assert DayFacts.objects.filter(scope="country").count() > 15
    assert not StaleDay.objects.exists()
    assert [finding for finding in deep.examine(timezone.now()) if not finding.fine] == []


def test_bulk_fills_up_to_now_and_nothing_is_wrong(world: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--bulk", "600", "--days", "40") == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("600 reports, #")
    now = timezone.now()
    assert Report.objects.count() == 600
    assert Report.objects.filter(pk__gte=10_000_000, received__gt=now - timedelta(days=42)).count() == 600
    assert not Event.objects.filter(at__gt=now).exists()
    assert [finding for finding in deep.examine(now) if not finding.fine] == []


@pytest.mark.django_db(transaction=True)
def test_two_processes_count_its_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    build()
    monkeypatch.setattr(simulate, "ALONE", 100)
    monkeypatch.setattr(simulate, "get_context", _without_a_pool)
    connection.close()  # opened again through a pool, as outside the tests
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "pool", {"min_size": 1, "max_size": 4})
    assert run("--bulk", "300", "--days", "70") == 0
    assert not StaleDay.objects.exists()
    counted = DayFacts.objects.filter(scope="country").values_list("counts", flat=True)
    merged = Report.objects.filter(status__in=("merged", "withdrawn")).count()
    assert sum(counts["received"] for counts in counted) == 300 - merged
    assert all(
        facts.stands(day, timezone.now()) for day in DayFacts.objects.values_list("day", flat=True)[:3]
    )
    let_go()


def _without_a_pool(method: str) -> Any:
    """A fork in this moment must not share a socket: closed connections only go back to their pool."""
    assert not vars(DatabaseWrapper)["_connection_pools"]
    return get_context(method)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--days", "9", "--from", (date.today() - timedelta(days=3)).isoformat()], "end after today"),
        (["--bulk", "10", "--from", "2024-01-01"], "--bulk ends now"),
    ],
)
def test_what_cannot_be_is_refused(world: None, words: list[str], why: str) -> None:
    with pytest.raises(simulate.SimulationRefused, match=why):
        run(*words)
    assert not Report.objects.exists()


def test_it_is_refused_outside_a_demo(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TESTING", False)
    with pytest.raises(mark.WrongDatabase, match="demo"):
        run("--bulk", "10")


def test_it_is_listed() -> None:
    assert "simulate" in cli.COMMANDS
