"""What a first visit costs somebody who pays for data. Lighthouse weighs the same on the real server."""

from __future__ import annotations

import brotli
import pytest
from playwright.sync_api import Page, Response
from pytest_django.live_server_helper import LiveServer

from lapor.reports.tests.world import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KB = 1024
MOST = {"/": 90 * KB, "/lapor/": 60 * KB}


@pytest.mark.parametrize("path", MOST)
def test_a_first_visit_is_cheap(page: Page, live_server: LiveServer, path: str) -> None:
    build()
    parts: list[Response] = []
    page.on("response", lambda part: parts.append(part))  # Playwright marks its handlers: no builtin
    page.goto(f"{live_server.url}{path}", wait_until="networkidle")
    weights = {part.url: _weight(part) for part in parts if part.url.startswith("http")}
    assert len(weights) >= 4  # the page, its style, its marks, a script
    assert sum(weights.values()) <= MOST[path], weights


def _weight(part: Response) -> int:
    """Bytes on the wire, headers included. The test server does not compress; whitenoise does with brotli."""
    body = part.body()
    packed = min(len(body), len(brotli.compress(body))) if "/static/" in part.url else len(body)
    return packed + sum(len(name) + len(value) + 4 for name, value in part.headers.items())
