"""The tables of the open data and their columns: the only list, for files, pages and machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapor.indicators.models import COUNTS

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

Cell = str | int | float | date | None
Row = Sequence[Cell]


class Type(StrEnum):
    """The type of a column, by the name that CSV on the Web has for it."""

    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    JSON = "json"


@dataclass(frozen=True)
class Column:
    name: str
    meaning: str | Promise
    type: Type = Type.STRING


@dataclass(frozen=True)
class Table:
    """`name` is the file's name without its ending; `key` the columns that name one row."""

    name: str
    title: str | Promise
    meaning: str | Promise
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


_COUNTED = tuple(
    Column(name, _("jumlah laporan atau jumlah hari; artinya ada di bagian definisi"), Type.INTEGER)
    for name in COUNTS
)
_SPREAD = Column("answer_spread", _("sebaran hari sampai jawaban pertama, {hari: jumlah}"), Type.JSON)
_LIMIT = _("met: tepat waktu, missed: terlambat, kosong: belum tentu atau tidak diketahui")

REPORTS = Table(
    "laporan",
    _("Laporan"),
    _("Satu baris untuk setiap laporan publik yang masuk pada bulan itu."),
    ("id",),
    (
        Column("id", _("nomor laporan")),
        Column("received", _("tanggal masuk, WIB"), Type.DATE),
        Column("report_class", _("klasifikasi: complaint, aspiration, information_request")),
        Column("status", _("kode status sekarang")),
        Column("closing", _("cara ditutup: confirmed, by_officer, silent, unconfirmed")),
        Column("channel", _("saluran: web, sms, email, dan lainnya")),
        Column("category", _("kode kategori")),
        Column("region", _("kode wilayah resmi, paling rinci kabupaten atau kota")),
        Column("agency", _("kode instansi yang menangani")),
        Column("verified", _("tanggal diperiksa"), Type.DATE),
        Column("disposed", _("tanggal pertama kali diteruskan ke instansi"), Type.DATE),
        Column("first_answer", _("tanggal jawaban pertama"), Type.DATE),
        Column("closed", _("tanggal ditutup"), Type.DATE),
        Column("verification_days", _("hari kerja dari masuk sampai diperiksa"), Type.INTEGER),
        Column("disposition_days", _("hari kerja dari masuk sampai diteruskan"), Type.INTEGER),
        Column("answer_days", _("hari kerja dari diteruskan sampai jawaban pertama"), Type.INTEGER),
        Column("completion_days", _("hari kerja dari diteruskan sampai ditutup"), Type.INTEGER),
        Column("days_to_first_answer", _("hari kalender dari masuk sampai jawaban pertama"), Type.DECIMAL),
        Column("followed_up_10", _LIMIT),
        Column("verified_3", _LIMIT),
        Column("followed_up_5", _LIMIT),
        Column("reopened", _("1: pernah dibuka lagi"), Type.INTEGER),
    ),
)
EVENTS = Table(
    "peristiwa",
    _("Peristiwa"),
    _("Satu baris untuk setiap langkah dari laporan-laporan itu, kapan pun terjadinya."),
    ("id", "number"),
    (
        Column("id", _("nomor laporan")),
        Column("number", _("urutan langkah, mulai dari 1"), Type.INTEGER),
        Column("act", _("kode langkah")),
        Column("day", _("tanggal langkah, WIB"), Type.DATE),
        Column("from_status", _("kode status sebelumnya; kosong untuk langkah pertama")),
        Column("to_status", _("kode status sesudahnya")),
        Column("agency", _("kode instansi atau unit yang bertindak atau dituju")),
    ),
)
DAYS = Table(
    "angka-harian",
    _("Angka harian"),
    _("Hitungan seluruh negara, satu baris untuk setiap hari. Laporan rahasia ikut dihitung."),
    ("day",),
    (
        Column("day", _("tanggal laporan masuk, WIB"), Type.DATE),
        *_COUNTED,
        _SPREAD,
        Column("step_spread", _("sebaran hari kerja setiap langkah, {langkah: {hari: jumlah}}"), Type.JSON),
    ),
)
MONTHS = Table(
    "angka-bulanan",
    _("Angka bulanan"),
    _("Hitungan sebulan untuk setiap instansi, wilayah, kategori, klasifikasi, dan saluran."),
    ("month", "dimension", "code"),
    (
        Column("month", _("tanggal pertama bulan itu"), Type.DATE),
        Column("dimension", _("agency, kind, province, regency, category, report_class, atau channel")),
        Column("code", _("kodenya; kosong untuk laporan yang tidak punya")),
        *_COUNTED,
        _SPREAD,
    ),
)
TABLES = (REPORTS, EVENTS, DAYS, MONTHS)
AGENCIES = Table(
    "instansi",
    _("Instansi"),
    _("Instansi induk, untuk membaca kodenya dan menghitung yang tersambung."),
    ("code",),
    (
        Column("code", _("kode instansi")),
        Column("name", _("nama instansi")),
        Column("kind", _("jenis: ministry, institution, province, regency, city")),
        Column("connected_since", _("tanggal tersambung"), Type.DATE),
        Column("active", _("1: masih ada"), Type.INTEGER),
    ),
)
