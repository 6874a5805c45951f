"""Older reports of the demo, as an agency's import brings them: what the evidence is counted from.

Invented: about queues for papers in nine cities, over two years around the start of "Antrean KTP dari Rumah";
fewer in its own city afterwards. All lie further back than the figures of a year that pages show first.
"""

from __future__ import annotations

import json
import math
import tempfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from lapor.accounts.actors import OPERATOR
from lapor.evidence.windows import YEAR
from lapor.indicators.marking import mark_days
from lapor.jipp.models import Innovation
from lapor.registry.models import Agency, Region
from lapor.reports import importing
from lapor.reports.importing import Refused, Watching
from lapor.sla.zones import NATIONAL

INNOVATION = "Antrean KTP dari Rumah"
CITIES = ("32.71", "32.73", "32.75", "32.76", "33.74", "35.73", "36.71", "36.74")
# For each 100,000 inhabitants and month; what is left of it where the innovation runs; own tracking ids.
RATE, LEFT, FIRST = 0.18, 0.4, 3_100_000
TEXTS = (
    ("Antre KTP sejak subuh", "Saya antre sejak pukul empat pagi, tetapi nomornya sudah habis."),
    ("Menunggu berjam-jam di loket KTP", "Saya menunggu lima jam hanya untuk mengambil KTP."),
    ("Antrean akta kelahiran tidak jelas", "Orang yang datang belakangan dipanggil lebih dulu."),
    ("Tidak ada kursi untuk yang mengantre", "Ibu hamil dan lansia berdiri lama di lorong kantor."),
    ("Dua kali datang pulang tanpa hasil", "Dua kali saya datang, dua kali loketnya sudah ditutup."),
    ("Nomor antrean diperjualbelikan", "Di depan kantor ada orang yang menjual nomor antrean."),
)


class PastFault(Exception):
    """A row of the demo's own that the import refuses."""


def fill_past(now: datetime) -> None:
    """By the import's own way, so that every row agrees with every other; about a second."""
    row = Innovation.objects.select_related("region").get(title=INNOVATION)
    start, home = row.started_on, row.region
    if start is None or home is None:
        raise PastFault(INNOVATION)
    places = [home, *Region.objects.standing().filter(code__in=CITIES).order_by("code")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "riwayat.jsonl"
        path.write_text("\n".join(_lines(places, start)), encoding="utf-8")
        importing.import_file(path, by=OPERATOR, now=now, watching=Watching(_fault, mark_days))


def _fault(refused: Refused) -> None:
    raise PastFault(f"line {refused.line}, {refused.column}: {refused.reason}")


def _lines(places: list[Region], start: date) -> Iterator[str]:
    number = FIRST
    for place in places:
        agency = Agency.objects.standing().get(region=place, parent=None)
        for month in range(-YEAR - 1, YEAR + 1):
            left = LEFT if place == places[0] and month > 0 else 1.0
            for one in range(_many(place, month, left)):
                number += 1
                yield json.dumps(_row(number, place, agency, _day(start, month, one)))


def _many(place: Region, month: int, left: float) -> int:
    """As many as the city's size lets expect, a few more or less; always the same."""
    usual = RATE * (place.population or 0) / 100_000 * left
    draw = zlib.crc32(f"{place.code}/{month}".encode()) % 1000 / 1000
    return max(round(usual + (draw - 0.5) * 2 * math.sqrt(usual)), 0)


def _day(start: date, month: int, one: int) -> datetime:
    """On a few days of that month, counted from the month of the start."""
    number = start.year * 12 + start.month - 1 + month
    day = date(number // 12, number % 12 + 1, (5, 14, 23)[one % 3])
    return datetime.combine(day, time(8, 10), NATIONAL) + timedelta(minutes=37 * one)


def _row(number: int, place: Region, agency: Agency, received: datetime) -> dict[str, object]:
    title, text = TEXTS[number % len(TEXTS)]
    return {
        "tracking_id": number,
        "received": received.isoformat(),
        "report_class": "complaint",
        "title": title,
        "text": f"{text} Tempatnya di {place.name}.",
        "category": "Kependudukan",
        "agency": agency.name,
        "status": "closed",
        "channel": "web",
        "regency": place.name,
    }
