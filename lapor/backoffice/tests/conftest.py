"""The desk's own cast: officers logged in, and reports at each stage of their life."""

from collections.abc import Callable
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


@pytest.fixture
def proven(desk: Any) -> Callable[[str], CheckedClient]:
    """A client of the cast that has just given its password once more."""

    def login(name: str) -> CheckedClient:
        client: CheckedClient = desk(name)
        client.post("/masuk/ulang/", {"password": "lapor-demo"})
        return client

    return login
