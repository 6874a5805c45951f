"""Catat laporan: an officer types in what somebody said or wrote; the person has receipt and rights."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.models import OneTimeCode, User
from lapor.accounts.sealing import mark
from lapor.audit.models import Entry
from lapor.intake.models import OperatorEntry, Upload
from lapor.intake.operator.entering import forget_entries
from lapor.intake.tests.filling import photo
from lapor.intake.web import tokens
from lapor.notifications.tests.working import work_off
from lapor.reports import erasing
from lapor.reports.models import Report
from lapor.reports.recounting import recount_of
from lapor.reports.tests.world import World, build
from tests.client import CheckedClient

FORM = "/kelola/laporan-baru/"
CANARY = "Kenari Anonim Rahasiawati"


@pytest.fixture
def world(db: None) -> World:
    return build()


def officer(name: str) -> CheckedClient:
    client = CheckedClient()
    client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    return client


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "token": tokens.signed(tokens.new()),
        "channel": "letter",
        "reference": "045/RT-3/2026",
        "received": f"{timezone.localdate():%Y-%m-%d}",
        "report_class": "complaint",
        "title": "Saluran air di RT 3 mampet",
        "text": "Sejak hujan pertama air masuk ke rumah warga.",
        "name": "Kenanga Wulandari",
    } | changes


def code_in(page: str) -> str:
    found = re.search(r'id="kode-akses">([^<]+)<', page)
    return found[1].replace(" ", "") if found else ""


def test_a_letter_becomes_a_report_and_a_receipt(world: World) -> None:
    client = officer("kurnia")
    day = timezone.localdate() - timedelta(days=9)
    form = typed(received=f"{day:%d/%m/%Y}", event_date=f"{day:%Y-%m-%d}", attachments=[photo("surat.jpg")])
    assert "Catat laporan" in client.get("/kelola/").content.decode()
    answer = client.post(FORM, form)
    receipt = answer["Location"]
    page = client.get(receipt).content.decode()
    report = Report.objects.get()
    code = code_in(page)
    for shown in (f"#{report.pk}", "Surat", "1 berkas", "Saluran air", "CEK", "<svg", "Paling lambat"):
        assert shown in page
    assert (report.channel, report.source_ref, report.partner) == ("letter", "", None)
    assert timezone.localdate(report.received) == day
    assert report.attachments.count() == 1
    assert report.identity
    assert report.identity.name == "Kenanga Wulandari"
    counted = {(clock.step, clock.started_at, clock.due) for clock in recount_of(report).clocks}
    assert counted == set(report.deadlines.values_list("step", "started_at", "due"))
    assert report.deadlines.get(step="resolution").started_at == report.received
    assert report.deadlines.get(step="verification").started_at > timezone.now() - timedelta(minutes=5)
    entry = Entry.objects.get(act="type_in", subject_id=report.pk)
    assert (entry.actor_id, entry.facts["channel"]) == (world.actor("kurnia").user_id, "letter")
    assert report.events.get().by_id is None
    # The next one: same channel, and the number of this one to look at.
    assert re.search('value="letter" selected', client.get(f"{FORM}?kanal=letter").content.decode())
    assert f"#{report.pk}" in client.get(FORM).content.decode()
    # What the person was handed opens the report; the officer left the page and sees the code no more.
    opened = CheckedClient().post("/lacak/", {"nomor": str(report.pk), "code": code}, follow=True)
    assert "Saluran air" in opened.content.decode()
    again = client.get(receipt)
    assert again.status_code == 200
    assert not code_in(again.content.decode())
    assert "Saluran air" not in again.content.decode()
    OperatorEntry.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert client.get(receipt).status_code == 404


def test_who_typed_an_anonymous_report_sees_nobody_afterwards(world: World) -> None:
    client = officer("kurnia")
    form = typed(anonymous="on", name=CANARY, phone="0812 1111 2222", reference="https://x.example/kenari")
    receipt = client.post(FORM, form)["Location"]
    report = Report.objects.get()
    pages = [client.get(receipt).content.decode() for _n in range(2)]
    pages += [client.get(FORM).content.decode(), client.get("/kelola/").content.decode()]
    assert client.get(f"/kelola/laporan/{report.pk}/").status_code == 404
    assert client.get(f"/laporan/{report.pk}/data-saya/").status_code == 404
    for other in ("tono", "ratna"):
        assert officer(other).get(receipt).status_code == 404
    pages.append(officer("ratna").get(f"/kelola/laporan/{report.pk}/").content.decode())
    for page in pages:
        assert CANARY not in page
        assert "1111" not in page
        assert "kenari" not in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference FROM intake_operatorentry")
        assert "kenari" not in str(cursor.fetchall())


def test_the_contact_counts_once_its_code_was_read_out(world: World) -> None:
    client = officer("budi")
    receipt = client.post(FORM, typed(channel="walk_in", reference="", phone="081211112222"))["Location"]
    report = Report.objects.select_related("identity").get()
    assert report.identity
    assert not report.identity.reachable
    assert "Kode 6 angka sudah dikirim" in client.get(receipt).content.decode()
    assert client.post(f"{receipt}kode/", {"code": ""}).status_code == 422
    wrong = client.post(f"{receipt}kode/", {"code": "12"})
    assert wrong.status_code == 422
    assert "Kode ini salah" in wrong.content.decode()
    assert client.post(f"{receipt}kode/", {"channel": "sms"}).status_code == 302
    assert client.post(f"{receipt}kode/", {"channel": "sms"}).status_code == 302
    assert client.post(f"{receipt}kode/", {"channel": "sms"}).status_code == 422  # three an hour
    living = OneTimeCode.objects.get(expires_at__gt=timezone.now())
    OneTimeCode.objects.filter(pk=living.pk).update(
        tries=0, code_mark=mark("code", f"{report.identity.pk}:123456")
    )
    assert client.post(f"{receipt}kode/", {"code": "123 456"}).status_code == 302
    assert "Kontak pelapor sudah pasti" in client.get(receipt).content.decode()
    report.identity.refresh_from_db()
    assert report.identity.phone_confirmed_at
    assert officer("kurnia").post(f"{receipt}kode/", {"code": "123456"}).status_code == 404
    work_off()


def test_one_source_is_typed_in_once_unless_on_purpose(world: World) -> None:
    client = officer("kurnia")
    client.post(FORM, typed())
    first = Report.objects.get().pk
    form = typed(reference="  045/rt-3/2026 ", attachments=[photo()])
    answer = officer("budi").post(FORM, form)  # a colleague of the same office
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"#{first}" in page
    assert "Ini laporan lain dari sumber yang sama" in page
    assert "jembatan.jpg" in page
    form.pop("attachments")
    assert officer("budi").post(FORM, form | {"on_purpose": "on"}).status_code == 302
    assert Report.objects.latest("pk").attachments.count() == 1
    assert officer("tono").post(FORM, typed()).status_code == 302  # another office numbers as it likes
    assert officer("ratna").post(FORM, typed()).status_code == 302
    assert officer("andi").post(FORM, typed()).status_code == 422  # the national desk is one office
    assert Report.objects.count() == 4


def test_what_is_wrong_comes_back_whole(world: World) -> None:
    client = officer("kurnia")
    tomorrow = timezone.localdate() + timedelta(days=1)
    bad = SimpleUploadedFile("surat.exe", b"MZ\x90\x00" * 50, "application/pdf")
    form = typed(
        received=f"{tomorrow:%Y-%m-%d}", title="", phone="12", attachments=[photo("pindaian.jpg"), bad]
    )
    answer = client.post(FORM, form | {"text": "Kata \0 \u202e 😀"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for kept in ("045/RT-3/2026", "Kata", "😀", "pindaian.jpg", "surat.exe", "Tanggal diterima belum tiba"):
        assert kept in page
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    upload = Upload.objects.get()
    removed = client.post(FORM, form | {"token": token[1], "remove": str(upload.pk), "attachments": []})
    assert removed.status_code == 200
    assert "pindaian.jpg" not in removed.content.decode()
    assert "045/RT-3/2026" in removed.content.decode()
    year = timezone.localdate().year
    for wrong in (
        {"received": f"{year - 2}-01-05"},
        {"received": "kemarin"},
        {"received": ""},
        {"received": f"{year - 1}-12-31", "event_date": f"{timezone.localdate():%Y-%m-%d}"},
        {"channel": "web"},
        {"text": "x" * 1_000_000},
        {"reference": "x" * 121},
        {"agency_text": "Dinas Yang Tidak Ada"},
    ):
        assert client.post(FORM, typed(**wrong)).status_code == 422, wrong
    assert not Report.objects.exists()
    assert client.post(FORM, typed(name="", token="palsu", reference="\0")).status_code == 302


def test_who_may_and_what_a_page_costs(world: World) -> None:
    for name in ("lilis", "wati", "irwan", "pratiwi", "karin", "yusuf"):
        assert officer(name).get(FORM).status_code == 403
        assert officer(name).post(FORM, typed()).status_code == 403
        assert "Catat laporan" not in officer(name).get("/kelola/").content.decode()
    assert not Report.objects.exists()
    client = officer("kurnia")
    with CaptureQueriesContext(connection) as empty:
        client.get(FORM)
    for number in range(7):
        client.post(FORM, typed(reference=str(number)))
    with CaptureQueriesContext(connection) as full:
        page = client.get(FORM).content.decode()
    assert len(full) == len(empty)
    assert page.count('<li class="num">') == 5


def test_codes_nobody_saw_and_sources_are_forgotten(world: World) -> None:
    client, now = officer("kurnia"), timezone.now()
    client.post(FORM, typed())
    assert forget_entries(now) == 0
    assert forget_entries(now + timedelta(minutes=61)) == 1
    row = OperatorEntry.objects.get()
    assert (row.access_code, row.reference) == ("", "045/RT-3/2026")
    identity = Report.objects.get().identity
    assert identity
    erasing.erase_identity(identity, now=now)
    assert forget_entries(now) == 1
    assert OperatorEntry.objects.get().reference == ""
    assert client.post(FORM, typed()).status_code == 422  # still known as typed in


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_is_one_report_and_one_code() -> None:
    build()
    form, ready = typed(), threading.Barrier(4)
    places: list[str] = []
    codes: list[str] = []

    def press(client: CheckedClient) -> None:
        ready.wait()
        try:
            places.append(client.post(FORM, form)["Location"])
            codes.append(code_in(client.get(places[0]).content.decode()))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(officer("kurnia"),)) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(places)) == 1
    assert Report.objects.count() == 1
    assert sorted(map(bool, codes)) == [False, False, False, True]
