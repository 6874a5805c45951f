"""The mark in a database that says: demo. A comment on a table of ours, because a dump carries it along."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

DEMO = "lapor: demo"
_TABLE = "django_migrations"  # the first table of every LAPOR database


class WrongDatabase(Exception):
    """This command does not run on this database; the text says why."""


def exists() -> bool:
    """True when the database holds a LAPOR schema at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [_TABLE])
        return bool(cursor.fetchone()[0])


def is_demo() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [_TABLE])
        return bool(cursor.fetchone()[0] == DEMO)


def set_demo() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {_TABLE} IS '{DEMO}'")


def refuse_demo() -> None:
    """Real service never runs on invented reports and known passwords."""
    if not settings.DEMO and is_demo():
        raise WrongDatabase(
            "this database is marked as a demo: set DATABASE_URL to another, or use `lapor demo`"
        )
