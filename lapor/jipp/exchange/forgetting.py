"""Words of people that nobody is to read: forgotten some time after they came."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from lapor.jipp.exchange.codes import CommentStatus, QuestionStatus
from lapor.jipp.models import Comment, Question
from lapor.reports.retention import kept_until

# Of each in one night; the rest the night after.
BATCH = 20_000
# Something of it is still there.
_SAID = ~Q(text="", name="")


def forget_refused_words(now: datetime, *, limit: int = BATCH) -> int:
    """Blank questions and comments that were refused and came longer ago than the days of retention.csv; says
    how many. That there was one, who refused it and why stay."""
    before = kept_until("refused_words", now=now)
    questions = Question.objects.filter(_SAID, status=QuestionStatus.REFUSED, asked_at__lt=before)
    comments = Comment.objects.filter(_SAID, status=CommentStatus.REFUSED, said_at__lt=before)
    return _blank(questions, limit) + _blank(comments, limit)


def _blank(rows: QuerySet[Question] | QuerySet[Comment], limit: int) -> int:
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    return rows.model._default_manager.filter(pk__in=ids).update(text="", name="")
