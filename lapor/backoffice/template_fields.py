"""Fields of an answer template: which there are, what a typed one may be, and what each becomes."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.translation import gettext as _

from lapor.reports import clocks
from lapor.reports.blanks import FIELDS, OWN
from lapor.reports.looking import Seen
from lapor.sla.rules import Step
from lapor.ui.dates import day_words

_BRACED = re.compile(r"\{([^{}]*)\}")
_OWN = re.compile(rf"{OWN}\s*:\s*\S[^\n]{{0,79}}")
# Who is not to be named is greeted so; a word of the answer, which is in Indonesian whoever reads the desk.
NAMELESS = "Bapak/Ibu"


def faults(text: str) -> list[str]:
    """What is wrong with the fields of a template, a sentence each; none for a good one."""
    wrong = [name.strip() for name in _BRACED.findall(text) if not _known(name.strip())]
    found = [_("“{%(name)s}” bukan bidang yang dikenal.") % {"name": name[:40]} for name in wrong]
    if re.search(r"[{}]", _BRACED.sub("", text)):
        found.append(_("Ada kurung kurawal tanpa pasangan."))
    return found


def fill(text: str, seen: Seen, *, now: datetime) -> str:
    """The template for this report as this officer sees it. What has no value becomes a blank to fill."""
    values = _values(seen, now)

    def value(found: re.Match[str]) -> str:
        name = found[1].strip().lower()
        return values.get(name) or (f"{{{OWN}: {name.replace('_', ' ')}}}" if name in FIELDS else found[0])

    return _BRACED.sub(value, text)


def _known(name: str) -> bool:
    return name.lower() in FIELDS or bool(_OWN.fullmatch(name))


def _values(seen: Seen, now: datetime) -> dict[str, str]:
    report, zone = seen.report, clocks.zone(seen.report)
    person = seen.person.name.strip() if seen.person and not report.anonymous else ""
    agency = report.agency.name if report.agency else ""
    due = seen.due.get(Step.RESOLUTION)
    return {
        "nomor": f"#{report.pk}",
        "judul": seen.title.replace("{", "(").replace("}", ")"),
        "pelapor": person.replace("{", "(").replace("}", ")") or NAMELESS,
        "instansi": agency,
        "unit": report.unit.name if report.unit else agency,
        "batas_waktu": day_words(due, zone) if due else "",
        "tanggal": day_words(now, zone),
    }
