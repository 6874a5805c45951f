"""Who in person works on a report: taken by one, handed over inside an office, over when it leaves."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from lapor.accounts.actors import Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.audit.models import Entry
from lapor.reports import closing, disposition, handling, verification, watching
from lapor.reports.models import Handling, Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code


@pytest.fixture
def world(db: None) -> World:
    return build()


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.lapor")


def at_unit(world: World) -> Report:
    report = filed().report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.unit, now=NOW, also=(world.stranger,))
    return report


def handler(report: Report, world: World) -> str:
    row = Handling.objects.filter(report=report, agency=world.ministry).select_related("user").first()
    return row.user.name if row else ""


def test_each_office_has_one_handler_and_those_outside_have_none(world: World) -> None:
    report = at_unit(world)
    handling.take(report, by=world.actor("budi"), now=NOW)
    handling.take(report, by=world.actor("budi"), now=NOW)
    handling.take(report, by=world.actor("tono"), now=NOW)
    assert [row.user.name for row in handling.handlers(report)] in (["Budi", "Tono"], ["Tono", "Budi"])
    knows = {"wati": {"Budi"}, "lilis": {"Budi"}, "tono": {"Tono"}, "ratna": {"Budi", "Tono"}, "karin": set()}
    for name, those in knows.items():
        assert {row.user.name for row in handling.known_to(report, world.actor(name))} == those, name
    with pytest.raises(WrongState, match="Budi sudah menangani"):
        handling.take(report, by=world.actor("wati"), now=NOW)
    with pytest.raises(WrongState):  # an agency has it: the national service does not
        handling.take(report, by=world.actor("ratna"), now=NOW)
    for name in ("lilis", "irwan", "pratiwi", "karin", "yusuf", "dewi"):
        with pytest.raises(NotAllowed):
            handling.take(report, by=world.actor(name), now=NOW)
    with pytest.raises(NotAllowed):
        handling.take(report, by=holder_of_code(report), now=NOW)
    entries = Entry.objects.filter(subject_id=report.pk).values_list("act", flat=True)
    assert sorted(entries) == ["take_report", "take_report"]


def test_handed_over_by_the_handler_or_a_head_to_a_colleague_who_sees_the_report(world: World) -> None:
    report, kurnia = at_unit(world), world.actor("kurnia")
    handling.take(report, by=world.actor("budi"), now=NOW)
    for stranger in ("tono", "ratna", "lilis", "dewi"):
        with pytest.raises(BadInput):
            handling.hand_over(report, by=kurnia, to=user(stranger), now=NOW, seen=user("budi").pk)
    handling.hand_over(report, by=kurnia, to=user("wati"), now=NOW, seen=user("budi").pk)
    assert handler(report, world) == "Wati"
    with pytest.raises(NotAllowed, match="Wati atau atasannya"):
        handling.hand_over(report, by=world.actor("budi"), to=user("budi"), now=NOW, seen=user("wati").pk)
    with pytest.raises(WrongState, match="Wati sudah menangani"):  # kurnia had still seen budi
        handling.hand_over(report, by=kurnia, to=user("kurnia"), now=NOW, seen=user("budi").pk)
    with pytest.raises(WrongState):
        handling.let_go(report, by=world.actor("budi"), now=NOW)
    handling.let_go(report, by=world.actor("wati"), now=NOW)
    assert handler(report, world) == ""
    assert Entry.objects.get(act="hand_over_report").facts == {"to": user("wati").pk}


def test_it_ends_when_the_report_leaves_the_office_or_ends(world: World) -> None:
    report = filed().report
    verifier = world.actor("ratna")
    handling.take(report, by=verifier, now=NOW)
    verification.verify(report, by=verifier, now=NOW)
    assert handling.handlers(report).count() == 1
    disposition.dispose(report, by=verifier, agency=world.unit, now=NOW, also=(world.stranger,))
    assert handling.handlers(report).count() == 0
    handling.take(report, by=world.actor("budi"), now=NOW)
    handling.take(report, by=world.actor("tono"), now=NOW)
    disposition.refer_back(report, by=world.actor("tono"), reason="Bukan kami.", now=NOW)
    disposition.refer_back(report, by=world.actor("budi"), reason="Bukan unit kami.", now=NOW)
    assert handling.handlers(report).count() == 0
    handling.take(report, by=world.actor("kurnia"), now=NOW)
    disposition.dispose_to_unit(report, by=world.actor("kurnia"), unit=world.unit, now=NOW)
    assert handler(report, world) == "Kurnia"  # the report is still in the office and in sight
    closing.close(report, by=holder_of_code(report), now=NOW)
    assert handling.handlers(report).count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_at_once_one_wins_and_the_other_is_told_who() -> None:
    world = build()
    report = at_unit(world)
    actors = [world.actor(name) for name in ("budi", "wati", "kurnia")]
    start, said = Barrier(len(actors)), dict[int, str]()

    def go(number: int, actor: Actor) -> None:
        try:
            start.wait(10)
            handling.take(Report.objects.get(pk=report.pk), by=actor, now=NOW)
            said[number] = "won"
        except WrongState as refusal:
            said[number] = str(refusal)
        finally:
            connection.close()

    threads = [Thread(target=go, args=pair) for pair in enumerate(actors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(said.values()) == sorted(
        ["won", *[f"{handler(report, world)} sudah menangani laporan ini."] * 2]
    )


def test_watchers_are_those_who_still_have_the_report_in_scope(world: World) -> None:
    report = at_unit(world)
    for name in ("budi", "tono", "ratna", "karin"):
        watching.watch(report, by=world.actor(name), now=NOW)
        watching.watch(report, by=world.actor(name), now=NOW)
    disposition.refer_back(report, by=world.actor("tono"), reason="Bukan kami.", now=NOW)
    Seat.objects.filter(user=user("karin"), role=Role.KSP_OBSERVER).update(valid_to=NOW)
    Seat.objects.filter(user=user("ratna")).update(agency=world.stranger)  # where a national officer sits
    assert {one.name for one in watching.watchers(report, now=NOW)} == {"Budi", "Ratna"}
    watching.unwatch(report, by=world.actor("budi"))
    assert not watching.watches(report, world.actor("budi"))
    with pytest.raises(NotAllowed):
        watching.watch(report, by=holder_of_code(report), now=NOW)
