"""Drafts are a matter of the agency that writes them: who reads one, and who decides on it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.backoffice.tests.stages import DRAFT, Stages
from lapor.registry.models import Agency
from lapor.reports import disposition, followup
from lapor.reports.models import Draft, Report
from lapor.reports.queues import Queue, queue
from lapor.reports.refusals import WrongState
from lapor.reports.tests.world import World

WHY = "Sebutkan tanggal pembayarannya dulu."
THEIRS = "Dinas kami memeriksa data sekolah itu besok."


@pytest.fixture
def shared(world: World, stages: Stages) -> Report:
    """Led by the ministry, whose draft came back once and waits again; added to the city, with a liaison."""
    report, now = stages.drafted(), timezone.now()
    followup.reject_draft(report, by=world.actor("wati"), note=WHY, now=now)
    followup.draft(report, by=world.actor("budi"), text=DRAFT, final=True, now=now)
    disposition.add_agency(report, by=world.actor("ratna"), agency=world.stranger, now=now)
    office = Agency.objects.get(parent=world.stranger)
    disposition.dispose_to_unit(report, by=world.actor("tono"), unit=office, now=now)
    rini = User.objects.create_user("rini@demo.lapor", "lapor-demo", name="Rini")
    Seat.objects.create(user=rini, role=Role.LIAISON, agency=office)
    return report


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        *(("budi", True), ("wati", True), ("kurnia", True), ("lilis", True)),
        *(("tono", False), ("rini", False), ("ratna", False), ("pratiwi", False), ("yusuf", False)),
    ],
)
def test_a_draft_and_why_it_came_back_are_read_where_it_was_written(
    desk: Any, shared: Report, name: str, reads: bool
) -> None:
    page = desk(name).get(f"/kelola/laporan/{shared.pk}/").content.decode()
    assert (DRAFT in page, WHY in page) == (reads, reads)
    row = desk(name).get("/kelola/?antrean=semua").content.decode()
    assert ("</svg>Draf menunggu, batas" in row) is reads


def test_each_agency_has_a_draft_of_its_own_and_decides_on_no_other(
    desk: Any, shared: Report, world: World
) -> None:
    now = timezone.now()
    waits = {name: queue(world.actor(name), Queue.DRAFTS, now=now).rows for name in ("kurnia", "tono")}
    assert [rows.filter(pk=shared.pk).exists() for rows in waits.values()] == [True, False]
    for noun in ("persetujuan", "penolakan"):
        sent = desk("tono").post(f"/kelola/laporan/{shared.pk}/{noun}/", {"text": THEIRS, "note": WHY})
        assert sent.status_code == 409
    with pytest.raises(WrongState):
        followup.approve_draft(shared, by=world.actor("tono"), now=now)
    followup.draft(shared, by=world.actor("rini"), text=THEIRS, final=True, now=now)
    assert all(rows.filter(pk=shared.pk).exists() for rows in waits.values())
    assert THEIRS not in desk("wati").get(f"/kelola/laporan/{shared.pk}/persetujuan/").content.decode()
    followup.answer(shared, by=world.actor("tono"), text="Sudah kami periksa.", final=True, now=now)
    assert not Draft.objects.filter(agency=world.stranger, state=Draft.State.WAITING).exists()
    followup.approve_draft(shared, by=world.actor("wati"), now=now)
    shared.refresh_from_db()
    assert (shared.status, shared.messages.latest("pk").text) == ("answered", DRAFT)
