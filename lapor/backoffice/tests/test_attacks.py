"""What an officer tries who is also somebody's neighbour, or the reporter."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP

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


def test_an_officer_without_a_second_step_is_nobody(desk: Any, stages: Stages, settings: Any) -> None:
    """A password or a mailbox alone opens no desk and no secret report; the second step does."""
    settings.OFFICERS_NEED_SECOND_STEP = True
    report = stages.disposed(secret=True)
    client = desk("ratna")
    assert client.get("/kelola/")["Location"] == "/akun/2fa/totp/activate/"
    assert client.post(f"/kelola/laporan/{report.pk}/identitas/", {"reason": "Ingin."}).status_code == 302
    assert report.text.title not in client.get(f"/laporan/{report.pk}/").content.decode()
    TOTP.activate(User.objects.get(email="ratna@demo.lapor"), "JBSWY3DPEHPK3PXP")
    assert client.get("/kelola/").status_code == 200
    assert report.text.title in client.get(f"/laporan/{report.pk}/").content.decode()


def test_a_reporter_is_not_sent_to_the_second_step(desk: Any, settings: Any, world: World) -> None:
    settings.OFFICERS_NEED_SECOND_STEP = True
    assert desk("dewi").get("/kelola/").status_code == 403
