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

from lapor.skm.codes import ELEMENTS
from lapor.skm.following_up import plan_step
from lapor.skm.models import Period, Response
from lapor.skm.paper import enter_paper
from lapor.skm.periods import Plan, close_period, open_period, prepare_period, publish_period
from lapor.skm.tests.surveying import Surveyed, given, survey_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GOOD, POOR = "344434434", "222222222"
# Twenty-two times 33, eight times 18, of thirty times nine: 3.2222 x 25.
INDEX = "80,56"
PHONE: ViewportSize = {"width": 360, "height": 740}
COUNTER: ViewportSize = {"width": 800, "height": 1280}
FORM, KIOSK, GATEWAY = "/skm/isi/DUKCAPIL/", "/skm/kios/DUKCAPIL/", "/gateway/sms/kannel"


def test_from_the_first_answer_to_the_report(browser: Browser, live_server: LiveServer) -> None:
    made = survey_world()
    period = opened_today(made)
    phone = browser.new_page(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="id-ID"
    )
    by_link(phone, live_server.url, GOOD)
    counter = browser.new_page(viewport=COUNTER, locale="id-ID")
    at_the_counter(counter, live_server.url, POOR)
    for turn in range(9):
        sent = {"client_id": str(uuid4())} | dict(zip(ELEMENTS, GOOD if turn < 6 else POOR, strict=True))
        assert Client().post(FORM, sent).status_code == 302
        if turn < 7:
            again = Client().post(KIOSK, sent | {"client_id": str(uuid4())})
            assert again.status_code == 302
    by_sms(6, GOOD)
    on_paper(period, made, 6)
    assert Response.objects.count() == 30
    settled(period, made)
    read(phone, live_server.url, made)
    phone.close()
    counter.close()


def opened_today(made: Surveyed) -> Period:
    now, today = timezone.now(), timezone.localdate()
    plan = Plan("Semester ini", today - timedelta(days=1), today + timedelta(days=1), population=31)
    draft = prepare_period(made.unit, plan, by=made.surya, now=now)
    return open_period(draft, by=made.surya, now=now)


def by_link(page: Page, url: str, digits: str) -> None:
    page.goto(url + FORM)
    for code, digit in zip(ELEMENTS, digits, strict=True):
        page.locator(f"[name={code}][value='{digit}']").check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()


def at_the_counter(page: Page, url: str, digits: str) -> None:
    page.goto(url + KIOSK)
    page.get_by_role("button", name="Mulai").click()
    for screen, digit in enumerate(digits, 1):
        expect(page.get_by_text(f"Layar {screen} dari 11")).to_be_visible()
        page.locator(f"[name=U{screen}][value='{digit}']").click()
    expect(page.get_by_text("Layar 10 dari 11")).to_be_visible()
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


def settled(period: Period, made: Surveyed) -> None:
    now = timezone.now()
    held = close_period(period, by=made.surya, now=now)
    plan_step(
        held,
        element="U1",
        action="Menulis syarat di papan",
        owner="Sekretaris",
        due=held.ends + timedelta(days=30),
        by=made.surya,
        now=now,
    )
    publish_period(held, by=made.surya, now=now)


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
