"""A database server and data folder of the benchmarks' own, and several databases of one make in it.

Must be entered before Django reads its settings. The server is durable, as in production.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from lapor.operate.embedded import DATABASE, Cluster

ENVIRONMENT = {
    "LAPOR_TESTING": "1",
    "LAPOR_SECRET_KEY": "only-for-benchmarks-" + "x" * 50,
    "LAPOR_IDENTITY_KEYS": "bGFwb3ItdGVzdC1rZXktb25seS1mb3ItdGVzdHMhISE=",
    "DJANGO_SETTINGS_MODULE": "lapor.settings",
    "LAPOR_SMS_SECRET": "only-for-benchmarks",
}


@contextmanager
def scratch() -> Iterator[None]:
    """Everything is gone at the end. Foreign settings of the environment are left out."""
    for name in [name for name in os.environ if name.startswith("LAPOR_") and name != "LAPOR_LARGE"]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="lapor-bench-") as folder:
        # The server's own user must be able to walk in; the data below is its alone.
        Path(folder).chmod(0o711)
        with Cluster(Path(folder)) as cluster:
            os.environ |= ENVIRONMENT | {"LAPOR_DATA": folder, "DATABASE_URL": cluster.url}
            django.setup()
            yield
            connections.close_all()


def copy(name: str, of: str = DATABASE) -> BaseDatabaseWrapper:
    """A new database with the rows and sequences of `of`, to which nobody may be connected."""
    connections.close_all()
    maker = _wrapper("postgres")
    with maker.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{of}"')
    maker.close()
    return _wrapper(name)


@contextmanager
def using(database: BaseDatabaseWrapper) -> Iterator[None]:
    """All of Django's queries go to this database."""
    before = connections["default"]
    connections["default"] = database
    try:
        yield
    finally:
        connections["default"] = before


def _wrapper(name: str) -> BaseDatabaseWrapper:
    settings = connections["default"].settings_dict
    backend = load_backend(settings["ENGINE"])
    made: BaseDatabaseWrapper = backend.DatabaseWrapper({**settings, "NAME": name}, "default")
    return made
