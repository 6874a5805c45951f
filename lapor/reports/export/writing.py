"""The job that writes an export: safe to run twice, and to die half-way.

Each try has a number and a file of its own, and writes its progress on the condition that its number still
counts. Whoever finds another number, or a cancelled row, stops and takes its file away: one file in the end.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from io import TextIOWrapper
from typing import IO

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lapor.accounts.actors import Actor, actor_of
from lapor.audit.recording import record
from lapor.reports.export.choosing import reports_of, table
from lapor.reports.export.columns import titles
from lapor.reports.export.keeping import delete_files, folder, scope_of
from lapor.reports.exporting import CHUNK, SHEET_ROWS, Cell, Written, write_csv, write_xlsx
from lapor.reports.models import Export

log = logging.getLogger(__name__)

TRIES = 4
LIVING = (Export.State.WAITING, Export.State.RUNNING)


class Stopped(Exception):
    """Cancelled, or another worker has taken this export over."""


class Impossible(Exception):
    """It can never be written as asked for; the argument is an `Export.Why`."""


# One at a time: however many are asked for, other jobs keep a worker.
@app.task(
    name="lapor.reports.export.writing.write",
    queue="lengthy",
    lock="export",
    retry=RetryStrategy(max_attempts=TRIES, wait=10),
    pass_context=False,
)
def write(export_id: int) -> None:
    """Write the file of one export, unless it is written, cancelled or given up."""
    export = _begun(export_id)
    if export is None:
        return
    try:
        if export.attempt > TRIES:
            raise Impossible(Export.Why.BROKEN)
        with translation.override("id"):
            _write(export, now=timezone.now())
    except Stopped:  # its own file is gone; the others may be those of the try that took over
        if Export.objects.filter(pk=export.pk, state=Export.State.CANCELLED).exists():
            delete_files(export)
    except Impossible as reason:
        _fail(export, str(reason), timezone.now())
    except Exception:
        if not _mine(export).exists():
            return
        if export.attempt < TRIES:
            raise
        log.exception("export %s is given up", export.pk)
        _fail(export, Export.Why.BROKEN, timezone.now())


def _begun(export_id: int) -> Export | None:
    """Claim it: from here on no older try may go on. None where nothing is left to do."""
    claimed = Export.objects.filter(pk=export_id, state__in=LIVING).update(
        state=Export.State.RUNNING, attempt=F("attempt") + 1, written=0
    )
    rows = Export.objects.select_related("user", "agency", "category")
    return rows.get(pk=export_id) if claimed else None


def _write(export: Export, *, now: datetime) -> None:
    actor = _officer(export, now)
    total = reports_of(export, actor).count()
    if export.format == Export.Format.XLSX and total >= SHEET_ROWS:
        raise Impossible(Export.Why.TOO_MANY)
    _note(export, total=total, scope=scope_of(actor))
    delete_files(export, before=export.attempt)
    path = folder() / f"{export.pk}-{export.attempt}-{secrets.token_hex(8)}.{export.format}"
    done = False
    try:
        rows = _counted(export, table(export, actor, now=now))
        path.touch(mode=0o600, exist_ok=False)
        with path.open("wb") as file:
            written = _into(file, rows, export)
            size = os.fstat(file.fileno()).st_size
        done = _finish(export, actor, path.name, size, written)
    finally:
        if not done:
            path.unlink(missing_ok=True)
    if not done:
        raise Stopped


def _officer(export: Export, now: datetime) -> Actor:
    """The officer by office alone, as at the desk; the seats are those of this moment."""
    actor = actor_of(export.user, now=now, proven=False)
    if not (export.user.is_active and actor.is_officer):
        raise Impossible(Export.Why.NO_SEAT)
    return Actor(actor.user_id, actor.posts)


def _into(file: IO[bytes], rows: Iterator[list[Cell]], export: Export) -> Written:
    columns = titles(contacts=export.contacts)
    if export.format == Export.Format.XLSX:
        return write_xlsx(rows, file, columns=columns)
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    written = write_csv(rows, text, columns=columns)
    text.flush()
    text.detach()
    return written


def _counted(export: Export, rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    """The same rows; says after each thousand how far it is, and hears there whether to go on."""
    for number, row in enumerate(rows, 1):
        yield row
        if number % CHUNK == 0:
            _note(export, written=number)


def _note(export: Export, **fields: int | str) -> None:
    """Stopped unless this try is still the one that counts."""
    if not _mine(export).update(**fields):
        raise Stopped


@transaction.atomic
def _finish(export: Export, actor: Actor, key: str, size: int, written: Written) -> bool:
    """The file counts from here on, and who took what out is on record; both or neither."""
    now = timezone.now()
    done = _mine(export).update(
        state=Export.State.DONE,
        finished_at=now,
        written=written.rows,
        cut=written.cut,
        key=key,
        size=size,
    )
    if not done:
        return False
    record(
        "export",
        actor_id=export.user_id,
        subject="export",
        subject_id=export.pk,
        now=now,
        rows=written.rows,
        format=export.format,
        scope=scope_of(actor),
        begin=export.begin.isoformat() if export.begin else None,
        end=export.end.isoformat() if export.end else None,
        status=export.status or None,
        report_class=export.report_class or None,
        agency=export.agency_id,
        category=export.category_id,
        contacts=export.contacts,
    )
    return True


def _fail(export: Export, why: str, now: datetime) -> None:
    if _mine(export).update(state=Export.State.FAILED, why=why, finished_at=now):
        delete_files(export)


def _mine(export: Export) -> QuerySet[Export]:
    return Export.objects.filter(pk=export.pk, state=Export.State.RUNNING, attempt=export.attempt)
