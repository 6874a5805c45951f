"""What `lapor doctor` looks at. Each check tells what it found and, where something is wrong, what to do."""

from __future__ import annotations

import importlib
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from lapor.operate import embedded, folder, mark
from lapor.operate.pending import missing_migrations

FREE_BYTES = 2 * 1024**3  # below this an upload or a vacuum may fail
OLDEST_SERVER = 150000

_WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'"
_STUCK = """
    SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - interval '30 seconds')
"""
_FAILED = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"


@dataclass(frozen=True)
class Finding:
    subject: str
    text: str
    fine: bool = True


def examine() -> list[Finding]:
    """All findings, in the order in which a person would mend them. Starts no server that is not running."""
    place = folder.data_folder()
    findings = [_folder(place), _keys(place), _disk(place)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.settings")
    own = "DATABASE_URL" in os.environ
    if not own:
        cluster = embedded.Cluster(place)
        os.environ["DATABASE_URL"] = cluster.url
        if not (cluster.data.exists() and cluster.answers()):
            return [
                *findings,
                _settings(),
                Finding("database", "embedded, not running: `lapor serve` starts it"),
            ]
    return [*findings, _settings(), *_database()]


def _folder(place: Path) -> Finding:
    if not place.exists():
        return Finding(
            "data folder", f"{place} does not exist yet: run `lapor init` or `lapor demo`", fine=False
        )
    if place.stat().st_mode & stat.S_IRWXO & ~stat.S_IXOTH:
        return Finding("data folder", f"others may look into {place}: chmod o-rw {place}", fine=False)
    return Finding("data folder", f"{place}{' (demo)' if folder.is_demo(place) else ''}")


def _keys(place: Path) -> Finding:
    keys = place / "keys"
    loose = [key for key in keys.glob("*") if key.stat().st_mode & 0o077] if keys.exists() else []
    if loose:
        return Finding("keys", f"readable by others: chmod 600 {' '.join(map(str, loose))}", fine=False)
    return Finding("keys", "private" if keys.exists() else "from the environment")


def _disk(place: Path) -> Finding:
    there = next(parent for parent in (place, *place.parents) if parent.exists())
    free = shutil.disk_usage(there).free
    text = f"{free // 1024**2:,} MB free"
    return Finding("disk", text if free > FREE_BYTES else f"{text}: make room", fine=free > FREE_BYTES)


def _settings() -> Finding:
    try:
        django.setup()
    except ImproperlyConfigured as error:
        return Finding("settings", str(error), fine=False)
    warnings = [message for message in run_checks() if message.level >= WARNING]
    if warnings:
        return Finding(
            "settings", "; ".join(" ".join(message.msg.split()) for message in warnings), fine=False
        )
    return Finding("settings", "complete")


def _database() -> list[Finding]:
    if not settings.configured or not django.apps.apps.ready:
        return []
    try:
        return [check() for check in CHECKS]
    except DatabaseError as error:
        return [Finding("database", f"{' '.join(str(error).split())}: check DATABASE_URL", fine=False)]


def _server() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    fine = version >= OLDEST_SERVER
    return Finding(
        "database", f"PostgreSQL {version // 10000}{'' if fine else ': 15 or newer is needed'}", fine
    )


def _migrations() -> Finding:
    missing = missing_migrations()
    text = f"{missing} migrations are not applied: run `lapor init`" if missing else "up to date"
    return Finding("schema", text, fine=not missing)


def _mark() -> Finding:
    if mark.is_demo() == settings.DEMO:
        return Finding("demo mark", "folder and database agree")
    return Finding(
        "demo mark", "the folder and the database are not of one kind: set LAPOR_DATA or DATABASE_URL", False
    )


def _old_keys() -> Finding:
    if len(settings.IDENTITY_KEYS) == 1:
        return Finding("identity keys", "one")
    # Models can be imported only now that the settings have been read.
    rotating = importlib.import_module("lapor.accounts.rotating")
    number = rotating.left_over()
    if not number:
        return Finding("identity keys", "all rows are under the newest; the others may be taken out")
    more = " or more" if number == rotating.COUNTED else ""
    return Finding(
        "identity keys", f"{number}{more} rows are under an old key: run `lapor rotate-keys`", fine=False
    )


def _worker() -> Finding:
    alive = _count(_WORKERS) > 0  # a worker has one row for each of its queues
    return Finding("worker", "alive" if alive else "none alive: start `lapor worker`", fine=alive)


def _jobs() -> Finding:
    stuck, failed = _count(_STUCK), _count(_FAILED)
    if stuck:
        return Finding(
            "jobs", f"{stuck} left by a killed worker: restart `lapor worker`, it takes them up", fine=False
        )
    return Finding("jobs", f"none stuck, {failed} failed for good")


def _count(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


CHECKS: tuple[Callable[[], Finding], ...] = (_server, _migrations, _mark, _old_keys, _worker, _jobs)
