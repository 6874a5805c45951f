"""Reminders and escalation: each stage once, in whatever order, by whomever, after whatever outage."""

from __future__ import annotations

import threading
import tracemalloc
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import close_old_connections, connection, connections
from django.test.utils import CaptureQueriesContext

from lapor.reports import closing, disposition, escalating, followup, lifecycle, verification
from lapor.reports.models import Deadline, Event, Nudge, Report
from lapor.reports.states import Act
from lapor.reports.tests.bulk import LARGE, fill, run_out
from lapor.reports.tests.ringkas import brought, csv_file, row
from lapor.reports.tests.world import NOW, WIB, World, build, filed, holder_of_code
from lapor.sla.escalation import Audience
from lapor.sla.rules import Step

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
# Four batches and more; at full size ten.
THOUSANDS = 5_200 if LARGE else 2_200


@pytest.fixture
def world(db: None) -> World:
    return build()


def morning(day: str) -> datetime:
    return datetime.fromisoformat(f"{day} 08:00").replace(tzinfo=WIB)


def disposed(world: World, *, supervision: bool | None = False) -> Report:
    """Filed Tue 28 Aug 2018, with the ministry since Wed 29: follow-up due Wed 5 Sep."""
    report = filed().report
    verification.verify(report, by=world.actor("ratna"), now=NOW, supervision=supervision)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW + DAY)
    return report


def reached(report: Report, step: Step = Step.FOLLOW_UP) -> list[tuple[str, bool]]:
    rows = Nudge.objects.filter(deadline__report=report, deadline__step=step).order_by("id")
    return [(nudge.stage, nudge.passed) for nudge in rows]


def escalations(report: Report, step: Step = Step.FOLLOW_UP) -> list[object]:
    return [event.facts["stage"] for event in of_escalation(report) if event.facts["step"] == step]


def of_escalation(report: Report) -> list[Event]:
    return list(report.events.filter(act=Act.ESCALATE).order_by("id"))


def test_the_ladder_is_climbed_stage_by_stage(world: World) -> None:
    report = disposed(world)
    version = report.version
    escalating.advance_due(morning("2018-09-03") - HOUR)
    assert reached(report) == []
    for day in range(3, 20):
        for _twice in range(2):
            escalating.advance_due(morning(f"2018-09-{day:02}"))
    expected = ["half", "day_before", "due", "up_1", "up_2", "up_3"]
    assert reached(report) == [(stage, False) for stage in expected]
    assert escalations(report) == ["up_1", "up_2", "up_3"]
    report.refresh_from_db()
    assert report.version == version  # no officer's form turns stale by it
    by_stage = {event.facts["stage"]: event for event in of_escalation(report)}
    assert by_stage["up_1"].agency == world.ministry
    assert by_stage["up_3"].agency is None
    assert by_stage["up_1"].role == "timer"


def test_after_an_outage_only_the_last_stage_speaks(world: World) -> None:
    report = disposed(world, supervision=True)
    escalating.advance_due(morning("2018-11-05"))
    assert reached(report) == [
        ("half", True), ("day_before", True), ("due", True), ("up_1", True), ("inspectorate", False),
        ("up_2", True), ("up_3", False),
    ]  # fmt: skip
    assert escalations(report) == ["inspectorate", "up_3"]
    assert escalating.advance_due(morning("2018-11-06")) == 0


def test_a_report_that_has_ended_or_stands_still_is_left_alone(world: World) -> None:
    ended, waiting = disposed(world), disposed(world)
    closing.close(ended, by=holder_of_code(ended), now=NOW + 2 * DAY)
    verification.postpone(waiting, by=world.actor("kurnia"), reason="Mohon nama.", now=NOW + 2 * DAY)
    escalating.advance_due(morning("2018-09-12"))
    assert reached(ended) == []
    assert reached(waiting) == []
    followup.reply(waiting, by=holder_of_code(waiting), text="SDN 1.", now=morning("2018-09-12"))
    # paused from the end of Thu 30 Aug on: 12 (1) 13 14 (3) 17 18 (5)
    escalating.advance_due(morning("2018-09-17") - HOUR)
    assert [stage for stage, _passed in reached(waiting)] == ["half"]


