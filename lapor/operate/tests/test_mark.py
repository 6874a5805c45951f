"""A database marked as a demo is refused by real service."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from lapor.operate import mark

pytestmark = pytest.mark.django_db


def test_new_database_is_no_demo() -> None:
    assert not mark.is_demo()
    mark.refuse_demo()


def test_marked_database_is_refused_outside_a_demo_folder() -> None:
    mark.set_demo()
    with pytest.raises(mark.WrongDatabase, match="marked as a demo"):
        mark.refuse_demo()


def test_marked_database_is_served_in_a_demo_folder(settings: Settings) -> None:
    settings.DEMO = True
    mark.set_demo()
    mark.refuse_demo()
