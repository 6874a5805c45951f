"""One row of a file of past answers: its columns and the words that they take."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lapor.skm import sheets
from lapor.skm.answering import Given
from lapor.skm.codes import PROFILE
from lapor.sla.zones import NATIONAL

NOON = time(12)
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


def said(wrong: sheets.WrongCell) -> str:
    """Why a cell was refused, in the reader's language."""
    words = {
        sheets.Wrong.ANSWER: _("Tulis 1, 2, 3, atau 4. Sel kosong berarti tidak menjawab."),
        sheets.Wrong.CELLS: _("Baris ini lebih panjang dari judulnya. Mungkin isinya bergeser."),
    }
    return words[wrong.kind] if wrong.kind else wrong.reason


def given(line: sheets.Line, sheet: sheets.Sheet, number: UUID, now: datetime) -> Given:
    """The answers of a row, but for its service; WrongCell for a cell that cannot be taken."""
    profile: dict[str, Any] = {name: _code(line, column, name) for column, name in PROFILE_COLUMNS.items()}
    return Given(
        number,
        {code: sheets.answer(line, code) for code in sheet.elements()},
        suggestion=line.cells.get(SUGGESTION, ""),
        answered_at=_day(line, now),
        **profile,
    )


def service(line: sheets.Line, services: dict[str, int]) -> int | None:
    """The service named in a row, of those by their names in small letters; WrongCell for another."""
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
    return datetime.combine(found, NOON, NATIONAL)


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


def column_of(name: str) -> str:
    """The column of a field of `Given`, as the clerk knows it."""
    named = {code: column for column, code in PROFILE_COLUMNS.items()} | {"suggestion": SUGGESTION}
    return named.get(name, name)
