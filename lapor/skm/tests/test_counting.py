"""The roll-up: the same as counting anew, whoever answers at once."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import given as examples
from hypothesis import strategies as st

from lapor.reports.tests.world import NOW
from lapor.skm.codes import AgeBand, OddityKind, PeriodStatus, Sex
from lapor.skm.counting import rebuild
from lapor.skm.models import Count, Oddity, Period, Question, Response
from lapor.skm.oddities import decide
from lapor.skm.results import result
from lapor.skm.tests.surveying import Surveyed, answered, opened, survey_world
from lapor.skm.units import word_question


@pytest.fixture
def made(db: None) -> Surveyed:
    return survey_world()


ANSWER = st.tuples(
    st.text("1234-", min_size=9, max_size=9).filter(lambda digits: digits.strip("-")),
    st.sampled_from([None, 0, 1]),
    st.sampled_from(["", *Sex.values]),
    st.sampled_from(["", *AgeBand.values]),
    st.sampled_from(["", "parkir sempit", "bagus"]),
    st.sampled_from([None, 1, 4]),
    st.booleans(),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@examples(answers=st.lists(ANSWER, max_size=6))
def test_the_roll_up_is_what_counting_anew_gives(made: Surveyed, answers: list[Any]) -> None:
    Period.objects.filter(status=PeriodStatus.OPEN).update(status=PeriodStatus.CLOSED, mark_key=b"")
    question = Question.objects.filter(unit=made.unit).first() or word_question(
        made.unit, "", text="Parkirnya?", answers=("A", "B", "C", "D"), by=made.surya
    )
    period = opened(made)
    for digits, service, sex, age, suggestion, own, out in answers:
        chosen = None if service is None else made.services[service].pk
        said = {"sex": sex, "age": age, "suggestion": suggestion, "own": {question.pk: own} if own else {}}
        response = answered(period, digits, service_id=chosen, **said)
        if out:
            Oddity.objects.create(response=response, kind=OddityKind.FAST, found_at=NOW)
            decide(response, excluded=True, reason="Janggal.", by=made.surya, now=NOW)
    kept = _counts(period)
    rebuild(period)
    assert _counts(period) == kept
    counted = [own for *_rest, own, out in answers if own and not out]
    expected = {question.pk: (counted.count(1), 0, 0, counted.count(4))} if counted else {}
    assert result(period).own == expected
    assert len(kept) <= 3 * 2 * (36 + 250 + 40)


def _counts(period: Period) -> set[tuple[Any, ...]]:
    rows = Count.objects.filter(period=period, number__gt=0)
    return set(rows.values_list("service", "excluded", "kind", "key", "number"))


@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_nothing() -> None:
    """Eight kiosks and one that sends the same again, while the period is being counted anew."""
    made = survey_world()
    period = opened(made)
    twice, gate = uuid4(), Barrier(9)

    def send(number: int) -> None:
        gate.wait()
        try:
            if number == 8:
                rebuild(period)
            else:
                answered(period, "344434434", client_id=twice if number < 2 else uuid4())
        finally:
            connection.close()

    threads = [Thread(target=send, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Response.objects.count() == 7
    assert result(period).counted.n == 7
