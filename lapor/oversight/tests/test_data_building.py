"""Files of open data are written beside a living service: killed, twice at once, of many rows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from lapor.oversight.models import DataMonth
from lapor.oversight.opendata import building, keeping
from lapor.oversight.tests.cast import DAY, LATER, answered, count
from lapor.oversight.tests.test_data import MONTH, PLACE, ids
from lapor.reports import filing
from lapor.reports.models import TakenBack
from lapor.reports.tests.bulk import fill
from lapor.reports.tests.world import NOW, WIB, build, holder_of_code
from tests.journeys.serving import database_url

pytestmark = pytest.mark.django_db(transaction=True)
MEGABYTES = 400
# Dies like a killed process when the files are half written.
DIE = """
import os, signal
from lapor.oversight.opendata import totals
def die(month):
    os.kill(os.getpid(), signal.SIGKILL)
totals.day_rows = die
"""
BUILD = """
import django
django.setup()
from datetime import date
from django.utils import timezone
from lapor.oversight.opendata import building
{before}
assert building.build(date(2018, 8, 1), now=timezone.now())
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def run(before: str = "") -> subprocess.CompletedProcess[str]:
    """A builder in a process of its own."""
    more = {"DATABASE_URL": database_url(), "LAPOR_DATA": str(settings.DATA)}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BUILD.format(before=before)],
        env=os.environ | more | {"DJANGO_SETTINGS_MODULE": "lapor.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def folders() -> set[str]:
    return {path.name for path in keeping.folder(MONTH).iterdir()}


def test_a_killed_builder_leaves_nothing_that_is_handed_out(client: Client) -> None:
    world = build()
    staying, going = answered(world), answered(world, close=False)
    count()
    building.build_data(LATER)
    filing.withdraw(going, by=holder_of_code(going), now=NOW + 4 * DAY)
    ran = run(DIE)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    assert len(folders()) == 2
    assert client.get(f"{PLACE}/laporan.csv").status_code == 503
    assert building.build_data(LATER) == 1
    assert ids(client) == {str(staying.pk)}
    assert folders() == {DataMonth.objects.get().key}


def test_of_two_builders_one_writes_and_what_happens_meanwhile_counts(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = build()
    staying, going = answered(world), answered(world, close=False)
    count()
    begun, go_on, wrote = threading.Event(), threading.Event(), list[bool]()
    write = building._write

    def slowly(month: Any, folder: Path, now: datetime) -> Any:
        written = write(month, folder, now)
        begun.set()
        assert go_on.wait(30)
        return written

    def work() -> None:
        wrote.append(building.build(MONTH, now=LATER))
        connection.close()

    monkeypatch.setattr(building, "_write", slowly)
    first = threading.Thread(target=work)
    first.start()
    assert begun.wait(30)
    assert building.build(MONTH, now=LATER) is False
    filing.withdraw(going, by=holder_of_code(going), now=NOW + 4 * DAY)
    go_on.set()
    first.join()
    assert wrote == [True]
    # What was written knows nothing of the withdrawal, so nobody gets it.
    assert TakenBack.objects.count() == 1
    assert client.get(f"{PLACE}/laporan.csv").status_code == 503
    assert building.build_data(LATER) == 1
    assert ids(client) == {str(staying.pk)}
    assert folders() == {DataMonth.objects.get().key}


@pytest.mark.parametrize("rows", [3_000, pytest.param(1_000_000, marks=pytest.mark.large)])
def test_a_month_of_many_reports_is_written_within_400_megabytes(rows: int) -> None:
    world = build()
    fill(rows, until=datetime(2018, 8, 31, 20, tzinfo=WIB), biggest=world.ministry, days=30)
    ran = run()
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) / 1024 < MEGABYTES
    files = DataMonth.objects.get().files
    assert rows / 3 < files["laporan.csv"]["rows"] < rows
    assert files["peristiwa.parquet"]["rows"] > files["laporan.csv"]["rows"]
