"""A deadline in a browser: explained, counted down, undone by one touch, gone up to the Ombudsman."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.accounts.actors import TIMER
from lapor.portal.tests.conftest import Make
from lapor.portal.tests.test_browser import faults
from lapor.reports import closing, escalating
from lapor.reports.filing import Filed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)
TITLE = "Tunjangan guru belum cair"


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 360, "height": 740})
    return page


def opened(page: Page, url: str, one: Filed) -> None:
    page.goto(f"{url}/lacak/#{one.report.pk}.{one.access_code}")
    page.click("main form button")
    expect(page.locator("h1")).to_contain_text(TITLE)


def test_the_deadline_says_how_it_was_counted(phone: Page, live_server: LiveServer, disposed: Make) -> None:
    one = disposed()
    opened(phone, live_server.url, one)
    why = phone.locator("details", has_text="Mengapa tanggal ini?").first
    why.locator("summary").focus()
    phone.keyboard.press("Enter")
    expect(why).to_contain_text("hari kerja")
    expect(why).to_contain_text("Dihitung sejak")
    assert faults(phone) == []


def test_the_countdown_and_one_touch_after_it(
    phone: Page, live_server: LiveServer, answered: Make, now: datetime
) -> None:
    one = answered(now=now - 40 * DAY)
    closing.reporter_told(one.report, reached=True, now=now - DAY)
    opened(phone, live_server.url, one)
    expect(phone.locator("main")).to_contain_text("Selesai otomatis dalam")
    quiet = one.report.deadlines.filter(step="quiet")
    quiet.update(due=now - 31 * DAY)
    assert closing.remind_quiet(one.report, now=now - 30 * DAY)
    closing.close_quiet(one.report, by=TIMER, now=now)
    phone.goto(f"{live_server.url}/laporan/{one.report.pk}/pembukaan/")
    button = phone.get_by_role("button", name="Buka lagi laporan ini")
    assert faults(phone) == []
    button.click()
    expect(phone.locator("[data-said]")).to_contain_text("Laporan ini dibuka lagi.")
    one.report.refresh_from_db()
    assert one.report.status == "replied"


def test_what_passed_the_last_limit_lies_with_the_ombudsman_and_the_reporter_decides_on_the_name(
    phone: Page, browser: Browser, live_server: LiveServer, disposed: Make, now: datetime
) -> None:
    one = disposed(now=now - 120 * DAY)
    escalating.advance_due(now)
    with override_settings(ACCOUNT_RATE_LIMITS=False):
        desk = browser.new_page(locale="id-ID")
        desk.goto(f"{live_server.url}/masuk/?next=/kelola/")
        desk.fill("[name=login]", "yusuf@demo.lapor")
        desk.fill("[name=password]", "lapor-demo")
        desk.keyboard.press("Enter")
        expect(desk.locator("h1")).to_contain_text("Jalur Ombudsman")
    desk.get_by_role("link", name=TITLE).first.click()
    case = desk.locator("section", has=desk.locator("#h-ombudsman"))
    expect(case).to_contain_text("tidak ikut")
    expect(case).to_contain_text("Batas terakhir menurut peraturan sudah lewat")

    opened(phone, live_server.url, one)
    phone.get_by_role("link", name="Atur identitas untuk Ombudsman").click()
    phone.get_by_role("button", name="Setuju, sertakan identitas saya").click()
    expect(phone.locator("main")).to_contain_text("ikut, dengan persetujuan Anda")
    assert faults(phone) == []

    desk.reload()
    expect(case).to_contain_text("disetujui pelapor")
    expect(desk.locator("body")).to_contain_text("Kenanga Wulandari")
    assert faults(desk) == []
    desk.close()
