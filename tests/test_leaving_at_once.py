"""Somebody leaves while taking a report: the report goes along to the colleague, or was never taken."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from lapor.accounts.actors import Actor, actor_of
from lapor.accounts.models import Seat, User
from lapor.backoffice.tests.stages import Stages
from lapor.reports import handling
from lapor.reports.handing_over import leave
from lapor.reports.models import Handling, Report
from lapor.reports.refusals import BadInput, NotAllowed
from lapor.reports.tests.world import build


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.lapor")


def actor(name: str) -> Actor:
    return actor_of(user(name), now=timezone.now())


def overlapping(first: Callable[[], object], second: Callable[[], object]) -> list[type[Exception]]:
    """`second` is let go when `first` has done all but commit, which waits until `second` waits for it."""
    begun, refused = Event(), list[type[Exception]]()

    def run_second() -> None:
        begun.wait()
        try:
            second()
        except (NotAllowed, BadInput) as refusal:
            refused.append(type(refusal))
        finally:
            connection.close()

    thread = Thread(target=run_second)
    thread.start()
    with transaction.atomic():
        first()
        begun.set()
        while thread.is_alive() and not _somebody_waits():
            pass
    thread.join()
    return refused


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_in_the_hands_of_who_has_left() -> None:
    stages = Stages(build())
    taken, late, given = stages.at_unit(), stages.at_unit(), stages.at_unit()
    budi, wati, kurnia = actor("budi"), actor("wati"), actor("kurnia")

    def gone(name: str = "budi", to: str = "wati") -> object:
        return leave(user(name), to=user(to), by=kurnia, now=timezone.now())

    def take(report: Report) -> object:
        return handling.take(Report.objects.get(pk=report.pk), by=budi, now=timezone.now())

    seats = list(Seat.objects.filter(user=user("budi")).values_list("pk", flat=True))
    assert overlapping(lambda: take(taken), gone) == []
    assert list(Handling.objects.values_list("report", "user__name")) == [(taken.pk, "Wati")]
    assert not Seat.objects.filter(user=user("budi"), valid_to=None).exists()

    Seat.objects.filter(pk__in=seats).update(valid_to=None)
    began = timezone.now()
    assert overlapping(gone, lambda: take(late)) == [NotAllowed]

    def hand(report: Report) -> object:
        fresh = Report.objects.get(pk=report.pk)
        return handling.hand_over(fresh, by=wati, to=user("budi"), now=began, seen=None)

    Seat.objects.filter(pk__in=seats).update(valid_to=None)
    assert overlapping(gone, lambda: hand(given)) == [BadInput]
    assert set(Handling.objects.values_list("report", "user__name")) == {(taken.pk, "Wati")}
