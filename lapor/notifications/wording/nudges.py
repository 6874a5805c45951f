"""What officers read of deadlines: how many end today, are overdue or have gone up to them, and the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from lapor.notifications.wording.notice import LONG, Notice
from lapor.notifications.wording.words import Words


@dataclass(frozen=True)
class Counts:
    """Deadlines, not reports: one report may be late in two ways. `risen`: gone up to this officer."""

    number: int = 0
    today: int = 0
    overdue: int = 0
    risen: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.number + other.number,
            self.today + other.today,
            self.overdue + other.overdue,
            self.risen + other.risen,
        )


@dataclass(frozen=True)
class Item:
    """One deadline by its report's number: what is owed, until when, and whether that is over."""

    report_id: int
    task: StrOrPromise
    due: date | None
    late: bool
    risen: bool


def nudge_words(counts: Counts, items: Sequence[Item]) -> Words:
    """Subject and body; of the deadlines that `items` leaves out it says how many."""
    facts = {"n": counts.number}
    parts = [
        ngettext(
            "%(n)s batas waktu perlu perhatian Anda.",
            "%(n)s batas waktu perlu perhatian Anda.",
            counts.number,
        )
        % facts,
        "\n".join(_sums(counts)),
        *(_line(item) for item in items),
    ]
    if more := counts.number - len(items):
        parts.append(_("Dan %(n)s batas waktu lain; semuanya ada di antrean Anda.") % {"n": more})
    parts.append(_("Buka antrean: %(link)s") % {"link": f"{settings.BASE_URL}/kelola/"})
    parts.append(_("Pesan ini dikirim otomatis karena tugas Anda di LAPOR!"))
    return Words(_subject(counts), "\n\n".join(part for part in parts if part) + "\n")


def _sums(counts: Counts) -> Iterator[str]:
    if counts.today:
        yield _("Jatuh tempo hari ini: %(n)s.") % {"n": counts.today}
    if counts.overdue:
        yield _("Lewat batas: %(n)s.") % {"n": counts.overdue}
    if counts.risen:
        yield _("Naik ke tingkat Anda: %(n)s.") % {"n": counts.risen}


def _subject(counts: Counts) -> str:
    """The most pressing first: lists show no more than the subject."""
    soon = counts.number - counts.today - counts.overdue
    said = [
        _("%(n)s lewat batas") % {"n": counts.overdue} if counts.overdue else "",
        _("%(n)s jatuh tempo hari ini") % {"n": counts.today} if counts.today else "",
        _("%(n)s segera jatuh tempo") % {"n": soon} if soon > 0 else "",
    ]
    return _("Pengingat LAPOR!: %(what)s") % {"what": ", ".join(part for part in said if part)}


def _line(item: Item) -> str:
    notice = Notice(item.report_id, "")
    facts = {"id": item.report_id, "task": _small(str(item.task)), "due": ""}
    sentence = _("Laporan #%(id)s: %(task)s.")
    if item.due:
        facts["due"] = date_format(item.due, LONG)
        sentence = _("Laporan #%(id)s: %(task)s, paling lambat %(due)s.")
    if item.due and item.late:
        sentence = _("Laporan #%(id)s: %(task)s, batasnya %(due)s sudah lewat.")
    lines = [sentence % facts, _("Naik ke tingkat Anda.") if item.risen else "", notice.desk_link]
    return "\n".join(line for line in lines if line)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
