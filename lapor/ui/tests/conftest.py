"""The browser of these tests: Debian's Chromium, in the language of the pages."""

from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer


@pytest.fixture
def gallery(live_server: LiveServer, settings: Any) -> str:
    settings.ROOT_URLCONF = "lapor.ui.tests.gallery"
    return str(live_server.url)
