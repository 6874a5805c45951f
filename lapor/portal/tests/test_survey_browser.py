"""The counter's screen in a browser: by touch and by keyboard, without a line, and back again."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.accounts.sealing import mark
from lapor.portal.tests.test_survey_results import published
from lapor.portal.tests.test_surveys import FORM, kiosk_of, running
from lapor.reports.tests.world import filed
from lapor.skm.codes import Way
from lapor.skm.models import Invitation, Response
from lapor.skm.results import result
from lapor.skm.tests.surveying import survey_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_counters_screen_without_a_line(page: Page, live_server: LiveServer) -> None:
    period = running(survey_world())
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto(live_server.url + kiosk_of(period))
    expect(page.locator("[data-kiosk][data-ready]")).to_be_attached()  # kept for later
    assert_clean(page)
    page.context.set_offline(True)
    page.reload()  # the screen starts without a line
    for number in (3, 2):
        answer(page, number)
        expect(page.get_by_role("heading", name="Terima kasih")).to_be_focused()
        page.get_by_role("button", name="Selesai").click()
    expect(page.locator("[data-waiting]")).to_contain_text("2 jawaban tersimpan")
    assert not Response.objects.exists()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-waiting]")).to_have_text("")
    assert sorted(Response.objects.values_list("u1", "u2", "u9", "way")) == [
        (2, None, 2, Way.KIOSK),
        (3, None, 3, Way.KIOSK),
    ]
    assert result(period).counted.n == 2
    assert len(set(Response.objects.values_list("mark", flat=True))) == 1
    page.get_by_role("button", name="Mulai").click()
    expect(page.get_by_text("Layar 1 dari 12")).to_be_visible()
    assert_clean(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 768
    assert said == []


def answer(page: Page, number: int) -> None:
    """One visitor: by keyboard at first, U2 passed over, the others by a tap, nothing about oneself."""
    page.get_by_role("button", name="Mulai").click()
    on_screen(page, 1).get_by_role("button", name="Lewati").click()
    on_screen(page, 2).locator("[name=U1]").nth(number - 1).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Lanjut").press("Enter")
    on_screen(page, 3).get_by_role("button", name="Lewati").click()
    for screen in range(4, 11):
        on_screen(page, screen).locator(f"[name=U{screen - 1}]").nth(number - 1).click()
    on_screen(page, 11).get_by_role("button", name="Lewati").click()
    on_screen(page, 12).get_by_role("button", name="Kirim jawaban").click()


def on_screen(page: Page, number: int) -> Page:
    expect(page.get_by_text(f"Layar {number} dari 12")).to_be_visible()
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_the_form_is_clean(page: Page, live_server: LiveServer, width: int) -> None:
    running(survey_world())
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + FORM)
    assert_clean(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert_clean(page)
    page.get_by_role("radio", name="Sangat mudah").check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert_clean(page)
    assert Response.objects.get().u2 == 4


@pytest.mark.parametrize("width", [360, 1280])
def test_published_pages_are_clean(page: Page, live_server: LiveServer, width: int) -> None:
    made = survey_world()
    shown = published(made)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 800})
    unit = f"/skm/{made.unit.slug}/"
    city = f"/instansi/{made.world.stranger.slug}/"
    for path in (unit, f"{unit}saran/?unsur=U2", "/skm/?urut=indeks", "/skm/belum/?tahun=2018", city):
        page.goto(live_server.url + path)
        assert_clean(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    token = Invitation.objects.create(
        period=shown,
        report=filed(now=timezone.now()).report,
        token_mark=mark("survey", "kata"),
        created_at=timezone.now(),
        answered=True,
    )
    page.goto(f"{live_server.url}/skm/undangan/kata/")
    assert_clean(page)
    assert token.answered
    assert said == []


def assert_clean(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found] == []
