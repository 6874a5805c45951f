"""What only a browser can tell: contrast and roles, focus, drafts on the device, nothing that overflows."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

# Looked at frame by frame: `wait_for_function` compiles its words in the page, which our policy forbids.
EMPTIED = """() => new Promise((done) => {
    const look = () => (localStorage.length === 0 ? done() : requestAnimationFrame(look));
    look();
})"""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_axe_finds_nothing_and_nothing_overflows(page: Page, gallery: str, scheme: str, width: int) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/kelola/"):
        page.goto(gallery + path)
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []  # among them would be what the Content-Security-Policy blocked


def test_after_a_failed_form_the_focus_is_on_the_list_of_errors(page: Page, gallery: str) -> None:
    page.goto(gallery)
    page.click("text=Kirim laporan")
    expect(page.locator("[data-focus]")).to_be_focused()
    assert faults(page) == []


def test_a_draft_survives_and_can_be_forgotten(page: Page, gallery: str) -> None:
    page.goto(gallery)
    page.fill("#id_title", "Jembatan rusak")
    page.check("#id_kind_1")
    page.check("#id_anonymous")
    line = page.locator("[data-draft-status]")
    expect(line).to_contain_text(re.compile(r"Tersimpan di ponsel ini \d\d\.\d\d"))
    kept = page.evaluate("localStorage.getItem('lapor-draft:galeri')")
    assert "rahasia" not in kept
    assert "csrf" not in kept

    page.reload()
    expect(page.locator("#id_title")).to_have_value("Jembatan rusak")
    expect(page.locator("#id_kind_1")).to_be_checked()
    expect(page.locator("#id_anonymous")).to_be_checked()

    page.click("text=Hapus dari ponsel ini")
    page.evaluate(EMPTIED)
    page.reload()
    expect(page.locator("#id_title")).to_have_value("")


def test_the_head_is_one_row_on_a_phone_and_wraps_with_large_letters(page: Page, gallery: str) -> None:
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(gallery)
        assert page.evaluate("document.querySelector('.top').offsetHeight") < 80
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.querySelector('.top').scrollWidth") <= width


def test_a_blocked_storage_breaks_nothing(page: Page, gallery: str) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error(); } })")
    page.goto(gallery)
    page.fill("#id_title", "Jembatan rusak")
    expect(page.locator("[data-draft-status]")).to_contain_text("belum bisa disimpan")


def test_a_dialog_and_a_menu_close_by_key(page: Page, gallery: str) -> None:
    page.goto(gallery)
    page.click("[data-dialog=dukung]")
    expect(page.locator("#dukung")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#dukung")).to_be_hidden()
    page.click("header summary")
    page.keyboard.press("Escape")
    expect(page.locator("header details")).not_to_have_attribute("open", "")
