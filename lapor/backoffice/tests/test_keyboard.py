"""The day of an officer whose hands never leave the keyboard: nothing here clicks."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.backoffice.tests.browsing import MINISTRY, enter, faults
from lapor.backoffice.tests.stages import Stages
from lapor.reports.models import Report
from lapor.reports.tests.world import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stages(transactional_db: None) -> Stages:
    return Stages(build())


@pytest.fixture
def desk(page: Page) -> Iterator[Page]:
    """A page whose console stays silent: nothing that the security policy had to stop."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_five_reports_are_verified_and_disposed_in_a_row(
    desk: Page, live_server: LiveServer, stages: Stages
) -> None:
    reports = [stages.received(title=f"Laporan ke-{number}") for number in range(1, 6)]
    enter(desk, live_server, "ratna")
    desk.goto(f"{live_server.url}/kelola/")
    press(desk, "j", "j", "k", "Enter")
    for number in range(1, 6):
        expect(desk.locator("h1")).to_have_text(f"Laporan ke-{number}")
        expect(desk.locator("#laporan")).to_be_focused()
        press(desk, "v")
        expect(desk.locator("#id_agency")).to_be_focused()
        desk.keyboard.type("kementerian pendidikan dasar")
        expect(desk.locator("#id_agency_found .label").first).to_have_text(MINISTRY)
        press(desk, "ArrowDown", "Enter")
        expect(desk.locator("#id_agency")).to_have_value(MINISTRY)
        press(desk, "Control+Enter")
        expect(desk.locator("#kabar")).to_contain_text(f"#{reports[number - 1].pk} diverifikasi")
    expect(desk.locator("h1")).to_have_text("Perlu diverifikasi")
    assert set(Report.objects.values_list("status", "agency")) == {("disposed", stages.world.ministry.pk)}


def test_thirty_reports_are_archived_at_once(desk: Page, live_server: LiveServer, stages: Stages) -> None:
    reports = [stages.received(title=f"Tidak jelas {number}") for number in range(30)]
    spared = stages.received(title="Yang ini jelas")
    enter(desk, live_server, "ratna")
    desk.goto(f"{live_server.url}/kelola/")
    press(desk, "Shift+X")
    expect(desk.locator("#pilihan")).to_contain_text("20 laporan dipilih")
    press(desk, *["j"] * 21, "Enter")  # beyond the last line stands the next page
    expect(desk.locator(".tick")).to_have_count(11)
    expect(desk.locator("#laporan:focus, #isi:focus")).to_have_count(1)  # the page has settled
    press(desk, "Shift+X")
    expect(desk.locator("#pilihan")).to_contain_text("31 laporan dipilih")
    press(desk, *["j"] * 11, "x")
    expect(desk.locator("#pilihan")).to_contain_text("30 laporan dipilih")
    assert faults(desk) == []
    press(desk, "m")
    expect(desk.locator(".lead")).to_contain_text("30 laporan dipilih")
    desk.wait_for_load_state()
    press(desk, "r")
    expect(desk.locator("#f-massal input:focus")).to_have_count(1)
    assert faults(desk) == []
    press(desk, "ArrowDown", "Tab")
    desk.keyboard.type("Isinya tidak dapat dipahami. Tulis lagi dengan lengkap.")
    press(desk, "Control+Enter")
    expect(desk.locator("[data-focus]")).to_be_focused()
    expect(desk.locator("[data-focus]")).to_contain_text("Dijalankan pada 30 laporan.")
    assert faults(desk) == []
    press(desk, "n")
    expect(desk.locator("h1")).to_have_text("Perlu diverifikasi")
    left = Report.objects.exclude(status="archived")
    assert list(left) == [spared]
    assert {report.pk for report in reports} == set(
        Report.objects.filter(status="archived").values_list("pk", flat=True)
    )


