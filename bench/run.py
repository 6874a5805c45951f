"""The whole run: one database made once, copied for each measurement, and the table."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench import filing, importing, pages, sms, surveys
from bench.timing import HEAD, Compared
from lapor.reports.tests.world import build

RESULT = Path(__file__).resolve().parent.parent / "var" / "bench.md"


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    build()
    lines = [_machine(), "", HEAD]
    print("\n".join(lines), flush=True)
    for row in _measured():
        lines.append(row.line())
        print(row.line(), flush=True)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text("\n".join(lines) + "\n")
    print(f"\nwritten to {RESULT}", file=sys.stderr)


def _measured() -> Iterator[Compared]:
    """One after another: each has the machine for itself."""
    now = timezone.now()
    alone: tuple[Callable[[], Compared], ...] = (
        lambda: filing.measure(now),
        sms.measure,
        lambda: importing.measure(now),
    )
    for measure in alone:
        yield measure()
    yield from surveys.measure(now)
    yield from pages.measure(now)


def _machine() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    return (
        f"{timezone.localdate()}: {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"PostgreSQL {version}, load before {load}. "
        "Medians of alternating rounds; only ratios can be compared."
    )
