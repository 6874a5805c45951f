"""Past surveys from a csv or xlsx file, one respondent a row; what is refused is named by line and column."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import UUID, uuid5

import xlsxwriter
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.audit.recording import record
from lapor.reports.refusals import BadInput, WrongState
from lapor.reports.texts import tidy
from lapor.skm import oddities, rows, sheets
from lapor.skm.answering import elements_of, made
from lapor.skm.codes import PROFILE, PeriodStatus, Way
from lapor.skm.counting import rebuild
from lapor.skm.exporting import PLAIN
from lapor.skm.models import Decision, ImportFile, Period, Response
from lapor.skm.rights import demand
from lapor.sla.zones import NATIONAL

CHUNK = 1_000
ROWS_MOST = 50_000
# What a part of a workbook of so many rows may unpack to: twice what Excel makes of them.
UNPACKED_MAX = 64 << 20
_FILES = UUID("c4b9f3de-27b7-4a55-8d37-4d5a5a6f9d03")


@dataclass(frozen=True)
class RefusedRow:
    """`line` of the file from 1; `column` as the header has it; `reason`: a sentence for the clerk."""

    line: int
    column: str
    reason: str


@dataclass
class Imported:
    """What became of the rows: `there` stood so in this file, or in the one that it corrects; `removed`:
    rows of the corrected file that are no longer in this one. `file`: None where nothing was kept."""

    read: int = 0
    imported: int = 0
    there: int = 0
    removed: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    file: ImportFile | None = None


@transaction.atomic
def import_responses(
    period: Period,
    path: Path,
    *,
    by: Actor,
    now: datetime,
    name: str = "",
    corrects: ImportFile | None = None,
    another: bool = False,
) -> Imported:
    """Every row that can be taken. The same file again changes nothing, whatever else is said.

    `corrects`: the earlier file that this one mends. It takes that one's place: rows that stand so in both
    stay as they are, with what was decided about them; the others go, the new ones come. `another`: further
    answers. Once a survey has a file one of the two must be said, for a mended file can not be told from a
    second one: its rows may be alike because people answer alike.

    Whoever answers meanwhile waits. ImportFileError where it is no such table; BadInput on `corrects` or
    `file`; WrongState once published, or where rows would go about which somebody has decided.
    """
    demand(by, period.unit)
    held = Period.objects.select_for_update(of=("self",)).select_related("unit").get(pk=period.pk)
    if held.status == PeriodStatus.PUBLISHED:
        raise WrongState(_("Hasil survei ini sudah diumumkan dan tidak diubah lagi."))
    done, digest = Imported(), _digest(path)
    found = _rows(held, path, digest, done, now=now)
    known = ImportFile.objects.filter(period=held, digest=digest).first()
    if known is not None:
        return _again(known, found, done)
    _demand_said(held, corrects, another=another)
    done.file = ImportFile.objects.create(
        period=held,
        name=tidy(name)[:200] or path.name[:200],
        digest=digest,
        imported_by_id=by.user_id,
        imported_at=now,
    )
    _take(found, done, done.file, corrects)
    _settle(held, done.file, done, by, now)
    return done


def standing_files(period: Period) -> QuerySet[ImportFile]:
    """The files whose rows count, the newest first; without those that a corrected one took the place of."""
    return ImportFile.objects.filter(period=period, replaced_by=None).order_by("-imported_at", "-pk")


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _settle(period: Period, file: ImportFile, done: Imported, by: Actor, now: datetime) -> None:
    """Counted and on record."""
    ImportFile.objects.filter(pk=file.pk).update(refused=len(done.refused))
    rebuild(period)
    if period.status == PeriodStatus.CLOSED:  # at its closing these were not there to be looked at
        oddities.find(period, now=now)
    record(
        "import_responses",
        actor_id=by.user_id,
        subject="skm_period",
        subject_id=period.pk,
        now=now,
        rows=done.imported,
        removed=done.removed,
    )


def _again(known: ImportFile, found: Iterator[Response], done: Imported) -> Imported:
    """A file that was here before: nothing changes, its refused rows are named again."""
    if known.replaced_by_id:
        raise WrongState(_("Berkas ini sudah diganti dengan berkas yang diperbaiki. Unggah yang terbaru."))
    done.there = sum(1 for _row in found)
    done.file = known
    return done


def _demand_said(period: Period, corrects: ImportFile | None, *, another: bool) -> None:
    if corrects is not None:
        if corrects.period_id != period.pk or corrects.replaced_by_id:
            raise BadInput(corrects=_("Berkas itu tidak ada lagi. Pilih berkas lain."))
    elif not another and standing_files(period).exists():
        raise BadInput(corrects=_("Pilih dulu: berkas ini perbaikan, atau tambahan?"))


def _take(found: Iterator[Response], done: Imported, file: ImportFile, corrects: ImportFile | None) -> None:
    """New rows are written, equal ones of the corrected file move over, its others go."""
    before = _before(corrects)
    for chunk in _chunks(found):
        fresh, same = [], []
        for row in chunk:
            row.file = file
            there = before.get(_content(row))
            if there:
                same.append(there.pop())
            else:
                fresh.append(row)
        Response.objects.bulk_create(fresh)
        Response.objects.filter(pk__in=same).update(file=file)
        done.imported += len(fresh)
        done.there += len(same)
    if corrects is not None:
        done.removed = _remove([pk for pks in before.values() for pk in pks])
        ImportFile.objects.filter(pk=corrects.pk).update(replaced_by=file)


def _before(corrects: ImportFile | None) -> dict[tuple[object, ...], list[int]]:
    """Rows of the corrected file by what they say, each with the ids of those that say it."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    if corrects is not None:
        for row in Response.objects.filter(file=corrects).order_by("-pk").iterator(chunk_size=CHUNK):
            found[_content(row)].append(row.pk)
    return found


