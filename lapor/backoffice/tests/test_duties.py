"""Queues of one's own: whose task it is, where it lies, what ends today, what came back, what is watched."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from lapor.accounts.models import User
from lapor.backoffice.tests.stages import Stages
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency
from lapor.reports import disposition
from lapor.reports.models import Handling, Report, TextVersion, Watch
from lapor.reports.queues import Queue, queue
from lapor.reports.tests.world import World

WHY = "Bukan urusan unit kami."


def numbers(client: Any, asked: str) -> list[int]:
    """The reports that a list shows, in its order."""
    page = client.get(f"/kelola/?{asked}").content.decode()
    lines = page.split('<section class="queue')[1].split('id="laporan"')[0].split("<li>")
    return [int(found[1]) for line in lines if (found := re.search(r'<a href="/kelola/laporan/(\d+)/', line))]


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.lapor")


def count(client: Any, which: str) -> str:
    """The number beside a queue's name; empty where the queue is among those with nothing in them."""
    page = client.get("/kelola/?antrean=semua").content.decode()
    found = re.search(rf'antrean={which}"[^>]*>[^<]*<span class="count num">([^<]*)<', page)
    return found[1] if found else ""


def test_my_tasks_are_mine_and_open_the_nearest_first(desk: Any, stages: Stages, world: World) -> None:
    later, sooner, ended = stages.at_unit(), stages.at_unit(), stages.closed()
    paused, other = stages.at_unit(), stages.at_unit()
    me, colleague = user("budi"), user("wati")
    for report, one in ((later, me), (sooner, me), (ended, me), (paused, me), (other, colleague)):
        Handling.objects.create(report=report, user=one, agency=world.ministry, since=timezone.now())
    Report.objects.filter(pk=sooner.pk).update(due=later.due - timedelta(days=1) if later.due else None)
    Report.objects.filter(pk=paused.pk).update(due=None)
    assert numbers(desk("budi"), "antrean=tugas-saya") == [sooner.pk, later.pk, paused.pk]
    assert count(desk("budi"), "tugas-saya") == "3"
    assert numbers(desk("kurnia"), "antrean=tugas-saya") == []
    # Out of scope is out of the list, whoever it was given to.
    Handling.objects.create(report=other, user=user("tono"), since=timezone.now())
    assert numbers(desk("tono"), "antrean=tugas-saya") == []


def test_my_office_holds_what_lies_there_and_not_below(desk: Any, stages: Stages, world: World) -> None:
    at_agency, at_unit, answered = stages.disposed(), stages.at_unit(), stages.answered()
    below = stages.disposed()
    room = ensure_unit(world.unit, "Subdirektorat Tunjangan")
    disposition.dispose_to_unit(below, by=world.actor("kurnia"), unit=room, now=timezone.now())
    assert numbers(desk("kurnia"), "antrean=unit-saya") == [at_agency.pk]
    assert numbers(desk("budi"), "antrean=unit-saya") == [at_unit.pk]
    assert set(numbers(desk("budi"), "antrean=jawab")) == {at_unit.pk, below.pk}
    assert numbers(desk("budi"), "antrean=menunggu") == [answered.pk]


def test_due_today_ends_today_where_the_agency_is(stages: Stages, world: World) -> None:
    """A clock ends at 23.59.59 of the agency's day: of Jayapura (WIT) two hours before Jakarta (WIB)."""
    east = Agency.objects.filter(region__timezone="Asia/Jayapura", parent=None).first()
    assert east is not None
    here, there = stages.disposed(), stages.verified()
    disposition.dispose(there, by=world.actor("ratna"), agency=east, now=timezone.now())
    there.refresh_from_db()
    here.refresh_from_db()
    assert here.due is not None
    assert there.due is not None
    assert (here.due - there.due) % timedelta(days=1) == timedelta(hours=2)
    ratna = world.actor("ratna")
    for report in (here, there):
        last = report.due
        assert last is not None
        day = timedelta(days=1)
        for now, is_in in (
            (last, True),
            (last - day + timedelta(seconds=1), True),  # the first moment of that day there
            (last - day, False),  # the last one of the day before
            (last + timedelta(seconds=1), False),
        ):
            found = queue(ratna, Queue.TODAY, now=now).rows.values_list("pk", flat=True)
            assert (report.pk in found) is is_in, (report.pk, now)


def test_what_was_referred_back_waits_there_again(desk: Any, stages: Stages, world: World) -> None:
    by_unit, by_agency, untouched = stages.at_unit(), stages.disposed(), stages.disposed()
    now, kurnia, ratna = timezone.now(), world.actor("kurnia"), world.actor("ratna")
    disposition.refer_back(by_unit, by=world.actor("budi"), reason=WHY, now=now)
    disposition.refer_back(by_agency, by=kurnia, reason=WHY, now=now)
    assert numbers(desk("kurnia"), "antrean=dikembalikan") == [by_unit.pk]
    assert numbers(desk("ratna"), "antrean=dikembalikan") == [by_agency.pk]
    assert count(desk("ratna"), "dikembalikan") == "1"
    assert untouched.pk not in numbers(desk("ratna"), "antrean=dikembalikan")
    # Passed on again it waits no longer; at another agency it is new, whatever units had it before.
    disposition.dispose(by_agency, by=ratna, agency=world.stranger, now=now)
    disposition.refer_back(by_unit, by=kurnia, reason=WHY, now=now)
    disposition.dispose(by_unit, by=ratna, agency=world.stranger, now=now)
    assert numbers(desk("ratna"), "antrean=dikembalikan") == []
    assert numbers(desk("tono"), "antrean=dikembalikan") == []


def test_watched_is_seen_to_its_end(desk: Any, stages: Stages, world: World) -> None:
    closed, mine = stages.closed(), stages.disposed()
    for report, name in ((closed, "lilis"), (mine, "karin")):
        Watch.objects.create(report=report, user=user(name), since=timezone.now())
    assert numbers(desk("lilis"), "antrean=dipantau") == [closed.pk]
    assert numbers(desk("karin"), "antrean=dipantau") == [mine.pk]
    assert numbers(desk("kurnia"), "antrean=dipantau") == []


def test_a_count_stops_at_a_hundred(desk: Any, world: World) -> None:
    now = timezone.now()
    made = Report.objects.bulk_create(
        Report(received=now, status="received", due=now + timedelta(days=2 * (n % 2), hours=-1))
        for n in range(101)
    )
    TextVersion.objects.bulk_create(TextVersion(report=one, created_at=now) for one in made)
    assert count(desk("ratna"), "verifikasi") == "99+"
    assert count(desk("ratna"), "hari-ini") == ""
    assert count(desk("ratna"), "lewat") == "51"
