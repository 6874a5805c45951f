"""The page of the API in a browser: Swagger UI starts under our Content-Security-Policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_document_is_shown_and_nothing_is_blocked(page: Page, live_server: LiveServer) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/api/v1/docs")
    expect(page.get_by_text("Mengirim laporan").first).to_be_visible(timeout=20_000)
    assert said == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
