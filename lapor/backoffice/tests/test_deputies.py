"""Pelaksana tugas: in the seat's scope, in the time named, on record as such, and over by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from lapor.accounts.actors import actor_of
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import AGENCY, Role
from lapor.audit.models import Entry
from lapor.backoffice.tests.stages import Stages
from lapor.reports import disposition
from lapor.reports.history import timeline
from lapor.reports.looking import look
from lapor.reports.models import Event
from lapor.reports.office import office_of, people_of
from lapor.reports.tests.world import World
from lapor.sla.zones import WIB


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.lapor")


def seat(name: str) -> Seat:
    return Seat.objects.get(user=user(name), deputy_for=None)


def named(client: Any, holder: str, deputy: str, since: int = 0, until: int = 7) -> int:
    today = timezone.now().astimezone(WIB).date()
    days = {name: (today + timedelta(days=n)).isoformat() for name, n in (("since", since), ("until", until))}
    sent = client.post("/kelola/pelaksana/", {"seat": seat(holder).pk, "deputy": user(deputy).pk, **days})
    return int(sent.status_code)


def test_a_deputy_acts_in_that_scope_and_time_only(desk: Any, stages: Stages, world: World) -> None:
    report = stages.disposed()
    wati = desk("wati")
    assert wati.get(f"/kelola/laporan/{report.pk}/").status_code == 404  # it lies with the ministry
    assert named(desk("kurnia"), "kurnia", "wati", since=2) == 302
    assert wati.get(f"/kelola/laporan/{report.pk}/").status_code == 404  # not yet
    made = Seat.objects.exclude(deputy_for=None).get()
    begin, end = made.valid_from, made.valid_to
    assert begin
    assert end
    assert (begin.astimezone(WIB).hour, end - begin) == (0, timedelta(days=6))
    for moment, may in ((begin - timedelta(seconds=1), False), (begin, True), (end, False)):
        assert actor_of(user("wati"), now=moment).has(Role.COORDINATOR) is may
    assert "Wati" in desk("kurnia").get("/kelola/pelaksana/").content.decode()
    assert "Anda untuk Kurnia" in wati.get("/kelola/pelaksana/").content.decode()
    by = actor_of(user("wati"), now=begin)
    disposition.dispose_to_unit(report, by=by, unit=world.unit, now=begin)
    event = Event.objects.filter(report=report).latest("pk")
    assert event.facts["deputy"] is True
    seen = look(report, world.actor("kurnia"), now=begin).sight
    assert str(timeline(report, seen)[-1].who) == "Admin instansi (pelaksana tugas)"
    assert Entry.objects.get(act="name_deputy").subject_id == user("wati").pk


def test_a_deputy_ends_early_and_with_the_seat(desk: Any, world: World) -> None:
    assert named(desk("kurnia"), "kurnia", "wati") == 302
    made = Seat.objects.exclude(deputy_for=None).get()
    assert desk("budi").post(f"/kelola/pelaksana/{made.pk}/pengakhiran/").status_code == 404
    assert desk("tono").post(f"/kelola/pelaksana/{made.pk}/pengakhiran/").status_code == 404
    assert actor_of(user("wati"), now=timezone.now()).has(Role.COORDINATOR)
    assert desk("wati").post(f"/kelola/pelaksana/{made.pk}/pengakhiran/").status_code == 302
    assert not actor_of(user("wati"), now=timezone.now()).has(Role.COORDINATOR)
    assert named(desk("budi"), "budi", "wati") == 302
    old = seat("budi")
    assert (
        desk("kurnia").post(f"/kelola/orang/{old.user_id}/jabatan/{old.pk}/pengakhiran/").status_code == 302
    )
    assert not actor_of(user("wati"), now=timezone.now()).has(Role.LIAISON)


def test_who_may_not_be_named(desk: Any, world: World) -> None:
    kurnia = desk("kurnia")
    assert named(kurnia, "kurnia", "tono") == 422  # another agency
    assert named(kurnia, "kurnia", "ratna") == 422
    assert named(kurnia, "kurnia", "kurnia") == 422
    assert named(kurnia, "budi", "wati") == 422  # not the own seat
    assert named(kurnia, "kurnia", "wati", since=3, until=1) == 422
    assert named(kurnia, "kurnia", "wati", since=-9, until=-3) == 422
    assert named(kurnia, "kurnia", "wati", since=0, until=400) == 422
    assert named(kurnia, "kurnia", "wati") == 302
    assert named(kurnia, "kurnia", "wati", since=5, until=9) == 422  # twice at once
    assert named(desk("wati"), "kurnia", "budi") == 422  # nobody passes it on
    days = {"since": "2026-01-01", "until": "9999-12-31"}  # the last day that a computer knows
    far = {"seat": str(seat("kurnia").pk), "deputy": str(user("wati").pk), **days}
    assert kurnia.post("/kelola/pelaksana/", far).status_code == 422
    for odd in ({}, {"since": "\0", "until": "besok", "seat": "x", "deputy": "9" * 40}):
        assert kurnia.post("/kelola/pelaksana/", odd).status_code == 422


def test_a_national_deputy(desk: Any, world: World) -> None:
    assert named(desk("ratna"), "ratna", "karin") == 422  # who watches the service does not work in it
    assert named(desk("karin"), "karin", "ratna") == 422
    assert named(desk("pratiwi"), "pratiwi", "ratna") == 302
    assert desk("ratna").get("/kelola/pembukaan-identitas/").status_code == 200
    assert desk("ratna").get("/kelola/orang/").status_code == 403  # a deputy manages nobody


def test_who_stands_in_next_week_is_no_colleague_yet(desk: Any, stages: Stages, world: World) -> None:
    report = stages.at_unit()
    Seat.objects.filter(user=user("tono")).update(
        valid_from=timezone.now() + timedelta(days=7), agency=world.unit
    )
    office = office_of(report, world.actor("budi"), *AGENCY)
    assert office is not None
    names = [one.name for one in people_of(office, roles=AGENCY, now=timezone.now())]
    assert "Budi" in names
    assert "Tono" not in names
    later = people_of(office, roles=AGENCY, now=timezone.now() + timedelta(days=8))
    assert user("tono") in later
