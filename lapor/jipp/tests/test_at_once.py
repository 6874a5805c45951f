"""What two do at the same moment: the database lets one of them."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from lapor.jipp import curating, replicating, writing
from lapor.jipp.models import Innovation, Replication, Review
from lapor.jipp.tests.networking import ALL_TICKED, drafted, network
from lapor.reports.refusals import Refusal
from lapor.reports.tests.world import NOW

REQUEST = "Kami punya masalah yang sama dan ingin belajar dari pengalaman Anda."


def at_once(*acts: Callable[[], object]) -> int:
    """Each act in a thread and a connection of its own, let go together; how many were not refused."""
    ready, done = Barrier(len(acts)), list[bool]()

    def run(act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
            done.append(True)
        except Refusal:
            pass
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


@pytest.mark.django_db(transaction=True)
def test_of_two_the_first_is_taken() -> None:
    made = network()
    tono, wulan, hana, gita = (made.actor(name) for name in ("tono", "wulan", "hana", "gita"))
    version = writing.submit(drafted(made), by=tono, now=NOW)
    why = "Sebutkan angka sebelum dan sesudah."
    assert at_once(
        lambda: curating.publish(version, ticked=ALL_TICKED, by=wulan, now=NOW),
        lambda: curating.publish(version, ticked=ALL_TICKED, by=hana, now=NOW),
        lambda: curating.give_back(version, ticked=(), reason=why, by=hana, now=NOW),
    ) == 1  # fmt: skip
    assert Review.objects.count() == 1
    version.refresh_from_db()
    if version.status != "published":  # the third was first
        writing.submit(version, by=tono, now=NOW)
        curating.publish(version, ticked=ALL_TICKED, by=wulan, now=NOW)
    innovation = Innovation.objects.get()
    assert at_once(*[lambda: writing.renew(innovation, by=tono, now=NOW)] * 2) >= 1
    assert innovation.versions.count() == 2
    ask = [lambda: replicating.ask(innovation, made.learner, request=REQUEST, by=gita, now=NOW)]
    assert at_once(*ask * 4) == 1
    row = Replication.objects.get()
    assert at_once(
        lambda: replicating.accept(Replication.objects.get(), by=tono, now=NOW),
        lambda: replicating.refuse(Replication.objects.get(), reason=why, by=tono, now=NOW),
    ) == 1  # fmt: skip
    row.refresh_from_db()
    assert row.history.filter(act__in=("accept", "refuse")).count() == 1
