"""What machines ask about the service: is it up, can it work, how busy is it. Names nothing of the inside."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

PLAIN = "text/plain; charset=utf-8"

_COUNTS = """
    SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status
"""
_OLDEST = """
    SELECT coalesce(extract(epoch FROM now() - min(coalesce(e.at, now()))), 0)
    FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
    WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())
"""
_WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'"


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type=PLAIN)


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers and has this version's schema. Once it has, only the connection is asked again."""
    if _ready():
        return HttpResponse("ready\n", content_type=PLAIN)
    return HttpResponse("not ready\n", status=503, content_type=PLAIN)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for this machine or with the token; to everybody else the page does not exist."""
    if not _may_measure(request):
        return HttpResponse("not found\n", status=404, content_type=PLAIN)
    return HttpResponse(_measure(), content_type="text/plain; version=0.0.4; charset=utf-8")


_migrated: set[str] = (
    set()
)  # names of databases seen complete; a schema does not go back under a running process


def _ready() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return _is_migrated()
    except DatabaseError:
        return False


def _is_migrated() -> bool:
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(name)
    return True


def _may_measure(request: HttpRequest) -> bool:
    """A proxy on this machine also comes from loopback, so a forwarded request needs the token."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    try:
        return not forwarded and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _measure() -> str:
    lines = ["# HELP lapor_jobs Jobs in the queue by status.", "# TYPE lapor_jobs gauge"]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        lines += [f'lapor_jobs{{status="{status}"}} {count}' for status, count in cursor.fetchall()]
    lines += _gauge("lapor_jobs_oldest_seconds", "Age of the oldest job that is due.", _OLDEST)
    lines += _gauge("lapor_workers", "Workers with a heartbeat in the last 30 seconds.", _WORKERS)
    return "\n".join(lines) + "\n"


def _gauge(name: str, meaning: str, query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        value = float(cursor.fetchone()[0])
    return [f"# HELP {name} {meaning}", f"# TYPE {name} gauge", f"{name} {value:g}"]
