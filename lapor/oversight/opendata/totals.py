"""The totals that every figure is made of: by day for the country, by month for its parts.

They count every report of the cohort, those without a row in `laporan` too. Of the parts, those with fewer
than `FEW` reports in the month are left out, and so many of the next larger ones that no hidden number can
be had by taking the others from the whole.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from lapor.indicators.cube import in_days
from lapor.indicators.dimensions import CHANNELS, CLASSES, KINDS, Dim
from lapor.indicators.figures import FEW
from lapor.indicators.models import COUNTS, DayFacts, MonthCell, Scope
from lapor.oversight.opendata.columns import Row
from lapor.oversight.opendata.rows import following
from lapor.registry.models import Agency, Category, Region

CHUNK = 500
# A part of a part: where the larger one is hidden, so are those inside, for their sum would tell it.
INSIDE = {Dim.AGENCY: Dim.KIND, Dim.REGENCY: Dim.PROVINCE}
ORDER = (Dim.KIND, Dim.AGENCY, Dim.PROVINCE, Dim.REGENCY, Dim.CATEGORY, Dim.REPORT_CLASS, Dim.CHANNEL)
Parents = Mapping[int, int]


def day_rows(month: date) -> Iterator[Row]:
    """The country's days, in order. One query."""
    rows = DayFacts.objects.filter(scope=Scope.COUNTRY, scope_id=0, day__gte=month, day__lt=following(month))
    for row in rows.order_by("day").iterator(chunk_size=CHUNK):
        yield (
            row.day,
            *(row.counts.get(name, 0) for name in COUNTS),
            _json(row.answer_days),
            _json(row.step_days),
        )


def month_rows(month: date) -> Iterator[Row]:
    """The parts of the country that can be shown, one dimension after the other. Memory of one dimension's
    numbers; its spreads are read row by row."""
    gone: dict[Dim, set[int]] = {}
    for dim in ORDER:
        cells = MonthCell.objects.filter(month=month, dims=dim, b=0, received__gt=0)
        outer = INSIDE.get(dim)
        parents = _parents(dim)
        sizes = dict(cells.values_list("a", "received"))
        gone[dim] = hidden(sizes, parents, gone[outer] if outer else set())
        codes = _codes(dim, sizes)
        for cell in cells.order_by("a").iterator(chunk_size=CHUNK):
            if cell.a not in gone[dim]:
                yield _part(cell, dim, codes.get(cell.a, ""))


def hidden(sizes: Mapping[int, int], parents: Parents, gone: set[int]) -> set[int]:
    """The parts that must not be shown. `gone`: hidden larger parts; `parents`: which one a part lies in."""
    groups: dict[int, list[int]] = defaultdict(list)
    for part in sizes:
        groups[parents.get(part, 0)].append(part)
    found: set[int] = set()
    for outer, parts in groups.items():
        found |= set(parts) if outer in gone and parents else _too_small(parts, sizes)
    return found


def _too_small(parts: list[int], sizes: Mapping[int, int]) -> set[int]:
    """Those below `FEW`, and the next larger ones until the hidden add up to `FEW` at least."""
    found: set[int] = set()
    together = 0
    for part in sorted(parts, key=lambda one: (sizes[one], one)):
        if sizes[part] >= FEW and (not found or together >= FEW):
            break
        found.add(part)
        together += sizes[part]
    return found


def _part(cell: MonthCell, dim: Dim, code: str) -> Row:
    spread = {in_days(hundredths): number for hundredths, number in cell.spread.items()}
    return (cell.month, dim.column, code, *(getattr(cell, name) for name in COUNTS), _json(spread))


def _parents(dim: Dim) -> Parents:
    if dim is Dim.AGENCY:
        kinds = Agency.objects.filter(parent=None).values_list("pk", "kind")
        return {pk: KINDS.index(kind) + 1 for pk, kind in kinds if kind in KINDS}
    if dim is Dim.REGENCY:
        return dict(Region.objects.filter(depth=2, parent__isnull=False).values_list("pk", "parent_id"))
    return {}


def _codes(dim: Dim, sizes: Mapping[int, int]) -> dict[int, str]:
    words = {Dim.KIND: KINDS, Dim.REPORT_CLASS: CLASSES, Dim.CHANNEL: CHANNELS}
    if dim in words:
        return {number: str(word) for number, word in enumerate(words[dim], 1)}
    models: dict[Dim, type[Agency | Region | Category]] = {
        Dim.AGENCY: Agency,
        Dim.PROVINCE: Region,
        Dim.REGENCY: Region,
        Dim.CATEGORY: Category,
    }
    return dict(models[dim].objects.filter(pk__in=list(sizes)).values_list("pk", "code"))


def _json(spread: Mapping[str, object]) -> str:
    return json.dumps(spread, sort_keys=True, separators=(",", ":"))
