"""Running the queue: the steady worker, and emptying it at once."""

from __future__ import annotations

import asyncio
import logging
import signal

from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app, procrastinate_app

from lapor import schedule

_BRING_FORWARD = (
    "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo' AND scheduled_at > now()"
)
_WAITING = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"


# Queues beside `default` (what follows from acts, messages to people), and how many jobs of each run at once.
# No message waits for the clock's work (bulletins, a purge), nor that for what may take minutes: exports,
# open data; nor any of these for servers of others that answer late.
BESIDE = {"clock": 2, "lengthy": 2, "webhooks": 2}


class QueueEnded(Exception):
    """A queue is no longer served; the argument is its name."""


def work(*, concurrency: int) -> None:
    """Until SIGTERM or SIGINT; the jobs at hand are finished first. `concurrency`: of the default queue."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    asyncio.run(_work(worker_app(), {"default": concurrency} | BESIDE))


async def _work(worker: App, queues: dict[str, int]) -> None:
    stopping = asyncio.Event()

    async def serve(name: str, most: int) -> None:
        await worker.run_worker_async(queues=[name], concurrency=most, install_signal_handlers=False)
        # It ends by itself where its connection to the database is lost; then all must, to be started anew.
        raise QueueEnded(name)

    async with worker.open_async(), asyncio.TaskGroup() as group:
        lanes = [group.create_task(serve(name, most)) for name, most in queues.items()]

        def stop() -> None:
            if not stopping.is_set():  # a second signal must not cut off the jobs that are being finished
                stopping.set()
                for lane in lanes:
                    lane.cancel()

        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(each, stop)


def drain() -> int:
    """Runs all waiting jobs, also retries that are due later; returns how many rounds it took.

    Ends because every retry strategy is finite; a job that goes on failing is marked failed by it.
    """
    rounds = 0
    while _bring_forward() or rounds == 0:
        worker_app().run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
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


def worker_app() -> App:
    """What takes jobs from the queue, on connections of its own.

    Not `replace_connector`: under it a job would enqueue outside its own transaction. The next worker could
    look for the row before it was there, and take the message for one that somebody had sent already.
    """
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    worker = app.with_connector(connector)
    for task in worker.tasks.values():
        task.blueprint = procrastinate_app.current_app  # a new app makes procrastinate's own tasks its own
    return worker
