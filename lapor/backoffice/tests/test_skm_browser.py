"""A pile of paper forms by keyboard alone, and a survey's plan as one types it: nothing here clicks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lapor.backoffice.tests.browsing import enter, faults
from lapor.backoffice.tests.surveys import running
from lapor.skm.models import PaperSheet, Response
from lapor.skm.tests.surveying import Surveyed, survey_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST = "344434434"


@pytest.fixture
def made(transactional_db: None) -> Surveyed:
    return survey_world()


@pytest.fixture
def desk(page: Page) -> Iterator[Page]:
    """A page whose console stays silent: nothing that the security policy had to stop."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


def typed(page: Page, keys: str) -> None:
    """A form from its first answer on: nine elements, then service, age, sex, education, occupation."""
    expect(page.locator("#id_U1")).to_be_focused()
    for key in keys:
        page.keyboard.press(key)


def test_sheets_are_typed_in_twice_by_keys_alone(desk: Page, live_server: LiveServer, made: Surveyed) -> None:
    period = running(made)
    enter(desk, live_server, "surya")
    address = f"{live_server.url}/kelola/skm/masa/{period.pk}/kertas/"
    first_entries(desk, address)
    second_entries(desk, address)
    assert PaperSheet.objects.filter(response__isnull=False).count() == 2
    one = Response.objects.get(sheet__number=1)
    assert "".join(str(value) for value in one.answers().values()) == FIRST
    assert (one.service_id, one.age, one.sex, one.education, one.occupation, one.suggestion) == (
        made.services[1].pk, "20_29", "female", "", "polri", "Kursi kurang",
    )  # fmt: skip


def first_entries(desk: Page, address: str) -> None:
    desk.goto(address)
    expect(desk.locator("#id_number")).to_have_value("1")
    typed(desk, "9")  # no such answer: it is said, and one stays
    expect(desk.locator("#tombol-salah")).not_to_be_empty()
    expect(desk.locator("#id_U1")).to_have_value("")
    typed(desk, FIRST + "12103")
    expect(desk.locator("#id_suggestion")).to_be_focused()
    desk.keyboard.type("Kursi kurang")
    assert faults(desk) == []
    desk.keyboard.press("Enter")
    expect(desk.locator("#kabar")).to_contain_text("Lembar 1 disimpan")
    expect(desk.locator("#id_number")).to_have_value("2")
    typed(desk, "3333")
    desk.keyboard.press("Backspace")  # an empty field goes back to the one before, to be typed over
    expect(desk.locator("#id_U4")).to_be_focused()
    desk.keyboard.press("4")
    expect(desk.locator("#id_U5")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#kabar")).to_contain_text("Lembar 2 disimpan")


def second_entries(desk: Page, address: str) -> None:
    """The first sheet differs in one answer, and the paper has what was typed first."""
    desk.goto(f"{address}?entri=2")
    expect(desk.locator("#id_number")).to_have_value("1")
    typed(desk, "344434431" + "12103")
    expect(desk.locator("#id_suggestion")).to_be_focused()
    desk.keyboard.type("Kursi kurang")
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Lembar 1: isian berbeda")
    assert faults(desk) == []
    desk.locator("#id_f0_0").focus()
    desk.keyboard.press("Space")
    desk.keyboard.press("Enter")
    expect(desk.locator("#kabar")).to_contain_text("Lembar 1 dihitung")
    expect(desk.locator("#id_number")).to_have_value("2")
    typed(desk, "3334")
    desk.keyboard.press("Enter")
    expect(desk.locator("#kabar")).to_contain_text("Lembar 2 dihitung")


def test_the_sample_follows_what_is_typed(desk: Page, live_server: LiveServer, made: Surveyed) -> None:
    enter(desk, live_server, "surya")
    desk.goto(f"{live_server.url}/kelola/skm/unit/{made.unit.pk}/masa/")
    desk.locator("#id_name").focus()
    desk.keyboard.type("Semester I")
    desk.locator("#id_population").focus()
    desk.keyboard.type("10000")
    expect(desk.locator("#sampel")).to_contain_text("Perlu 370 responden dari 10.000 orang.")
    expect(desk.locator("#id_population")).to_be_focused()
    cost = desk.locator("input[name=elements][value=U4]")
    cost.focus()
    expect(desk.locator("#id_why_U4")).to_be_hidden()
    desk.keyboard.press("Space")
    expect(desk.locator("#id_why_U4")).to_be_visible()
    assert faults(desk) == []
