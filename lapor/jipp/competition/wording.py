"""A call in words: where it stands, by which rules it is judged; the same on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.jipp.competition.codes import CallStatus, Method
from lapor.jipp.competition.criteria import Criterion, of_row
from lapor.jipp.given import sections
from lapor.jipp.models import Call
from lapor.ui.components import Status, Tone


@dataclass(frozen=True)
class Rule:
    """One section: its share of the score (0 to 1; exact), and the words it may have."""

    label: str
    share: Decimal
    words: int


def labels() -> dict[str, str]:
    """The names of the sections by their codes, in the reader's language."""
    return {code: one.label for code, one in sections().items()}


def rules(call: Call) -> list[Rule]:
    criteria = of_row(call.criteria)
    total = sum(one.weight for one in criteria)
    names = labels()
    return [Rule(names[one.code], Decimal(one.weight) / total, one.words) for one in criteria]


def weighing(criteria: Sequence[Criterion]) -> list[tuple[str, str, int]]:
    """Those that get marks: code, name, weight."""
    names = labels()
    return [(one.code, names[one.code], one.weight) for one in criteria if one.weight]


def standing(call: Call, day: date) -> Status:
    """Where it stands on this day."""
    if call.status == CallStatus.OPEN and day < call.opens_on:
        return Status(_("Segera dibuka"), Tone.CALM)
    if call.status == CallStatus.OPEN and day > call.closes_on:
        return Status(_("Usulan ditutup"), Tone.WARN)
    tones = {CallStatus.OPEN: Tone.OK, CallStatus.PUBLISHED: Tone.OK, CallStatus.DRAFT: Tone.CALM}
    return Status(str(CallStatus(call.status).label), tones.get(CallStatus(call.status), Tone.WARN))


def method_words(call: Call) -> str:
    """How strict and mild evaluators are brought together, in sentences."""
    if call.method == Method.RAW:
        return _("Nilai setiap penilai dipakai apa adanya.")
    return ngettext(
        "Ada penilai yang ketat dan ada yang murah nilai. Nilai dari penilai yang sudah menilai paling"
        " sedikit %(n)s usulan digeser, sehingga rata-ratanya sama dengan rata-rata semua penilai itu.",
        "Ada penilai yang ketat dan ada yang murah nilai. Nilai dari penilai yang sudah menilai paling"
        " sedikit %(n)s usulan digeser, sehingga rata-ratanya sama dengan rata-rata semua penilai itu.",
        call.enough,
    ) % {"n": call.enough}
