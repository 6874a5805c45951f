"""Choosing an agency, a category or a region by typing: with script as one types, without on sending.

The field is a text and, below it, radio choices. What was typed counts; a choice counts while it fits it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from lapor.backoffice.gate import officer
from lapor.registry import names
from lapor.registry.models import Agency, Category, Region
from lapor.registry.queries import (
    agency_by_code,
    category_by,
    find_agencies,
    find_categories,
    find_regions,
    region_by_code,
)
from lapor.reports.texts import tidy

Found = Agency | Category | Region
SHOWN = 8
TYPED_MAX = 200
PK = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Source:
    """Where a field looks: `find` by words, `exact` by code or full name, among `rows`.

    `url`: of the type-ahead; empty: what may be meant is shown once the form is sent.
    """

    url: str
    rows: Callable[[], QuerySet[Any]]
    find: Callable[[str], list[Any]]
    exact: Callable[[str], Any]
    above: Callable[[Any], str]
    missing: Callable[[str], str]
    key: Callable[[str], str] = names.plain  # names are the same when their keys are


def _agency_above(row: Agency) -> str:
    return row.parent.name if row.parent else str(row.get_kind_display())


def _region_above(row: Region) -> str:
    lineage, above = [], row.parent
    while above:
        lineage.append(above.name)
        above = above.parent
    return ", ".join(lineage)


def _standing(code: str) -> Agency | None:
    row = agency_by_code(code)
    return row if row and row.active and row.valid_to is None else None


AGENCIES = Source(
    url="/kelola/instansi/",
    rows=Agency.objects.all,
    find=lambda q: list(find_agencies(q, limit=SHOWN)),
    exact=_standing,
    above=_agency_above,
    missing=lambda q: _("Tidak ada instansi dengan nama “%(q)s”. Tulis sebagian namanya.") % {"q": q},
    key=names.agency_key,
)
CATEGORIES = Source(
    url="/kelola/kategori/",
    rows=Category.objects.all,
    find=lambda q: list(find_categories(q, limit=SHOWN)),
    exact=lambda q: category_by(name=q),
    above=lambda row: row.parent.name if row.parent else "",
    missing=lambda q: _("Tidak ada kategori dengan nama “%(q)s”. Tulis sebagian namanya.") % {"q": q},
)
REGIONS = Source(
    url="/kelola/wilayah/",
    rows=Region.objects.all,
    find=lambda q: list(find_regions(q, limit=SHOWN)),
    exact=region_by_code,
    above=_region_above,
    missing=lambda q: _("Tidak ada wilayah dengan nama “%(q)s”. Tulis sebagian namanya.") % {"q": q},
)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    above: str
    picked: bool


class FinderWidget(forms.Widget):
    template_name = "backoffice/finder.html"

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str]:
        return str(data.get(name, "")), str(data.get(f"{name}_pick", ""))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data

    def format_value(self, value: Any) -> str:
        return str(value or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """`value`: a row (at first), or the pair that was sent."""
        text, pick = (value.name, str(value.pk)) if isinstance(value, Found) else value or ("", "")
        context = super().get_context(name, text, attrs)
        rows = [value] if isinstance(value, Found) else matches(self.source, text, pick)
        context["options"] = options(self.source, rows, pick)
        context["source"] = self.source
        return context


class FinderField(forms.Field):
    """Its clean value is the row, or None where nothing was typed."""

    def __init__(self, source: Source, **more: Any) -> None:
        super().__init__(widget=FinderWidget(source), **more)
        self.source = source

    def clean(self, value: Any) -> Any:
        text, pick = value if isinstance(value, tuple) else ("", "")
        text = tidy(text)[:TYPED_MAX]
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return resolve(self.source, text, pick)


def resolve(source: Source, text: str, pick: str = "") -> Any:
    """The one row that `text` means, or the one picked among those it may mean; ValidationError otherwise."""
    found = matches(source, text, pick)
    chosen = [row for row in found if str(row.pk) == pick]
    named = [row for row in found if source.key(row.name) == source.key(text)]
    for certain in (chosen, named, found):
        if len(certain) == 1:
            return certain[0]
    if exact := source.exact(text):
        return exact
    if not found:
        raise ValidationError(source.missing(text))
    raise ValidationError(_("Ada beberapa yang cocok. Pilih salah satu di bawah ini."))


def options(source: Source, rows: list[Any], pick: str = "") -> list[Option]:
    return [Option(str(row.pk), row.name, source.above(row), str(row.pk) == pick) for row in rows]


def matches(source: Source, text: str, pick: str = "") -> list[Any]:
    """What may be meant; the picked one among them as long as its name is still what is typed."""
    text = tidy(text)[:TYPED_MAX]
    found = source.find(text) if text else []
    known = {str(row.pk) for row in found}
    if text and pick not in known and PK.fullmatch(pick):
        picked = source.rows().filter(pk=pick)
        found += [row for row in picked if source.key(row.name) == source.key(text)]
    return found


FIELDS = {"instansi": AGENCIES, "kategori": CATEGORIES, "wilayah": REGIONS}


@officer()
def type_ahead(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The choices for what is being typed, as a fragment. `q`, or the field's own name as htmx sends it."""
    name = tidy(request.GET.get("field", ""))[:40] or kind
    name = name if re.fullmatch(r"[\w-]+", name) else kind
    text = tidy(request.GET.get("q", request.GET.get(name, "")))[:TYPED_MAX]
    rows = matches(FIELDS[kind], text)
    context = {"options": options(FIELDS[kind], rows), "name": name, "typed": text}
    return render(request, "backoffice/found.html", context)
