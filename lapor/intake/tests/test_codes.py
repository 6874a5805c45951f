"""The code that confirms a contact, after the report is stored."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from lapor.accounts.models import OneTimeCode, User
from lapor.intake.tests.filling import filled, only_report
from lapor.reports.models import Event
from lapor.reports.states import Act
from tests.client import CheckedClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registry")]


def file(client: CheckedClient, **changes: Any) -> str:
    """The receipt's token."""
    return str(client.post("/lapor/", filled(**changes))["Location"]).split("/")[-2]


def confirmed() -> bool:
    return Event.objects.filter(act=Act.CONFIRM_CONTACT).exists()


@pytest.fixture
def known_code(monkeypatch: Any) -> str:
    monkeypatch.setattr("lapor.accounts.codes.secrets.randbelow", lambda _: 123456)
    return "123456"


def test_the_right_code_confirms(client: CheckedClient, known_code: str) -> None:
    token = file(client)
    assert not confirmed()
    answer = client.post("/lapor/kode/", {"token": token, "code": " 123 456 "}, follow=True)
    assert "Kontak Anda sudah pasti" in answer.content.decode()
    assert confirmed()
    identity = only_report().identity
    assert identity
    assert identity.email_confirmed_at


def test_a_wrong_code_changes_nothing_and_five_end_it(client: CheckedClient, known_code: str) -> None:
    token = file(client)
    for _ in range(5):
        answer = client.post("/lapor/kode/", {"token": token, "code": "000000"})
        assert answer.status_code == 422
        assert "salah atau sudah lewat" in answer.content.decode()
    assert client.post("/lapor/kode/", {"token": token, "code": known_code}).status_code == 422
    assert not confirmed()
    assert client.post("/lapor/kode/", {"token": token, "code": ""}).status_code == 422
    assert client.post("/lapor/kode/", {"token": token, "code": "\0"}).status_code == 422


def test_three_codes_an_hour(client: CheckedClient) -> None:
    token = file(client)
    for _ in range(2):
        assert client.post("/lapor/kode/baru/", {"token": token, "channel": "email"}).status_code == 302
    slowed = client.post("/lapor/kode/baru/", {"token": token, "channel": "email"})
    assert slowed.status_code == 429
    assert "laporan Anda aman" in slowed.content.decode()
    assert OneTimeCode.objects.count() == 3
    # A fourth report of the same contact is stored all the same.
    file(client, title="Laporan lain")
    assert OneTimeCode.objects.count() == 3


def test_each_contact_gets_its_own(client: CheckedClient) -> None:
    token = file(client, phone="0812 3456 7890")
    assert set(OneTimeCode.objects.values_list("channel", flat=True)) == {"email", "sms"}
    page = client.get(f"/lapor/terima/{token}/").content.decode()
    assert "+6281234567890" in page
    assert re.search(r'name="channel" value="sms"', page)


def test_a_stranger_cannot_try_codes(client: CheckedClient, known_code: str) -> None:
    token = file(client)
    stranger = CheckedClient()
    assert stranger.post("/lapor/kode/", {"token": token, "code": known_code}).status_code == 404
    assert stranger.post("/lapor/kode/baru/", {"token": token, "channel": "email"}).status_code == 404
    assert stranger.post(f"/lapor/terima/{token}/hapus/").status_code == 404
    assert stranger.get("/lapor/kode/").status_code == 405


def test_an_account_needs_no_code_for_its_own_address(client: CheckedClient) -> None:
    siti = User.objects.create_user("siti@demo.lapor", "lapor-demo", name="Siti")
    EmailAddress.objects.create(user=siti, email=siti.email, verified=True, primary=True)
    client.force_login(siti, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/lapor/").content.decode()
    assert 'value="siti@demo.lapor"' in page
    assert 'value="Siti"' in page
    file(client, name="Siti", email="SITI@demo.lapor")
    report = only_report()
    assert report.identity
    assert report.identity.email_confirmed_at
    assert not OneTimeCode.objects.exists()
    # No key leads from the report to the account.
    assert Event.objects.get().by_id is None
