"""The ways into an officer's account: the second step at every one, sessions listed and ended, step-up."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import override_settings
from django.utils import timezone

from lapor.accounts import tokens
from lapor.accounts.models import Session, User
from lapor.accounts.sealing import mark
from lapor.reports import disposition, verification
from lapor.reports.models import IdentityOpening, Report
from lapor.reports.tests.world import World, build, filed
from tests.client import CheckedClient, stepped_up

SECRET = "JBSWY3DPEHPK3PXP"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def report(world: World) -> Report:
    made, now = filed(now=timezone.now(), anonymous=True).report, timezone.now()
    verification.verify(made, by=world.actor("ratna"), now=now)
    disposition.dispose(made, by=world.actor("ratna"), agency=world.unit, now=now)
    return made


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.lapor")


def logged_in(name: str, password: str = "lapor-demo", **more: Any) -> CheckedClient:
    client = CheckedClient(**more)
    client.post("/masuk/", {"login": f"{name}@demo.lapor", "password": password})
    return client


def with_code(name: str) -> CheckedClient:
    """By a code sent to the mailbox."""
    client = CheckedClient()
    client.post("/masuk/kode/", {"email": f"{name}@demo.lapor"})
    found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert found
    client.post("/masuk/kode/periksa/", {"code": found[0]})
    return client


def with_reset(name: str) -> CheckedClient:
    """By a new password, which the mailbox alone is enough for."""
    client = CheckedClient()
    client.post("/masuk/lupa-sandi/", {"email": f"{name}@demo.lapor"})
    found = re.search(r"/masuk/lupa-sandi/[^\s]+/", str(mail.outbox[-1].body))
    assert found
    form = client.get(found[0], follow=True)
    chosen = {"password1": "kuda lumping biru", "password2": "kuda lumping biru"}
    client.post(form.request["PATH_INFO"], chosen)
    return client


@override_settings(OFFICERS_NEED_SECOND_STEP=True)
def test_without_a_second_step_no_door_opens(report: Report) -> None:
    for client in (logged_in("budi"), with_code("budi"), with_reset("budi")):
        assert client.get(f"/kelola/laporan/{report.pk}/").status_code == 302
    program = CheckedClient(headers={"Authorization": f"Bearer {tokens.issue(user('budi'))}"})
    answer = {"text": "Kami sedang memeriksanya.", "final": True}
    address = f"/api/v1/reports/{report.pk}/draft-answer"
    assert program.post(address, answer, content_type="application/json").status_code == 404


@override_settings(OFFICERS_NEED_SECOND_STEP=True)
def test_with_one_every_log_in_asks_for_it(report: Report) -> None:
    TOTP.activate(user("budi"), SECRET)
    for way in (logged_in, with_code, with_reset):
        client = way("budi")
        assert "_auth_user_id" not in client.session, way
        assert client.get(f"/kelola/laporan/{report.pk}/").status_code == 302
    client = logged_in("budi", "kuda lumping biru")
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(SECRET, counter))
    client.post("/akun/2fa/authenticate/", {"code": code})
    assert client.get(f"/kelola/laporan/{report.pk}/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get(f"/kelola/laporan/{report.pk}/").status_code == 302


def test_log_ins_are_listed_and_ended_by_their_owner(world: World) -> None:
    here = logged_in("budi", headers={"User-Agent": FIREFOX})
    there, tono = logged_in("budi"), logged_in("tono")
    page = here.get("/akun/sesi/").content.decode()
    assert page.count("Sesi ini") == 1
    assert "Firefox" in page
    assert "Linux" not in page
    assert Session.objects.filter(account_id=user("budi").pk).count() == 2
    handle = mark("session", there.session.session_key or "")[:16]
    assert handle in page
    tono.post("/akun/sesi/pengakhiran/", {"sesi": handle})  # not his: nothing happens
    assert there.get("/kelola/").status_code == 200
    here.post("/akun/sesi/pengakhiran/", {"sesi": handle})
    assert there.get("/kelola/").status_code == 302
    third = logged_in("budi")
    here.post("/akun/sesi/pengakhiran/", {"sesi": "lain"})
    assert third.get("/kelola/").status_code == 302
    assert here.get("/kelola/").status_code == 200
    for odd in ("", "\0", "x" * 100_000):
        assert here.post("/akun/sesi/pengakhiran/", {"sesi": odd}).status_code == 302


def test_a_new_password_ends_all_other_log_ins(world: World) -> None:
    here, there = logged_in("budi"), logged_in("budi")
    new = {"oldpassword": "lapor-demo", "password1": "kuda lumping biru", "password2": "kuda lumping biru"}
    assert here.post("/akun/sandi/", new).status_code == 302
    assert here.get("/kelola/").status_code == 200
    assert there.get("/kelola/").status_code == 302
    assert Session.objects.filter(account_id=user("budi").pk).count() == 1
    with_reset("budi")
    assert here.get("/kelola/").status_code == 302


def test_no_session_holds_an_address_or_a_device(world: World) -> None:
    for name in ("budi", "dewi"):
        client = CheckedClient(headers={"User-Agent": FIREFOX}, REMOTE_ADDR="203.0.113.77")
        client.post("/masuk/", {"login": f"{name}@demo.lapor", "password": "lapor-demo"})
        kept = str(dict(client.session.items())) + str(Session.objects.values().get(account_id=user(name).pk))
        for trace in ("203.0.113.77", "Mozilla", "Linux", "130"):
            assert trace not in kept.replace(client.session["_auth_user_hash"], "")
        assert ("Firefox" in kept) is (name == "budi")  # of who is no officer not even that


def test_opening_an_identity_asks_once_more_and_keeps_what_was_typed(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    ratna, address = logged_in("ratna"), f"/kelola/laporan/{report.pk}/identitas/"
    reason = "Pelapor terancam, perlu dihubungi segera."
    sent = ratna.post(address + "?antrean=semua", {"reason": reason, "version": "1"})
    assert sent.headers["Location"] == address + "?antrean=semua"
    away = ratna.get(sent.headers["Location"])
    assert away.headers["Location"].startswith("/masuk/ulang/?next=")
    assert not IdentityOpening.objects.exists()
    assert reason not in str(dict(ratna.session.items()))  # under seal
    wrong = ratna.post(away.headers["Location"], {"password": "salah"})
    assert wrong.status_code == 200
    back = ratna.post(away.headers["Location"], {"password": "lapor-demo"})
    assert back.headers["Location"] == address + "?antrean=semua"
    page = ratna.get(back.headers["Location"]).content.decode()
    assert reason in page
    assert reason not in ratna.get(address).content.decode()  # once
    assert ratna.post(address, {"reason": reason}).status_code == 302
    assert IdentityOpening.objects.get().reason == reason
    monkeypatch.setattr(time, "time", lambda: timezone.now().timestamp() + 601)
    assert ratna.get(address).headers["Location"].startswith("/masuk/ulang/")


def test_what_is_kept_belongs_to_its_page_and_time(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    ratna, address = logged_in("ratna"), f"/kelola/laporan/{report.pk}/identitas/"
    other = filed(now=timezone.now(), anonymous=True).report
    ratna.post(address, {"reason": "Pelapor terancam bahaya."})
    stepped_up(ratna)
    assert "terancam" not in ratna.get(f"/kelola/laporan/{other.pk}/identitas/").content.decode()
    ratna.post(f"/kelola/laporan/{other.pk}/identitas/", {"reason": "x" * 200_000})
    assert ratna.get(address).status_code == 200


def test_the_supervisor_reads_who_opened_what_and_nobody_else(report: Report) -> None:
    ratna = stepped_up(logged_in("ratna"))
    ratna.post(f"/kelola/laporan/{report.pk}/identitas/", {"reason": "Pelapor terancam bahaya."})
    page = logged_in("pratiwi").get("/kelola/pembukaan-identitas/").content.decode()
    assert "Pelapor terancam bahaya." in page
    assert "Ratna" in page
    assert "Kenanga" not in page
    for name in ("ratna", "kurnia", "karin", "yusuf"):
        assert logged_in(name).get("/kelola/pembukaan-identitas/").status_code == 403
    public = CheckedClient()
    for address in ("/statistik/", "/privasi/"):  # the count is everybody's
        assert "identitas" in public.get(address).content.decode().lower()
