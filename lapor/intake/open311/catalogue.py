"""Services: our categories, and one for whoever does not know; what may be said with each of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypedDict

from django.utils.translation import gettext as _

from lapor.intake.open311.refusing import Wrong
from lapor.registry.models import Category
from lapor.reports.states import ReportClass

# No category yet: nobody must know the right one to be heard.
UNSORTED = "belum-tahu"
# Words that say nothing in a list of keywords.
SHORT = 4
YES, NO = "true", "false"


class Service(TypedDict):
    """A row of `services`."""

    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: str
    keywords: str
    group: str


class Choice(TypedDict):
    key: str
    name: str


class Attribute(TypedDict):
    """What a form may ask besides, in the order of `order`."""

    variable: bool
    code: str
    datatype: str
    required: bool
    datatype_description: str | None
    order: int
    description: str
    values: list[Choice]


def services() -> list[Service]:
    """All of them, in the order of our list of categories. One query of some hundred rows."""
    rows = list(Category.objects.filter(active=True).order_by("pk"))
    names = {row.code: row.name for row in rows}
    return [_service(row, names) for row in rows] + [_unsorted()]


def category_of(code: str) -> Category | None:
    """The category behind a service code, None for the one who does not know; Wrong(404) for no service."""
    if code == UNSORTED:
        return None
    found = None if "\0" in code else Category.objects.filter(code=code, active=True).first()
    if found is None:
        raise Wrong(404, _("service_code ini tidak ada. Ambil kodenya dari daftar services."))
    return found


def code_and_name(category: Category | None) -> tuple[str, str]:
    """How a report's category is called as a service."""
    return (category.code, category.name) if category else (UNSORTED, _("Belum tahu kategorinya"))


def attributes() -> list[Attribute]:
    """The same for every service. None is required: no door is wrong because somebody left out a box."""
    classes = [Choice(key=value, name=str(label)) for value, label in ReportClass.choices]
    yes_no = [Choice(key=YES, name=_("Ya")), Choice(key=NO, name=_("Tidak"))]
    kinds: list[tuple[str, str, str, str | None, list[Choice]]] = [
        ("report_class", "singlevaluelist", _("Jenis laporan; tanpa isian: pengaduan"), None, classes),
        ("title", "string", _("Judul; tanpa isian dibuat dari kata-kata pertama"), None, []),
        ("event_date", "datetime", _("Tanggal kejadian"), _("Misalnya 2026-11-30"), []),
        ("anonymous", "singlevaluelist", _("Sembunyikan nama saya dari instansi dan umum"), None, yes_no),
        ("secret", "singlevaluelist", _("Sembunyikan isi laporan dari umum"), None, yes_no),
    ]
    return [
        Attribute(
            variable=True,
            code=code,
            datatype=datatype,
            required=False,
            datatype_description=hint,
            order=order,
            description=description,
            values=values,
        )
        for order, (code, datatype, description, hint, values) in enumerate(kinds, 1)
    ]


def _service(row: Category, names: Mapping[str, str]) -> Service:
    parts = row.code.split("/")
    above = [names[code] for code in ("/".join(parts[:n]) for n in range(1, len(parts))) if code in names]
    group = above[0] if above else row.name
    described = _("Laporan tentang %(name)s") if not above else _("Laporan tentang %(name)s (%(group)s)")
    return Service(
        service_code=row.code,
        service_name=row.name,
        description=described % {"name": row.name, "group": group},
        metadata=True,
        type="realtime",
        keywords=_keywords(*above, row.name),
        group=group,
    )


def _unsorted() -> Service:
    code, name = code_and_name(None)
    return Service(
        service_code=code,
        service_name=name,
        description=_("Tulis saja laporannya. Petugas kami memilihkan kategorinya."),
        metadata=True,
        type="realtime",
        keywords="lainnya, umum",
        group=_("Lainnya"),
    )


def _keywords(*names: str) -> str:
    """The names and their longer words, in small letters, each once."""
    whole = [re.sub(r"[\s,]+", " ", name).strip().lower() for name in names]
    words = [word for name in whole for word in re.findall(r"\w+", name) if len(word) >= SHORT]
    return ", ".join(dict.fromkeys([*whole, *words]))
