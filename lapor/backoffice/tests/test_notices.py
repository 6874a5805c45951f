"""Kabar: an officer's own list, what is new in it, how mails are wished, and the fates at a report."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.accounts.models import User
from lapor.backoffice.tests.stages import Stages
from lapor.notifications.models import Delivery, Preference
from lapor.notifications.tests.working import work_off
from lapor.reports.models import Report
from lapor.reports.states import Act
from lapor.reports.tests.world import NOW, World, filed

LIST, SEEN, CHOICE = "/kelola/kabar/", "/kelola/kabar/dibaca/", "/kelola/kabar/pilihan/"


def told(stages: Stages, **changes: Any) -> Report:
    report = stages.disposed(**changes)
    work_off()
    return report


def many(report: Report, name: str, number: int) -> None:
    user = User.objects.get(email=f"{name}@demo.lapor")
    Delivery.objects.bulk_create(
        Delivery(report=report, purpose="notice", person="officer", channel="app", user=user, created_at=NOW)
        for _each in range(number)
    )


def test_the_list_shows_what_is_new_and_leads_to_the_report(desk: Any, stages: Stages) -> None:
    report = told(stages)
    page = desk("kurnia").get(LIST).content.decode()
    assert f'href="/kelola/laporan/{report.pk}/"' in page
    assert "laporan baru untuk instansi Anda" in page
    assert "Baru</span>" in page
    assert "laporan baru untuk instansi" not in desk("tono").get(LIST).content.decode()


def test_opening_the_report_or_one_button_marks_as_seen(desk: Any, stages: Stages) -> None:
    first, second = told(stages), told(stages)
    kurnia = desk("kurnia")
    assert '<span class="count num">2<' in kurnia.get("/kelola/").content.decode()
    kurnia.get(f"/kelola/laporan/{first.pk}/")
    assert '<span class="count num">1<' in kurnia.get(LIST).content.decode()
    newest = Delivery.objects.filter(channel="app", report=second).get().pk
    assert kurnia.post(SEEN, {"sampai": str(newest)}).status_code == 302
    page = kurnia.get(LIST).content.decode()
    assert "Baru</span>" not in page
    assert "Tandai sudah dibaca" not in page


@pytest.mark.parametrize("upto", ["", "x", "٣", "9" * 40, "-1"])
def test_a_mark_that_means_nothing_breaks_nothing(desk: Any, stages: Stages, upto: str) -> None:
    told(stages)
    assert desk("kurnia").post(SEEN, {"sampai": upto}).status_code == 302


def test_a_notice_whose_words_were_forgotten_still_says_which_act(desk: Any, stages: Stages) -> None:
    told(stages)
    Delivery.objects.filter(channel="app").update(subject="", body="")
    assert str(Act.DISPOSE.label) in desk("kurnia").get(LIST).content.decode()


def test_the_list_costs_the_same_however_long(desk: Any, stages: Stages) -> None:
    report, kurnia = told(stages), desk("kurnia")
    kurnia.get(LIST)
    with CaptureQueriesContext(connection) as few:
        kurnia.get(LIST)
    many(report, "kurnia", 150)
    with CaptureQueriesContext(connection) as lots:
        page = kurnia.get(LIST).content.decode()
    assert len(few) == len(lots)
    assert "99+" in page
    assert 'rel="next"' in page
    assert kurnia.get(f"{LIST}?lanjut=palsu").status_code == 404


def test_how_mails_are_wished(desk: Any, world: World) -> None:
    kurnia = desk("kurnia")
    assert 'value="at_once" id="id_mail_0" checked' in _plain(kurnia.get(CHOICE).content.decode())
    assert kurnia.post(CHOICE, {"mail": "digest"}).status_code == 302
    assert Preference.objects.get().mail == "digest"
    for wrong in ({}, {"mail": "setiap jam"}):
        answer = kurnia.post(CHOICE, wrong)
        assert answer.status_code == 422
        assert "Pilih salah satu." in answer.content.decode()


def _plain(page: str) -> str:
    return page.replace(" required", "")


def test_the_desk_reads_fates_without_addresses(desk: Any, world: World, stages: Stages) -> None:
    report = told(stages, confirmed_email=True)
    page = desk("kurnia").get(f"/kelola/laporan/{report.pk}/").content.decode()
    fates = page.partition("Kabar terkirim")[2].partition("</details>")[0]
    assert "Pelapor · Surel" in fates
    assert "Petugas · Surel" in fates
    assert "Diserahkan ke penyedia" in fates
    assert "@" not in fates


def test_of_an_anonymous_reporter_only_whether_it_was_sent(desk: Any, stages: Stages) -> None:
    report = told(stages, confirmed_email=True, anonymous=True)
    page = desk("kurnia").get(f"/kelola/laporan/{report.pk}/").content.decode()
    fates = page.partition("Kabar terkirim")[2].partition("</details>")[0]
    assert "Terkirim" in fates
    assert "Pelapor · Surel" not in fates
    Delivery.objects.filter(person="reporter").update(status="bounced", why="5.1.1")
    page = desk("kurnia").get(f"/kelola/laporan/{report.pk}/").content.decode()
    fates = page.partition("Kabar terkirim")[2].partition("</details>")[0]
    assert "Belum terkirim" in fates
    assert "alamat surel" not in fates


def test_only_officers_come_in(client: Any, world: World) -> None:
    filed()
    for url in (LIST, CHOICE):
        assert client.get(url).status_code == 302
    assert client.post(SEEN).status_code == 302
