"""How a reporter is told: chosen between two confirmed contacts, and what became of each message."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from lapor.accounts.models import Identity
from lapor.notifications.models import Delivery
from lapor.notifications.tests.working import work_off
from lapor.portal.tests.conftest import Make, opened
from lapor.reports.filing import Filed
from tests.client import CheckedClient


def reachable(make: Make, **changes: Any) -> Filed:
    """A report whose person has proven both contacts."""
    one = make(confirmed_email=True, phone="+6281211112222", **changes)
    Identity.objects.filter(report=one.report).update(phone_confirmed_at=timezone.now())
    return one


def address(one: Filed) -> str:
    return f"/laporan/{one.report.pk}/kabar/"


@pytest.mark.parametrize("wish", ["email", "sms", "both", ""])
def test_the_choice_holds_from_the_next_message_on(client: CheckedClient, verified: Make, wish: str) -> None:
    one = reachable(verified)
    mine = opened(client, one)
    assert address(one) in mine.get(f"/laporan/{one.report.pk}/").content.decode()
    assert mine.get(address(one)).status_code == 200
    answer = mine.post(address(one), {"told_by": wish}, follow=True)
    assert "berlaku mulai kabar berikutnya" in answer.content.decode()
    assert Identity.objects.get(report=one.report).told_by == wish
    work_off()
    sent = Delivery.objects.filter(report=one.report, event__act="verify").exclude(status="suppressed")
    expected = {"email": {"email"}, "sms": {"sms"}, "both": {"email", "sms"}, "": {"email"}}
    assert set(sent.values_list("channel", flat=True)) == expected[wish]


def test_an_unknown_choice_is_said_to_be_one(client: CheckedClient, verified: Make) -> None:
    one = reachable(verified)
    answer = opened(client, one).post(address(one), {"told_by": "pos\0"})
    assert answer.status_code == 422
    assert "Pilih salah satu" in answer.content.decode()


def test_with_one_contact_there_is_nothing_to_choose(client: CheckedClient, verified: Make) -> None:
    one = verified(confirmed_email=True)
    mine = opened(client, one)
    assert address(one) not in mine.get(f"/laporan/{one.report.pk}/").content.decode()
    assert "sama-sama sudah dipastikan" in mine.get(address(one)).content.decode()
    assert mine.post(address(one), {"told_by": "sms"}).status_code == 409


def test_to_all_others_the_page_does_not_exist(client: CheckedClient, verified: Make) -> None:
    one = reachable(verified)
    assert client.get(address(one)).status_code == 404
    assert client.post(address(one), {"told_by": "sms"}).status_code == 404


def test_the_reporter_reads_what_became_of_each_message(client: CheckedClient, answered: Make) -> None:
    one = reachable(answered)
    work_off()
    Delivery.objects.filter(event__act="answer", channel="email").update(status="bounced", why="5.1.1")
    page = opened(client, one).get(f"/laporan/{one.report.pk}/").content.decode()
    told = page.partition("Kabar untuk Anda")[2].partition("</details>")[0]
    assert "Dikembalikan</strong>: alamat surel tidak ditemukan atau menolak" in told
    assert "Diserahkan ke penyedia" in told
    assert "kenanga@" not in told
    assert "Petugas" not in told


def test_nobody_else_reads_them(client: CheckedClient, answered: Make) -> None:
    one = reachable(answered)
    work_off()
    assert "Kabar untuk Anda" not in client.get(f"/laporan/{one.report.pk}/").content.decode()
