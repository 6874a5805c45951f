"""`{% load ui %}`: icons, statuses, and dates, figures and paragraphs in words."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from lapor.ui import dates, numbers
from lapor.ui.components import Status, Tone
from lapor.ui.differences import Piece, differences
from lapor.ui.stylesheet import SOURCE
from lapor.ui.texts import upright

register = template.Library()


@register.simple_tag
def demo() -> bool:
    """Whether this is the demonstration: then every page says so, for its reports are invented."""
    return bool(settings.DEMO)


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """An icon of `ui/icons.svg`. Silent for screen readers unless it has a `label`."""
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"no icon {name!r} in ui/icons.svg")
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    where = f"{static('ui/icons.svg')}#{name}"
    css = f"i {extra}".strip()
    return format_html('<svg class="{}" {}><use href="{}"/></svg>', css, said, where)


@cache
def icon_names() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([^"]+)"', (SOURCE.parent / "icons.svg").read_text()))


@register.simple_tag
def absolute(path: str) -> str:
    """The address of a page or file of ours as other sites need it."""
    return f"{settings.BASE_URL}{path}"


@register.inclusion_tag("ui/status.html")
def status(word: str | Status, tone: str = "", icon: str = "", pill: bool = True) -> dict[str, Any]:
    """`{% status report_status %}` or `{% status _("Selesai") tone="ok" %}`; `pill=False` for lists."""
    shown = word if isinstance(word, Status) else Status(word, Tone(tone), icon)
    return {"status": shown, "pill": pill}


@register.filter
def tanggal(day: date | datetime | None, zone: str = "") -> str:
    return dates.day_words(day, zone or None) if day else numbers.NONE


@register.filter
def waktu(moment: datetime | None, zone: str = "") -> str:
    return dates.moment_words(moment, zone or None) if moment else numbers.NONE


@register.simple_tag
def saat(moment: datetime, zone: str = "") -> SafeString:
    """A `time` element: machines read the moment, people read `waktu`."""
    here = dates.local(moment, zone or None)
    iso = here.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', iso, dates.moment_words(here, zone or None))


@register.filter
def lalu(moment: datetime | None, now: datetime | None = None) -> str:
    return dates.ago_words(moment, now or timezone.now()) if moment else numbers.NONE


@register.filter
def angka(value: numbers.Number | None, places: int | None = None) -> str:
    return numbers.figure(value, places)


@register.filter
def persen(value: numbers.Number | None, places: int = 1) -> str:
    """Of a share between 0 and 1."""
    return numbers.share(value, places)


@register.filter
def ukuran(count: int | None) -> str:
    return numbers.size(count)


@register.filter
def paragraf(text: str | None) -> SafeString:
    """A person's words as paragraphs: escaped, line breaks kept, direction by its own letters.

    Marked as Indonesian, which people write: on a page in English a screen reader reads them right.
    """
    clean = upright(str(text or "").replace("\r\n", "\n").replace("\r", "\n"))
    blocks = [block for block in re.split(r"\n\s*\n", clean.strip("\n")) if block.strip()]
    return format_html_join("", '<p dir="auto" lang="id">{}</p>', ((_lines(block),) for block in blocks))


def _lines(block: str) -> SafeString:
    return SafeString("<br>".join(conditional_escape(line) for line in block.split("\n")))


@register.simple_tag
def beda(old: str | None, new: str | None) -> tuple[list[Piece], list[Piece]]:
    """Two versions of a text in pieces, for `ui/difference.html`."""
    return differences(upright(str(old or "")), upright(str(new or "")))


@register.filter
def belongs(path: str, root: str) -> bool:
    """Whether the page at `path` lies under `root`, for the mark of the current place in a menu."""
    return path.startswith(root)
