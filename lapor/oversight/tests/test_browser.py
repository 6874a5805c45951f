"""The public pages in a browser: contrast, roles, and nothing wider than the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from lapor.oversight.tests.cast import answered, count
from lapor.reports.tests.world import World, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def served(live_server: LiveServer) -> tuple[str, World]:
    world = build()
    for back in (80, 78, 76, 74, 72, 40, 38, 36, 34, 32, 30):
        answered(world, now=timezone.now() - timedelta(days=back), after=2 + back % 3 * 5)
    count(timezone.now())
    return str(live_server.url), world


def test_axe_finds_nothing_and_nothing_overflows(page: Page, served: tuple[str, World]) -> None:
    root, world = served
    paths = (
        "/statistik/",
        "/statistik/?dari=x&instansi=tidak-ada",
        "/instansi/",
        f"/instansi/{world.ministry.slug}/",
        "/instansi/kemendikbud/",
        "/data/",
    )
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            for path in paths:
                page.goto(root + path)
                page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
                assert faults(page) == [], path
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]
