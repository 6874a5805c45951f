"""The browser of these tests: Debian's Chromium, in the language of the pages."""

from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "id-ID"}


@pytest.fixture
def gallery(live_server: LiveServer, settings: Any) -> str:
    settings.ROOT_URLCONF = "lapor.ui.tests.gallery"
    return str(live_server.url)
