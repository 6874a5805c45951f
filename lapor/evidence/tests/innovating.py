"""Published innovations as bare rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from lapor.jipp.models import Hub, Innovation, InnovationVersion
from lapor.registry.models import Agency, Category

MOMENT = datetime(2019, 1, 2, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


def hub_at(agency: Agency) -> Hub:
    return Hub.objects.get_or_create(
        code="UJI", defaults={"slug": "uji", "name": "Hub Uji", "host": agency, "created_at": MOMENT}
    )[0]


def innovation(
    title: str, agency: Agency, categories: Iterable[Category] = (), *, words: str = "", **changes: Any
) -> Innovation:
    """As a curator published it; `changes` are fields of the row."""
    slug = title.lower().replace(" ", "-")
    facts: dict[str, Any] = {"created_at": MOMENT, "changed_at": MOMENT, "published_at": MOMENT} | changes
    row = Innovation.objects.create(slug=slug, hub=hub_at(agency), agency=agency, title=title, **facts)
    row.categories.set(categories)
    row.published = InnovationVersion.objects.create(
        innovation=row,
        number=1,
        title=title,
        status="published",
        summary=words,
        written_at=MOMENT,
        published_at=MOMENT,
    )
    row.status = changes.get("status", "published")
    row.save()
    vector = SearchVector(Value(f"{title} {words}"), config="indonesian")
    Innovation.objects.filter(pk=row.pk).update(search=vector)
    return row