def _content(row: Response) -> tuple[object, ...]:
    """What the file says of a respondent. A day is kept as its noon; any other time: none was said."""
    moment = row.answered_at.astimezone(NATIONAL)
    day = moment.date() if moment.time() == rows.NOON else None
    said = (getattr(row, name) for name in (*PROFILE, "suggestion"))
    return (*row.answers().values(), row.service_id, day, *said)


def _remove(gone: list[int]) -> int:
    if Decision.objects.filter(response__in=gone).exists():
        raise WrongState(
            _(
                "Sebagian baris yang akan hilang sudah diputuskan sebagai jawaban janggal. "
                "Biarkan baris itu di berkas, lalu unggah lagi."
            )
        )
    Response.objects.filter(pk__in=gone).delete()
    return len(gone)


def write_template(period: Period, file: IO[bytes]) -> None:
    """An empty workbook with the survey's columns, and on a second sheet the words that each takes."""
    columns = [*elements_of(period), rows.DAY, rows.SERVICE, *rows.PROFILE_COLUMNS, rows.SUGGESTION]
    with xlsxwriter.Workbook(file, PLAIN | {"in_memory": True}) as book:
        sheet = book.add_worksheet("Jawaban")
        sheet.write_row(0, 0, columns)
        sheet.freeze_panes(1, 0)
        help_sheet = book.add_worksheet("Petunjuk")
        for place, (column, words) in enumerate(_words(period)):
            help_sheet.write_column(0, place, [column, *words])


def _words(period: Period) -> Iterator[tuple[str, list[str]]]:
    for code in elements_of(period):
        yield code, ["1", "2", "3", "4"]
    yield rows.DAY, ["2018-08-31"]
    yield rows.SERVICE, list(period.services.order_by("name").values_list("name", flat=True))
    for column, name in rows.PROFILE_COLUMNS.items():
        yield column, [str(label) for label in PROFILE[name].labels]


def _rows(period: Period, path: Path, digest: str, done: Imported, *, now: datetime) -> Iterator[Response]:
    services = {name.lower(): pk for pk, name in period.services.values_list("pk", "name")}
    sheet = sheets.read(path, most=UNPACKED_MAX)
    for line in sheet.lines:
        done.read += 1
        if done.read > ROWS_MOST:
            raise BadInput(
                file=_("Paling banyak %(n)s baris dalam satu berkas. Bagi berkas ini.") % {"n": ROWS_MOST}
            )
        number = uuid5(_FILES, f"{period.pk}:{digest}:{line.number}")
        try:
            line.demand_whole()
            row = made(period, rows.given(line, sheet, number, now), way=Way.IMPORT, now=now)
            row.service_id = rows.service(line, services)
            yield row
        except sheets.WrongCell as wrong:
            done.refused.append(RefusedRow(wrong.line, wrong.column, rows.said(wrong)))
        except BadInput as wrong:
            column, reason = next(iter(wrong.errors.items()))
            done.refused.append(RefusedRow(line.number, rows.column_of(column), reason))


def _chunks(found: Iterable[Response]) -> Iterator[list[Response]]:
    chunk: list[Response] = []
    for row in found:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