def test_a_draft_is_written_bettered_and_sent(desk: Page, live_server: LiveServer, stages: Stages) -> None:
    report = stages.at_unit()
    enter(desk, live_server, "budi")
    desk.goto(f"{live_server.url}/kelola/")
    press(desk, "j", "Enter")
    expect(desk.locator("#laporan")).to_be_focused()
    press(desk, "a")
    expect(desk.locator("#id_text")).to_be_focused()
    desk.keyboard.type("Tunjangan cair hari Jumat.")  # its letters are words here, not keys
    press(desk, "Escape")
    expect(desk.locator("#laporan")).to_be_focused()
    press(desk, "s", "Space", "Control+Enter")
    expect(desk.locator("#kabar")).to_contain_text(f"#{report.pk}")
    enter(desk, live_server, "wati")
    desk.goto(f"{live_server.url}/kelola/?antrean=draf")
    press(desk, "j", "Enter")
    expect(desk.locator("#laporan")).to_be_focused()
    press(desk, "s", "Enter")
    expect(desk.locator("#kabar")).to_contain_text(f"#{report.pk}")
    report.refresh_from_db()
    assert report.status == "answered"


def test_reports_are_merged_and_parted_again(desk: Page, live_server: LiveServer, stages: Stages) -> None:
    report, into = stages.received(title="Yang digabung"), stages.received(title="Tujuan")
    enter(desk, live_server, "ratna")
    desk.goto(f"{live_server.url}/kelola/laporan/{report.pk}/")
    press(desk, "t")  # prints "T": the form of postponing opens, its first field has the focus
    expect(desk.locator("#id_missing_0")).to_be_focused()
    press(desk, "Escape", "?")
    expect(desk.locator("dialog#tombol")).to_be_visible()
    assert faults(desk) == []
    press(desk, "v", "Escape")  # a dialog is read, not acted through
    expect(desk.locator("#id_reason")).to_be_visible()
    expect(desk.locator("dialog#tombol")).to_be_hidden()
    open_from_menu(desk, "Gabungkan ke laporan lain")
    expect(desk.locator("#id_into")).to_be_focused()
    desk.keyboard.type(f"#{into.pk}")
    press(desk, "Control+Enter")  # both reports stand side by side before they become one
    expect(desk.locator("#tindakan")).to_contain_text("Tujuan")
    # Within the blink in which it settles the browser itself would send, and load a whole page.
    expect(desk.locator("#isi:not(.htmx-added, .htmx-settling)")).to_be_visible()
    press(desk, "Control+Enter")
    expect(desk.locator("#kabar")).to_contain_text("digabungkan")
    report.refresh_from_db()
    assert (report.status, report.merged_into_id) == ("merged", into.pk)
    expect(desk.locator("#laporan")).to_be_focused()  # the page has settled
    press(desk, "/")
    expect(desk.locator("#cari")).to_be_focused()
    desk.keyboard.type(str(report.pk))
    with another(desk):  # the same report as before: only a page that is new shows what may be done now
        press(desk, "Enter")
    expect(desk.locator("h1")).to_have_text("Yang digabung")
    open_from_menu(desk, "Pisahkan lagi")
    expect(desk.locator("button", has_text="Pisahkan laporan")).to_be_focused()
    press(desk, "Enter")
    expect(desk.locator("#kabar")).to_contain_text("berdiri sendiri")
    report.refresh_from_db()
    assert report.status == "received"


@contextmanager
def another(page: Page) -> Iterator[None]:
    """Waits until what stands on the page is no longer what stood there before."""
    page.evaluate("document.querySelector('#isi').dataset.before = 'yes'")
    yield
    expect(page.locator("#isi:not([data-before])")).to_be_visible()
    expect(page.locator("#laporan")).to_be_focused()


def open_from_menu(page: Page, title: str) -> None:
    """Tab to the menu below the report, and down to an act without a letter."""
    expect(page.locator("#laporan .actbar summary")).to_be_visible()
    while page.evaluate("!document.activeElement.matches('.actbar summary')"):
        press(page, "Tab")
    press(page, "Enter")
    for _step in range(40):
        press(page, "ArrowDown")
        if title in page.evaluate("document.activeElement.textContent"):
            break
    press(page, "Enter")
