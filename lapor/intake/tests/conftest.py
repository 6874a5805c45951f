"""The registry's sample for every test of this door, and the browser of those that need one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from lapor.intake.tests.mails import HOST, Post
from lapor.registry.sample import load_sample


@pytest.fixture
def registry(db: None) -> None:
    load_sample()


@pytest.fixture
def post(tmp_path: Path, settings: Settings) -> Post:
    """The mailbox of our address for answers."""
    settings.EMAIL_REPLY_ADDRESS = f"jawab@{HOST}"
    settings.EMAIL_IN_URL = f"maildir://{tmp_path}/surat"
    return Post(tmp_path / "surat")
