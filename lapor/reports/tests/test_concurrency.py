"""Several at once: decided in the database, tried with real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lapor.reports.models import Event
from lapor.reports.states import Act, Status
from lapor.reports.tests.world import build, filed
from tests.journeys.serving import database_url

OFFICERS = 8
VERIFY = """
import sys
import django
django.setup()
from django.utils import timezone
from lapor.accounts.actors import actor_of
from lapor.accounts.models import User
from lapor.reports.models import Report
from lapor.reports.refusals import Refusal
from lapor.reports.verification import verify

report = Report.objects.get(pk=sys.argv[1])
by = actor_of(User.objects.get(email="ratna@demo.lapor"), now=timezone.now())
sys.stdin.readline()
try:
    verify(report, by=by, now=timezone.now(), supervision=False)
    print("won")
except Refusal as refusal:
    print("refused", refusal.status, refusal)
"""


def _environment() -> dict[str, str]:
    return os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "lapor.settings"}


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_verify_at_once_one_wins_and_seven_are_told() -> None:
    build()
    report = filed().report
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", VERIFY, str(report.pk)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=_environment(),
            cwd=Path(__file__).resolve().parents[3],
        )
        for _ in range(OFFICERS)
    ]
    for process in processes:  # all have started and loaded before the first is let go
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[0].strip() for process in processes]
    assert said.count("won") == 1
    refused = [line for line in said if line.startswith("refused 409") and "Terverifikasi" in line]
    assert len(refused) == OFFICERS - 1
    report.refresh_from_db()
    assert report.status == Status.VERIFIED
    assert Event.objects.filter(report=report, act=Act.VERIFY).count() == 1
