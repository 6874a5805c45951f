"""Odd answers: found by rules that can be told, left out only by a recorded decision.

Nothing found changes the index. Only what a rule has found can be left out, so that nobody picks bad grades.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.audit.recording import record
from lapor.reports.refusals import WrongState
from lapor.reports.texts import required
from lapor.skm.codes import ELEMENTS, PeriodStatus
from lapor.skm.counting import count
from lapor.skm.models import Decision, Oddity, Period, Response
from lapor.skm.rights import demand

# So many equal answers are no chance; below it a short form would always look odd.
STRAIGHT_LEAST = 5
# Nobody reads a question and answers it in less, on average.
SECONDS_PER_ANSWER = 1
# A family may share a telephone.
DEVICE_MOST = 5
# Counters and paper are one device by nature.
_OF_DEVICES = "r.mark <> '' AND r.way IN ('link', 'sms', 'invitation')"
_COLUMNS = ", ".join(f"r.{code.lower()}" for code in ELEMENTS)
_GIVEN = f"num_nonnulls({_COLUMNS})"
_FOUND = {
    "straight": f"""SELECT r.id FROM skm_response r WHERE r.period_id = %(period)s
        AND {_GIVEN} >= {STRAIGHT_LEAST} AND greatest({_COLUMNS}) = least({_COLUMNS})""",  # noqa: S608 - our own text
    "fast": f"""SELECT r.id FROM skm_response r WHERE r.period_id = %(period)s
        AND r.seconds < {_GIVEN} * {SECONDS_PER_ANSWER}""",  # noqa: S608
    "device": f"""SELECT id FROM (SELECT r.id, count(*) OVER (PARTITION BY r.mark) AS many
        FROM skm_response r WHERE r.period_id = %(period)s AND {_OF_DEVICES}) AS of_device
        WHERE many > {DEVICE_MOST}""",  # noqa: S608
    # The first of equals stands; of a telephone's SMS every later one is a repetition.
    "duplicate": f"""SELECT id FROM (SELECT r.id, row_number() OVER (
            PARTITION BY r.mark, CASE WHEN r.way = 'sms' THEN '' ELSE ROW({_COLUMNS})::text END ORDER BY r.id
        ) AS turn FROM skm_response r WHERE r.period_id = %(period)s AND {_OF_DEVICES}) AS of_device
        WHERE turn > 1""",  # noqa: S608
}  # fmt: skip


def find(period: Period, *, now: datetime) -> int:
    """Look through one period for what is odd; says how much was new. Four statements, whatever the size."""
    found = 0
    with connection.cursor() as cursor:
        for kind, rows in _FOUND.items():
            cursor.execute(
                "INSERT INTO skm_oddity (response_id, kind, found_at)"  # noqa: S608 - our own text
                f" SELECT odd.id, %(kind)s, %(now)s FROM ({rows}) AS odd ON CONFLICT DO NOTHING",
                {"period": period.pk, "kind": kind, "now": now},
            )
            found += cursor.rowcount
    return found


def find_odd_answers(now: datetime) -> int:
    """The nightly look through every open period; whoever runs it decides."""
    return sum(find(period, now=now) for period in Period.objects.filter(status=PeriodStatus.OPEN))


def odd(period: Period) -> QuerySet[Response]:
    """Responses with something odd; sort by `id`. Their `oddities` and `decisions` are fetched along."""
    ids = Oddity.objects.filter(response__period=period).values("response")
    found = Response.objects.filter(period=period, pk__in=ids)
    return found.prefetch_related("oddities", "decisions__by").select_related("service")


@transaction.atomic
def decide(response: Response, *, excluded: bool, reason: str, by: Actor, now: datetime) -> Decision:
    """Leave an odd response out of the index, or take it in again: who, when and why are on record.

    BadInput without a reason; WrongState where nothing odd was found about it, where it is so already, or
    once the result is public.
    """
    demand(by, response.period.unit)
    why = required("reason", reason, longest=500)
    status = Period.objects.select_for_update().get(pk=response.period_id).status
    if status == PeriodStatus.PUBLISHED:
        raise WrongState(_("Hasil survei ini sudah diumumkan dan tidak diubah lagi."))
    if not Oddity.objects.filter(response=response).exists():
        raise WrongState(_("Hanya jawaban yang ditandai janggal yang dapat dikeluarkan dari hitungan."))
    held = Response.objects.select_for_update().get(pk=response.pk)
    if held.excluded == excluded:
        raise WrongState(_("Jawaban ini sudah diputuskan begitu."))
    count(held, sign=-1)
    held.excluded = excluded
    held.save(update_fields=["excluded"])
    count(held)
    record(
        "exclude_response" if excluded else "include_response",
        actor_id=by.user_id, subject="skm_response", subject_id=held.pk, now=now,
    )  # fmt: skip
    return Decision.objects.create(response=held, excluded=excluded, reason=why, by_id=by.user_id, at=now)
