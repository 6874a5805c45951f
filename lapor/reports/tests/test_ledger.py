"""The ping-pong ledger: who sent a report where, how many working days that cost, and who decides at last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lapor.accounts.actors import PUBLIC
from lapor.registry.agencies import ensure_unit
from lapor.reports import disposition, verification
from lapor.reports.access import sight
from lapor.reports.ledger import Transfer, transfers
from lapor.reports.models import Message, Report
from lapor.reports.refusals import WrongState
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code

DAY = timedelta(days=1)
# NOW is a Tuesday; the Saturday and Sunday after it are days 4 and 5.
MONDAY = NOW + 6 * DAY


@pytest.fixture
def world(db: None) -> World:
    return build()


def disposed(world: World) -> Report:
    """Verified and sent to the ministry on Wednesday."""
    report = filed().report
    verification.verify(report, by=world.actor("ratna"), now=NOW + DAY)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW + DAY)
    return report


def lines(report: Report, world: World, name: str = "ratna") -> list[Transfer]:
    return transfers(report, sight(report, world.actor(name), now=MONDAY))


def short(found: list[Transfer]) -> list[tuple[str, str, int | None, bool]]:
    return [(one.source, one.target, one.days, one.lost) for one in found]


def test_each_transfer_says_from_whom_to_whom_and_what_it_cost(world: World) -> None:
    report, ministry, unit = disposed(world), world.ministry.name, world.unit.name
    disposition.dispose_to_unit(report, by=world.actor("kurnia"), unit=world.unit, now=NOW + 2 * DAY)
    assert short(lines(report, world)) == [("", ministry, 1, False), (ministry, unit, 1, False)]
    disposition.refer_back(report, by=world.actor("budi"), reason="Bukan guru dasar.", now=MONDAY)
    assert short(lines(report, world))[2:] == [(unit, ministry, 2, True)]  # Friday and Monday
    disposition.refer_back(report, by=world.actor("kurnia"), reason="Urusan kota.", now=MONDAY + DAY)
    city = world.stranger
    disposition.dispose(report, by=world.actor("andi"), agency=city, now=MONDAY + 4 * DAY)
    found = lines(report, world)
    assert short(found) == [
        ("", ministry, 1, False),
        (ministry, unit, 1, True),  # sent about in an agency that was the wrong one
        (unit, ministry, 2, True),
        (ministry, "", 1, True),
        ("", city.name, 3, True),
    ]
    assert [one.reason for one in found] == ["", "", "Bukan guru dasar.", "Urusan kota.", ""]


def test_a_local_holiday_and_the_wait_for_the_reporter_do_not_count(world: World) -> None:
    report = disposed(world)
    verification.postpone(report, by=world.actor("kurnia"), reason="Nomor SK?", now=NOW + 2 * DAY)
    verification.complete(report, by=holder_of_code(report), text="SK 12", now=MONDAY)
    # The first of Muharram, a Tuesday two weeks after NOW, is a holiday.
    disposition.refer_back(report, by=world.actor("kurnia"), reason="Bukan kami.", now=NOW + 15 * DAY)
    # Thursday came before the wait; then Tuesday to Friday, Monday, and Wednesday after the holiday.
    assert lines(report, world)[-1].days == 1 + 4 + 1 + 1


def test_reasons_are_for_officers_and_places_for_whom_they_are_open(world: World) -> None:
    report = disposed(world)
    disposition.refer_back(report, by=world.actor("kurnia"), reason="Urusan kota.", now=MONDAY)
    assert lines(report, world, "karin")[-1].reason == "Urusan kota."
    public = transfers(report, sight(report, PUBLIC, now=MONDAY))
    assert [one.source for one in public] == ["", world.ministry.name]
    assert not any(one.reason for one in public)
    Message.objects.filter(report=report).update(text="", redacted_at=MONDAY)
    assert lines(report, world)[-1].reason == ""
    Report.objects.filter(pk=report.pk).update(secret=True)
    report.refresh_from_db()
    assert transfers(report, sight(report, PUBLIC, now=MONDAY)) == []


def test_an_added_agency_that_leaves_stands_in_it_and_takes_no_referral_of_the_lead(world: World) -> None:
    report, city = disposed(world), world.stranger
    disposition.add_agency(report, by=world.actor("kurnia"), agency=city, now=NOW + DAY)
    disposition.refer_back(report, by=world.actor("tono"), reason="Bukan kota.", now=NOW + 2 * DAY)
    ministry = world.ministry.name
    assert short(lines(report, world)) == [
        ("", ministry, 1, False),
        (ministry, city.name, None, False),
        (city.name, ministry, 1, True),
    ]
    report.refresh_from_db()
    assert (report.agency_referrals, report.status) == (0, "disposed")


def test_after_two_referrals_of_units_their_coordinator_decides(world: World) -> None:
    report, kurnia, budi = disposed(world), world.actor("kurnia"), world.actor("budi")
    for _each in range(2):
        assert disposition.decided_above(report, kurnia) == ""
        disposition.dispose_to_unit(report, by=kurnia, unit=world.unit, now=MONDAY)
        assert disposition.may_refer(report, budi)
        disposition.refer_back(report, by=budi, reason="Bukan kami.", now=MONDAY)
        report.refresh_from_db()
    assert "Anda yang memutuskan" in str(disposition.decided_above(report, kurnia))
    disposition.dispose_to_unit(report, by=kurnia, unit=world.unit, now=MONDAY)
    assert not disposition.may_refer(report, budi)
    assert "Admin instansi sudah memutuskan" in str(disposition.decided_above(report, budi))
    with pytest.raises(WrongState, match="Admin instansi sudah memutuskan"):
        disposition.refer_back(report, by=budi, reason="Tetap bukan kami.", now=MONDAY)
    # The agency as a whole still may; the units of the next one have their own two.
    disposition.refer_back(report, by=kurnia, reason="Urusan kota.", now=MONDAY)
    unit = ensure_unit(world.stranger, "Dinas Pendidikan")
    disposition.dispose(report, by=world.actor("ratna"), agency=unit, now=MONDAY)
    assert (report.unit_referrals, lines(report, world)[-1].target) == (0, unit.name)


def test_after_two_referrals_of_agencies_the_verifier_decides(world: World) -> None:
    report, ratna, tono = disposed(world), world.actor("ratna"), world.actor("tono")
    disposition.refer_back(report, by=world.actor("kurnia"), reason="Urusan kota.", now=MONDAY)
    disposition.dispose(report, by=ratna, agency=world.stranger, now=MONDAY)
    disposition.refer_back(report, by=tono, reason="Urusan kementerian.", now=MONDAY)
    report.refresh_from_db()
    assert "Anda yang memutuskan" in str(disposition.decided_above(report, ratna))
    assert "admin nasional yang memutuskan" in str(disposition.decided_above(report, world.actor("karin")))
    disposition.dispose(report, by=ratna, agency=world.stranger, now=MONDAY)
    assert not disposition.may_refer(report, tono)
    assert "Admin nasional sudah memutuskan" in str(disposition.decided_above(report, tono))
    with pytest.raises(WrongState, match="Admin nasional sudah memutuskan"):
        disposition.refer_back(report, by=tono, reason="Tetap bukan kami.", now=MONDAY)
