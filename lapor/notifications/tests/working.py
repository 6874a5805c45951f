"""Doing the queued work inside a test, also within a transaction that is rolled back."""

from __future__ import annotations

import json
from datetime import datetime
from unittest.mock import patch

from django.db import connection
from procrastinate.contrib.django import app

_NEXT = (
    "SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' AND NOT id = ANY(%s)"
    " ORDER BY id LIMIT 1"
)
_FORGET = "DELETE FROM procrastinate_jobs WHERE id = %s"


class WorkFailed(AssertionError):
    """Jobs that raised, by task name."""


def work_off(*, now: datetime | None = None, failing: bool = False) -> int:
    """Run each waiting job once in this thread, also those that jobs enqueue; says how many succeeded.

    `now`: the worker's clock (e.g. when the mail left). A job that raises stays queued, for the next call is
    its retry; unless `failing` says that this is meant, the test fails.
    """
    if now is None:
        return _work(failing)
    with patch("django.utils.timezone.now", return_value=now):
        return _work(failing)


def _work(failing: bool) -> int:
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    done, failed = 0, dict[int, str]()
    while job := _next(list(failed)):
        number, name, args = job
        try:
            app.tasks[name].func(**args)
            _forget(number)
            done += 1
        except Exception as error:
            failed[number] = f"{name}: {error!r}"
    if failed and not failing:
        raise WorkFailed("; ".join(failed.values()))
    return done


def _next(without: list[int]) -> tuple[int, str, dict[str, object]] | None:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [without])
        row = cursor.fetchone()
    if row is None:
        return None
    args = row[2] if isinstance(row[2], dict) else json.loads(row[2])
    return int(row[0]), str(row[1]), args


def _forget(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [number])
