"""A survey from its plan to its result, through the verbs."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from lapor.accounts.actors import PUBLIC
from lapor.audit.models import Entry
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.tests.world import NOW
from lapor.skm.answering import answer
from lapor.skm.codes import OddityKind, Way
from lapor.skm.models import Count, Decision, Oddity, Period, Response
from lapor.skm.oddities import decide, find, odd
from lapor.skm.periods import (
    change_period,
    close_period,
    forget_keys,
    open_period,
    prepare_period,
    publish_period,
)
from lapor.skm.results import Result, agency_result, progress, result, trend
from lapor.skm.rights import managed_units, readable_periods
from lapor.skm.suggestions import public_text, suggestions
from lapor.skm.tests.surveying import LAST, Surveyed, answered, given, opened, plan, survey_world
from lapor.skm.units import add_unit, drop_question, questionnaire, word_question
from lapor.sla.zones import NATIONAL


@pytest.fixture
def made(db: None) -> Surveyed:
    return survey_world()


def test_a_survey_from_plan_to_publication(made: Surveyed) -> None:
    period = opened(made, dropped={"U4": "Biaya diatur undang-undang: gratis."})
    ktp, akta = made.services
    answered(
        period,
        "333-33331",
        service_id=ktp.pk,
        sex="female",
        age="20_29",
        suggestion="Parkir sempit, hubungi 081234567890",
    )
    answered(period, "444-44444", service_id=ktp.pk, sex="male", suggestion="Terima kasih")
    answered(period, "222-2222x", way=Way.KIOSK)
    found = progress(period)
    assert (found.n, found.sample and found.sample.size, found.share) == (3, 217, 3 / 217)
    assert found.services == [(ktp, 2), (None, 1)]

    period = close_period(period, by=made.surya, now=NOW)
    with pytest.raises(WrongState):
        answered(period)
    assert Period.objects.get(pk=period.pk).mark_key == b""
    period = publish_period(period, by=made.surya, now=NOW)

    # Seven elements of mean 3, U9 of (1 + 4) / 2: (21 + 2.5) / 8 x 25.
    shown = result(period)
    assert (shown.counted.n, shown.counted.ikm, shown.counted.grade) == (3, Decimal("73.44"), "C")
    assert "U4" not in shown.counted.elements
    assert shown.lowest == ["U9", "U1", "U2"]
    assert [(one.service, one.score.n) for one in shown.services] == [(ktp, 2), (None, 1)]
    assert shown.interval is not None
    assert shown.interval.low < Decimal("73.44") < shown.interval.high
    assert {one.code: one.number for one in shown.profile["sex"]} == {"female": 1, "male": 1, "": 1}
    assert shown.topics == {"U9": 1, "": 1}
    assert [public_text(one) for one in suggestions(period, topic="U9")] == [
        "Parkir sempit, hubungi 08••-••••-••90"
    ]
    assert [(one.code, one.number) for one in shown.ways if one.number] == [("link", 2), ("kiosk", 1)]
    _is_final(made, period, shown)
    assert akta not in [one.service for one in shown.services]


def _is_final(made: Surveyed, period: Period, shown: Result) -> None:
    assert [(one.name, score.ikm) for one, score in trend(made.unit)] == [(period.name, shown.counted.ikm)]
    assert list(Entry.objects.filter(subject="skm_period").order_by("pk").values_list("act", flat=True)) == [
        "open_survey", "close_survey", "publish_survey",
    ]  # fmt: skip
    with pytest.raises(WrongState):
        publish_period(period, by=made.surya, now=NOW)


def test_a_result_costs_the_same_however_many_answered(
    made: Surveyed, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    period = opened(made)
    for digits in ("344434434", "111111111", "4---4---4"):
        answered(period, digits, service_id=made.services[0].pk)
    with django_assert_num_queries(2):
        result(period)
    with django_assert_num_queries(2):
        progress(period)
    publish_period(close_period(period, by=made.surya, now=NOW), by=made.surya, now=NOW)
    with django_assert_num_queries(2):
        trend(made.unit)
    with django_assert_num_queries(3):
        agency_result(made.world.stranger, year=2018)


def test_sent_twice_it_is_one_answer(made: Surveyed) -> None:
    period = opened(made)
    number = uuid4()
    first = answered(period, "444444444", client_id=number)
    again = answered(period, "111111111", client_id=number)
    assert (first.pk, again.u1, result(period).counted.n) == (again.pk, 4, 1)
    other = prepare_period(made.unit, plan(made), by=made.surya, now=NOW)
    with pytest.raises(BadInput):
        answered(other, client_id=number)


@pytest.mark.parametrize(
    ("digits", "changes", "field"),
    [
        ("---------", {}, "U1"),
        ("", {"answers": {"U1": 5}}, "U1"),
        ("", {"answers": {"U1": True}}, "U1"),
        ("", {"answers": {"U1": 3, "U10": 3}}, "U10"),
        ("3", {"age": "22"}, "age"),
        ("3", {"occupation": "\0"}, "occupation"),
        ("3", {"service_id": 10**15}, "service"),
        ("3", {"suggestion": "x" * 1_000_000}, "suggestion"),
        ("3", {"own": {1: 3}}, "own"),
    ],
)
def test_what_cannot_be_is_named_by_its_field(
    made: Surveyed, digits: str, changes: dict[str, Any], field: str
) -> None:
    period = opened(made)
    with pytest.raises(BadInput) as refused:
        answered(period, digits, **changes)
    assert list(refused.value.errors) == [field]
    assert not Count.objects.exists()


def test_a_dropped_element_is_not_answered_and_days_are_kept(made: Surveyed) -> None:
    period = opened(made, dropped={"U4": "Gratis."})
    with pytest.raises(BadInput):
        answered(period, "333333333")
    with pytest.raises(WrongState):
        answered(period, "333-33333", now=NOW + timedelta(days=60))
    paper = answer(period, given("333-33333"), way=Way.PAPER, by=made.surya, now=NOW + timedelta(days=60))
    assert paper.suggestion == ""
    assert answered(period, "333", suggestion="\0 ‮ 🎉 ").suggestion == "‮ 🎉"


def test_one_open_survey_a_unit_and_drafts_only_are_changed(made: Surveyed) -> None:
    period = opened(made)
    second = prepare_period(made.unit, plan(made), by=made.surya, now=NOW)
    second = change_period(second, plan(made, name="Tahun 2018", services=[]), by=made.surya, now=NOW)
    assert (second.name, second.services.count()) == ("Tahun 2018", 0)
    with pytest.raises(WrongState):
        open_period(second, by=made.surya, now=NOW)
    with pytest.raises(WrongState):
        change_period(period, plan(made), by=made.surya, now=NOW)
    for wrong in (
        {"ends": plan(made).starts - timedelta(days=1)},
        {"population": 0},
        {"weights": "half"},
        {"dropped": {"U4": " "}},
        {"dropped": {"U0": "x"}},
        {"services": [10**12]},
        {"name": "\0"},
    ):
        with pytest.raises(BadInput) as refused:
            prepare_period(made.unit, plan(made, **wrong), by=made.surya, now=NOW)
        assert list(refused.value.errors) == list(wrong)
    with pytest.raises(WrongState):  # nobody answered
        publish_period(close_period(period, by=made.surya, now=NOW), by=made.surya, now=NOW)


def test_who_runs_and_who_reads(made: Surveyed) -> None:
    """The city's own people run or read its surveys, a ministry's none, the national supervisor reads all."""
    period = opened(made)
    for name, manages, reads in (
        ("surya", True, True),
        ("tono", True, True),
        ("pratiwi", False, True),
        ("kurnia", False, False),
        ("irwan", False, False),
        ("ratna", False, False),
    ):
        actor = made.world.actor(name)
        assert managed_units(actor).exists() == manages, name
        assert readable_periods(actor).exists() == reads, name
        if not manages:
            with pytest.raises(NotAllowed):
                close_period(period, by=actor, now=NOW)
            with pytest.raises(NotAllowed):
                add_unit(made.world.stranger, name="X", code="XX", by=actor, now=NOW)
    with pytest.raises(NotAllowed):
        answer(period, given(), way=Way.PAPER, by=PUBLIC, now=NOW)


def test_own_words_and_own_questions(made: Surveyed) -> None:
    four = ("Buruk", "Kurang", "Baik", "Hebat")
    word_question(made.unit, "U3", text="Cepatkah KTP Anda jadi?", answers=four, by=made.surya)
    own = word_question(made.unit, "", text="Seberapa mudah mencari kantor ini?", answers=four, by=made.surya)
    period = opened(made, dropped={"U4": "Gratis."})
    asked = questionnaire(period)
    assert [one.element for one in asked] == ["U1", "U2", "U3", "U5", "U6", "U7", "U8", "U9", ""]
    assert (asked[2].text, asked[2].answers[3], asked[8].pk) == ("Cepatkah KTP Anda jadi?", "Hebat", own.pk)
    assert questionnaire(period, language="en")[0].answers[0] == "Not appropriate"
    answered(period, "333", own={own.pk: 1})
    assert result(period).counted.ikm == Decimal("75.00")
    with pytest.raises(WrongState):
        drop_question(own, by=made.surya)
    with pytest.raises(BadInput):
        add_unit(made.world.stranger, name="Lain", code="dukcapil", by=made.surya, now=NOW)


def test_odd_answers_count_until_somebody_decides(made: Surveyed) -> None:
    period = opened(made)
    fine = answered(period, "344434434", device="a", seconds=60)
    straight = answered(period, "444444444", seconds=60)
    fast = answered(period, "234234234", seconds=3)
    again = answered(period, "344434434", device="a", seconds=60)
    crowd = [answered(period, f"34443443{1 + turn % 4}"[:8] + "-", device="b") for turn in range(6)]
    assert find(period, now=NOW) == find(period, now=NOW) + Oddity.objects.count()
    kinds = {pk: set() for pk in Response.objects.values_list("pk", flat=True)}  # type: ignore[var-annotated]
    for oddity in Oddity.objects.all():
        kinds[oddity.response_id].add(oddity.kind)
    assert kinds[fine.pk] == set()
    assert kinds[straight.pk] == {OddityKind.STRAIGHT}
    assert kinds[fast.pk] == {OddityKind.FAST}
    assert kinds[again.pk] == {OddityKind.DUPLICATE}
    assert [kinds[one.pk] for one in crowd] == [{"device"}, *[{"device", "duplicate"}] * 5]
    before = result(period)
    assert before.counted == before.everybody

    decide(straight, excluded=True, reason="Diisi petugas sendiri.", by=made.surya, now=NOW)
    after = result(period)
    assert (after.everybody, after.excluded) == (before.everybody, 1)
    assert (after.counted.n, after.counted.ikm) != (before.counted.n, before.counted.ikm)
    with pytest.raises(WrongState):
        decide(straight, excluded=True, reason="Lagi.", by=made.surya, now=NOW)
    with pytest.raises(WrongState):
        decide(fine, excluded=True, reason="Nilainya jelek.", by=made.surya, now=NOW)
    with pytest.raises(BadInput):
        decide(fast, excluded=True, reason=" ", by=made.surya, now=NOW)
    straight.refresh_from_db()
    decide(straight, excluded=False, reason="Ternyata warga.", by=made.surya, now=NOW)
    assert result(period).counted == before.counted
    assert Decision.objects.filter(response=straight).count() == 2
    assert odd(period).count() == 9
    publish_period(close_period(period, by=made.surya, now=NOW), by=made.surya, now=NOW)
    with pytest.raises(WrongState):
        decide(fast, excluded=True, reason="Terlambat.", by=made.surya, now=NOW)


def test_the_key_goes_after_the_last_day_although_nobody_closes(made: Surveyed) -> None:
    period, running = opened(made), LAST + timedelta(days=1)
    midnight = datetime.combine(running, time(), NATIONAL)
    assert forget_keys(midnight - timedelta(seconds=1)) == 0
    assert answered(period, device="+6281200000001").mark != ""
    assert forget_keys(midnight) == 1
    assert forget_keys(midnight) == 0
    held = Period.objects.get(pk=period.pk)
    assert (held.status, held.mark_key) == ("open", b"")
    late: dict[str, Any] = {"way": Way.KIOSK, "device": "layar", "answered_at": NOW, "now": midnight}
    assert answered(held, **late).mark == ""


def test_a_mark_leads_nowhere_once_the_key_is_gone(made: Surveyed) -> None:
    period = opened(made)
    one, two = answered(period, device="+6281200000001"), answered(period, device="+6281200000001")
    assert one.mark == two.mark != ""
    assert "6281200000001" not in one.mark
    close_period(period, by=made.surya, now=NOW)
    later = opened(made, name="Tahun 2019")
    assert answered(later, device="+6281200000001").mark != one.mark
