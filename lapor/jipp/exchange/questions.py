"""Questions about an innovation: anybody asks, its owner answers, and both are public together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.audit.recording import record
from lapor.jipp.codes import InnovationStatus
from lapor.jipp.exchange.codes import QuestionStatus
from lapor.jipp.exchange.rights import own_questions
from lapor.jipp.models import Innovation, Question
from lapor.reports.masking import mask
from lapor.reports.refusals import NotAllowed, WrongState
from lapor.reports.texts import optional, required

QUESTION_MAX, ANSWER_MAX, NAME_MAX, REASON_MAX = 1_000, 4_000, 120, 500


def ask(innovation: Innovation, *, text: str, name: str, now: datetime) -> Question:
    """Kept until its owner has read it. WrongState where the innovation is not public."""
    if innovation.status != InnovationStatus.PUBLISHED:
        raise WrongState(_("Inovasi ini tidak tampil untuk umum."))
    return Question.objects.create(
        innovation=innovation,
        text=required("text", text, longest=QUESTION_MAX),
        name=optional("name", name, longest=NAME_MAX),
        asked_at=now,
    )


@transaction.atomic
def answer_question(question: Question, *, text: str, by: Actor, now: datetime) -> Question:
    """Question and answer are public from now on. WrongState where a colleague was quicker."""
    said = required("text", text, longest=ANSWER_MAX)
    return _settled(question, by, now, status=QuestionStatus.ANSWERED, answer=said)


@transaction.atomic
def refuse_question(question: Question, *, reason: str, by: Actor, now: datetime) -> Question:
    """It is not shown; why is kept."""
    said = required("reason", reason, longest=REASON_MAX)
    return _settled(question, by, now, status=QuestionStatus.REFUSED, reason=said)


def public_text(text: str) -> str:
    """Somebody's words as everybody may read them: phone, NIK, mail, bank and plate numbers closed."""
    return mask(text).text


def _settled(question: Question, by: Actor, now: datetime, **facts: str) -> Question:
    if not own_questions(by).filter(pk=question.pk).exists():
        raise NotAllowed
    waiting = Question.objects.filter(pk=question.pk, status=QuestionStatus.WAITING)
    if not waiting.update(settled_by=by.user_id, settled_at=now, **facts):
        raise WrongState(_("Pertanyaan ini sudah dijawab atau ditolak rekan Anda."))
    record("settle_question", actor_id=by.user_id, subject="jipp_question", subject_id=question.pk, now=now)
    question.refresh_from_db()
    return question
