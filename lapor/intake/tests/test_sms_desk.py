"""What was set aside is counted, looked at, worked on after all; numbers are kept out and let in again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lapor.accounts.models import User
from lapor.intake.models import InboundSms, SmsBlock
from lapor.intake.models.sms import Fate
from lapor.intake.sms import upkeep
from lapor.intake.sms.inbox import accept
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build

NUMBER = "+6281299990000"
REPORT = "Lampu jalan di Desa Sukamaju Kecamatan Ciawi mati sejak bulan lalu"


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def desk(world: World) -> Client:
    client = Client()
    client.force_login(User.objects.get(email="ratna@demo.lapor"))
    return client


def arrive(sender: str, text: str) -> str:
    return accept(gateway_id="", sender=sender, recipient="1708", text=text, now=timezone.now())


def test_what_is_set_aside_is_listed_and_counted(desk: Client) -> None:
    arrive("TELKOMSEL", "Pelanggan Yth, paket Anda segera habis.")
    page = desk.get("/kelola/sms/").content.decode()
    assert "Pelanggan Yth" in page
    assert "Pengirim bukan nomor ponsel" in page


def test_a_number_is_kept_out_and_let_in_again(desk: Client) -> None:
    assert arrive(NUMBER, REPORT)
    row = InboundSms.objects.get()
    InboundSms.objects.filter(pk=row.pk).update(fate=Fate.SET_ASIDE, why="loop")
    until = (timezone.now() + timedelta(days=3)).date().isoformat()
    address = f"/kelola/sms/{row.pk}/blokir/"
    assert desk.post(address, {"reason": "", "until": until}).status_code == 422
    late = desk.post(address, {"reason": "Iklan", "until": "2001-01-01"})
    assert late.status_code == 422
    assert "Iklan" in late.content.decode()
    assert desk.post(address, {"reason": "Iklan berulang", "until": until}).status_code == 302
    assert arrive(NUMBER, "Jalan di depan Pasar Kemang Kota Bogor berlubang besar") == ""
    assert Report.objects.count() == 1
    assert "Iklan berulang" in desk.get("/kelola/sms/").content.decode()
    block = SmsBlock.objects.get()
    desk.post(f"/kelola/sms/blokir/{block.pk}/pencabutan/")
    assert desk.post(f"/kelola/sms/blokir/{block.pk}/pencabutan/").status_code == 302  # pressed twice
    assert arrive(NUMBER, "Air PDAM di Kelurahan Cibogor mati seminggu ini")


def test_what_was_set_aside_wrongly_becomes_a_report(desk: Client) -> None:
    arrive(NUMBER, REPORT)
    InboundSms.objects.update(fate=Fate.SET_ASIDE, why="auto_reply", report=None)
    row = InboundSms.objects.get()
    before = Report.objects.count()
    assert desk.post(f"/kelola/sms/{row.pk}/pemrosesan/").status_code == 302
    upkeep.work_on_waiting(timezone.now() + timedelta(minutes=2))
    assert Report.objects.count() == before + 1
    assert desk.get(f"/kelola/sms/{row.pk}/").status_code == 404  # a report now: it stands there


def test_only_verifiers_see_them(world: World) -> None:
    arrive("TELKOMSEL", "Promo")
    number = InboundSms.objects.get().pk
    addresses = ["/kelola/sms/", f"/kelola/sms/{number}/"]
    assert [Client().get(address).status_code for address in addresses] == [302, 302]
    kurnia = Client()
    kurnia.force_login(User.objects.get(email="kurnia@demo.lapor"))
    assert [kurnia.get(address).status_code for address in addresses] == [403, 403]
    assert kurnia.post(f"/kelola/sms/{number}/pemrosesan/").status_code == 403
