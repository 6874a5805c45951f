"""A deadline is always recomputable from the record alone: here every one of them is."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapor.accounts.actors import TIMER, Actor
from lapor.registry.models import Agency
from lapor.registry.queries import zone_of
from lapor.registry.sample import load_sample
from lapor.reports import closing, disposition, filing, followup, merging, recounting, rehanging, verification
from lapor.reports.models import Deadline, Objection, Report
from lapor.reports.refusals import Refusal
from lapor.reports.states import OPEN, Act, Status
from lapor.reports.tests.ringkas import brought, csv_file, row
from lapor.reports.tests.test_export import SHARED
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code
from lapor.sla.rules import Step
from tests.shared import shared_file

DECIDERS = {
    Objection.Level.COORDINATOR: "kurnia",
    Objection.Level.NATIONAL_SUPERVISOR: "pratiwi",
    Objection.Level.OMBUDSMAN: "yusuf",
}
WALKS = max(20, int(os.environ.get("LAPOR_EXAMPLES", "200")) // 4)
Deed = Callable[["Walk"], object]


class Walk:
    """One report and another beside it, the cast, and a clock that only goes forward."""

    def __init__(self, world: World, east: Agency, kind: str) -> None:
        self.world, self.east, self.now = world, east, NOW
        self.actors = {name: world.actor(name) for name in ("ratna", "kurnia", "tono", "budi", "karin")}
        self.report = filed(report_class=kind).report
        self.other = filed(title="Laporan serupa").report

    def by(self, name: str) -> Actor:
        if name not in self.actors:
            self.actors[name] = self.world.actor(name)
        return self.actors[name]

    @property
    def reporter(self) -> Actor:
        return holder_of_code(self.report)

    @property
    def facts(self) -> dict[str, Any]:
        return {"now": self.now}

    def do(self, deed: Deed, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.report.refresh_from_db()
        try:
            with transaction.atomic():
                deed(self)
        except Refusal:
            pass


def _decide(walk: Walk, upheld: bool) -> None:
    objection = walk.report.objections.filter(decided_at=None).first()
    if objection:
        by = walk.by(DECIDERS[Objection.Level(objection.level)])
        closing.decide_objection(walk.report, by=by, upheld=upheld, text="Sudah kami periksa.", **walk.facts)


def _answer(walk: Walk, name: str, final: bool) -> None:
    followup.answer(walk.report, by=walk.by(name), text="Sudah kami tangani.", final=final, **walk.facts)


def _quiet(walk: Walk) -> None:
    """Who was told was reminded long ago."""
    told = Report.objects.filter(pk=walk.report.pk, told_at__isnull=False)
    told.update(reminded_at=walk.now - timedelta(days=14))
    closing.close_quiet(walk.report, by=TIMER, **walk.facts)


# Each deed by its name, so that a counter-example can be read.
DEEDS: dict[str, Deed] = {
    "verify": lambda w: verification.verify(w.report, by=w.by("ratna"), supervision=None, **w.facts),
    "verify, inspection": lambda w: verification.verify(
        w.report, by=w.by("ratna"), supervision=True, **w.facts
    ),
    "classify complaint": lambda w: verification.classify(
        w.report, by=w.by("ratna"), report_class="complaint", supervision=True, **w.facts
    ),
    "classify aspiration": lambda w: verification.classify(
        w.report, by=w.by("ratna"), report_class="aspiration", **w.facts
    ),
    "dispose": lambda w: disposition.dispose(
        w.report, by=w.by("ratna"), agency=w.world.ministry, **w.facts
    ),
    "dispose east": lambda w: disposition.dispose(
        w.report, by=w.by("ratna"), agency=w.east, also=(w.world.stranger,), **w.facts
    ),
    "dispose to unit": lambda w: disposition.dispose_to_unit(
        w.report, by=w.by("kurnia"), unit=w.world.unit, **w.facts
    ),
    "add": lambda w: disposition.add_agency(
        w.report, by=w.by("ratna"), agency=w.world.stranger, **w.facts
    ),
    "postpone": lambda w: verification.postpone(
        w.report, by=w.by("ratna"), reason="Mohon nama sekolah.", **w.facts
    ),
    "postpone at agency": lambda w: verification.postpone(
        w.report, by=w.by("kurnia"), reason="Mohon nama sekolah.", **w.facts
    ),
    "complete": lambda w: verification.complete(w.report, by=w.reporter, text="SDN 1.", **w.facts),
    "lapse": lambda w: verification.lapse(w.report, by=TIMER, **w.facts),
    "archive": lambda w: verification.archive(
        w.report, by=w.by("ratna"), reason_code="unclear", note="Tidak jelas.", **w.facts
    ),
    "refer back": lambda w: disposition.refer_back(
        w.report, by=w.by("kurnia"), reason="Bukan wewenang kami.", **w.facts
    ),
    "unit refers back": lambda w: disposition.refer_back(
        w.report, by=w.by("budi"), reason="Bukan wewenang kami.", **w.facts
    ),
    "added refers back": lambda w: disposition.refer_back(
        w.report, by=w.by("tono"), reason="Bukan wewenang kami.", **w.facts
    ),
    "interim": lambda w: _answer(w, "kurnia", False),
    "final": lambda w: _answer(w, "kurnia", True),
    "added answers": lambda w: _answer(w, "tono", True),
    "told": lambda w: closing.reporter_told(w.report, reached=True, **w.facts),
    "not reached": lambda w: closing.reporter_told(w.report, reached=False, **w.facts),
    "reply": lambda w: followup.reply(w.report, by=w.reporter, text="Belum selesai.", **w.facts),
    "close": lambda w: closing.close(w.report, by=w.reporter, rating=4, **w.facts),
    "close quiet": _quiet,
    "reopen": lambda w: closing.reopen(w.report, by=w.reporter, reason="Belum selesai.", **w.facts),
    "object": lambda w: closing.object_to(w.report, by=w.reporter, reason="Saya keberatan.", **w.facts),
    "upheld": lambda w: _decide(w, True),
    "rejected": lambda w: _decide(w, False),
    "ask": lambda w: followup.ask(w.report, by=w.by("karin"), text="Sampai di mana?", **w.facts),
    "recommend": lambda w: followup.recommend(w.report, by=w.by("yusuf"), text="Bayarlah.", **w.facts),
    "respond": lambda w: followup.respond(w.report, by=w.by("kurnia"), text="Sedang kami urus.", **w.facts),
    "withdraw": lambda w: filing.withdraw(w.report, by=w.reporter, **w.facts),
    "merge": lambda w: merging.merge(w.report, by=w.by("ratna"), into=w.other, **w.facts),
    "unmerge": lambda w: merging.unmerge(w.report, by=w.by("ratna"), **w.facts),
    "split": lambda w: merging.split(w.report, by=w.by("ratna"), title="Hal lain", text="Isi.", **w.facts),
}  # fmt: skip
# Walks start on a road: from a bare filing most deeds would only be refused.
ROADS: tuple[tuple[str, ...], ...] = (
    (),
    ("verify", "dispose"),
    ("verify", "dispose east"),
    ("verify, inspection", "dispose", "add", "dispose to unit"),
    ("verify", "dispose", "final", "told"),
    ("verify", "dispose", "final", "close", "object"),
    ("postpone",),
    ("archive", "object"),
)
steps = st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 300)), max_size=10)


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def east(world: World) -> Agency:
    return Agency.objects.filter(region__timezone="Asia/Jayapura", parent=None)[0]


def stored(report: Report) -> list[dict[str, object]]:
    rows = Deadline.objects.filter(report=report).order_by("id")
    names = ("step", "rule", "agency", "started_at", "due", "met_at", "stopped_at")
    return sorted(rows.values(*names), key=str)


def counted(report: Report) -> tuple[list[dict[str, object]], list[tuple[datetime, datetime | None]]]:
    made = recounting.recount_of(report)
    return sorted((vars(clock) for clock in made.clocks), key=str), made.pauses


def differences(report: Report) -> list[object]:
    clocks, pauses = counted(report)
    rows = stored(report)
    both = itertools.zip_longest(_utc(rows), _utc(clocks))
    wrong: list[object] = [pair for pair in both if pair[0] != pair[1]]
    kept = list(report.pauses.order_by("id").values_list("started_at", "ended_at"))
    return wrong if kept == pauses else [*wrong, (kept, pauses)]


def _utc(rows: list[dict[str, object]]) -> list[str]:
    """One text a row, times in UTC: the same moment may be written in two zones."""
    return sorted(str({name: _plain(value) for name, value in row.items()}) for row in rows)


def _plain(value: object) -> object:
    return value.timestamp() if isinstance(value, datetime) else str(value)


# A walk is some twenty acts on a real database: fewer of them than of what is only reckoned.
@settings(
    max_examples=WALKS, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(kind=st.sampled_from(["complaint", "aspiration"]), road=st.sampled_from(ROADS), deeds=steps)
def test_whatever_happens_to_a_report_its_clocks_can_be_counted_again(
    world: World, east: Agency, kind: str, road: tuple[str, ...], deeds: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        walk = Walk(world, east, kind)
        for name, hours in [*((name, 20) for name in road), *deeds]:
            walk.do(DEEDS[name], hours)
        reports = list(Report.objects.all())
        assert {report.pk: differences(report) for report in reports} == {one.pk: [] for one in reports}
        transaction.set_rollback(True)


def test_the_walks_know_every_act_that_moves_a_clock(world: World, east: Agency) -> None:
    """Whatever is added to the lifecycle is to be walked too."""
    done: set[str] = set()
    for road in (
        (*ROADS[3], "interim", "ask", "respond", "final", "told", "reply", "close", "reopen"),
        ("verify", "dispose", "refer back", "dispose east", "postpone at agency"),
        ("verify", "classify aspiration", "classify complaint", "split", "merge", "unmerge", "withdraw"),
        ("postpone", "complete", "postpone", "lapse", "reopen", "archive", "object", "upheld"),
        ("verify", "dispose", "postpone at agency", "recommend", "withdraw"),
        ("verify", "dispose", "final", "not reached", "close quiet", "object", "rejected", "recommend"),
    ):
        walk = Walk(world, east, "complaint")
        for name in road:
            walk.do(DEEDS[name], 5)
        done |= set(walk.report.events.values_list("act", flat=True))
        assert differences(walk.report) == []
    unmoved = {
        Act.CONFIRM_CONTACT, Act.DRAFT, Act.REJECT_DRAFT, Act.APPROVE_DRAFT, Act.ESCALATE, Act.FOLLOW,
        Act.SUPPORT, Act.CHANGE_PRIVACY, Act.REDACT, Act.IMPORT,
    }  # fmt: skip
    assert done == set(Act) - unmoved


def test_every_report_of_the_real_exports_has_its_clocks(db: None) -> None:
    load_sample()
    for name in SHARED:
        brought(shared_file(name))
    reports = list(Report.objects.all())
    assert len(reports) >= 580
    assert [one.pk for one in reports if differences(one)] == []
    owed = {one.pk: [clock["step"] for clock in stored(one)] for one in reports}
    missing = [
        one.pk
        for one in reports
        if (one.status in OPEN and one.report_class and Step.RESOLUTION not in owed[one.pk])
        or (one.status == Status.POSTPONED and Step.COMPLETION not in owed[one.pk])
    ]
    assert missing == []


def test_an_imported_report_taken_up_again_counts_from_filing(db: None) -> None:
    world = build()
    brought(shared_file(SHARED[0]))
    report = Report.objects.filter(status=Status.CLOSED).exclude(report_class="")[0]
    closing.reopen(report, by=world.actor("pratiwi"), reason="Belum selesai.", now=NOW + timedelta(days=4000))
    assert Deadline.objects.get(report=report, step=Step.RESOLUTION).started_at == report.received
    assert differences(report) == []


def test_reports_of_a_unit_hung_elsewhere_are_counted_by_its_calendar(db: None, tmp_path: Path) -> None:
    load_sample()
    east = Agency.objects.filter(region__timezone="Asia/Jayapura", parent=None)[0]
    unknown = {
        "parent": "Badan Antariksa",
        "agency": "Badan Antariksa",
        "status": "Menunggu Kelengkapan Informasi",
    }
    brought(csv_file(tmp_path, row(**unknown)))
    report = Report.objects.get()
    assert differences(report) == []
    assert report.unit is not None
    rehanging.hang(report.unit, parent=east)
    report.refresh_from_db()
    assert report.agency == east
    assert differences(report) == []
    verification.complete(report, by=holder_of_code(report), text="SDN 1.", now=NOW + timedelta(days=4000))
    due = Deadline.objects.get(report=report, step=Step.FOLLOW_UP).due
    assert due is not None
    assert due.astimezone(zone_of(east)).hour == 23
