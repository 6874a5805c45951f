"""Each published figure beside the same figure from the files."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from bench.recompute.pages import Words, titled, written
from bench.recompute.service import Service
from bench.recompute.sums import Sums

KINDS = ("ministry", "institution", "province", "regency", "city")
LATELY = 90
# What the home page calls them, and the steps by their headings there.
AT_HOME = {
    "laporan masuk setiap hari": "per_day",
    "laporan sudah selesai": "completed_share",
    "laporan dijawab tepat waktu": "followed_up_within_5_working_days",
    "instansi tersambung": "connected",
}
STEPS_AT_HOME = {
    "Kami memeriksa dan meneruskan": "disposition",
    "Instansi menjawab": "answer",
    "Anda memastikan selesai": "completion",
}


@dataclass(frozen=True)
class Line:
    """One figure. `same` None: not shown by the service, so there is nothing to compare."""

    where: str
    name: str
    counted: object
    published: object
    same: bool | None


def months(first: date, last: date) -> Iterator[date]:
    """The first day of each month that a period touches."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def totals(service: Service, first: date, last: date) -> Sums:
    """The country's days added up."""
    sums = Sums()
    for month in months(first, last):
        for row in service.rows(month, "angka-harian"):
            if first <= date.fromisoformat(row["day"]) <= last:
                sums.take(row)
    return sums


def listed(service: Service, first: date, last: date) -> Sums:
    """What the rows of public reports add up to."""
    sums = Sums()
    for month in months(first, last):
        for row in service.rows(month, "laporan"):
            if first <= date.fromisoformat(row["received"]) <= last:
                sums.add(row)
    return sums


def connected(service: Service, on: date) -> dict[str, int]:
    """How many agencies of each kind were connected on a day."""
    found = Counter(
        row["kind"]
        for row in csv.DictReader(service.page("/data/instansi.csv").splitlines())
        if row["active"] == "1" and row["connected_since"] and row["connected_since"] <= on.isoformat()
    )
    return {kind: found[kind] for kind in KINDS}


def of_summary(service: Service, sums: Sums, first: date, last: date) -> Iterator[Line]:
    """The country's figures against the API."""
    counted = {**sums.figures((last - first).days + 1), "connected": connected(service, last)}
    query = urlencode({"from": first.isoformat(), "to": last.isoformat()})
    for name, value in json.loads(service.page(f"/api/v1/statistics/summary?{query}")).items():
        yield Line("summary", name, counted.get(name), value, counted.get(name) == value)


def of_part(service: Service, part: str, first: date, last: date) -> Iterator[Line]:
    """`agency=CODE` or `region=CODE`, of whole months. A hidden month leaves nothing to compare."""
    kind, _equals, code = part.partition("=")
    dimension = kind if kind == "agency" else "province" if len(code) == 2 else "regency"
    sums, found = Sums(), 0
    for month in months(first, last):
        for row in service.rows(month, "angka-bulanan"):
            if (row["dimension"], row["code"]) == (dimension, code):
                sums.take({name: cell for name, cell in row.items() if name != "month"})
                found += 1
    hidden = found < len(list(months(first, last)))
    query = urlencode({"from": first.isoformat(), "to": last.isoformat(), kind: code})
    counted = sums.figures((last - first).days + 1)
    for name, value in json.loads(service.page(f"/api/v1/statistics/summary?{query}")).items():
        if name in counted:
            same = counted[name] == value
            yield Line(part, name, counted[name], value, None if hidden and not same else same)


def of_statistics(service: Service, sums: Sums, first: date, last: date) -> Iterator[Line]:
    """The page of statistics, with the names that the dictionary gives its titles."""
    meanings = service.page("/data/kamus/")
    titles = {" ".join(title.split()): name for title, name in titled(meanings)}
    query = urlencode({"dari": first.isoformat(), "sampai": last.isoformat()})
    counted = sums.figures((last - first).days + 1)
    for title, shown in Words(service.page(f"/statistik/?{query}")).pairs:
        name = titles.get(title, "")
        if name in counted:
            value = counted[name]
            words = "belum ada data" if value is None else written(name, value, fine=True)
            yield Line("/statistik/", name, words, shown, words == shown)


def of_home(service: Service) -> Iterator[Line]:
    """The home page: this year so far, and the steps of the last ninety days."""
    words = Words(service.page("/"))
    today = service.today
    year = today.replace(month=1, day=1)
    figures: dict[str, Any] = totals(service, year, today).figures((today - year).days + 1)
    figures["connected"] = sum(connected(service, today).values())
    for label, shown in words.pairs:
        if label in AT_HOME:
            name = AT_HOME[label]
            counted = "–" if figures[name] is None else written(name, figures[name])
            yield Line("/", name, counted, shown, counted == shown)
    lately = totals(service, today - timedelta(days=LATELY - 1), today).figures(LATELY)
    text = " ".join(words.text.split())
    for heading, step in STEPS_AT_HOME.items():
        said = re.search(f"{heading} Rata-rata (kurang dari )?([0-9.,]+) hari kerja", text)
        if said:
            mean = lately[f"average_{step}"]
            counted = "1" if mean is not None and mean < 1 else written("", mean or 0)
            yield Line("/", f"average_{step}", counted, said[2], counted == said[2])


def of_rows(sums: Sums, rows: Sums) -> Iterator[Line]:
    """Rows of reports never say more than the totals; where each report has one, they say the same."""
    whole = rows.counts["received"] == sums.counts["received"]
    for name in sorted({"received", *rows.counts}):
        part, total = rows.counts[name], sums.counts[name]
        yield Line("rows <= totals", name, part, total, part == total if whole else part <= total)


def lines(service: Service, first: date, last: date, parts: list[str]) -> Iterator[Line]:
    """Every comparison, as it is made."""
    sums = totals(service, first, last)
    yield from of_summary(service, sums, first, last)
    yield from of_statistics(service, sums, first, last)
    yield from of_home(service)
    yield from of_rows(sums, listed(service, first, last))
    for part in parts:
        yield from of_part(service, part, first, last)
