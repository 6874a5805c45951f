"""Lighthouse, as a slow phone meets the pages. Only at full size, for it needs node and npm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from lapor.reports import disposition, verification
from lapor.reports.tests.world import World, build, filed
from tests.journeys.serving import Server, serving

pytestmark = pytest.mark.large

# 12 cannot speak with Chromium 130 and newer.
LIGHTHOUSE = "lighthouse@13.5.0"
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage"
LEAST = {"performance": 0.95, "accessibility": 1.0, "best-practices": 0.9, "seo": 0.9}
SECONDS = 300
MOST_BYTES = {"home": 90 * 1024, "form": 60 * 1024}


@pytest.fixture(scope="module")
def lighthouse() -> list[str]:
    """The command, or why there is none: a skip, with CI=true a failure."""
    missing = [name for name in ("node", "npx", "chromium") if shutil.which(name) is None]
    if missing:
        _give_up(f"Lighthouse needs {', '.join(missing)} (Debian: apt install nodejs npm chromium)")
    command = ["npx", "--yes", LIGHTHOUSE]
    found = subprocess.run([*command, "--version"], capture_output=True, timeout=SECONDS, check=False)
    if found.returncode:
        _give_up(f"npm could not bring {LIGHTHOUSE}: {found.stderr.decode()[-300:]}")
    return command


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    with serving(LAPOR_AS_SERVED="1") as running:
        yield running


@pytest.mark.parametrize("which", ["home", "form", "report", "statistics"])
def test_a_phone_is_served_well(which: str, lighthouse: list[str], server: Server, tmp_path: Path) -> None:
    report = _public_report(build())
    paths = {"home": "/", "form": "/lapor/", "report": f"/laporan/{report}/", "statistics": "/statistik/"}
    scores, worst, weight = _measured(lighthouse, server.address + paths[which], tmp_path / "result.json")
    assert {name: scores[name] for name in LEAST if scores[name] < LEAST[name]} == {}, worst
    assert weight <= MOST_BYTES.get(which, weight)


def _public_report(world: World) -> int:
    now = timezone.now()
    ratna = world.actor("ratna")
    report = filed(now=now - timedelta(days=2)).report
    verification.verify(report, by=ratna, now=now - timedelta(days=1))
    disposition.dispose(report, by=ratna, agency=world.ministry, now=now)
    return report.pk


def _measured(command: list[str], url: str, result: Path) -> tuple[dict[str, float], list[str], float]:
    """The scores by category, the audits that cost points, and the bytes a first visit transfers."""
    options = ["--quiet", "--output=json", f"--output-path={result}", "--no-enable-error-reporting"]
    environment = os.environ | {"CHROME_PATH": shutil.which("chromium") or "chromium"}
    done = subprocess.run(
        [*command, url, f"--chrome-flags={FLAGS}", *options],
        capture_output=True, timeout=SECONDS, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told = json.loads(result.read_text())
    audits, weight = told["audits"].values(), told["audits"]["total-byte-weight"]["numericValue"]
    worst = [
        f"{audit['id']}: {audit['score']} {audit.get('displayValue', '')}"
        for audit in audits
        if audit["score"] is not None and audit["score"] < LEAST["performance"]
    ]
    return {name: told["categories"][name]["score"] for name in LEAST}, worst, weight


def _give_up(why: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)
