"""The pages that people wait for, over few reports and over many: the time must not grow with them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.utils.http import urlencode

from bench.scratch import copy, using
from bench.timing import Compared, in_turns
from lapor.accounts.models import User
from lapor.indicators import facts
from lapor.indicators.marking import mark_days
from lapor.registry.models import Agency
from lapor.reports.models import Report
from lapor.reports.tests.bulk import LARGE, fill, newest
from lapor.reports.tests.plans import Scan, scans_of

FEW = 10_000
MANY = 1_000_000 if LARGE else 200_000
ROUNDS = 25
TARGET = 1.5
# Name -> who asks, and what. `{closed}` is the newest closed report of that database. Over few reports too a
# page should be full, for lines cost more than finding them; where that cannot be, the name says so.
PAGES = {
    "home": ("", "/"),
    "public list": ("", "/laporan/"),
    "public list, closed ones of one agency": ("", "/laporan/?status=closed&instansi=KOTA-SURABAYA"),
    "search, common words": ("", "/laporan/?" + urlencode({"q": "lubang sekolah"})),
    "search, a rare word": ("", "/laporan/?" + urlencode({"q": "974 or 975 or 976"})),
    "search, common words, best first": ("", "/laporan/?" + urlencode({"q": "lubang", "urut": "cocok"})),
    "search, near": ("", "/laporan/?" + urlencode({"dekat": "-7.26,112.75"})),
    "search, near, common words": (
        "",
        "/laporan/?" + urlencode({"dekat": "-7.26,112.75", "q": "lubang sekolah"}),
    ),
    "feed of a common word": ("", "/laporan/umpan/?q=lubang"),
    "Open311, the newest hundred": ("", "/open311/v2/requests.json?page_size=100"),
    "Open311, open ones of a service": (
        "",
        "/open311/v2/requests.xml?page_size=20&status=open&service_code=pendidikan",
    ),
    "report page": ("", "/laporan/{closed}/"),
    "agency page, a fifth of all": ("", "/instansi/kemendikdasmen/"),
    "agency page, another": ("", "/instansi/pemerintah-kota-surabaya/"),
    "statistics": ("", "/statistik/"),
    "statistics of one agency": ("", "/statistik/?instansi=kemendikdasmen"),
    "region page": ("", "/wilayah/35/"),
    "category page": ("", "/kategori/pendidikan/"),
    "queue of the national verifier": ("ratna", "/kelola/?antrean=verifikasi"),
    "queue of an agency that has a fifth of all": ("kurnia", "/kelola/?antrean=jawab"),
    "queue of a unit": ("budi", "/kelola/?antrean=unit-saya"),
    "queue of another agency": ("tono", "/kelola/?antrean=jawab"),
    "desk, all reports of an agency that has a fifth": ("kurnia", "/kelola/?antrean=semua"),
    "desk, filters together": ("ratna", "/kelola/?antrean=semua&status=closed&kelas=aspiration&wilayah=35"),
    "desk, words that all reports hold": ("ratna", "/kelola/?" + urlencode({"q": "lubang sekolah"})),
    "desk, a rare word": (
        "ratna",
        "/kelola/?" + urlencode({"antrean": "semua", "q": "974 or 975 or 976"}),
    ),
    "desk, a rare phrase in a queue, in none": (
        "kurnia",
        "/kelola/?" + urlencode({"antrean": "jawab", "q": '"Kenari 976"'}),
    ),
    "desk, a rare word in a queue, a full page beside an empty one": (
        "kurnia",
        "/kelola/?" + urlencode({"antrean": "jawab", "q": "974 or 975 or 976"}),
    ),
}


class Filled:
    """A database with so many reports, and clients that are logged in there."""

    def __init__(self, name: str, rows: int, now: datetime) -> None:
        self.database: BaseDatabaseWrapper = copy(name)
        self.clients: dict[str, Client] = {"": Client()}
        with using(self.database):
            ministry = Agency.objects.get(code="KEMENDIKDASMEN")
            fill(rows, until=now, biggest=ministry)
            _count(now)
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
            self.closed = newest(status="closed", secret=False).pk
            for officer in {officer for officer, _path in PAGES.values() if officer}:
                self.clients[officer] = Client()
                self.clients[officer].force_login(User.objects.get(email=f"{officer}@demo.lapor"))

    def fetch(self, officer: str, path: str) -> None:
        with using(self.database):
            answer = self.clients[officer].get(path.format(closed=self.closed))
        assert answer.status_code == 200, (path, answer.status_code)

    def plan(self, officer: str, path: str) -> str:
        """What its queries read of the large tables, as one line."""
        with using(self.database):
            found = scans_of(lambda: self.clients[officer].get(path.format(closed=self.closed)))
        most = max(found, key=lambda scan: scan.rows, default=None)
        kinds = Counter(scan.kind for scan in found if scan.table)
        listed = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        return f"{listed}; largest: {_named(most)}" if most else "reads no large table"


def _count(now: datetime) -> None:
    """What the worker has counted before anybody asks: figures and their months."""
    received = Report.objects.values_list("received", flat=True)
    mark_days({facts.day_of(moment) for moment in received.iterator(chunk_size=50_000)})
    while facts.roll_up(now):
        pass


def measure(now: datetime) -> list[Compared]:
    """A: many reports. B: few. Server time through the view, templates included."""
    many, few = Filled("many", MANY, now), Filled("few", FEW, now)
    return [_compared(name, *asked, many, few) for name, asked in PAGES.items()]


def _compared(name: str, officer: str, path: str, many: Filled, few: Filled) -> Compared:
    one, other = in_turns(lambda: many.fetch(officer, path), lambda: few.fetch(officer, path), rounds=ROUNDS)
    what = f"{name}: {MANY:,} / {FEW:,} reports"
    return Compared(what, one, other, many.plan(officer, path), TARGET)


def _named(scan: Scan) -> str:
    return f"{scan.kind} {scan.index or scan.table}".strip() + f" ({scan.rows:,} rows)"
