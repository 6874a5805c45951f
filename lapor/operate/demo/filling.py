"""Filling an empty database with the demo, once."""

from __future__ import annotations

import zlib
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from lapor.indicators import facts, referrals
from lapor.indicators.marking import mark_days
from lapor.operate.demo.competitions import EVALUATOR, fill_competitions
from lapor.operate.demo.exchange import fill_exchange
from lapor.operate.demo.network import fill_network
from lapor.operate.demo.past import fill_past
from lapor.operate.demo.people import Cast
from lapor.operate.demo.replay import Replay
from lapor.operate.demo.stories import cast_rows, stories
from lapor.operate.demo.surveys import fill_surveys
from lapor.registry.models import Agency, AgencyKind
from lapor.reports import programmes
from lapor.reports.models import Report
from lapor.sla.zones import NATIONAL

SURVEYOR = "surya@demo.lapor"
CURATOR = "wulan@demo.lapor"
MANAGER = "hana@demo.lapor"
FOLLOW = "lapor.reactions.follow"


def fill() -> None:
    """Cast, connected dates (invented and marked so) and reports; nothing where reports exist already.

    All or nothing: one transaction. What followed from past acts is not announced again.
    """
    if Report.objects.exists():
        return
    now = timezone.now()
    with transaction.atomic():
        cast = Cast(cast_rows())
        _connect(now.astimezone(NATIONAL).date())
        Replay(cast, now=now).play(stories(now))
        place = Agency.objects.get(seats__user__email=SURVEYOR)
        fill_surveys(place, cast.named(SURVEYOR), now=now)
        fill_network(cast.named(CURATOR), now=now)
        fill_competitions(cast.named(EVALUATOR), now=now)
        fill_exchange(cast.named(MANAGER), now=now)
        fill_past(now)
        _forget_consequences()
        days = {
            moment.astimezone(NATIONAL).date() for moment in Report.objects.values_list("received", flat=True)
        }
        mark_days(days)
    facts.roll_up(now, most=10_000)
    referrals.mark_all()
    referrals.roll_up(most=10_000)
    programmes.tag_programmes(now)


def _connect(today: date) -> None:
    """Invented dates of connection for nine agencies in ten; the registry knows none."""
    agencies = list(Agency.objects.standing().exclude(kind=AgencyKind.UNIT).filter(connected_since=None))
    for agency in agencies:
        draw = zlib.crc32(agency.code.encode())
        if draw % 10:
            agency.connected_since = today - timedelta(days=400 + draw // 10 % 3000)
            agency.connected_invented = True
    Agency.objects.bulk_update(agencies, ["connected_since", "connected_invented"], batch_size=500)


def _forget_consequences() -> None:
    """Nobody is to get a mail today about an act of last year."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [FOLLOW])
