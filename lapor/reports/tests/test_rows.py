"""Rows of the lifecycle's table that say more than from where to where: who exactly, and what then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lapor.accounts.actors import TIMER
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency
from lapor.reports import closing, disposition, followup, merging, verification
from lapor.reports.clocks import running
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.states import Status
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code
from lapor.sla.rules import Step

LATER = NOW + timedelta(hours=3)
WORDS = "Kami sudah memeriksa dan membayar tunjangan itu."


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def shared(world: World) -> Report:
    """Led by the ministry's unit; another agency works on it too."""
    report = filed().report
    verifier = world.actor("ratna")
    verification.verify(report, by=verifier, now=NOW, supervision=False)
    disposition.dispose(report, by=verifier, agency=world.unit, also=(world.stranger,), now=NOW)
    return report


def answered(report: Report, world: World, *, by: str = "wati", now: datetime = LATER) -> Report:
    followup.answer(report, by=world.actor(by), text=WORDS, final=True, now=now)
    return report


def test_only_the_leads_coordinator_adds_an_agency(shared: Report, world: World) -> None:
    other = Agency.objects.get(code="KEMENHUB")
    with pytest.raises(NotAllowed):
        disposition.add_agency(shared, by=world.actor("tono"), agency=other, now=LATER)
    disposition.add_agency(shared, by=world.actor("kurnia"), agency=other, now=LATER)


def test_an_added_agency_does_not_postpone_what_another_leads(shared: Report, world: World) -> None:
    with pytest.raises(NotAllowed):
        verification.postpone(shared, by=world.actor("tono"), reason="Kirim bukti.", now=LATER)
    shared.refresh_from_db()
    assert shared.status == Status.DISPOSED
    verification.postpone(shared, by=world.actor("kurnia"), reason="Kirim bukti.", now=LATER)


def test_only_the_lead_responds_to_an_overseer(shared: Report, world: World) -> None:
    followup.ask(shared, by=world.actor("karin"), text="Sampai di mana?", now=LATER)
    with pytest.raises(NotAllowed):
        followup.respond(shared, by=world.actor("tono"), text=WORDS, now=LATER)
    followup.respond(shared, by=world.actor("kurnia"), text=WORDS, now=LATER)
    assert not running(shared, Step.RESPONSE).exists()


def test_an_added_agency_closes_nothing(shared: Report, world: World) -> None:
    answered(shared, world)
    followup.reply(shared, by=holder_of_code(shared), text="Belum, Pak.", now=LATER)
    followup.answer(shared, by=world.actor("tono"), text=WORDS, final=True, now=LATER)
    shared.refresh_from_db()
    assert shared.status == Status.REPLIED
    with pytest.raises(NotAllowed):
        closing.close(shared, by=world.actor("tono"), reason="Sudah.", now=LATER)
    closing.close(shared, by=world.actor("kurnia"), reason="Sudah dibayar.", now=LATER)


def test_who_answered_does_not_close(shared: Report, world: World) -> None:
    answered(shared, world, by="kurnia")
    with pytest.raises(NotAllowed):
        closing.close(shared, by=world.actor("kurnia"), reason="Sudah dibayar.", now=LATER)
    with pytest.raises(NotAllowed):
        closing.close(shared, by=world.actor("wati"), reason="Sudah dibayar.", now=LATER)
    closing.close(shared, by=world.actor("ratna"), reason="Sudah dibayar.", now=LATER)


def test_an_objection_goes_above_whoever_closed(shared: Report, world: World) -> None:
    """The coordinator closed: the coordinator does not judge that, the national supervisor does."""
    closing.close(answered(shared, world), by=world.actor("kurnia"), reason="Sudah.", now=LATER)
    closing.object_to(shared, by=holder_of_code(shared), reason="Belum dibayar.", now=LATER)
    with pytest.raises(NotAllowed):
        closing.decide_objection(shared, by=world.actor("kurnia"), upheld=False, text=WORDS, now=LATER)
    closing.decide_objection(shared, by=world.actor("pratiwi"), upheld=False, text=WORDS, now=LATER)


def test_the_coordinator_of_a_unit_does_not_speak_for_the_agency(shared: Report, world: World) -> None:
    """Neither past the agency's coordinator to the verifier, nor to the unit beside."""
    mona = User.objects.create_user("mona@demo.lapor", name="Mona")
    Seat.objects.create(user=mona, role=Role.COORDINATOR, agency=world.unit)
    by, beside = world.actor("mona"), ensure_unit(world.ministry, "Direktorat Guru Menengah")
    assert not disposition.may_refer(shared, by)
    with pytest.raises(NotAllowed):
        disposition.refer_back(shared, by=by, reason="Bukan kami.", now=LATER)
    with pytest.raises(BadInput, match="di bawah Anda"):
        disposition.dispose_to_unit(shared, by=by, unit=beside, now=LATER)
    shared.refresh_from_db()
    assert (shared.status, shared.unit, shared.agency_referrals) == (Status.DISPOSED, world.unit, 0)
    disposition.dispose_to_unit(shared, by=by, unit=ensure_unit(world.unit, "Seksi Tunjangan"), now=LATER)


