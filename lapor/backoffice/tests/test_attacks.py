"""What an officer tries who is also somebody's neighbour, or the reporter."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress

from lapor.accounts.models import User
from lapor.backoffice.tests.stages import Stages
from lapor.reports import disposition, merging, verification
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, World, filed


def test_an_officer_who_reported_reads_no_drafts_of_the_other_office(desk: Any, stages: Stages) -> None:
    """The own report is not in scope by being one's own: the desk shows what offices tell each other."""
    mail = "tono@demo.lapor"
    EmailAddress.objects.create(user=User.objects.get(email=mail), email=mail, verified=True, primary=True)
    report = stages.drafted(email=mail, confirmed_email=True)
    client = desk("tono")
    assert client.get(f"/kelola/laporan/{report.pk}/").status_code == 404
    assert str(report.pk) not in client.get("/kelola/?antrean=semua").content.decode()
    assert "Tambah keterangan" in client.get(f"/laporan/{report.pk}/").content.decode()


def test_only_the_verifier_sees_that_two_reports_are_one_persons(
    desk: Any, stages: Stages, world: World
) -> None:
    first = stages.disposed()
    new = merging.split(first, by=world.actor("ratna"), title="Hal kedua", text="Isi kedua.", now=NOW)
    ratna = world.actor("ratna")
    verification.verify(new, by=ratna, now=NOW)
    disposition.dispose(new, by=ratna, agency=world.ministry, now=NOW)
    for name, sees in (("kurnia", False), ("karin", False), ("ratna", True)):
        page = desk(name).get(f"/kelola/laporan/{new.pk}/").content.decode()
        assert ("Pecahan dari" in page) is sees, name


def test_a_merge_shows_the_unit_nothing_of_a_secret_target(desk: Any, stages: Stages, world: World) -> None:
    report = stages.at_unit()
    target: Report = filed(secret=True).report
    merging.merge(report, by=world.actor("ratna"), into=target, now=NOW)
    assert str(target.pk) not in desk("budi").get(f"/kelola/laporan/{report.pk}/").content.decode()
    assert str(target.pk) in desk("ratna").get(f"/kelola/laporan/{report.pk}/").content.decode()
