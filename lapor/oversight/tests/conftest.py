"""A small country with its cast."""

from typing import Any

import pytest

from lapor.reports.tests.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}
