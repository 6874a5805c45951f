"""What the database decides about conflicts: two windows at once, authors, and none is taken back."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from lapor.jipp.codes import VersionStatus
from lapor.jipp.competition.judging import declare_conflict, own_sheets, score
from lapor.jipp.models import InnovationVersion, ScoreSheet
from lapor.jipp.tests.competing import AFTER, evaluator, innovation, network, opened, proposed, scoring
from lapor.jipp.tests.test_competition import marks
from lapor.reports.refusals import WrongState
from lapor.reports.tests.world import NOW

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


def test_authors_are_barred_and_no_conflict_is_taken_back(db: None) -> None:
    """Who wrote an earlier version is an author too; the database holds both, whoever writes there."""
    made = network()
    call = opened(made, least=1)
    rows = proposed(made, call, [innovation(made, 1), innovation(made, 2)])
    one, ani = evaluator(made, call, "ani")
    scoring(made, call)
    InnovationVersion.objects.create(
        innovation=rows[0].innovation, number=0, title="Rancangan", written_at=NOW, written_by_id=one.user_id,
        status=VersionStatus.SUPERSEDED,
    )  # fmt: skip
    first, second = own_sheets(ani).order_by("proposal__number")
    with pytest.raises(WrongState, match="menulis"):
        score(first, marks(), by=ani, now=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.filter(pk=first.pk).update(marks=marks())
    declare_conflict(second, reason="Keluarga.", by=ani, now=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.filter(pk=second.pk).update(conflict="")
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.filter(pk=second.pk).update(conflict="", marks=marks())


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
