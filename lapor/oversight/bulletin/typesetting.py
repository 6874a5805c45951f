"""From contents to PDF: A4, PDF/UA-1, by typst and the fonts that come with it; nothing is fetched.

All words go in as data (`sys.inputs`), so that no name can be markup.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from lapor.oversight.bulletin.contents import Contents
from lapor.oversight.showing import Shown
from lapor.sla.zones import NATIONAL
from lapor.ui.charts import Mark
from lapor.ui.dates import day_words
from lapor.ui.numbers import NONE, figure

SOURCE = Path(__file__).parent.parent / "data" / "bulletin.typ"
WIDTH, HEIGHT, FOOT, HEAD = 480, 110, 16, 14


def typeset(contents: Contents) -> bytes:
    """The PDF. About a fifth of a second; typst.TypstError where it is not accessible."""
    data = json.dumps(as_data(contents))
    return typst.compile(SOURCE, format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": data})


def as_data(contents: Contents) -> dict[str, Any]:
    """All words of the page, in the language that is active."""
    period = f"{day_words(contents.first)} – {day_words(contents.last)}"
    figures = zip(contents.figures, contents.before, strict=True)
    return {
        "title": _("Buletin pekanan LAPOR!: %(name)s, %(period)s")
        % {"name": contents.name, "period": period},
        "name": contents.name,
        "period": period,
        "sentence": contents.sentence,
        "words": _words(),
        "figures": [[str(one.definition.title), _value(one), _value(old)] for one, old in figures],
        "chart": chart(contents.weeks),
        "alt": "; ".join(f"{mark.label}: {figure(mark.value)}" for mark in contents.weeks),
        "sections": [
            {"title": one.title, "rows": [[number.label, number.words] for number in one.numbers]}
            for one in contents.sections
        ],
        "overdue": [
            [f"#{number}", day_words(due.astimezone(NATIONAL).date())] for number, due in contents.overdue
        ],
        "silent": [
            [one.row.agency.name, day_words(one.row.oldest.astimezone(NATIONAL).date()), one.overdue.words]
            for one in contents.silences
        ],
        "surges": [
            [one.reports.label, figure(one.row.number), figure(one.row.usual, 1)] for one in contents.rushes
        ],
    }


def chart(marks: list[Mark]) -> str:
    """Reports by week as columns: an SVG of rectangles and numbers, each week labelled by its Monday."""
    most = max((mark.value for mark in marks), default=0) or 1
    step = WIDTH / max(len(marks), 1)
    room = HEIGHT - FOOT - HEAD
    parts = [
        _column(place * step, step, room * mark.value / most, mark, newest=place == len(marks) - 1)
        for place, mark in enumerate(marks)
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
    return head + "".join(parts) + "</svg>"


def _column(left: float, step: float, tall: float, mark: Mark, *, newest: bool) -> str:
    top, middle = HEIGHT - FOOT - tall, left + step / 2
    words = (
        f'text-anchor="middle" font-family="Libertinus Serif" font-size="10" fill="#1E2328" x="{middle:.1f}"'
    )
    colour = "#A61C28" if newest else "#56606B"
    size = f'width="{step - 8:.1f}" height="{max(tall, 0.5):.1f}"'
    return (
        f'<rect x="{left + 4:.1f}" y="{top:.1f}" {size} fill="{colour}"/>'
        f'<text {words} y="{top - 3:.1f}">{escape(figure(mark.value))}</text>'
        f'<text {words} y="{HEIGHT - 4}">{escape(mark.label)}</text>'
    )


def _value(one: Shown) -> str:
    return one.value or NONE


def _words() -> dict[str, str]:
    return {
        "head": _("Buletin pekanan"),
        "figures": _("Angka pekan ini"),
        "figure": _("Angka"),
        "now": _("Pekan ini"),
        "before": _("Sebelumnya"),
        "chart": _("Laporan masuk setiap pekan, menurut tanggal Senin"),
        "kind": _("Yang dihitung"),
        "number": _("Laporan"),
        "overdue": _("Jawaban instansi yang lewat batas, yang terlama lebih dulu"),
        "no_overdue": _("Tidak ada."),
        "report": _("Nomor laporan"),
        "due": _("Batasnya"),
        "silent": _("Instansi yang diam"),
        "agency": _("Instansi"),
        "since": _("Lewat sejak"),
        "surges": _("Lonjakan laporan pekan ini"),
        "what": _("Kategori dan wilayah"),
        "usual": _("Biasanya"),
        "foot": _(
            "Angka sama dengan halaman pengawasan dan statistik saat buletin dibuat. Tanpa data pribadi."
        ),
    }
