"""An evaluator's own sheets: marks, or a conflict declared. Nobody else's are ever fetched here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.jipp.competition.calls import held_call
from lapor.jipp.competition.codes import CallStatus, Conflict, EvaluatorStatus
from lapor.jipp.competition.conflicts import interests
from lapor.jipp.competition.criteria import MARK_MAX, judged, of_row
from lapor.jipp.models import Call, ScoreSheet
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.texts import optional, required

REMARK_MAX, REASON_MAX = 2_000, 500


def own_sheets(actor: Actor) -> QuerySet[ScoreSheet]:
    """Of calls this person said yes to, also after the count. Page by ("proposal__number", "id")."""
    if actor.user_id is None:
        return ScoreSheet.objects.none()
    mine = ScoreSheet.objects.filter(
        evaluator__user=actor.user_id, evaluator__status=EvaluatorStatus.ACCEPTED
    )
    return mine.select_related("proposal__call", "proposal__version", "evaluator")


@transaction.atomic
def score(
    sheet: ScoreSheet, marks: Mapping[str, int], *, remark: str = "", by: Actor, now: datetime
) -> ScoreSheet:
    """Give or change the marks, until the count. A conflict refuses it (WrongState), however it was found."""
    held = _own(sheet, by)
    given = _checked(held.proposal.call, marks)
    said = optional("remark", remark, longest=REMARK_MAX)
    known = interests([held.evaluator.user_id], now=now)
    if conflict := held.conflict or known.between(held.evaluator.user_id, held.proposal):
        _barred(conflict)
    try:
        with transaction.atomic():
            free = ScoreSheet.objects.filter(pk=sheet.pk, conflict="")
            written = free.update(marks=given, remark=said, changed_at=now)
    except IntegrityError:  # the trigger: a seat or a mentoring that began this moment
        written = 0
    if not written:
        _barred(ScoreSheet.objects.get(pk=sheet.pk).conflict or Conflict.AGENCY)
    held.marks, held.remark, held.changed_at = given, said, now
    return held


@transaction.atomic
def declare_conflict(sheet: ScoreSheet, *, reason: str, by: Actor, now: datetime) -> ScoreSheet:
    """Say that one may not score this: it stays so, marks given before are gone. WrongState where it is."""
    _own(sheet, by)
    note = required("reason", reason, longest=REASON_MAX)
    free = ScoreSheet.objects.filter(pk=sheet.pk, conflict="")
    if not free.update(conflict=Conflict.DECLARED, conflict_note=note, marks=None, remark="", changed_at=now):
        raise WrongState(_("Benturan kepentingan untuk usulan ini sudah dicatat."))
    sheet.refresh_from_db()
    return sheet


def _own(sheet: ScoreSheet, by: Actor) -> ScoreSheet:
    """The sheet as it is, its call locked while it is scored; NotAllowed for another one's."""
    mine = own_sheets(by).filter(pk=sheet.pk)
    if not mine.exists():
        raise NotAllowed
    held_call(sheet.proposal.call, CallStatus.SCORING)
    return mine.select_related("proposal__innovation__agency").get()


def _barred(conflict: str) -> None:
    reason = Conflict(conflict).label
    raise WrongState(
        _("Anda tidak boleh menilai usulan ini karena benturan kepentingan: %(reason)s.") % {"reason": reason}
    )


def _checked(call: Call, marks: Mapping[str, int]) -> dict[str, int]:
    """A whole number for each criterion that weighs, and for no other."""
    codes = [one.code for one in judged(of_row(call.criteria))]
    wrong = {
        code: _("Tulis angka bulat dari 0 sampai %(most)s.") % {"most": MARK_MAX}
        for code in codes
        if not isinstance(marks.get(code), int) or not 0 <= marks[code] <= MARK_MAX
    }
    if wrong:
        raise BadInput(**wrong)
    return {code: int(marks[code]) for code in codes}
