"""Files and sheets when several hands are at them at once: nobody counts twice, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest
from django.db import OperationalError, connection, transaction

from lapor.reports.refusals import Refusal
from lapor.reports.tests.world import NOW
from lapor.skm.importing import import_responses, standing_files
from lapor.skm.models import PaperSheet, Response
from lapor.skm.paper import enter_paper, settle
from lapor.skm.periods import open_period, prepare_period
from lapor.skm.results import result
from lapor.skm.tests.surveying import given, opened, plan, survey_world
from lapor.skm.units import word_question


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
def test_one_file_and_one_sheet_in_many_hands(tmp_path: Path) -> None:
    made = survey_world()
    period, by = opened(made), made.surya
    file, mended = tmp_path / "lama.csv", tmp_path / "baru.csv"
    file.write_text("U1,U2\n3,3\n3,3\n9,9")
    mended.write_text("U1,U2\n3,3\n3,3\n4,4")
    assert at_once(*[lambda: import_responses(period, file, by=by, now=NOW)] * 4) == 4
    assert result(period).counted.n == 2
    old = standing_files(period).get()
    assert at_once(*[lambda: import_responses(period, mended, corrects=old, by=by, now=NOW)] * 4) == 4
    assert (result(period).counted.n, standing_files(period).count()) == (3, 1)

    def enter(turn: int, digits: str) -> Callable[[], object]:
        return lambda: enter_paper(period, number=1, given=given(digits), by=by, now=NOW, turn=turn)

    assert at_once(*[enter(1, digits) for digits in ("111111111", "222222222", "333333333")]) == 1
    sheet = PaperSheet.objects.get()
    enter(2, "444444444")()
    right = {f"U{number}": 2 for number in range(1, 10)}
    assert at_once(*[lambda: settle(sheet, right=right, by=by, now=NOW)] * 4) == 1
    assert Response.objects.filter(way="paper").get().u9 == 4
    assert result(period).counted.n == 4


@pytest.mark.django_db(transaction=True)
def test_no_survey_opens_while_its_questions_are_worded() -> None:
    made = survey_world()
    draft = prepare_period(made.unit, plan(made), by=made.surya, now=NOW)
    worded, end = Event(), Event()

    def word() -> None:
        with transaction.atomic():
            four = ("Buruk", "Kurang", "Baik", "Hebat")
            word_question(made.unit, "U3", text="Cepatkah?", answers=four, by=made.surya)
            worded.set()
            end.wait(30)
        connection.close()

    clerk = Thread(target=word)
    clerk.start()
    assert worded.wait(30)
    try:
        connection.cursor().execute("SET lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            open_period(draft, by=made.surya, now=NOW)
    finally:
        connection.cursor().execute("RESET lock_timeout")
        end.set()
        clerk.join()
    assert open_period(draft, by=made.surya, now=NOW).status == "open"