def test_who_is_to_complete_is_reminded_twice(world: World) -> None:
    report = filed().report
    verification.postpone(report, by=world.actor("ratna"), reason="Mohon nama.", now=NOW)
    for day in range(31):
        escalating.advance_due(NOW + day * DAY)
    assert reached(report, Step.COMPLETION) == [("half", False), ("day_before", False)]
    assert set(Nudge.objects.values_list("audience", flat=True)) == {Audience.REPORTER}
    assert escalations(report, Step.COMPLETION) == []


def test_the_legal_maximum_brings_the_case_to_the_ombudsman(world: World) -> None:
    report = disposed(world)
    # Sixty days from Tue 28 Aug end on Sat 27 Oct; Mon 29 is the next working day.
    escalating.advance_due(morning("2018-10-29") - HOUR)
    assert reached(report, Step.LEGAL_MAXIMUM) == []
    escalating.advance_due(morning("2018-10-29"))
    assert reached(report, Step.LEGAL_MAXIMUM) == [("ombudsman", False)]


def test_a_stage_reached_is_not_reached_again_when_the_clock_moves(world: World) -> None:
    report = disposed(world)
    escalating.advance_due(morning("2018-09-20"))
    before = reached(report, Step.RESOLUTION)
    assert ("up_1", False) in before
    verification.classify(report, by=world.actor("ratna"), supervision=True, now=morning("2018-09-20"))
    for days in range(0, 120, 3):
        escalating.advance_due(morning("2018-09-20") + days * DAY)
    after = [stage for stage, _passed in reached(report, Step.RESOLUTION)]
    assert len(after) == len(set(after))
    assert after[len(before) :] == ["inspectorate", "up_2", "up_3"]


def test_an_imported_report_is_not_reminded_of_what_is_past(db: None, tmp_path: Path) -> None:
    brought(csv_file(tmp_path, row(status="Belum Terverifikasi")))
    report = Report.objects.get()
    imported = report.events.get().at
    assert escalating.advance_due(imported) == 0
    escalating.advance_due(imported + 30 * DAY)
    stages = [stage for stage, _passed in reached(report, Step.VERIFICATION)]
    assert stages == ["up_1"]
    assert Nudge.objects.get(deadline__step=Step.VERIFICATION).at > imported


def test_a_digest_hears_of_each_once(world: World) -> None:
    reports = [disposed(world) for _ in range(3)]
    now = morning("2018-09-06")
    escalating.advance_due(now)
    waiting = [one for one in escalating.untold(now) if one.audience is Audience.COORDINATOR]
    assert [(one.agency_id, one.number, one.risen) for one in waiting] == [(world.ministry.pk, 3, 3)]
    assert [(one.today, one.overdue) for one in waiting] == [(0, 3)]
    first = escalating.first_of(waiting[0])
    assert {nudge.deadline.report_id for nudge in first} == {report.pk for report in reports}
    assert escalating.mark_told(waiting[0], now=NOW) == 3
    assert escalating.mark_told(waiting[0], now=NOW) == 0
    assert Audience.COORDINATOR not in {one.audience for one in escalating.untold(now)}


def test_what_is_due_today_is_counted_apart(world: World) -> None:
    disposed(world)
    now = morning("2018-09-05")
    escalating.advance_due(now)
    follow_up = [one for one in escalating.untold(now) if one.audience is Audience.HOLDER]
    assert [(one.number, one.today, one.overdue, one.risen) for one in follow_up] == [(1, 1, 0, 0)]


