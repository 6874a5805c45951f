"""Past surveys from a csv or xlsx file, one respondent a row; what is refused is named by line and column."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid5

import xlsxwriter
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.audit.recording import record
from lapor.reports.refusals import BadInput, WrongState
from lapor.skm import sheets
from lapor.skm.answering import Given, elements_of, made
from lapor.skm.codes import PROFILE, PeriodStatus, Way
from lapor.skm.counting import rebuild
from lapor.skm.models import Period, Response
from lapor.skm.rights import demand
from lapor.sla.zones import NATIONAL

CHUNK = 1_000
# Columns beside U1 to U9, as the template has them; each may be absent.
DAY, SERVICE, SUGGESTION = "Tanggal", "Layanan", "Saran"
PROFILE_COLUMNS = {
    "Umur": "age",
    "Jenis kelamin": "sex",
    "Pendidikan": "education",
    "Pekerjaan": "occupation",
}
_SERIAL = re.compile(r"[0-9]{5}(\.[0-9]+)?")
_LOCAL = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_FILES = UUID("c4b9f3de-27b7-4a55-8d37-4d5a5a6f9d03")


@dataclass(frozen=True)
class RefusedRow:
    """`line` of the file from 1; `column` as the header has it; `reason`: a sentence for the clerk."""

    line: int
    column: str
    reason: str


@dataclass
class Imported:
    """What became of the rows: `there` were imported from the same file before."""

    read: int = 0
    imported: int = 0
    there: int = 0
    refused: list[RefusedRow] = field(default_factory=list)


@transaction.atomic
def import_responses(period: Period, path: Path, *, by: Actor, now: datetime) -> Imported:
    """Every row that can be taken; the same file again changes nothing (its hash and the line name a row).

    Whoever answers meanwhile waits. ImportFileError where it is no such table; WrongState once published.
    """
    demand(by, period.unit)
    held = Period.objects.select_for_update(of=("self",)).select_related("unit").get(pk=period.pk)
    if held.status == PeriodStatus.PUBLISHED:
        raise WrongState(_("Hasil survei ini sudah diumumkan dan tidak diubah lagi."))
    done = Imported()
    for chunk in _chunks(_rows(held, path, done, now=now)):
        numbers = [one.client_id for one in chunk]
        there = Response.objects.filter(client_id__in=numbers).count()
        Response.objects.bulk_create(chunk, ignore_conflicts=True)
        done.there += there
        done.imported += len(chunk) - there
    rebuild(held)
    record(
        "import_responses",
        actor_id=by.user_id,
        subject="skm_period",
        subject_id=held.pk,
        now=now,
        rows=done.imported,
    )
    return done


def write_template(period: Period, file: IO[bytes]) -> None:
    """An empty workbook with the survey's columns, and on a second sheet the words that each takes."""
    columns = [*elements_of(period), DAY, SERVICE, *PROFILE_COLUMNS, SUGGESTION]
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Jawaban")
        sheet.write_row(0, 0, columns)
        sheet.freeze_panes(1, 0)
        help_sheet = book.add_worksheet("Petunjuk")
        for place, (column, words) in enumerate(_words(period)):
            help_sheet.write_column(0, place, [column, *words])


def _words(period: Period) -> Iterator[tuple[str, list[str]]]:
    for code in elements_of(period):
        yield code, ["1", "2", "3", "4"]
    yield DAY, ["2018-08-31"]
    yield SERVICE, list(period.services.order_by("name").values_list("name", flat=True))
    for column, name in PROFILE_COLUMNS.items():
        yield column, [str(label) for label in PROFILE[name].labels]


def _rows(period: Period, path: Path, done: Imported, *, now: datetime) -> Iterator[Response]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    services = {name.lower(): pk for pk, name in period.services.values_list("pk", "name")}
    sheet = sheets.read(path)
    for line in sheet.lines:
        done.read += 1
        number = uuid5(_FILES, f"{period.pk}:{digest}:{line.number}")
        try:
            line.demand_whole()
            given = _given(line, sheet, services, number, now)
            yield made(period, given, way=Way.IMPORT, now=now)
        except sheets.WrongCell as wrong:
            done.refused.append(RefusedRow(wrong.line, wrong.column, wrong.reason))
        except BadInput as wrong:
            column, reason = next(iter(wrong.errors.items()))
            done.refused.append(RefusedRow(line.number, _column(column), reason))


def _given(
    line: sheets.Line, sheet: sheets.Sheet, services: dict[str, int], number: UUID, now: datetime
) -> Given:
    profile: dict[str, Any] = {name: _code(line, column, name) for column, name in PROFILE_COLUMNS.items()}
    return Given(
        number,
        {code: sheets.answer(line, code) for code in sheet.elements()},
        service_id=_service(line, services),
        suggestion=line.cells.get(SUGGESTION, ""),
        answered_at=_day(line, now),
        **profile,
    )


def _service(line: sheets.Line, services: dict[str, int]) -> int | None:
    written = line.cells.get(SERVICE, "").strip()
    if written and written.lower() not in services:
        raise sheets.WrongCell(line.number, SERVICE, _("Layanan ini tidak ada dalam survei ini."))
    return services.get(written.lower())


def _code(line: sheets.Line, column: str, name: str) -> str:
    """A label or its code, in any case."""
    written = line.cells.get(column, "").strip().lower()
    words = {str(label).lower(): str(code) for code, label in PROFILE[name].choices}
    words |= {str(code).lower(): str(code) for code in PROFILE[name].values}
    if written and written not in words:
        raise sheets.WrongCell(line.number, column, _("Pilih salah satu dari daftar, atau biarkan kosong."))
    return words.get(written, "")


def _day(line: sheets.Line, now: datetime) -> datetime:
    """Noon of the day written as 2018-08-31; without one, the moment of the import."""
    written = line.cells.get(DAY, "").strip()
    if not written:
        return now
    found = _date(written)
    if found is None or not found.year >= 2000 or found > now.astimezone(NATIONAL).date():
        reason = _("Tulis tanggal seperti 2018-08-31, bukan hari yang akan datang.")
        raise sheets.WrongCell(line.number, DAY, reason)
    return datetime.combine(found, time(12), NATIONAL)


def _date(written: str) -> date | None:
    """2018-08-31, 31/08/2018, or the number of a day that a spreadsheet makes of either."""
    try:
        if _SERIAL.fullmatch(written):
            return date(1899, 12, 30) + timedelta(days=int(written.partition(".")[0]))
        if parts := _LOCAL.fullmatch(written):
            return date(int(parts[3]), int(parts[2]), int(parts[1]))
        return datetime.fromisoformat(written).date()
    except ValueError:
        return None


def _column(name: str) -> str:
    named = {code: column for column, code in PROFILE_COLUMNS.items()} | {"suggestion": SUGGESTION}
    return named.get(name, name)


def _chunks(rows: Iterable[Response]) -> Iterator[list[Response]]:
    chunk: list[Response] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
