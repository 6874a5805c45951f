"""A large export stays small in memory: written in a process of its own, as the worker writes it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from lapor.reports.export.asking import Wish, ask
from lapor.reports.models import Export
from lapor.reports.tests.bulk import fill
from lapor.reports.tests.world import build
from tests.journeys.serving import database_url

MEGABYTES = 300
WRITE = """
import django
django.setup()
from lapor.reports.export.writing import write
write.func({export})
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rows", [2_000, pytest.param(100_000, marks=pytest.mark.large)])
def test_a_workbook_is_written_within_300_megabytes(tmp_path: Path, rows: int) -> None:
    world, now = build(), timezone.now()
    fill(rows, until=now, biggest=world.ministry, unit=world.unit)
    export = ask(Wish(), by=world.actor("ratna"), now=now)
    settings = {"DATABASE_URL": database_url(), "LAPOR_DATA": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WRITE.format(export=export.pk)],
        env=os.environ | settings | {"DJANGO_SETTINGS_MODULE": "lapor.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    export = Export.objects.get()
    assert (export.state, export.written, export.total) == ("done", rows, rows)
    assert int(ran.stdout) / 1024 < MEGABYTES
