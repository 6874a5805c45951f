"""What every test in every room needs."""

import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings
from playwright.sync_api import expect
from pytest_django import DjangoDbBlocker

from tests.client import client as client  # each page that a test fetches is checked on its way

# Once a browser has started, an event loop runs in this thread, and Django would refuse every query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# How hard hypothesis tries; the large run sets 10,000.
settings.register_profile(
    "lapor", max_examples=int(os.environ.get("LAPOR_EXAMPLES", "200")), deadline=None, database=None
)
settings.load_profile("lapor")

NO_TRUNCATE = """
    SELECT format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname)
    FROM pg_trigger WHERE NOT tgisinternal AND (tgtype & 32) <> 0
      AND tgrelid::regclass::text NOT LIKE %s
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Append-only tables refuse TRUNCATE, which is how a test with real transactions cleans up: off here."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(NO_TRUNCATE, ["procrastinate%"])
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def no_job_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real transactions is cleaned up by emptying our tables; the jobs' tables are not ours."""
    mark = request.node.get_closest_marker("django_db")
    real = "transactional_db" in request.fixturenames or bool(mark and mark.kwargs.get("transaction"))
    if real:
        request.getfixturevalue("transactional_db")  # so that this ends before it does
    yield
    if real:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; root may not use its sandbox. It is waited for as long as it takes."""
    expect.set_options(timeout=30_000)
    root = {"args": ["--no-sandbox"]} if os.geteuid() == 0 else {}
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", **root}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """In the language of the pages."""
    return {**browser_context_args, "locale": "id-ID"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with browsers last: from the first one on a loop runs in this thread; no worker could start."""
    browsers = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in browsers)


def pytest_collection_finish() -> None:
    """What is imported by now stays, and need not be looked through at each collection of garbage.

    Nor need that be so often: parsing all our files (tests/architecture) spent three quarters on it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
