"""Schema and reference data of one database: what `lapor init` does."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from lapor.registry import loading

# Two starts at once must not migrate at once; any number does, as long as it is ours alone.
_LOCK = 0x1A902


def initialise(*, quiet: bool = False) -> None:
    """Idempotent. Takes a database lock, so that several machines may start together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            call_command("createcachetable", verbosity=0)
            call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
            loading.load_all(progress=None if quiet else print)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
