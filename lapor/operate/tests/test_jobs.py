"""The queue is emptied, also of what is due later, and takes up what a killed worker left."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from lapor.operate import jobs

TASK = "builtin:procrastinate.builtin_tasks.remove_old_jobs"

# The worker has connections of its own, so it sees only what was committed.
pytestmark = pytest.mark.django_db(transaction=True)


def test_drain_does_not_leave_what_is_due_later() -> None:
    app.configure_task(TASK, schedule_in={"hours": 5}).defer(max_hours=72)
    jobs.drain()
    assert _waiting() == 0


def test_drain_of_an_empty_queue_ends() -> None:
    assert jobs.drain() == 1


def test_job_of_a_killed_worker_goes_back_into_the_queue() -> None:
    app.configure_task(TASK).defer(max_hours=72)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    assert jobs.rescue_stalled() == 1
    assert _waiting() == 1


def test_each_task_is_in_a_queue_that_a_worker_serves_and_messages_wait_for_nothing_slow() -> None:
    app.perform_import_paths()  # type: ignore[no-untyped-call]
    queues = {name: task.queue for name, task in app.tasks.items() if name.startswith("lapor.")}
    assert set(queues.values()) == {"default", *jobs.BESIDE}
    at_once = {name for name, queue in queues.items() if queue == "default"}
    assert at_once == {"lapor.reactions.follow", "lapor.notifications.delivery.send"}


def test_what_a_job_enqueues_is_part_of_its_transaction() -> None:
    """Else a message is looked for before it is there."""
    jobs.worker_app()
    with transaction.atomic():
        app.configure_task(TASK).defer(max_hours=72)
        assert _waiting() == 1
        transaction.set_rollback(True)
    assert _waiting() == 0


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        return int(cursor.fetchone()[0])