def test_an_objection_is_recalled_to_its_level_and_a_question_to_the_coordinator(world: World) -> None:
    archived, asked = filed().report, disposed(world)
    verification.archive(
        archived, by=world.actor("ratna"), reason_code="unclear", note="Tidak jelas.", now=NOW
    )
    closing.object_to(archived, by=holder_of_code(archived), reason="Ini nyata.", now=NOW)
    followup.ask(asked, by=world.actor("karin"), text="Sampai di mana?", now=NOW + DAY)
    escalating.advance_due(morning("2018-09-05"))
    said = dict(Nudge.objects.filter(passed=False).values_list("deadline__step", "audience"))
    assert said[Step.OBJECTION] == Audience.NATIONAL_SUPERVISOR
    assert said[Step.RESPONSE] == Audience.COORDINATOR


def test_what_ended_before_anybody_was_told_is_dropped(world: World) -> None:
    report = disposed(world)
    now = morning("2018-09-06")
    escalating.advance_due(now)
    closing.close(report, by=holder_of_code(report), now=now)
    assert escalating.untold(now) == []
    assert escalating.forget_ended(now) > 0
    assert not Nudge.objects.filter(told_at=None, passed=False).exists()


def test_a_crash_between_leaves_nothing_half_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    report = disposed(world)
    with monkeypatch.context() as patched:
        patched.setattr(escalating, "record", _crash)
        with pytest.raises(RuntimeError):
            escalating.advance_due(morning("2018-09-06"))
    assert reached(report) == []
    escalating.advance_due(morning("2018-09-06"))
    assert escalations(report) == ["up_1"]


def test_other_acts_are_not_done_in_bulk(world: World) -> None:
    with pytest.raises(ValueError, match="by advance"):
        lifecycle.record([], Act.CLOSE, by=world.actor("ratna"), now=NOW)


def test_what_is_due_is_found_by_its_index(world: World) -> None:
    fill(6_000, until=NOW, biggest=world.ministry, backlog=1, days=300)
    run_out(NOW)
    Deadline.objects.filter(report__lt=20_005_900).update(next_stage_at=None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reports_deadline")
    ripe = Deadline.objects.filter(met_at=None, stopped_at=None, next_stage_at__lte=NOW)
    assert "running_by_next_stage" in ripe.order_by("next_stage_at", "id")[:500].explain()


def test_two_runs_at_once_do_each_thing_once(transactional_db: None) -> None:
    world = build()
    reports = [disposed(world) for _ in range(12)]
    start = threading.Barrier(3)
    runs = [threading.Thread(target=_run, args=(start, morning("2018-11-05"))) for _ in range(3)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    escalating.advance_due(morning("2018-11-05"))
    assert [escalations(report) for report in reports] == [["up_3"]] * 12
    told = Nudge.objects.filter(deadline__step=Step.FOLLOW_UP, passed=False)
    assert sorted(told.values_list("deadline__report", flat=True)) == sorted(one.pk for one in reports)


def test_a_month_of_silence_over_thousands_is_one_batch_after_another(world: World) -> None:
    fill(THOUSANDS, until=NOW, biggest=world.ministry, backlog=1, days=60)
    run_out(NOW)
    open_ones = Deadline.objects.filter(met_at=None).count()
    assert open_ones >= 4 * escalating.BATCH
    tracemalloc.start()
    with CaptureQueriesContext(connection) as queries:
        assert escalating.advance_due(NOW + 60 * DAY) == open_ones
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    batches = -(-open_ones // escalating.BATCH)
    assert len(queries) <= 12 * (batches + 1)
    assert peak < (64 if LARGE else 28) * 1024 * 1024
    assert Nudge.objects.filter(passed=False).count() == open_ones
    assert Event.objects.filter(act=Act.ESCALATE).count() == open_ones
    assert escalating.advance_due(NOW + 60 * DAY) == 0
    with CaptureQueriesContext(connection) as queries:
        groups = escalating.untold(NOW + 60 * DAY)
    assert sum(one.number for one in groups) == open_ones
    assert len(queries) == 1
    assert max(len(escalating.first_of(one)) for one in groups) == escalating.NAMED


def _crash(*_args: object, **_more: object) -> None:
    raise RuntimeError


def _run(start: threading.Barrier, now: datetime) -> None:
    close_old_connections()
    try:
        start.wait()
        escalating.advance_due(now)
    finally:
        connections.close_all()
