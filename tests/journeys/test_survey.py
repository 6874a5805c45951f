"""One survey's whole life: opened, answered thirty times by link, counter, SMS and paper, and published."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from lapor.backoffice.tests.browsing import enter
from lapor.skm.codes import ELEMENTS, Way
from lapor.skm.models import Period, Response
from lapor.skm.paper import enter_paper
from lapor.skm.tests.surveying import Surveyed, given, survey_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GOOD, POOR = "344434434", "222222222"
# Twenty-two times 33, eight times 18, of thirty times nine: 3.2222 x 25.
INDEX = "80,56"
PHONE: ViewportSize = {"width": 360, "height": 740}
COUNTER: ViewportSize = {"width": 800, "height": 1280}
FORM, GATEWAY = "/skm/isi/DUKCAPIL/", "/gateway/sms/kannel"


def test_from_the_first_answer_to_the_report(browser: Browser, live_server: LiveServer) -> None:
    made = survey_world()
    desk = browser.new_page(viewport={"width": 1280, "height": 900}, locale="id-ID")
    enter(desk, live_server, "surya")
    period = opened_today(desk, live_server.url, made)
    phone = browser.new_page(viewport=PHONE, java_script_enabled=False, locale="id-ID")
    by_link(phone, live_server.url, GOOD)
    counter = browser.new_page(viewport=COUNTER, locale="id-ID")
    address = desk.get_by_role("link", name="Layar di loket").get_attribute("href")
    assert address
    at_the_counter(counter, live_server.url + address, POOR)
    for turn in range(9):
        sent = {"client_id": str(uuid4())} | dict(zip(ELEMENTS, GOOD if turn < 6 else POOR, strict=True))
        assert Client().post(FORM, sent).status_code == 302
        if turn < 7:
            again = Client().post(address, sent | {"client_id": str(uuid4())})
            assert again.status_code == 302
    by_sms(6, GOOD)
    on_paper(period, made, 5)
    by_keys(desk, 6, POOR)
    assert Response.objects.count() == 30
    assert set(Response.objects.values_list("way", flat=True)) == {Way.LINK, Way.KIOSK, Way.SMS, Way.PAPER}
    settled(desk, live_server.url, period)
    read(phone, live_server.url, made)
    for page in (desk, phone, counter):
        page.close()


def opened_today(desk: Page, url: str, made: Surveyed) -> Period:
    """Planned, saved and opened at the desk."""
    today = timezone.localdate()
    desk.goto(f"{url}/kelola/skm/unit/{made.unit.pk}/masa/")
    desk.get_by_label("Nama survei").fill("Semester ini")
    desk.get_by_label("Hari pertama").fill(f"{today - timedelta(days=1):%Y-%m-%d}")
    desk.get_by_label("Hari terakhir").fill(f"{today + timedelta(days=1):%Y-%m-%d}")
    desk.get_by_label("Banyaknya orang yang dilayani selama itu").fill("31")
    desk.get_by_role("button", name="Simpan").click()
    turn(desk, "Buka survei")
    return Period.objects.get()


def turn(desk: Page, act: str) -> None:
    """By the page that says what it means."""
    desk.get_by_role("link", name=act).first.click()
    desk.get_by_role("button", name=f"{act} sekarang").click()
    expect(desk.locator("#kabar")).to_be_visible()


def by_link(page: Page, url: str, digits: str) -> None:
    page.goto(url + FORM)
    for code, digit in zip(ELEMENTS, digits, strict=True):
        page.locator(f"[name={code}][value='{digit}']").check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()


def at_the_counter(page: Page, address: str, digits: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Mulai").click()
    page.get_by_label("Layanan apa yang Anda pakai?").select_option("Akta kelahiran")
    page.get_by_role("button", name="Lanjut").click()
    for number, digit in enumerate(digits, 1):
        expect(page.get_by_text(f"Layar {number + 1} dari 12")).to_be_visible()
        page.locator(f"[name=U{number}][value='{digit}']").click()
    expect(page.get_by_text("Layar 11 dari 12")).to_be_visible()
    page.get_by_role("button", name="Lewati").click()
    with page.expect_response(lambda answer: answer.status == 201):
        page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()


def by_sms(number: int, digits: str) -> None:
    for turn in range(number):
        asked = {
            "id": f"survei-{turn}",
            "from": f"+62813111122{turn:02}",
            "to": "1708",
            "text": f"SKM dukcapil {digits}",
            "secret": settings.SMS_SECRET,
        }
        assert "Terima kasih" in Client().get(GATEWAY, asked).content.decode()


def on_paper(period: Period, made: Surveyed, number: int) -> None:
    """Each form typed in twice."""
    for sheet in range(1, number + 1):
        typed = given(GOOD if sheet < 4 else POOR)
        for _turn in range(2):
            entered = enter_paper(period, number=sheet, given=typed, by=made.surya, now=timezone.now())
        assert entered.sheet.response


def by_keys(desk: Page, sheet: int, digits: str) -> None:
    """One form at the desk, by the keyboard alone, twice; the numbers come by themselves."""
    for act in ("disimpan", "dihitung"):
        desk.get_by_role("link", name="Masukkan lembar kertas").first.click()
        if act == "dihitung":
            desk.get_by_role("link", name="Isian kedua").click()
        expect(desk.locator("#id_number")).to_have_value(str(sheet))
        expect(desk.locator("#id_U1")).to_be_focused()
        for digit in digits:
            desk.keyboard.press(digit)
        desk.keyboard.press("Enter")
        expect(desk.locator("#kabar")).to_contain_text(f"Lembar {sheet} {act}")
        desk.get_by_role("link", name="Semester ini").first.click()


def settled(desk: Page, url: str, period: Period) -> None:
    turn(desk, "Tutup survei")
    desk.goto(f"{url}/kelola/skm/masa/{period.pk}/rencana/")
    desk.get_by_label("Apa yang dikerjakan").fill("Menulis syarat di papan")
    desk.get_by_label("Penanggung jawab").fill("Sekretaris")
    desk.get_by_label("Selesai paling lambat").fill(f"{period.ends + timedelta(days=30):%Y-%m-%d}")
    desk.get_by_role("button", name="Tambah rencana").click()
    expect(desk.get_by_role("heading", name="Menulis syarat di papan")).to_be_visible()
    desk.goto(f"{url}/kelola/skm/masa/{period.pk}/")
    turn(desk, "Umumkan hasil")


def read(page: Page, url: str, made: Surveyed) -> None:
    page.goto(url + FORM)
    page.get_by_role("link", name="Lihat hasil survei").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(made.unit.name)
    expect(page.locator(".big-say")).to_contain_text(INDEX)
    expect(page.locator(".figures").first).to_contain_text("30")
    expect(page.get_by_text("B: Baik").first).to_be_visible()
    expect(page.get_by_text("Menulis syarat di papan")).to_be_visible()
    links = page.get_by_role("link", name="Laporan (PDF)").get_attribute("href")
    report = page.request.get(f"{url}{links}")
    assert report.body().startswith(b"%PDF-")
    assert report.headers["content-type"] == "application/pdf"
    assert len(report.body()) > 20_000
    page.goto(f"{url}/skm/?urut=indeks")
    expect(page.get_by_role("link", name=made.unit.name)).to_be_visible()
