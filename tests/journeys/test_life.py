"""One report's whole life in a real browser: from a guest's phone to the timeline that shows it all.

Twice: as people with a new phone see it, and without JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from lapor.notifications.tests.working import work_off
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
TITLE = "Jembatan kayu di dekat SD rusak"
ANSWER = "Papan jembatan sudah kami ganti hari ini. Silakan dicoba."


@pytest.fixture
def world(transactional_db: None) -> World:
    return build()


class House:
    """The service as people meet it: each person has a browser of the own."""

    def __init__(self, browser: Browser, server: LiveServer, *, script: bool) -> None:
        self.browser, self.address, self.script = browser, server.url, script
        self.contexts: list[BrowserContext] = []

    def person(self, size: dict[str, int]) -> Page:
        context = self.browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=self.script,
            locale="id-ID",
            base_url=self.address,
        )
        self.contexts.append(context)
        return context.new_page()

    def officer(self, name: str) -> Page:
        page = self.person(DESK)
        page.goto("/masuk/?next=/kelola/")
        page.locator("input[name=login]").fill(f"{name}@demo.lapor")
        page.locator("input[name=password]").fill("lapor-demo")
        page.get_by_role("button", name="Masuk", exact=True).click()
        page.wait_for_url(re.compile(r"//[^/?]+/kelola/"))  # and not the log-in that goes on to it
        return page


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def house(
    request: pytest.FixtureRequest, world: World, browser: Browser, live_server: LiveServer
) -> Iterator[House]:
    made = House(browser, live_server, script=request.param)
    yield made
    for context in made.contexts:
        context.close()


def test_from_a_guests_phone_to_a_closed_report(house: House) -> None:
    citizen = house.person(PHONE)
    number, access = file(citizen)
    confirm(house, citizen)
    dispose(house.officer("ratna"), number, script=house.script)
    pass_to_unit(house.officer("kurnia"), number)
    draft(house.officer("budi"), number)
    approve(house.officer("wati"), number)
    work_off()
    close(house, number, access)
    shows_it_all(house.person(PHONE), number)


def file(page: Page) -> tuple[str, str]:
    """As a guest; the receipt shows number and access code."""
    page.goto("/lapor/")
    page.get_by_label("Pengaduan").check()
    page.locator("input[name=title]").fill(TITLE)
    page.locator("textarea[name=text]").fill(
        "Papan lepas sejak banjir. Anak sekolah harus memutar dua kilometer."
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    page.locator("input[name=event_date]").fill(yesterday.isoformat())
    page.locator("input[name=location]").fill("Dekat SD, jalan desa")
    page.locator("input[name=name]").fill("Kenanga Wulandari")
    page.locator("input[name=email]").fill("kenanga@contoh.example")
    page.locator("main form .actbar button.primary").click()
    page.wait_for_url("**/lapor/terima/**")
    number = re.sub(r"\D", "", page.locator("#nomor").inner_text())
    return number, page.locator("#kode-akses").inner_text()


def confirm(house: House, citizen: Page) -> None:
    """The code comes by mail; the demo shows the mail on a page."""
    work_off()
    mailbox = house.person(PHONE)
    mailbox.goto("/kelola/pesan/")
    code = re.search(r"\b\d{6}\b", mailbox.locator("main").inner_text())
    assert code
    citizen.locator("input[name=code]").fill(code[0])
    citizen.get_by_role("button", name="Pastikan").click()
    citizen.get_by_text("Kontak Anda sudah pasti").first.wait_for()


def dispose(page: Page, number: str, *, script: bool) -> None:
    """The verifier finds the agency by typing, and forwards the report."""
    page.goto(f"/kelola/laporan/{number}/verifikasi/")
    page.locator("input[name=agency]").fill("pendidikan dasar dan menengah")
    if script:
        page.locator("input[name=agency_pick]").first.check()
    page.locator("button[form=f-act].primary").click()
    page.get_by_text(f"Laporan #{number} diverifikasi").first.wait_for()


def pass_to_unit(page: Page, number: str) -> None:
    page.goto(f"/kelola/laporan/{number}/unit/")
    page.locator("select[name=unit]").select_option(label="Direktorat Guru Pendidikan Dasar")
    page.locator("button[form=f-act].primary").click()
    page.get_by_text(f"Laporan #{number} diteruskan ke unit").first.wait_for()


def draft(page: Page, number: str) -> None:
    page.goto(f"/kelola/laporan/{number}/draf/")
    page.locator("textarea[name=text]").fill(ANSWER)
    page.locator("button[form=f-act].primary").click()
    page.get_by_text("menunggu persetujuan atasan").first.wait_for()


def approve(page: Page, number: str) -> None:
    page.goto(f"/kelola/laporan/{number}/persetujuan/")
    page.locator("button[form=f-act].primary").click()
    page.get_by_text(f"Draf laporan #{number} disetujui").first.wait_for()
    assert Report.objects.get(pk=number).status == "answered"


def close(house: House, number: str, access: str) -> None:
    """Days later, on another phone: number and code open the report; the reporter rates and closes."""
    page = house.person(PHONE)
    page.goto("/lacak/")
    page.locator("main input[name=nomor]").fill(f"#{number}")
    page.locator("main input[name=code]").fill(access)
    page.locator("main form button.primary").first.click()
    page.wait_for_url(f"**/laporan/{number}/")
    page.get_by_text(ANSWER).first.wait_for()
    page.goto(f"/laporan/{number}/penyelesaian/")
    page.locator("input[name=rating][value='5']").check()
    page.locator("main form button.primary").click()
    page.wait_for_url(f"**/laporan/{number}/")


def shows_it_all(page: Page, number: str) -> None:
    """What anybody sees."""
    page.goto(f"/laporan/{number}/")
    story = page.locator("main").inner_text()
    for said in (TITLE, "Laporan diterima", "Diteruskan ke instansi", ANSWER, "5 dari 5"):
        assert said in story
    assert "Kenanga" not in story
