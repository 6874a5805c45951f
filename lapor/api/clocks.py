"""A report's deadlines as callers get them, each with its rule in a sentence."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise
from ninja import Schema

from lapor.api.answers import moment
from lapor.reports.access import Sight
from lapor.reports.models import Deadline, Report
from lapor.sla.rules import NoRuleError, Rule, Step, Unit, rule_by_code
from lapor.ui.dates import local, moment_words

# What overseers ask is between offices (see `history.OFFICE`).
OFFICE = frozenset({Step.RESPONSE})
TASKS: dict[Step, StrOrPromise] = {
    Step.VERIFICATION: gettext_lazy("Admin nasional memeriksa dan meneruskan laporan"),
    Step.FOLLOW_UP: gettext_lazy("Instansi memberi jawaban"),
    Step.RESOLUTION: gettext_lazy("Laporan diselesaikan"),
    Step.LEGAL_MAXIMUM: gettext_lazy("Batas terakhir menurut peraturan"),
    Step.OBJECTION: gettext_lazy("Keberatan diputus"),
    Step.RESPONSE: gettext_lazy("Instansi menanggapi pengawas"),
    Step.RECOMMENDATION_RESPONSE: gettext_lazy("Instansi menanggapi rekomendasi Ombudsman"),
    Step.QUIET: gettext_lazy("Pelapor menanggapi jawaban"),
    Step.COMPLETION: gettext_lazy("Pelapor melengkapi laporan"),
}
UNITS: dict[Unit, StrOrPromise] = {
    Unit.WORKING_DAYS: gettext_lazy("hari kerja"),
    Unit.CALENDAR_DAYS: gettext_lazy("hari"),
}


class DeadlineOut(Schema):
    """`due` is null while paused; `met` when what was owed was done, `stopped` when it was no longer owed."""

    step: str
    rule: str
    regulation: str
    agency: str | None
    started: datetime
    due: datetime | None
    met: datetime | None
    stopped: datetime | None
    number: int | None
    unit: str | None
    explanation: str


class DeadlineList(Schema):
    items: list[DeadlineOut]
    next: str | None


def shown(report: Report, seen: Sight) -> list[Deadline]:
    """The clocks that this sight covers, oldest first. One query."""
    rows = report.deadlines.select_related("agency").order_by("id")
    return [row for row in rows if seen.office or row.step not in OFFICE]


def deadline_out(row: Deadline, seen: Sight) -> DeadlineOut:
    rule = _rule(row.rule)
    return DeadlineOut(
        step=row.step,
        rule=row.rule,
        regulation=rule.regulation if rule else "",
        agency=row.agency.code if row.agency and seen.place else None,
        started=local(row.started_at),
        due=moment(row.due),
        met=moment(row.met_at),
        stopped=moment(row.stopped_at),
        number=rule.number if rule else None,
        unit=rule.unit if rule else None,
        explanation=_explanation(row, rule),
    )


def _explanation(row: Deadline, rule: Rule | None) -> str:
    task = TASKS.get(Step(row.step), row.step)
    if rule is None:
        return str(task)
    limit = _("%(task)s dalam %(number)s %(unit)s sejak %(since)s (%(regulation)s).") % {
        "task": task,
        "number": rule.number,
        "unit": UNITS[rule.unit],
        "since": moment_words(row.started_at),
        "regulation": rule.regulation,
    }
    return f"{limit} {_ending(row)}"


def _ending(row: Deadline) -> str:
    if row.met_at:
        return _("Selesai %(at)s.") % {"at": moment_words(row.met_at)}
    if row.stopped_at:
        return _("Tidak berlaku lagi sejak %(at)s.") % {"at": moment_words(row.stopped_at)}
    if row.due is None:
        return _("Sedang berhenti, menunggu pelapor.")
    return _("Paling lambat %(at)s.") % {"at": moment_words(row.due)}


def _rule(code: str) -> Rule | None:
    try:
        return rule_by_code(code)
    except NoRuleError:
        return None
