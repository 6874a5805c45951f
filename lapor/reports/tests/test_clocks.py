"""Which clock an act starts, meets, stops, pauses; counted by hand in the comments."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from lapor.registry.models import Agency
from lapor.reports import clocks, closing, disposition, followup, merging, verification
from lapor.reports.models import Deadline, Report
from lapor.reports.refusals import NotAllowed, WrongState
from lapor.reports.states import Status
from lapor.reports.tests.world import NOW, WIB, World, build, filed, holder_of_code
from lapor.sla.rules import Step

DAY = timedelta(days=1)


@pytest.fixture
def world(db: None) -> World:
    return build()


def end_of(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 23, 59, 59, tzinfo=WIB)


def due(report: Report, step: Step) -> datetime | None:
    return clocks.running(report, step).get().due


def disposed(world: World, **changes: Any) -> Report:
    report = filed(**changes).report
    verification.verify(report, by=world.actor("ratna"), now=NOW, supervision=False)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW + DAY)
    return report


def test_filing_starts_verification_and_resolution(world: World) -> None:
    report = filed().report  # Tue 28 Aug 2018
    assert due(report, Step.VERIFICATION) == end_of(2018, 8, 31)  # Wed, Thu, Fri
    # 14 working days; Tue 11 Sep is Tahun Baru Islam: 29-31 Aug (3), 3-7 Sep (8), 10, 12-14 (12), 17, 18.
    assert due(report, Step.RESOLUTION) == end_of(2018, 9, 18)
    assert report.due == end_of(2018, 8, 31)


def test_a_complaint_requiring_inspection_has_sixty_days(world: World) -> None:
    report = filed().report
    before = due(report, Step.RESOLUTION)
    verification.verify(report, by=world.actor("ratna"), now=NOW, supervision=True)
    after = due(report, Step.RESOLUTION)
    assert before
    assert after
    assert after > before + 60 * DAY


def test_disposition_meets_verification_and_starts_follow_up(world: World) -> None:
    report = disposed(world)
    assert Deadline.objects.get(report=report, step=Step.VERIFICATION).met_at == NOW + DAY
    # Wed 29 Aug is not counted: Thu 30, Fri 31, Mon 3, Tue 4, Wed 5 Sep.
    assert due(report, Step.FOLLOW_UP) == end_of(2018, 9, 5)


def test_a_draft_does_not_meet_the_follow_up_but_the_answer_does(world: World) -> None:
    report = disposed(world)
    disposition.dispose_to_unit(report, by=world.actor("kurnia"), unit=world.unit, now=NOW + DAY)
    followup.draft(report, by=world.actor("budi"), text="Kami sedang memeriksa.", final=False, now=NOW + DAY)
    assert clocks.running(report, Step.FOLLOW_UP).exists()
    followup.approve_draft(report, by=world.actor("wati"), now=NOW + 2 * DAY)
    assert not clocks.running(report, Step.FOLLOW_UP).exists()
    assert report.status == Status.IN_PROGRESS


def test_a_pause_moves_the_due_dates_by_its_working_days(world: World) -> None:
    report = filed().report
    verification.postpone(report, by=world.actor("ratna"), reason="Mohon tulis nama sekolah.", now=NOW)
    assert due(report, Step.VERIFICATION) is None
    assert report.due is None
    verification.complete(
        report, by=holder_of_code(report), text="SDN Contoh 1.", now=datetime(2018, 9, 3, 10, tzinfo=WIB)
    )
    assert report.status == Status.RECEIVED
    # Paused at the ends of 28-31 Aug; Mon 3, Tue 4, Wed 5 Sep count.
    assert due(report, Step.VERIFICATION) == end_of(2018, 9, 5)
    assert not clocks.running(report, Step.COMPLETION).exists()


def test_a_reply_restarts_the_follow_up_and_stops_the_quiet_days(world: World) -> None:
    report = disposed(world)
    followup.answer(report, by=world.actor("kurnia"), text="Sudah kami bayar.", final=True, now=NOW + 2 * DAY)
    closing.reporter_told(report, reached=True, now=NOW + 2 * DAY)
    assert clocks.running(report, Step.QUIET).exists()
    followup.reply(report, by=holder_of_code(report), text="Belum masuk.", now=NOW + 3 * DAY)
    assert not clocks.running(report, Step.QUIET).exists()
    # Fri 31 Aug is not counted: Mon 3 to Fri 7 Sep.
    assert due(report, Step.FOLLOW_UP) == end_of(2018, 9, 7)


def test_a_referral_starts_verification_anew_and_a_third_is_refused(world: World) -> None:
    report = disposed(world)
    disposition.refer_back(report, by=world.actor("kurnia"), reason="Bukan urusan kami.", now=NOW + DAY)
    assert report.status == Status.VERIFIED
    assert not report.dispositions.filter(until=None).exists()
    assert due(report, Step.VERIFICATION) == end_of(2018, 9, 3)  # Thu, Fri, Mon
    assert not clocks.running(report, Step.FOLLOW_UP).exists()


def test_an_added_agency_has_its_own_clock_and_the_status_follows_the_lead(world: World) -> None:
    report = disposed(world)
    disposition.add_agency(report, by=world.actor("ratna"), agency=world.stranger, now=NOW + DAY)
    followup.answer(
        report, by=world.actor("tono"), text="Bagian kami selesai.", final=True, now=NOW + 2 * DAY
    )
    report.refresh_from_db()
    assert report.status == Status.DISPOSED
    owed = clocks.running(report, Step.FOLLOW_UP)
    assert [row.agency for row in owed.select_related("agency")] == [world.ministry]


def test_a_merge_stops_the_clocks_and_an_unmerge_lets_them_run_on(world: World) -> None:
    child, target = filed().report, filed(title="Tunjangan juga belum").report
    merging.merge(child, by=world.actor("ratna"), into=target, now=NOW)
    assert child.status == Status.MERGED
    assert due(child, Step.VERIFICATION) is None
    merging.unmerge(child, by=world.actor("ratna"), now=datetime(2018, 9, 3, 10, tzinfo=WIB))
    assert child.status == Status.RECEIVED
    assert due(child, Step.VERIFICATION) == end_of(2018, 9, 5)


def test_a_postponed_report_merged_and_unmerged_waits_on(world: World) -> None:
    child, target = filed().report, filed(title="Tunjangan juga belum").report
    verification.postpone(child, by=world.actor("ratna"), reason="Mohon tulis nama sekolah.", now=NOW)
    merging.merge(child, by=world.actor("ratna"), into=target, now=NOW + DAY)
    merging.unmerge(child, by=world.actor("ratna"), now=NOW + 2 * DAY)
    assert child.status == Status.POSTPONED
    verification.complete(child, by=holder_of_code(child), text="SDN Contoh 1.", now=NOW + 3 * DAY)
    assert child.status == Status.RECEIVED


def test_the_agency_in_the_east_is_given_its_own_midnight(world: World) -> None:
    east = Agency.objects.filter(region__timezone="Asia/Jayapura", parent=None).first()
    assert east is not None
    report = filed().report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=east, now=NOW)
    moment = due(report, Step.FOLLOW_UP)
    assert moment == end_of(2018, 9, 4) - timedelta(hours=2)


def test_a_merged_report_is_taken_up_by_its_reporter_when_its_target_has_closed(world: World) -> None:
    child, target = filed().report, disposed(world, title="Tunjangan juga belum")
    merging.merge(child, by=world.actor("ratna"), into=target, now=NOW)
    mine = holder_of_code(child)
    with pytest.raises(WrongState):
        closing.reopen(child, by=mine, reason="Saya belum puas.", now=NOW)
    with pytest.raises(NotAllowed):
        merging.unmerge(child, by=mine, now=NOW)
    closing.close(target, by=holder_of_code(target), now=NOW + DAY)
    closing.reopen(Report.objects.get(pk=child.pk), by=mine, reason="Saya belum puas.", now=NOW + DAY)
    child.refresh_from_db()
    assert (child.status, child.merged_into) == (Status.RECEIVED, None)
