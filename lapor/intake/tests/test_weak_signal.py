"""The form on a weak signal and a borrowed phone: nothing lost before sending, nothing left after it."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.intake.tests.filling import STORY, only_report, photo
from lapor.registry.sample import load_sample
from lapor.reports.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def form(live_server: LiveServer) -> str:
    load_sample()
    return f"{live_server.url}/lapor/"


def fill(page: Page) -> None:
    page.fill("#id_title", "Air mati tiga hari")
    page.fill("#id_text", STORY)
    page.check("#id_anonymous")


def test_without_a_line_the_form_stays_and_goes_out_later(page: Page, form: str) -> None:
    page.goto(form)
    fill(page)
    page.context.set_offline(True)
    page.click("[data-send]")
    expect(page.locator("[data-offline]")).to_contain_text("Sinyal terputus")
    expect(page.locator("#id_text")).to_have_value(STORY)
    assert Report.objects.count() == 0
    page.context.set_offline(False)
    page.click("[data-send]")
    expect(page.locator("h1")).to_have_text("Laporan Anda terkirim")
    assert only_report().anonymous


def test_reload_after_a_mistake_keeps_words_and_files(page: Page, form: str) -> None:
    page.goto(form)
    fill(page)
    page.fill("#id_title", "")
    sent = FilePayload(name="sumur.jpg", mimeType="image/jpeg", buffer=photo().read())
    page.set_input_files("#id_attachments", [sent])
    page.click("[data-send]")
    expect(page.locator("[data-focus]")).to_be_focused()
    page.reload()
    expect(page.locator(".files")).to_contain_text("sumur.jpg")
    expect(page.locator("#id_text")).to_have_value(STORY)
    page.fill("#id_title", "Air mati tiga hari")
    page.click("[data-send]")
    expect(page.locator("h1")).to_have_text("Laporan Anda terkirim")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Laporan Anda terkirim")
    assert only_report().attachments.count() == 1


def test_back_after_sending_shows_nothing_of_the_report(page: Page, form: str) -> None:
    page.goto(form)
    fill(page)
    page.click("[data-send]")
    expect(page.locator("h1")).to_have_text("Laporan Anda terkirim")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Tulis laporan")
    expect(page.locator("#id_title")).to_have_value("")
    expect(page.locator("#id_text")).to_have_value("")
    fill(page)
    expect(page.locator("[data-draft-status]")).to_contain_text("Tersimpan")
    page.reload()
    expect(page.locator("#id_text")).to_have_value(STORY)
