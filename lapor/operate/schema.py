"""Schema and reference data of one database: what `lapor init` does."""

from __future__ import annotations

import hashlib

from django.core.management import call_command
from django.db import connection

from lapor.operate import outdated
from lapor.operate.pending import missing_migrations
from lapor.registry import loading
from lapor.registry.files import DATA

# Two starts at once must not migrate at once; any number does, as long as it is ours alone.
_LOCK = 0x1A902
# Stands as a comment on a loaded table: it goes with the rows, into a dump and out of a dropped database.
_LOADED = "registry_region"


def initialise(*, quiet: bool = False, again: bool = False) -> None:
    """Idempotent; a second time it only looks (`again` loads all the same).

    Takes a database lock, so that several machines may start together.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            outdated.refuse(unnoted=True)
            _migrate(quiet=quiet)
            outdated.note()
            if again or _loaded() != _fingerprint():
                loading.load_all(progress=None if quiet else print)
                cursor.execute(f"COMMENT ON TABLE {_LOADED} IS '{_fingerprint()}'")
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _migrate(*, quiet: bool) -> None:
    call_command("createcachetable", verbosity=0)
    if missing_migrations():
        call_command("migrate", interactive=False, verbosity=0 if quiet else 1)


def _loaded() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [_LOADED])
        return str(cursor.fetchone()[0])


def _fingerprint() -> str:
    """Of the registry's data files and of the code that reads them."""
    digest = hashlib.sha256()
    for path in sorted([*DATA.rglob("*.*"), *DATA.parent.glob("*.py")]):
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()
