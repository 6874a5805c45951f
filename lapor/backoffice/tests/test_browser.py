"""What only a browser can tell: contrast and roles, nothing that overflows, acts without leaving the page."""

import os
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.accounts.models import User
from lapor.backoffice.tests.browsing import MINISTRY, enter, faults
from lapor.backoffice.tests.stages import Stages
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Tunjangan kami belum masuk sejak Juni. Ada 14 guru honorer di sekolah kami. " * 6


@pytest.fixture
def stages(transactional_db: None) -> Stages:
    return Stages(build())


def picture(page: Page, name: str, width: int) -> None:
    """Kept for people to look at, where LAPOR_SHOTS names a folder."""
    if folder := os.environ.get("LAPOR_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def addresses(stages: Stages) -> list[tuple[str, str]]:
    """Who opens what: a queue, a report and each kind of form."""
    received, drafted = stages.received(text=LONG, anonymous=True), stages.drafted(text=LONG)
    stages.disposed(now=NOW, title="Ijazah ditahan karena iuran sekolah yang belum dibayar orang tua")
    stages.received(now=NOW, title="Jalan berlubang", flood=True)
    desk = [("ratna", "/kelola/"), ("ratna", f"/kelola/laporan/{received.pk}/?antrean=verifikasi")]
    forms = ("arsip", "penundaan", "identitas", "penggabungan", "penutupan-teks")
    desk += [("ratna", f"/kelola/laporan/{received.pk}/{noun}/") for noun in forms]
    desk += [("ratna", "/kelola/pemetaan/"), ("ratna", "/kelola/pesan/")]
    desk += [("kurnia", "/kelola/"), ("kurnia", f"/kelola/laporan/{stages.disposed().pk}/?antrean=jawab")]
    desk += [("wati", f"/kelola/laporan/{drafted.pk}/?antrean=draf")]
    desk += [("budi", f"/kelola/laporan/{drafted.pk}/draf/")]
    return [*desk, ("pratiwi", f"/kelola/laporan/{stages.objected().pk}/putusan/")]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_overflows(
    page: Page, live_server: LiveServer, stages: Stages, width: int
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 800})
    for name, path in addresses(stages):
        enter(page, live_server, name)
        page.goto(f"{live_server.url}{path}")
        picture(page, f"{name}{path.split('?')[0].replace('/', '-')}", width)
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert said == []


def test_verify_and_dispose_from_the_queue_without_a_page_load(
    page: Page, live_server: LiveServer, stages: Stages
) -> None:
    first, second = stages.received(title="Laporan pertama"), stages.received(title="Laporan kedua")
    enter(page, live_server, "ratna")
    page.goto(f"{live_server.url}/kelola/")
    page.evaluate("window.kept = true")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Laporan pertama")
    expect(page.locator("#laporan")).to_be_focused()
    page.locator("#id_agency").press_sequentially("kementerian pendidikan dasar")
    expect(page.locator("#id_agency_found .label").first).to_have_text(MINISTRY)
    page.locator("#id_agency_found label").first.click()
    page.click("button.primary")
    expect(page.locator("h1")).to_have_text("Laporan kedua")
    expect(page.locator("#kabar")).to_contain_text(f"#{first.pk} diverifikasi")
    assert page.evaluate("window.kept") is True
    first.refresh_from_db()
    assert first.status == "disposed"
    assert f"/kelola/laporan/{second.pk}/" in page.url


def test_a_form_with_a_fault_comes_back_in_place(page: Page, live_server: LiveServer, stages: Stages) -> None:
    report = stages.received()
    enter(page, live_server, "ratna")
    page.goto(f"{live_server.url}/kelola/laporan/{report.pk}/arsip/")
    page.fill("#id_note", "Penjelasan yang tidak boleh hilang.")
    page.click("text=Arsipkan laporan")
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.locator("#id_note")).to_have_value("Penjelasan yang tidak boleh hilang.")
    assert faults(page) == []


def test_a_conflict_comes_in_place_and_keeps_the_words(
    page: Page, live_server: LiveServer, stages: Stages
) -> None:
    report: Report = stages.at_unit()
    enter(page, live_server, "wati")
    page.goto(f"{live_server.url}/kelola/laporan/{report.pk}/jawaban/")
    other = Client()
    other.force_login(User.objects.get(email="budi@demo.lapor"))
    other.post(
        f"/kelola/laporan/{report.pk}/draf/", {"text": "Draf yang menyusul.", "kind": "final", "anyway": "1"}
    )
    page.fill("#id_text", "Jawaban yang tidak boleh hilang.")
    page.click("button.primary")
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.locator("[data-focus]")).to_contain_text("Draf jawaban dibuat")
    expect(page.locator("#id_text")).to_have_value("Jawaban yang tidak boleh hilang.")
    assert faults(page) == []


def test_a_plain_browser_chooses_among_several_matches(
    browser: Any, live_server: LiveServer, stages: Stages
) -> None:
    report = stages.verified()
    page = browser.new_context(java_script_enabled=False, locale="id-ID").new_page()
    enter(page, live_server, "ratna")
    page.goto(f"{live_server.url}/kelola/laporan/{report.pk}/?antrean=disposisi")
    page.fill("#id_agency", "kota")
    page.click("text=Teruskan")
    expect(page.locator("[data-focus]")).to_contain_text("Pilih salah satu")
    page.check("text=Kota Surabaya")
    page.click("button.primary")
    expect(page.locator("h1")).to_have_text("Perlu disposisi")
    report.refresh_from_db()
    assert report.agency == stages.world.stranger


def test_when_the_session_has_ended_the_words_stay(
    page: Page, live_server: LiveServer, stages: Stages
) -> None:
    report = stages.at_unit()
    enter(page, live_server, "wati")
    page.goto(f"{live_server.url}/kelola/laporan/{report.pk}/jawaban/")
    page.fill("#id_text", "Jawaban yang tidak boleh hilang.")
    page.context.clear_cookies()
    page.click("button.primary")
    expect(page.locator("#kabar")).to_contain_text("Belum terkirim")
    expect(page.locator("#id_text")).to_have_value("Jawaban yang tidak boleh hilang.")
