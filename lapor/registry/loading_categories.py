"""Categories from categories.csv; a parent stands above its children."""

from __future__ import annotations

import re
from pathlib import Path

from lapor.registry.files import Row, read
from lapor.registry.models import Category
from lapor.registry.tallies import Tally

COLUMNS = "code name parent lapor_id active"
CODE = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")
FACTS = ("name", "parent_id", "lapor_id", "active")


def load_categories(data: Path, *, only: frozenset[str] | None) -> Tally:
    """Makes and changes what differs, in the order of the file."""
    tally = Tally()
    known = {category.code: category for category in Category.objects.all()}
    seen: dict[str, Category] = {}
    for row in read(data / "categories.csv", COLUMNS, only=only):
        tally.read += 1
        wanted = _category(row, seen)
        seen[wanted.code] = _written(wanted, known.get(wanted.code), tally)
    return tally


def _category(row: Row, seen: dict[str, Category]) -> Category:
    code, parent = row.needed("code", limit=160), row.text("parent", limit=160)
    if not CODE.fullmatch(code):
        raise row.error("code", f"{code!r}: only small letters, digits, hyphens and slashes")
    if code in seen:
        raise row.error("code", f"{code} stands in the file twice")
    if parent and parent not in seen:
        raise row.error("parent", f"no category {parent} above this line")
    lapor_id = row.whole("lapor_id")
    if lapor_id and lapor_id in {category.lapor_id for category in seen.values()}:
        raise row.error("lapor_id", f"{lapor_id} stands in the file twice")
    return Category(
        code=code,
        name=row.needed("name", limit=160),
        parent=seen.get(parent),
        lapor_id=lapor_id,
        active=row.yes("active") is not False,
    )


def _written(wanted: Category, known: Category | None, tally: Tally) -> Category:
    if known is None:
        wanted.save(force_insert=True)
        tally.created += 1
        return wanted
    if changed := [name for name in FACTS if getattr(known, name) != getattr(wanted, name)]:
        for name in changed:
            setattr(known, name, getattr(wanted, name))
        known.save(update_fields=changed)
        tally.changed += 1
    return known
