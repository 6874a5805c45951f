"""What waits for somebody of the innovation network: an invitation to score, a question, a comment to read.

Of questions about one innovation, and of comments on one text, only the first that waits is told: whoever
looks after them finds the others there, and nobody can have us fill a mailbox by asking.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.models import User
from lapor.accounts.roles import Role
from lapor.jipp.competition.evaluators import invite_evaluator
from lapor.jipp.exchange import policies, questions
from lapor.jipp.exchange.codes import CommentStatus, QuestionStatus
from lapor.jipp.models import Call, Comment, Evaluator, Innovation, Policy, Question
from lapor.notifications.network import owners
from lapor.notifications.overseers import tell
from lapor.notifications.recipients import Contact, by_mail, national, nearest
from lapor.notifications.wording.network import waiting_words


@transaction.atomic
def invite(call: Call, user: User, *, by: Actor, now: datetime) -> Evaluator:
    """Ask somebody to score, as `invite_evaluator`, and tell them."""
    asked = invite_evaluator(call, user, by=by, now=now)
    path = f"/kelola/inovasi/penilaian/{asked.pk}/"
    tell(by_mail([user]), lambda: waiting_words(_("Anda diundang menilai kompetisi."), call.title, path), now)
    return asked


@transaction.atomic
def ask(innovation: Innovation, *, text: str, name: str, now: datetime) -> Question:
    """Ask about an innovation, as `questions.ask`; its owner is told where nothing waited yet."""
    waiting = Question.objects.filter(innovation=innovation, status=QuestionStatus.WAITING).exists()
    made = questions.ask(innovation, text=text, name=name, now=now)
    if not waiting:
        people, path = owners(innovation.agency, now), f"/kelola/inovasi/pertanyaan/{made.pk}/"
        tell(
            people, lambda: waiting_words(_("Sebuah pertanyaan menunggu Anda."), innovation.title, path), now
        )
    return made


@transaction.atomic
def comment(row: Policy, *, by: Actor, now: datetime, **said: Any) -> Comment:
    """Comment on a text, as `policies.comment`; whoever published it is told where nothing waited yet."""
    waiting = Comment.objects.filter(policy=row, status=CommentStatus.WAITING).exists()
    made = policies.comment(row, by=by, now=now, **said)
    if not waiting:
        path = f"/kelola/inovasi/tanggapan/{made.pk}/"
        tell(
            _runners(row, now),
            lambda: waiting_words(_("Sebuah tanggapan menunggu Anda."), row.title, path),
            now,
        )
    return made


def _runners(row: Policy, now: datetime) -> list[Contact]:
    """The hub's managers; of the country's texts the national supervisors."""
    if row.hub is None:
        return national(Role.NATIONAL_SUPERVISOR, now=now)
    return nearest(row.hub.host.lineage(), Role.HUB_MANAGER, now=now)
