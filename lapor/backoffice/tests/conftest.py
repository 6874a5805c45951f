"""The desk's own cast: officers logged in, and reports at each stage of their life."""

from typing import Any

import pytest

from lapor.accounts.models import User
from lapor.backoffice.tests.stages import Stages
from lapor.reports.tests.world import World, build
from tests.client import CheckedClient


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def stages(world: World) -> Stages:
    return Stages(world)


@pytest.fixture
def desk(world: World) -> Any:
    """A client of somebody of the cast: `desk("ratna").get("/kelola/")`."""

    def login(name: str) -> CheckedClient:
        client = CheckedClient()
        client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
        return client

    return login
