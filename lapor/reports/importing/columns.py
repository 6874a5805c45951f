"""The columns of LAPOR's "Laporan Ringkas", in its order; agencies' own spreadsheets depend on them."""

from __future__ import annotations

from collections.abc import Sequence

from lapor.registry import names

ID = "Tracking ID"
DATE = "Tanggal Laporan Masuk"
TIME = "Waktu Laporan Masuk"
NAME = "Nama Pelapor"
CLASS = "Klasifikasi Laporan"
CATEGORY_ID = "ID Kategori"
CATEGORY = "Kategori"
TITLE = "Judul Laporan"
FIRST_TEXT = "Isi Laporan Awal"
FINAL_TEXT = "Isi Laporan Akhir"
TYPE = "Tipe Laporan (Anonim/Rahasia)"
CHANNEL = "Sumber Laporan"
PARENT = "Instansi Induk"
AGENCY_ID = "ID Instansi Terdisposisi"
AGENCY = "Instansi Terdisposisi"
STATUS = "Status Laporan"
REASON = "Alasan Tunda/Arsip"
PROVINCE = "Provinsi"
REGENCY = "Kota/Kabupaten"
DISTRICT = "Kecamatan"
VILLAGE = "Kelurahan"

COLUMNS = (
    ID, DATE, TIME, NAME, CLASS, CATEGORY_ID, CATEGORY, TITLE, FIRST_TEXT, FINAL_TEXT, TYPE, CHANNEL, PARENT,
    AGENCY_ID, AGENCY, STATUS, REASON, PROVINCE, REGENCY, DISTRICT, VILLAGE,
)  # fmt: skip
# From the widest to the narrowest: the place of a name is its depth in the registry, less one.
PLACES = (PROVINCE, REGENCY, DISTRICT, VILLAGE)
# Not in every file that LAPOR writes.
OPTIONAL = frozenset({NAME})

# The keys of a JSON line that mean the same as one column.
JSON_KEYS = {
    "tracking_id": ID,
    "report_class": CLASS,
    "title": TITLE,
    "text": FIRST_TEXT,
    "text_final": FINAL_TEXT,
    "category": CATEGORY,
    "agency": AGENCY,
    "parent_agency": PARENT,
    "status": STATUS,
    "reason": REASON,
    "channel": CHANNEL,
    "reporter_name": NAME,
    "province": PROVINCE,
    "regency": REGENCY,
    "district": DISTRICT,
    "village": VILLAGE,
}

_KNOWN = {names.plain(column): column for column in COLUMNS}
# Fewer known titles in a row than this: it is no header, whatever else stands in it.
_ENOUGH = 8


def header(cells: Sequence[str]) -> list[str] | None:
    """The columns that a row of titles names ("" for others), or None where it is no header."""
    found = [_KNOWN.get(names.plain(cell), "") for cell in cells]
    return found if ID in found and len(set(found)) > _ENOUGH else None


def missing(found: Sequence[str]) -> list[str]:
    """Columns that a header lacks."""
    return [column for column in COLUMNS if column not in found and column not in OPTIONAL]
