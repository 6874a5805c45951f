"""Seats when several act at once: an invitation is used once, and two who unseat each other leave one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from lapor.accounts.actors import Actor, actor_of
from lapor.accounts.inviting import accept, invite
from lapor.accounts.models import Invitation, Seat, User
from lapor.accounts.roles import Role
from lapor.accounts.staffing import StaffingRefused, Unmanaged, end_seat
from lapor.reports.tests.world import World, build

PASSWORD = "kuda lumping biru"


def at_once(*acts: Callable[[], object]) -> int:
    """Each act in a thread and a connection of its own, let go together; how many were not refused."""
    ready, done = Barrier(len(acts)), list[bool]()

    def run(act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
            done.append(True)
        except (StaffingRefused, Unmanaged):
            pass
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


def manager(name: str) -> Actor:
    return actor_of(User.objects.get(email=f"{name}@demo.lapor"), now=timezone.now())


def offered(world: World) -> Invitation:
    now = timezone.now()
    kurnia = manager("kurnia")
    return invite("rina@contoh.example", name="", role=Role.LIAISON, agency=world.unit, by=kurnia, now=now)[0]


@pytest.mark.django_db(transaction=True)
def test_the_database_decides() -> None:
    world = build()
    offer, now = offered(world), timezone.now()
    assert at_once(*[lambda: accept(offer, password=PASSWORD, now=now)] * 6) == 1
    assert Seat.objects.filter(user__email="rina@contoh.example").count() == 1

    lilis = User.objects.get(email="lilis@demo.lapor")
    Seat.objects.create(user=lilis, role=Role.COORDINATOR, agency=world.ministry)
    both = {
        seat.user.name.lower(): seat
        for seat in Seat.objects.filter(role=Role.COORDINATOR, agency=world.ministry)
    }
    people = {name: manager(name) for name in both}
    acts = [
        lambda mine=mine, other=other: end_seat(both[other], by=people[mine], now=now)
        for mine, other in (("kurnia", "lilis"), ("lilis", "kurnia"))
    ]
    assert at_once(*acts) == 1
    assert (
        Seat.objects.living(timezone.now()).filter(role=Role.COORDINATOR, agency=world.ministry).count() == 1
    )