def test_an_objection_climbs_to_the_ombudsman(shared: Report, world: World) -> None:
    answered(shared, world)
    closing.close(shared, by=holder_of_code(shared), now=LATER)
    for name in ("kurnia", "pratiwi", "yusuf"):
        closing.object_to(shared, by=holder_of_code(shared), reason="Belum dibayar.", now=LATER)
        for other in {"kurnia", "pratiwi", "yusuf", "tono"} - {name}:
            with pytest.raises(NotAllowed):
                closing.decide_objection(shared, by=world.actor(other), upheld=False, text=WORDS, now=LATER)
        closing.decide_objection(shared, by=world.actor(name), upheld=False, text=WORDS, now=LATER)


def test_resolution_continues_after_reopening(shared: Report, world: World) -> None:
    before = running(shared, Step.RESOLUTION).get()
    closing.close(answered(shared, world), by=holder_of_code(shared), now=LATER)
    closing.reopen(shared, by=holder_of_code(shared), reason="Belum dibayar.", now=LATER)
    after = running(shared, Step.RESOLUTION).get()
    assert (after.started_at, after.due) == (before.started_at, before.due)


def test_resolution_continues_after_an_upheld_objection(world: World) -> None:
    report = filed().report
    before = running(report, Step.RESOLUTION).get()
    verification.archive(
        report, by=world.actor("ratna"), reason_code="unclear", note="Tidak jelas.", now=LATER
    )
    closing.object_to(report, by=holder_of_code(report), reason="Ini jelas.", now=LATER)
    closing.decide_objection(report, by=world.actor("pratiwi"), upheld=True, text=WORDS, now=LATER)
    assert running(report, Step.RESOLUTION).get().due == before.due
    assert running(report, Step.VERIFICATION).exists()


def test_archived_at_an_agency_and_taken_up_again_it_is_the_verifiers(shared: Report, world: World) -> None:
    verification.postpone(shared, by=world.actor("kurnia"), reason="Kirim bukti.", now=LATER)
    verification.archive(
        shared, by=world.actor("ratna"), reason_code="no_evidence", note="Tanpa bukti.", now=LATER
    )
    closing.object_to(shared, by=holder_of_code(shared), reason="Ini buktinya.", now=LATER)
    closing.decide_objection(shared, by=world.actor("pratiwi"), upheld=True, text=WORDS, now=LATER)
    shared.refresh_from_db()
    assert (shared.status, shared.agency_id) == (Status.RECEIVED, None)
    assert not shared.dispositions.filter(until=None).exists()


def test_a_unit_returns_a_report_twice_and_its_agency_keeps_it(shared: Report, world: World) -> None:
    for _ in range(2):
        disposition.refer_back(shared, by=world.actor("budi"), reason="Bukan direktorat kami.", now=LATER)
        shared.refresh_from_db()
        assert (shared.status, shared.agency_id, shared.unit_id) == (Status.DISPOSED, world.ministry.pk, None)
        disposition.dispose_to_unit(shared, by=world.actor("kurnia"), unit=world.unit, now=LATER)
    with pytest.raises(WrongState):
        disposition.refer_back(shared, by=world.actor("budi"), reason="Bukan direktorat kami.", now=LATER)


def test_windows_of_reopening(shared: Report, world: World) -> None:
    closing.close(answered(shared, world), by=holder_of_code(shared), now=LATER)
    with pytest.raises(WrongState):
        closing.reopen(shared, by=holder_of_code(shared), reason="Belum.", now=LATER + timedelta(days=32))
    late = LATER + timedelta(days=400)
    closing.reopen(shared, by=world.actor("pratiwi"), reason="Perlu diperiksa lagi.", now=late)
    shared.refresh_from_db()
    assert shared.status == Status.REPLIED


def test_a_lapsed_report_is_taken_up_within_a_year(world: World) -> None:
    report = filed().report
    verification.postpone(report, by=world.actor("ratna"), reason="Kirim bukti.", now=NOW)
    verification.lapse(report, by=TIMER, now=NOW)
    closing.reopen(report, by=holder_of_code(report), reason="Ini bukti.", now=NOW + timedelta(days=300))
    report.refresh_from_db()
    assert report.status == Status.RECEIVED


def test_a_merged_report_comes_back_with_its_clocks(shared: Report, world: World) -> None:
    other = filed().report
    before = {row.step: row.due for row in running(shared)}
    merging.merge(shared, by=world.actor("ratna"), into=other, now=NOW)
    assert not running(shared).exclude(due=None).exists()
    merging.unmerge(shared, by=world.actor("ratna"), now=NOW)
    shared.refresh_from_db()
    assert shared.status == Status.DISPOSED
    assert {row.step: row.due for row in running(shared)} == before


def test_no_end_takes_the_ombudsmans_recommendation_away(shared: Report, world: World) -> None:
    followup.recommend(shared, by=world.actor("yusuf"), text="Bayar tunjangan itu.", now=LATER)
    closing.close(answered(shared, world), by=holder_of_code(shared), now=LATER)
    assert [row.step for row in running(shared)] == [Step.RECOMMENDATION_RESPONSE]
    followup.respond(shared, by=world.actor("kurnia"), text=WORDS, now=LATER)
    assert not running(shared).exists()
