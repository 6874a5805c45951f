"""What of accounts is forgotten by itself: codes and sessions that have run out."""

from __future__ import annotations

from datetime import datetime

from lapor.accounts.models import Invitation, OneTimeCode, Session


def forget_codes(*, before: datetime, limit: int) -> int:
    """Delete one-time codes that ran out before then; says how many."""
    over = OneTimeCode.objects.filter(expires_at__lt=before).order_by("pk")[:limit]
    return OneTimeCode.objects.filter(pk__in=list(over.values_list("pk", flat=True))).delete()[0]


def forget_sessions(*, before: datetime, limit: int) -> int:
    """Delete sessions that ran out before then; says how many."""
    over = Session.objects.filter(expire_date__lt=before).order_by("expire_date")[:limit]
    return Session.objects.filter(pk__in=list(over.values_list("pk", flat=True))).delete()[0]


def forget_invitations(*, before: datetime, limit: int) -> int:
    """Delete invitations that ran out before then, used or not; says how many."""
    over = Invitation.objects.filter(expires_at__lt=before).order_by("pk")[:limit]
    return Invitation.objects.filter(pk__in=list(over.values_list("pk", flat=True))).delete()[0]
