"""The registry's sample for every test of this door, and the browser of those that need one."""

from __future__ import annotations

from typing import Any

import pytest

from lapor.registry.sample import load_sample


@pytest.fixture
def registry(db: None) -> None:
    load_sample()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "id-ID"}
