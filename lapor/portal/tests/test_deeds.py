"""What a reporter does, each by its own address; and who may not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from lapor.accounts.models import User
from lapor.portal.deeds import DEEDS
from lapor.portal.tests.conftest import Make, fresh, opened
from lapor.reports import closing
from lapor.reports.filing import Filed
from lapor.reports.models import Support
from lapor.reports.states import Status
from lapor.reports.tests.world import World, holder_of_code
from tests.client import CheckedClient

NOUNS = [deed.noun for deed in DEEDS]


def at(one: Filed, noun: str) -> str:
    return f"/laporan/{one.report.pk}/{noun}/"


def test_a_reply_reaches_the_agency(client: CheckedClient, answered: Make) -> None:
    one = answered()
    own = opened(client, one)
    response = own.post(at(one, "tanggapan"), {"text": "Belum masuk juga."}, follow=True)
    assert "Tanggapan Anda sudah terkirim." in response.content.decode()
    assert "Belum masuk juga." in response.content.decode()
    assert fresh(one.report).status == Status.REPLIED


def test_the_reporter_closes_and_rates(client: CheckedClient, answered: Make) -> None:
    one = answered()
    opened(client, one).post(at(one, "penyelesaian"), {"rating": "5"})
    report = fresh(one.report)
    assert (report.status, report.closing, report.rating) == (Status.CLOSED, "confirmed", 5)


def test_closing_needs_no_rating(client: CheckedClient, answered: Make) -> None:
    one = answered()
    opened(client, one).post(at(one, "penyelesaian"), {"rating": ""})
    assert (fresh(one.report).status, fresh(one.report).rating) == (Status.CLOSED, None)


def test_a_closed_report_is_opened_again(client: CheckedClient, answered: Make, now: datetime) -> None:
    one = answered()
    closing.close(one.report, by=holder_of_code(one.report), now=now)
    own = opened(client, one)
    assert "Belum beres, buka lagi" in own.get(f"/laporan/{one.report.pk}/").content.decode()
    own.post(at(one, "pembukaan"), {"reason": "Bulan ini berhenti lagi."})
    assert fresh(one.report).status == Status.REPLIED


def test_one_touch_opens_it_again(client: CheckedClient, answered: Make, now: datetime) -> None:
    one = answered()
    closing.close(one.report, by=holder_of_code(one.report), now=now)
    own = opened(client, one)
    page = own.get(at(one, "pembukaan")).content.decode()
    assert "Belum selesai.</textarea>" in page
    assert fresh(one.report).status == Status.CLOSED  # the link alone does nothing
    assert own.post(at(one, "pembukaan")).status_code == 302
    report = fresh(one.report)
    assert report.status == Status.REPLIED
    assert report.messages.get(kind="reopening").text == "Belum selesai."


def test_the_link_of_a_mail_opens_it_with_the_code_alone(
    client: CheckedClient, answered: Make, now: datetime
) -> None:
    one = answered()
    closing.close(one.report, by=holder_of_code(one.report), now=now)
    page = client.get(at(one, "pembukaan")).content.decode()
    assert f"/masuk/kode/?next=/laporan/{one.report.pk}/pembukaan/" in page
    client.post(at(one, "pembukaan"), {"code": one.access_code})
    assert fresh(one.report).status == Status.REPLIED


def test_the_link_of_a_mail_opens_it_for_who_has_logged_in(
    client: CheckedClient, answered: Make, now: datetime
) -> None:
    one = answered(confirmed_email=True)
    closing.close(one.report, by=holder_of_code(one.report), now=now)
    user = User.objects.create_user("kenanga@contoh.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)
    assert 'name="code"' not in client.get(at(one, "pembukaan")).content.decode()
    client.post(at(one, "pembukaan"), {"reason": "Belum selesai."})
    assert fresh(one.report).status == Status.REPLIED


def test_after_thirty_days_it_is_not_offered_and_refused(
    client: CheckedClient, answered: Make, now: datetime
) -> None:
    one = answered(now=now - timedelta(days=60))
    closing.close(one.report, by=holder_of_code(one.report), now=now - timedelta(days=40))
    own = opened(client, one)
    assert "buka lagi</a>" not in own.get(f"/laporan/{one.report.pk}/").content.decode()
    response = own.post(at(one, "pembukaan"), {"reason": "Bulan ini berhenti lagi."})
    assert response.status_code == 409
    assert "Bulan ini berhenti lagi." in response.content.decode()


def test_an_objection_goes_one_level_up(client: CheckedClient, answered: Make, now: datetime) -> None:
    one = answered()
    closing.close(one.report, by=holder_of_code(one.report), now=now)
    opened(client, one).post(at(one, "keberatan"), {"reason": "Saya salah tekan, belum beres."})
    assert one.report.objections.count() == 1


def test_withdrawing_takes_one_button(client: CheckedClient, disposed: Make) -> None:
    one = disposed()
    own = opened(client, one)
    assert own.get(at(one, "penarikan")).status_code == 200
    assert fresh(one.report).status == Status.DISPOSED  # a mail scanner follows links, and nothing happens
    own.post(at(one, "penarikan"))
    assert fresh(one.report).status == Status.WITHDRAWN


def test_hiding_takes_it_out_of_the_public_eye(client: CheckedClient, disposed: Make) -> None:
    one = disposed()
    opened(client, one).post(at(one, "kerahasiaan"), {"anonymous": "on", "secret": "on"})
    page = CheckedClient().get(f"/laporan/{one.report.pk}/").content.decode()
    assert "Tunjangan" not in page
    assert fresh(one.report).anonymous


def test_the_wrong_state_is_told_and_the_words_stay(client: CheckedClient, answered: Make) -> None:
    one = answered()
    response = opened(client, one).post(at(one, "keberatan"), {"reason": "Kata-kata saya yang panjang."})
    assert response.status_code == 409
    assert "Kata-kata saya yang panjang." in response.content.decode()


@pytest.mark.parametrize("text", ["", " ", "\x00", "x" * 10_001])
def test_a_bad_text_comes_back_with_its_error(client: CheckedClient, answered: Make, text: str) -> None:
    one = answered()
    response = opened(client, one).post(at(one, "tanggapan"), {"text": text})
    assert response.status_code == 422
    assert fresh(one.report).status == Status.ANSWERED


@pytest.mark.parametrize("noun", NOUNS)
def test_a_link_from_a_mail_asks_for_the_code(client: CheckedClient, answered: Make, noun: str) -> None:
    response = client.get(at(answered(), noun))
    assert response.status_code == 200
    assert 'name="code"' in response.content.decode()


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize(("name", "status"), [("", 404), ("tono", 404), ("kurnia", 403), ("ratna", 403)])
def test_others_do_nothing(client: CheckedClient, answered: Make, noun: str, name: str, status: int) -> None:
    one = answered()
    if name:
        client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    told = {"text": "Bukan saya.", "reason": "Bukan saya.", "rating": "1"}
    assert client.post(at(one, noun), told).status_code == status
    assert fresh(one.report).status == Status.ANSWERED


def test_the_code_may_come_with_the_deed(client: CheckedClient, answered: Make) -> None:
    one = answered()
    client.post(at(one, "tanggapan"), {"text": "Belum masuk.", "code": one.access_code.lower()})
    assert fresh(one.report).status == Status.REPLIED
    assert "Tutup laporan ini" in client.get(f"/laporan/{one.report.pk}/").content.decode()


def test_ten_wrong_codes_lock_the_form_and_keep_the_words(client: CheckedClient, answered: Make) -> None:
    one = answered()
    told = {"text": "Tulisan panjang saya.", "code": "AAAAAAAAAAAA"}
    statuses = [client.post(at(one, "tanggapan"), told).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    response = client.post(at(one, "tanggapan"), told | {"code": one.access_code})
    assert response.status_code == 429
    assert "Tulisan panjang saya." in response.content.decode()
    assert "pukul" in response.content.decode()


def test_support_counts_a_browser_once_and_without_weight(client: CheckedClient, verified: Make) -> None:
    one = verified()
    assert client.get(at(one, "dukungan")).status_code == 200
    assert Support.objects.count() == 0
    for _ in range(2):
        assert client.post(at(one, "dukungan")).status_code == 302
    assert list(Support.objects.values_list("confirmed", flat=True)) == [False]


def test_following_asks_for_a_proven_address(client: CheckedClient, verified: Make, world: World) -> None:
    one = verified()
    response = client.get(at(one, "kabari"))
    assert response["Location"].startswith("/masuk/kode/?next=")
    user = User.objects.create_user("warga@contoh.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)
    assert "warga@contoh.example" in client.get(at(one, "kabari")).content.decode()
    client.post(at(one, "kabari"))
    assert one.report.followers.count() == 1
    assert "Berhenti mengabari saya" in client.get(at(one, "kabari")).content.decode()
    client.post(at(one, "kabari"))
    assert one.report.followers.count() == 0


@pytest.mark.parametrize("noun", ["dukungan", "kabari"])
def test_a_secret_report_has_no_supporters(client: CheckedClient, verified: Make, noun: str) -> None:
    assert client.get(at(verified(secret=True), noun)).status_code == 404
