"""Data made by an older unreleased version: its tables differ from today's, and `migrate` cannot know.

Until the first release schema changes are written into the first migrations, so that on such data nothing is
left to apply and every page would fail. What the schema was made by stands in the database itself.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.db import connection

from lapor.operate.mark import WrongDatabase, exists

_ROOM = Path(__file__).resolve().parents[1]
# A comment on a column, as the table's own says whether this is a demo (`mark`).
_READ = "SELECT col_description(to_regclass('django_migrations'), 2)"
_NOTE = "COMMENT ON COLUMN django_migrations.app IS %s"


def note() -> None:
    """The migration files of this version made this schema, or went on with it."""
    lines = "\n".join(f"{name} {digest}" for name, digest in sorted(_files().items()))
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [lines])


def refuse(*, unnoted: bool = False) -> None:
    """WrongDatabase where a migration that made this data has been written anew since.

    New files are no matter: they are applied. `unnoted`: also where nothing says what made it.
    """
    if not exists():
        return
    noted, files = _noted(), _files()
    edited = any(files.get(name, digest) != digest for name, digest in noted.items())
    if edited or (unnoted and not noted and _has_reports()):
        raise WrongDatabase(f"this data was made by an older unreleased version: {_remedy()}")


def _remedy() -> str:
    if settings.DEMO:
        return f"its reports are invented, so delete the folder {settings.DATA} and start again"
    anew = f"an empty folder instead of {settings.DATA}"
    if "LAPOR_EMBEDDED" not in os.environ:
        anew = "an empty database in DATABASE_URL"
    return f"go on with the version that made it, or start anew with {anew}"


def _files() -> dict[str, str]:
    return {
        path.relative_to(_ROOM).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in _ROOM.rglob("migrations/0*.py")
    }


def _noted() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        lines = str(cursor.fetchone()[0] or "").splitlines()
    return dict(line.split(" ", 1) for line in lines)


def _has_reports() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('reports_report') IS NOT NULL")
        return bool(cursor.fetchone()[0])
