"""The open data in a stranger's hands: every published figure comes out again, over real HTTP."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from bench.recompute.__main__ import main
from lapor.indicators import facts
from lapor.indicators.models import MonthCell
from lapor.oversight.opendata.building import build_data
from lapor.oversight.tests.cast import answered, count, forwarded
from lapor.reports.models import Report
from lapor.reports.tests.world import build, filed
from tests.shared import ROOT


@pytest.mark.django_db(transaction=True)
def test_every_published_figure_comes_out_of_the_files(
    live_server: LiveServer, capsys: pytest.CaptureFixture[str]
) -> None:
    world, now = build(), timezone.now()
    for back, after in ((40, 2), (35, 12), (34, 0), (30, 3), (25, 1)):
        answered(world, now=now - timedelta(days=back), after=after)
    answered(world, now=now - timedelta(days=33), secret=True)
    answered(world, now=now - timedelta(days=20), anonymous=True, close=False)
    forwarded(world, now=now - timedelta(days=12), region=world.stranger.region)
    filed(now=now - timedelta(days=30))
    Report.objects.filter(pk=filed(now=now - timedelta(days=9)).report.pk).update(status="withdrawn")
    count(now)
    assert build_data(now) >= 2
    last = facts.day_of(now)
    period = ["--from", (last - timedelta(days=60)).isoformat(), "--to", last.isoformat()]
    asked = [sys.executable, "-I", "-S", "-c", ALONE, str(ROOT), live_server.url, *period]
    ran = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = [line.split() for line in ran.stdout.splitlines()]
    assert {place for place, *_rest in told} >= {"summary", "/statistik/", "rows"}
    assert ["summary", "received", "9", "9", "same"] in told
    assert ["/statistik/", "received", "9", "9", "same"] in told
    assert main([live_server.url, *period, "--parquet", "--part", f"agency={world.ministry.code}"]) == 0
    whole = MonthCell.objects.filter(dims=0).order_by("month").values_list("received", flat=True)
    assert sum(whole) == 9
    MonthCell.objects.filter(dims=0).update(completed=1)
    assert main([live_server.url, *period]) == 1
    assert "DIFFERENT" in capsys.readouterr().out


# Nothing is there but Python itself.
ALONE = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from bench.recompute.__main__ import main
sys.exit(main())
"""
