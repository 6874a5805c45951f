"""Running the queue: the steady worker, and emptying it at once."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager

from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app

from lapor import schedule

_BRING_FORWARD = (
    "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo' AND scheduled_at > now()"
)
_WAITING = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"


def work(*, concurrency: int) -> None:
    """Until SIGTERM or SIGINT; the job at hand is finished first."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    with _worker_app() as worker:
        worker.run_worker(concurrency=concurrency)


def drain() -> int:
    """Runs all waiting jobs, also retries that are due later; returns how many rounds it took.

    Ends because every retry strategy is finite; a job that goes on failing is marked failed by it.
    """
    rounds = 0
    while _bring_forward() or rounds == 0:
        with _worker_app() as worker:
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        rounds += 1
    return rounds


def rescue_stalled() -> int:
    """Jobs of a worker that was killed go back into the queue (reactions are idempotent)."""
    return async_to_sync(schedule.rescue_stalled)()


def _bring_forward() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_BRING_FORWARD)
        cursor.execute(_WAITING)
        return int(cursor.fetchone()[0])


def _worker_app() -> AbstractContextManager[App]:
    return app.replace_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
