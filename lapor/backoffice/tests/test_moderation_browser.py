"""Words are marked in the text and closed; the page has no fault and does not overflow on a phone."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.backoffice.tests.browsing import enter, faults
from lapor.backoffice.tests.stages import Stages
from lapor.reports.models import MaskedWords, Publication
from lapor.reports.tests.world import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MARK = """([from, to]) => {
  const text = document.querySelectorAll("[data-select]")[2].firstChild;
  const range = document.createRange();
  range.setStart(text, text.textContent.indexOf(from) + 2);
  range.setEnd(text, text.textContent.indexOf(to) + 2);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def test_marked_words_are_closed_whole(page: Page, live_server: LiveServer, transactional_db: None) -> None:
    stages = Stages(build())
    report = stages.verified(text="Uang dibawa Rudi Hartono, kata orang. Rumahnya di Jalan Melati.")
    page.set_viewport_size({"width": 360, "height": 800})
    enter(page, live_server, "ratna")
    page.goto(f"{live_server.url}/kelola/moderasi/{report.pk}/")
    button = page.get_by_role("button", name="Tutup kata terpilih")
    button.click()
    expect(page.locator("[data-mask-said]")).to_have_text("Belum ada kata yang dipilih di teks.")
    for ends in (["Rudi", "Hartono"], ["Melati", "lati"]):  # from within a word to within a word
        page.evaluate(MARK, ends)
        button.click()
    expect(page.locator("#id_words")).to_have_value("Rudi Hartono\nMelati\n")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Tutup di halaman umum").click()
    expect(page.get_by_text("2 bagian ditutup.")).to_be_visible()
    assert faults(page) == []
    assert Publication.objects.get().text == "Uang dibawa [ditutup], kata orang. Rumahnya di Jalan [ditutup]."
    page.get_by_role("button", name="Buka lagi Melati").click()
    expect(page.get_by_text("Kata itu terbuka lagi")).to_be_visible()
    assert [row.words for row in MaskedWords.objects.all()] == ["Rudi Hartono"]
