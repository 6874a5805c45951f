"""The lines of the list: one report each, with the facts that the officer has chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.backoffice import words
from lapor.backoffice.columns import Choice, Fact, facts_of, handlers_of
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.models import Draft, Report
from lapor.ui import components


@dataclass(frozen=True)
class Line:
    """One report in the list."""

    id: int
    title: str
    status: components.Status
    meta: str
    flags: Sequence[str]
    url: str
    current: bool
    late: bool
    facts: Sequence[Fact] = field(default_factory=tuple)


@dataclass(frozen=True)
class Frame:
    """What all lines of a page share: where they lead back to, which is open, which facts they show."""

    now: datetime
    context: str
    opened: int | None
    choice: Choice


def lines_of(rows: list[Report], actor: Actor, frame: Frame) -> list[Line]:
    """A fixed number of queries, whatever the number of rows."""
    seen = look_at_list(rows, actor, now=frame.now)
    ids = [row.pk for row in rows]
    waiting = Draft.objects.filter(report__in=ids, agency__in=actor.tops(), state=Draft.State.WAITING)
    drafted = set(waiting.values_list("report_id", flat=True))
    handlers = handlers_of(ids, actor, frame.choice)
    return [_line(one, frame, one.id in drafted, handlers) for one in seen]


def _line(seen: Seen, frame: Frame, draft: bool, handlers: dict[int, str]) -> Line:
    report = seen.report
    return Line(
        id=report.pk,
        title=seen.title or _("(tanpa judul)"),
        status=words.standing(report, now=frame.now, draft=draft),
        meta=f"#{report.pk}" if frame.choice.columns else f"#{report.pk} · {_holder(seen)}",
        flags=_flags(report),
        url=f"/kelola/laporan/{report.pk}/{frame.context}",
        current=report.pk == frame.opened,
        late=report.due is not None and report.due < frame.now,
        facts=facts_of(seen, frame.choice, handlers),
    )


def _holder(seen: Seen) -> str:
    """The unit, else the agency that holds it; before disposition the place it is about."""
    held = seen.report.unit or seen.report.agency
    if held:
        return held.name
    return seen.region.name if seen.region else _("belum ada instansi")


def _flags(report: Report) -> list[str]:
    marks = ((report.secret, _("Rahasia")), (report.anonymous, _("Anonim")), (report.flood, _("Massal")))
    return [word for marked, word in marks if marked]
