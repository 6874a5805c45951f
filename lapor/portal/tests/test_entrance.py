"""Getting in: a code by mail for reporters, a password for officers; nobody learns who has an account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from lapor.accounts.joining import forget_accounts
from lapor.accounts.models import User
from lapor.reports.tests.world import World
from tests.client import CheckedClient

NEW = "warga.baru@contoh.example"


def ask(client: CheckedClient, email: str, path: str = "/masuk/kode/") -> str:
    """Asks for a code and reads it from the mail; empty when none came."""
    response = client.post(path, {"email": email})
    assert response.status_code == 302
    assert response["Location"].startswith("/masuk/kode/periksa/")
    assert client.get(response["Location"]).status_code == 200
    found = re.search(r"^(\d{6})$", str(mail.outbox[-1].body), re.MULTILINE) if mail.outbox else None
    return found.group(1) if found else ""


def enter(client: CheckedClient, code: str) -> str:
    response = client.post("/masuk/kode/periksa/", {"code": code})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_an_unknown_address_gets_in_by_its_first_code(db: None, client: CheckedClient) -> None:
    assert enter(client, ask(client, NEW)) == "/akun/"
    user = User.objects.get(email=NEW)
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    assert "Belum ada laporan di akun ini" in client.get("/akun/").content.decode()


def test_a_known_one_gets_the_same_answer(db: None, client: CheckedClient) -> None:
    enter(client, ask(client, NEW))
    again = CheckedClient()
    assert enter(again, ask(again, NEW.upper())) == "/akun/"
    assert User.objects.count() == 1
    assert len({message.subject for message in mail.outbox}) == 1


def test_a_wrong_code_is_refused_and_five_end_it(db: None, client: CheckedClient) -> None:
    code = ask(client, NEW)
    wrong = "000000" if code != "000000" else "111111"
    response = client.post("/masuk/kode/periksa/", {"code": wrong})
    assert "tidak cocok" in response.content.decode()
    for _ in range(4):
        client.post("/masuk/kode/periksa/", {"code": wrong})
    assert client.post("/masuk/kode/periksa/", {"code": code})["Location"].startswith("/masuk/")
    assert client.get("/akun/").status_code == 302


def test_officers_get_in_by_password_and_to_their_desk(client: CheckedClient, world: World) -> None:
    told = {"login": "kurnia@demo.lapor", "password": "lapor-demo"}
    assert client.post("/masuk/", told)["Location"] == "/kelola/"


def test_a_wrong_password_is_told_in_plain_words(client: CheckedClient, world: World) -> None:
    response = client.post("/masuk/", {"login": "kurnia@demo.lapor", "password": "salah"})
    assert response.status_code == 200
    assert "tidak cocok" in response.content.decode()


def test_next_leads_on_and_only_to_this_house(db: None, client: CheckedClient) -> None:
    code = ask(client, NEW, "/masuk/kode/?next=/laporan/")
    response = client.post("/masuk/kode/periksa/?next=/laporan/", {"code": code})
    assert response["Location"] == "/laporan/"
    other = CheckedClient()
    code = ask(other, NEW, "/masuk/kode/?next=https://jahat.example/")
    assert enter(other, code) == "/akun/"


def test_logging_out_needs_a_button(db: None, client: CheckedClient) -> None:
    enter(client, ask(client, NEW))
    assert client.get("/keluar/").status_code == 200
    assert client.get("/akun/").status_code == 200
    client.post("/keluar/")
    assert client.get("/akun/").status_code == 302


def test_signing_up_is_asking_for_a_code(db: None, client: CheckedClient) -> None:
    assert client.get("/masuk/daftar/")["Location"] == "/masuk/kode/"
    assert client.post("/masuk/daftar/").status_code == 405


@pytest.mark.parametrize(
    "path", ["", "totp/activate/", "webauthn/", "webauthn/add/", "recovery-codes/generate/"]
)
def test_the_second_factor_is_within_reach(client: CheckedClient, world: World, path: str) -> None:
    client.post("/masuk/", {"login": "kurnia@demo.lapor", "password": "lapor-demo"})
    assert client.get(f"/akun/2fa/{path}", follow=True).status_code == 200


def test_a_password_is_reset_by_a_link(client: CheckedClient, world: World) -> None:
    client.post("/masuk/lupa-sandi/", {"email": "kurnia@demo.lapor"})
    link = re.search(r"http://\S+(/masuk/lupa-sandi/\S+)", str(mail.outbox[-1].body))
    assert link
    page = client.get(link.group(1), follow=True)
    assert "Kata sandi baru" in page.content.decode()


def test_addresses_nobody_proved_are_forgotten(db: None, client: CheckedClient) -> None:
    ask(client, NEW)
    assert forget_accounts(timezone.now()) == 0
    assert forget_accounts(timezone.now() + timedelta(days=2)) == 1
    assert not User.objects.exists()


def test_the_language_can_be_chosen(db: None, client: CheckedClient) -> None:
    client.post("/bahasa/", {"language": "en"})
    assert '<html lang="en">' in client.get("/").content.decode()
