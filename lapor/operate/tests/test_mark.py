"""A database marked as a demo is refused by real service."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import Settings

from lapor.operate import mark, outdated, schema

pytestmark = pytest.mark.django_db


def test_new_database_is_no_demo() -> None:
    assert not mark.is_demo()
    mark.refuse_demo()


def test_marked_database_is_refused_outside_a_demo_folder() -> None:
    mark.set_demo()
    with pytest.raises(mark.WrongDatabase, match="marked as a demo"):
        mark.refuse_demo()


def test_data_of_an_older_unreleased_version_is_refused_with_a_remedy(settings: Settings) -> None:
    """Migrations are written anew until the first release: on such data nothing is left to apply."""
    with pytest.raises(mark.WrongDatabase, match="start anew with"):  # nothing says what made it
        outdated.refuse(unnoted=True)
    outdated.note()
    outdated.refuse(unnoted=True)
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON COLUMN django_migrations.app IS 'reports/migrations/0001_initial.py 0f0f'")
    settings.DEMO = True
    for start in (outdated.refuse, schema.initialise):
        with pytest.raises(mark.WrongDatabase, match=f"delete the folder {settings.DATA}"):
            start()


def test_marked_database_is_served_in_a_demo_folder(settings: Settings) -> None:
    settings.DEMO = True
    mark.set_demo()
    mark.refuse_demo()
