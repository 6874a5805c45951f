"""The Ombudsman's lane: how a report comes there, its number, and the reporter's consent."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lapor.audit.models import Entry
from lapor.reports import access, closing, disposition, escalating, followup, looking, ombudsman, verification
from lapor.reports.models import OmbudsmanCase, Report
from lapor.reports.ombudsman import Ground
from lapor.reports.queues import Queue, queue
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.tests.world import NOW, WIB, World, build, filed, holder_of_code

DAY = timedelta(days=1)
NUMBER = "0123/LM/IX/2018/JKT"


@pytest.fixture
def world(db: None) -> World:
    return build()


def disposed(world: World, *, anonymous: bool = False) -> Report:
    report = filed(anonymous=anonymous).report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    return report


def archived(world: World) -> Report:
    report = filed().report
    verification.archive(report, by=world.actor("ratna"), reason_code="unclear", note="Tidak jelas.", now=NOW)
    return report


def objected(world: World, report: Report, now: datetime) -> None:
    closing.object_to(report, by=holder_of_code(report), reason="Ini nyata.", now=now)


def rejected(world: World, report: Report, now: datetime) -> None:
    closing.decide_objection(report, by=world.actor("pratiwi"), upheld=False, text="Sudah tepat.", now=now)


def lane(world: World) -> list[Report]:
    waiting = queue(world.actor("yusuf"), Queue.OMBUDSMAN, now=NOW)
    return list(waiting.rows.order_by(*waiting.keys))


def test_who_passes_the_legal_maximum_comes_there_once(world: World) -> None:
    report = disposed(world)
    escalating.advance_due(datetime(2018, 10, 26, 9, tzinfo=WIB))
    assert lane(world) == []
    for hour in (8, 9):
        escalating.advance_due(datetime(2018, 10, 29, hour, tzinfo=WIB))
    assert lane(world) == [report]
    assert ombudsman.grounds(report) == [Ground.LEGAL_MAXIMUM]


def test_an_objection_nobody_decides_comes_there(world: World) -> None:
    report = archived(world)
    objected(world, report, NOW)
    # five working days end on Tue 4 Sep; the third after it is Fri 7
    escalating.advance_due(datetime(2018, 9, 6, 9, tzinfo=WIB))
    assert lane(world) == []
    escalating.advance_due(datetime(2018, 9, 7, 9, tzinfo=WIB))
    assert lane(world) == [report]
    assert ombudsman.grounds(report) == [Ground.LATE_OBJECTION]


def test_at_the_end_of_the_ladder_it_is_there_at_once(world: World) -> None:
    report = archived(world)
    objected(world, report, NOW)
    rejected(world, report, NOW + DAY)
    assert lane(world) == []
    objected(world, report, NOW + 2 * DAY)
    assert lane(world) == [report]
    assert ombudsman.grounds(report) == [Ground.LAST_OBJECTION]


def test_a_recommendation_without_response_comes_there(world: World) -> None:
    report = disposed(world)
    followup.recommend(report, by=world.actor("yusuf"), text="Bayarlah tunjangannya.", now=NOW)
    # fourteen working days end on Tue 18 Sep; the fifth after it is Tue 25
    escalating.advance_due(datetime(2018, 9, 25, 9, tzinfo=WIB))
    assert lane(world) == [report]
    assert ombudsman.grounds(report) == [Ground.NO_RESPONSE]


def test_the_newest_case_stands_first_and_what_its_reporter_ended_leaves(world: World) -> None:
    reports = [disposed(world) for _number in range(3)]
    for report in (reports[1], reports[0], reports[2]):
        ombudsman.open_cases([report.pk], now=NOW)
    assert lane(world) == [reports[2], reports[0], reports[1]]
    closing.close(reports[2], by=holder_of_code(reports[2]), now=NOW)
    assert lane(world) == [reports[0], reports[1]]
    ombudsman.number_case(reports[2], by=world.actor("yusuf"), number=NUMBER, now=NOW)
    assert lane(world) == [reports[2], reports[0], reports[1]]


def test_the_number_is_kept_by_the_ombudsman_alone_and_on_record(world: World) -> None:
    report = disposed(world)
    for name in ("ratna", "pratiwi", "karin", "kurnia"):
        with pytest.raises(NotAllowed):
            ombudsman.number_case(report, by=world.actor(name), number=NUMBER, now=NOW)
    yusuf = world.actor("yusuf")
    ombudsman.number_case(report, by=yusuf, number="1/LM/2018", now=NOW)
    ombudsman.number_case(report, by=yusuf, number=f"  {NUMBER} ", now=NOW + DAY)
    case = OmbudsmanCase.objects.get(report=report)
    assert (case.number, case.since, case.numbered_at) == (NUMBER, NOW, NOW + DAY)
    assert ombudsman.grounds(report) == []
    entries = Entry.objects.filter(act="number_case", subject_id=report.pk).order_by("id")
    assert [(entry.actor_id, entry.facts["number"]) for entry in entries] == [
        (yusuf.user_id, "1/LM/2018"),
        (yusuf.user_id, NUMBER),
    ]


@pytest.mark.parametrize("number", ["", " ", "belum ada", "x" * 61, "12\x00 ' <b>", "Laporan Bu Kenanga"])
def test_what_is_no_number_is_refused(world: World, number: str) -> None:
    with pytest.raises(BadInput):
        ombudsman.number_case(disposed(world), by=world.actor("yusuf"), number=number, now=NOW)


@pytest.mark.parametrize("anonymous", [False, True])
def test_the_ombudsman_sees_the_person_only_while_the_reporter_agrees(world: World, anonymous: bool) -> None:
    report, other = disposed(world, anonymous=anonymous), disposed(world)
    ombudsman.open_cases([report.pk, other.pk], now=NOW)
    assert persons(world, report) == {}
    ombudsman.consent(report, by=holder_of_code(report), agreed=True, now=NOW)
    assert persons(world, report) == {"yusuf": "Kenanga Wulandari"}
    assert persons(world, other) == {}
    rows = looking.look_at_list([report, other], world.actor("yusuf"), now=NOW)
    assert [row.person is not None for row in rows] == [True, False]
    ombudsman.consent(report, by=holder_of_code(report), agreed=False, now=NOW + DAY)
    assert persons(world, report) == {}
    acts = Entry.objects.filter(subject_id=report.pk).order_by("id").values_list("act", "actor_id")
    assert list(acts) == [("consent_ombudsman", None), ("end_consent_ombudsman", None)]


def persons(world: World, report: Report) -> dict[str, str]:
    """Which overseers see whom."""
    seen = {
        name: looking.look(Report.objects.get(pk=report.pk), world.actor(name), now=NOW).person
        for name in ("yusuf", "pratiwi", "karin")
    }
    return {name: person.name for name, person in seen.items() if person}


def test_only_the_reporter_agrees_and_only_when_there_is_a_case(world: World) -> None:
    report = disposed(world)
    with pytest.raises(WrongState):
        ombudsman.consent(report, by=holder_of_code(report), agreed=True, now=NOW)
    ombudsman.open_cases([report.pk], now=NOW)
    for name in ("yusuf", "ratna", "kurnia", "pratiwi"):
        with pytest.raises(NotAllowed):
            ombudsman.consent(report, by=world.actor(name), agreed=True, now=NOW)
    for days in (0, 1):
        ombudsman.consent(report, by=holder_of_code(report), agreed=True, now=NOW + days * DAY)
    assert OmbudsmanCase.objects.get(report=report).consented_at == NOW
    assert Entry.objects.filter(act="consent_ombudsman").count() == 1
    assert not access.sight(report, world.actor("karin"), now=NOW).person
