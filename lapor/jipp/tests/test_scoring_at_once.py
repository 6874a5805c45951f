"""An evaluator's two windows at once: marks in one, a conflict in the other; decided in the database."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from lapor.jipp.competition.judging import declare_conflict, own_sheets, score
from lapor.jipp.models import ScoreSheet
from lapor.jipp.tests.competing import AFTER, evaluator, innovation, network, opened, proposed, scoring
from lapor.jipp.tests.test_competition import marks
from lapor.reports.refusals import WrongState

ROUNDS = 8


@pytest.mark.django_db(transaction=True)
def test_marks_and_a_conflict_at_once_leave_the_conflict_alone() -> None:
    made = network()
    call = opened(made)
    proposed(made, call, [innovation(made, number) for number in range(ROUNDS)])
    _one, ani = evaluator(made, call, "ani")
    scoring(made, call)
    said: list[str] = []
    for sheet in own_sheets(ani):
        together = Barrier(2)
        _both(
            _window(together, said, lambda sheet=sheet: score(sheet, marks(), by=ani, now=AFTER)),  # type: ignore[misc]
            _window(
                together,
                said,
                lambda sheet=sheet: declare_conflict(sheet, reason="Keluarga.", by=ani, now=AFTER),  # type: ignore[misc]
            ),
        )
    assert ScoreSheet.objects.filter(conflict="declared", marks__isnull=True).count() == ROUNDS
    # Marks are refused where the conflict came first; the conflict itself never is.
    assert said.count("done") >= ROUNDS
    assert len(said) == 2 * ROUNDS
    assert all("benturan" in words for words in said if words != "done")


def _window(together: Barrier, said: list[str], act: Callable[[], object]) -> Thread:
    def run() -> None:
        try:
            together.wait()
            act()
            said.append("done")
        except WrongState as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    return Thread(target=run)


def _both(*windows: Thread) -> None:
    for window in windows:
        window.start()
    for window in windows:
        window.join()
