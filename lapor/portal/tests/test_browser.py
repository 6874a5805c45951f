"""What only a browser can tell of these pages: axe, width, the QR's fragment, the keyboard."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.portal.tests.conftest import Make
from lapor.reports import closing
from lapor.reports.filing import Filed
from lapor.reports.tests.world import holder_of_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC_PATHS = [
    "/",
    "/laporan/",
    "/laporan/?q=tidakada&status=closed&wilayah=entah",
    "/langganan/?q=guru",
    "/lacak/",
    "/tentang/",
    "/bantuan/",
    "/privasi/",
    "/masuk/",
    "/masuk/kode/",
    "/masuk/lupa-sandi/",
]


@pytest.fixture
def stock(answered: Make, disposed: Make, now: datetime) -> list[Filed]:
    """An answered one, a late one, a secret one, and one that is solved."""
    found = [answered(), disposed(now=now - timedelta(days=20)), disposed(secret=True), answered()]
    closing.close(found[-1].report, by=holder_of_code(found[-1].report), rating=5, now=now)
    return found


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


def own(page: Page, url: str, one: Filed) -> None:
    page.goto(f"{url}/lacak/")
    page.fill("[name=nomor]", str(one.report.pk))
    page.fill("[name=code]", one.access_code)
    page.click("main form button")
    expect(page.get_by_text("Tutup laporan ini")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_overflows(
    page: Page, live_server: LiveServer, stock: list[Filed], width: int
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 800})
    reports = [f"/laporan/{one.report.pk}/" for one in stock]
    sides = [
        f"{reports[0]}{noun}/" for noun in ("tanggapan", "kerahasiaan", "dukungan", "pelaporan", "penarikan")
    ]
    for path in [*PUBLIC_PATHS, *reports, *sides]:
        _looked_at(page, live_server.url + path, width)
    own(page, live_server.url, stock[0])
    for path in ("", "tanggapan/", "penyelesaian/", "lampiran/", "data-saya/", "data-saya/penghapusan/"):
        _looked_at(page, f"{live_server.url}{reports[0]}{path}", width)
    assert said == []


def _looked_at(page: Page, url: str, width: int) -> None:
    page.goto(url)
    assert (url, faults(page)) == (url, [])
    assert page.evaluate("document.documentElement.scrollWidth") <= width, url


@pytest.mark.parametrize("width", [360, 1280])
def test_officers_and_their_second_factor(
    page: Page, live_server: LiveServer, stock: list[Filed], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/masuk/?next=/akun/")
    page.fill("[name=login]", "budi@demo.lapor")
    page.fill("[name=password]", "lapor-demo")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Laporan saya")
    below = ("", "totp/activate/", "webauthn/", "webauthn/add/")
    for path in ["/akun/", "/akun/data/", "/akun/sandi/", "/keluar/", *(f"/akun/2fa/{one}" for one in below)]:
        _looked_at(page, live_server.url + path, width)


def test_the_code_of_a_receipt_goes_from_the_fragment_into_the_form(
    page: Page, live_server: LiveServer, stock: list[Filed]
) -> None:
    one = stock[0]
    page.goto(f"{live_server.url}/lacak/#{one.report.pk}.{one.access_code}")
    expect(page.locator("[name=code]")).to_have_value(one.access_code)
    assert one.access_code not in page.url
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tutup laporan ini")).to_be_visible()


def test_a_reporter_walks_by_keyboard_from_number_to_reply(
    page: Page, live_server: LiveServer, stock: list[Filed]
) -> None:
    own(page, live_server.url, stock[0])
    page.get_by_role("link", name="Tambah keterangan").focus()
    page.keyboard.press("Enter")
    page.locator("[name=text]").focus()
    page.keyboard.type("Belum masuk juga.")
    page.get_by_role("button", name="Kirim tanggapan").focus()
    page.keyboard.press("Enter")
    done = page.locator("[data-said]")  # read first by a screen reader, for it has the focus
    expect(done).to_contain_text("Tanggapan Anda sudah terkirim.")
    expect(done).to_be_focused()


def test_near_me_leaves_the_phone_rounded(page: Page, live_server: LiveServer, stock: list[Filed]) -> None:
    """Words and filters are kept; of the place about a kilometre goes out, in no request more."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": -7.257472, "longitude": 112.752088})
    page.goto(f"{live_server.url}/laporan/?q=guru&status=closed&wilayah=Kota+Bandung")
    page.get_by_role("button", name="Dekat saya").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Kota Surabaya")).to_be_visible()
    assert page.url.endswith("/laporan/?q=guru&status=closed&dekat=-7.26%2C112.75")
    assert "7.257" not in "".join(asked)
