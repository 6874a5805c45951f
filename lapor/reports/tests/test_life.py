"""One report's whole life, and the turns it can take."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lapor.reports import closing, disposition, followup, verification
from lapor.reports.refusals import NotAllowed, WrongState
from lapor.reports.states import Closing, Status
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code

DAY = timedelta(days=1)


@pytest.fixture
def world(db: None) -> World:
    return build()


def test_a_report_is_filed_verified_disposed_answered_and_closed(world: World) -> None:
    report = filed().report
    verification.verify(report, by=world.actor("ratna"), now=NOW, supervision=False)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW + DAY)
    disposition.dispose_to_unit(report, by=world.actor("kurnia"), unit=world.unit, now=NOW + DAY)
    followup.draft(
        report, by=world.actor("budi"), text="Tunjangan dibayar minggu ini.", final=True, now=NOW + DAY
    )
    followup.approve_draft(report, by=world.actor("wati"), now=NOW + DAY)
    assert report.status == Status.ANSWERED
    closing.close(report, by=holder_of_code(report), rating=5, now=NOW + 2 * DAY)
    report.refresh_from_db()
    assert (report.status, report.closing, report.rating) == (Status.CLOSED, Closing.CONFIRMED, 5)
    acts = list(report.events.order_by("id").values_list("act", flat=True))
    assert acts == ["file", "verify", "dispose", "dispose_to_unit", "draft", "approve_draft", "close"]
    assert report.id >= 10_000_000


def test_a_second_verification_is_refused(world: World) -> None:
    report = filed().report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    with pytest.raises(WrongState):
        verification.verify(report, by=world.actor("andi"), now=NOW)


def test_a_coordinator_does_not_verify(world: World) -> None:
    with pytest.raises(NotAllowed):
        verification.verify(filed().report, by=world.actor("kurnia"), now=NOW)
