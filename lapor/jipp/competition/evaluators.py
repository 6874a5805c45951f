"""Who scores: asked by whoever runs the call, and free to say no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.audit.recording import record
from lapor.jipp.competition.calls import EVALUATORS_MAX, held_call
from lapor.jipp.competition.codes import CallStatus, EvaluatorStatus
from lapor.jipp.competition.conflicts import deal
from lapor.jipp.competition.rights import demand
from lapor.jipp.models import Call, Evaluator
from lapor.reports.refusals import BadInput, NotAllowed, WrongState

# While evaluators may come: from the draft on until the count.
INVITING = (CallStatus.DRAFT, CallStatus.OPEN, CallStatus.SCORING)


def candidates(call: Call, *, now: datetime) -> QuerySet[User]:
    """Who holds an evaluator's seat and was not asked yet, by name."""
    seats = Seat.objects.living(now).filter(role=Role.EVALUATOR)
    asked = Evaluator.objects.filter(call=call).values("user")
    return User.objects.filter(pk__in=seats.values("user")).exclude(pk__in=asked).order_by("name", "pk")


@transaction.atomic
def invite_evaluator(call: Call, user: User, *, by: Actor, now: datetime) -> Evaluator:
    """Ask somebody. BadInput for who holds no evaluator's seat or was asked; WrongState after the count."""
    demand(by, call)
    held = held_call(call, *INVITING)
    if Evaluator.objects.filter(call=held).count() >= EVALUATORS_MAX:
        raise WrongState(_("Paling banyak %(n)s penilai untuk satu kompetisi.") % {"n": EVALUATORS_MAX})
    if not Seat.objects.living(now).filter(user=user, role=Role.EVALUATOR).exists():
        raise BadInput(user=_("Orang ini tidak memegang peran penilai."))
    try:
        with transaction.atomic():
            asked = Evaluator.objects.create(call=held, user=user, invited_at=now)
    except IntegrityError as error:
        raise BadInput(user=_("Orang ini sudah diundang.")) from error
    record("invite_evaluator", actor_id=by.user_id, subject="jipp_call", subject_id=held.pk, now=now)
    return asked


@transaction.atomic
def answer_invitation(evaluator: Evaluator, *, yes: bool, by: Actor, now: datetime) -> Evaluator:
    """Say yes or no, once. Who says yes while it is scored gets the sheets at once."""
    if by.user_id != evaluator.user_id:
        raise NotAllowed
    held = held_call(evaluator.call, *INVITING)
    status = EvaluatorStatus.ACCEPTED if yes else EvaluatorStatus.DECLINED
    waiting = Evaluator.objects.filter(pk=evaluator.pk, status=EvaluatorStatus.INVITED)
    if not waiting.update(status=status, answered_at=now):
        raise WrongState(_("Undangan ini sudah Anda jawab."))
    if yes and held.status == CallStatus.SCORING:
        deal(held, now=now)
    evaluator.refresh_from_db()
    return evaluator


@dataclass(frozen=True)
class Progress:
    """Somebody asked, and how many sheets are `dealt`, have marks (`done`), may have none (`barred`)."""

    evaluator: Evaluator
    dealt: int
    done: int
    barred: int


def progress(call: Call) -> list[Progress]:
    """All who were asked, in one query: numbers only.

    Before the count nobody sees another one's marks, whoever runs the call either.
    """
    rows = Evaluator.objects.filter(call=call).select_related("user").order_by("pk")
    counted = rows.annotate(
        dealt=Count("sheets"),
        done=Count("sheets", filter=Q(sheets__marks__isnull=False)),
        barred=Count("sheets", filter=~Q(sheets__conflict="")),
    )
    return [Progress(one, one.dealt, one.done, one.barred) for one in counted]
