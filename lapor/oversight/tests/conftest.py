"""A small country with its cast."""

import pytest

from lapor.reports.tests.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()
