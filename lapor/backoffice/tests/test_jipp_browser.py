"""An innovation's whole way in a browser: draft, returned, published, found, copied, shown in the tree."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.backoffice.tests.browsing import enter, faults
from lapor.jipp.given import checklist, sections
from lapor.jipp.tests.networking import network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Petugas menjemput ibu hamil yang melewatkan jadwal periksa, memakai mobil desa yang sudah dijanjikan."


class Desk:
    """One page, whose person changes; each page is looked at in both widths when it is asked for."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page, self.server = page, server

    def open(self, name: str, path: str) -> None:
        enter(self.page, self.server, name)
        self.page.goto(f"{self.server.url}{path}")

    def press(self, label: str, then: str) -> None:
        """Press a button, and wait for what only the page behind it says."""
        self.page.get_by_role("button", name=label).first.click()
        expect(self.page.get_by_text(then).first).to_be_visible()

    def looked_at(self) -> None:
        for width in (360, 1280):
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            assert faults(self.page) == []
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width, self.page.url


def test_from_a_draft_to_the_tree(page: Page, live_server: LiveServer) -> None:
    network()
    desk = Desk(page, live_server)
    number = write(desk)
    returned(desk, number)
    published(desk, number)
    copied(desk)
    page.goto(f"{live_server.url}/inovasi/penjemputan-ibu-hamil/")
    expect(page.get_by_text("Selesai direplikasi").first).to_be_visible()
    expect(page.locator(".tree")).to_contain_text("Nganjuk")
    desk.looked_at()
    page.goto(f"{live_server.url}/inovasi/hub/jipp-jawa-timur/")
    desk.looked_at()


def write(desk: Desk) -> str:
    """A member's draft; the counter counts, what is missing is named, then it is submitted."""
    page = desk.page
    desk.open("tono", "/kelola/inovasi/baru/")
    page.get_by_label("Judul inovasi").fill("Penjemputan ibu hamil")
    desk.press("Buat draf", "Ajukan ke kurator")
    number = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.get_by_label("Bidang layanan").select_option("health")
    page.get_by_label("Masalah yang dikurangi").select_option("kependudukan")
    page.get_by_label("Tujuan pembangunan (SDG)").select_option("3")
    page.get_by_label("Untuk siapa").select_option("women")
    page.get_by_label("Biaya").select_option("under_50")
    page.get_by_label("Berjalan sejak").fill("2017-05-01")
    page.get_by_label("Narahubung", exact=False).first.fill("Dinas Kesehatan")
    page.get_by_label("Surel kantor").fill("dinkes@kota.example")
    for code in sections():
        page.locator(f"[name={code}]").fill(TEXT)
    expect(page.get_by_text("14 dari 200 kata")).to_be_visible()
    desk.looked_at()
    desk.press("Simpan", "Tulisan disimpan.")
    desk.press("Ajukan ke kurator", "Baru 14 kata")
    for code in sections():
        page.locator(f"[name={code}]").fill(f"{TEXT} {TEXT}")
    desk.press("Simpan", "Tulisan disimpan.")
    desk.press("Ajukan ke kurator", "Terkirim kepada kurator")
    return number


def returned(desk: Desk, number: str) -> None:
    desk.open("wulan", f"/kelola/inovasi/{number}/tinjauan/")
    desk.press("Kembalikan", "Bagian ini belum diisi")
    desk.page.get_by_label("Catatan kurator").fill("Sebutkan jumlah ibu sebelum dan sesudah.")
    desk.looked_at()
    desk.press("Kembalikan", "Tidak ada yang menunggu")


def published(desk: Desk, number: str) -> None:
    page = desk.page
    desk.open("tono", f"/kelola/inovasi/{number}/")
    expect(page.get_by_text("Sebutkan jumlah ibu")).to_be_visible()
    page.locator("[name=significance]").fill(f"{TEXT} Dari 54 menjadi 91 ibu. {TEXT}")
    desk.press("Simpan", "Tulisan disimpan.")
    desk.press("Ajukan ke kurator", "Terkirim kepada kurator")
    desk.open("wulan", f"/kelola/inovasi/{number}/tinjauan/")
    for check in checklist():
        page.get_by_label(check.label).check()
    desk.press("Terbitkan", "sudah terbit")
    page.goto(f"{desk.server.url}/inovasi/")
    page.get_by_label("Cari kata").fill("jemput")
    desk.press("Cari", "Hasil, terbaru dulu")
    desk.looked_at()
    page.get_by_role("link", name="Penjemputan ibu hamil").click()
    expect(page.get_by_text("Belum ada instansi lain")).to_be_visible()


def copied(desk: Desk) -> None:
    """Asked by another agency, accepted with a mentor, planned, a step done, finished."""
    page = desk.page
    desk.open("gita", "/kelola/inovasi/replikasi/baru/?inovasi=penjemputan-ibu-hamil")
    page.get_by_label("Mengapa dan untuk siapa").fill("Ibu di desa kami juga jarang periksa.")
    desk.press("Kirim permintaan", "Permintaan terkirim")
    path = page.url.removeprefix(desk.server.url)
    desk.open("tono", path)
    page.get_by_label("Pendamping").first.select_option(label="Dodi")
    desk.press("Terima permintaan", "Tersimpan.")
    desk.open("gita", path)
    page.get_by_label("Isi kesepakatan").fill("Bertemu setiap dua pekan.")
    page.locator("[name=start]").fill(timezone.localdate().isoformat())
    desk.press("Sepakati rencana", "Membentuk tim")
    desk.looked_at()
    desk.press("Catat selesai", "Langkah 1 selesai.")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.locator("[name=outcome]").fill("Ibu yang periksa enam kali naik dari 40 menjadi 70.")
    page.locator("[name=evidence]").fill("Buku kunjungan bidan, enam bulan sebelum dan sesudah.")
    desk.press("Selesaikan replikasi", "Selesai direplikasi")
