"""The form and its receipt in a browser: drafts on the phone, typing, keyboard, axe, narrow screens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.intake.tests.filling import STORY, only_report, photo
from lapor.registry.sample import load_sample
from lapor.reports.models import Report
from lapor.ui.tests.test_browser import EMPTIED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def form(live_server: LiveServer) -> str:
    load_sample()
    return f"{live_server.url}/lapor/"


@pytest.fixture
def said(page: Page) -> Iterator[list[str]]:
    """What the console said: among it would be what the Content-Security-Policy blocked."""
    lines: list[str] = []
    page.on("console", lambda message: lines.append(message.text))
    page.on("pageerror", lambda error: lines.append(str(error)))
    yield lines
    assert [line for line in lines if "status of 4" not in line] == []


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def fill(page: Page) -> None:
    page.fill("#id_title", "Jembatan kayu di dekat SD rusak")
    page.fill("#id_text", STORY)
    page.fill("#id_name", "Kenanga Wulandari")
    page.fill("#id_email", "kenanga@contoh.example")


def small_targets(page: Page) -> list[str]:
    """Links in a sentence apart, what a finger should hit is at least 44 pixels high."""
    return list(
        page.evaluate(
            """[...document.querySelectorAll("button, summary, .choice, input, .button, select, textarea")]
            .filter(e => e.checkVisibility() && !e.closest(".trap") && !e.classList.contains("trap")
                && !["radio", "checkbox"].includes(e.type)
                && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))"""
        )
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_form_and_receipt_at_every_width(
    page: Page, form: str, said: list[str], width: int, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(form)
    page.click("summary >> text=Siapa bisa melihat apa?")
    page.locator("#id_region_text").press_sequentially("bandung")
    expect(page.locator("#wilayah-jumlah")).to_contain_text("cocok")
    checks(page, width)
    page.click("[data-send]")
    expect(page.locator("[data-focus]")).to_be_focused()
    checks(page, width)
    fill(page)
    page.check("input[name=region][value='32.73']")
    page.click("[data-send]")
    expect(page.locator("h1")).to_have_text("Laporan Anda terkirim")
    checks(page, width)


def checks(page: Page, width: int) -> None:
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert small_targets(page) == []


def test_a_draft_comes_back_with_its_region_and_is_gone_once_sent(
    page: Page, form: str, said: list[str]
) -> None:
    page.goto(form)
    fill(page)
    page.check("input[name=report_class][value=aspiration]")
    page.locator("#id_region_text").fill("bandung")  # at once: each letter would look up anew
    page.check("input[name=region][value='32.73']")
    expect(page.locator("[data-draft-status]")).to_contain_text(re.compile(r"Tersimpan .* \d\d\.\d\d"))
    expect(page.locator("#id_region_text")).to_have_value("Kota Bandung, Jawa Barat")
    page.reload()
    expect(page.locator("#id_text")).to_have_value(STORY)
    expect(page.locator("input[name=report_class][value=aspiration]")).to_be_checked()
    expect(page.locator("#id_event_date")).to_be_hidden()
    expect(page.locator("input[name=region][value='32.73']")).to_be_checked()
    page.click("[data-send]")
    expect(page.locator("h1")).to_have_text("Laporan Anda terkirim")
    # The receipt's script runs after its heading can be seen.
    page.evaluate(EMPTIED)
    region = only_report().region
    assert region is not None
    assert region.code == "32.73"


def test_only_a_complaint_is_asked_where_and_when(page: Page, form: str, said: list[str]) -> None:
    page.goto(form)
    expect(page.locator("#id_event_date")).to_be_visible()
    page.fill("#id_event_date", "2999-01-01")
    page.check("input[name=report_class][value=information_request]")
    expect(page.locator("#id_location")).to_be_hidden()
    fill(page)
    page.click("[data-send]")
    expect(page.locator("h1")).to_have_text("Laporan Anda terkirim")


def test_by_keyboard_alone(page: Page, form: str, said: list[str]) -> None:
    page.goto(form)
    page.focus("#id_title")
    page.keyboard.type("Lampu jalan mati")
    page.keyboard.press("Tab")
    page.keyboard.type(STORY)
    page.keyboard.press("Tab")
    page.keyboard.type("bandung")
    expect(page.locator("#wilayah-jumlah")).to_contain_text("cocok")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    chosen = page.locator("input[name=region]:checked")
    expect(chosen).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=region]:checked")).to_be_focused()
    page.focus("#id_anonymous")
    page.keyboard.press("Space")
    # Enter in a line of text sends the form; it never takes a file out.
    page.focus("#id_title")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Laporan Anda terkirim")
    assert only_report().region


def test_without_javascript_a_photo_survives_a_mistake(browser: Browser, form: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    page.goto(form)
    sent = FilePayload(name="jembatan.jpg", mimeType="image/jpeg", buffer=photo().read())
    page.set_input_files("#id_attachments", [sent])
    fill(page)
    page.fill("#id_title", "")
    page.fill("#id_region_text", "bandung")
    page.click("[data-send]")
    expect(page.locator(".files")).to_contain_text("jembatan.jpg")
    expect(page.locator("#id_text")).to_have_value(STORY)
    page.fill("#id_title", "Jembatan rusak")
    page.check("input[name=region][value='32.04']")
    page.locator("#id_title").press("Enter")
    expect(page.locator("h1")).to_have_text("Laporan Anda terkirim")
    assert only_report().attachments.count() == 1
    context.close()


def test_a_second_tap_is_no_second_report(page: Page, form: str, said: list[str]) -> None:
    page.goto(form)
    fill(page)
    page.dblclick("[data-send]")
    expect(page.locator("h1")).to_have_text("Laporan Anda terkirim")
    assert Report.objects.count() == 1


def test_a_place_on_the_map(page: Page, form: str, said: list[str]) -> None:
    page.goto(form)
    assert page.locator("script[src*='leaflet.js']").count() == 0
    page.click("summary >> text=Tunjuk di peta")
    expect(page.locator("[data-map-here] path.border").first).to_be_attached()
    assert faults(page) == []
    page.click("[data-map-centre]")
    expect(page.locator("[data-map-status]")).to_contain_text("Titik dipilih")
    page.click("[data-map-remove]")
    expect(page.locator("[data-map-status]")).to_be_empty()
    page.locator("[data-map-here]").click(position={"x": 150, "y": 150})
    fill(page)
    page.click("[data-send]")
    expect(page.locator("h1")).to_have_text("Laporan Anda terkirim")
    report = only_report()
    assert report.lat is not None
    assert -12 < report.lat < 7
