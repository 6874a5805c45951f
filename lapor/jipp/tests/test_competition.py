"""A competition from its call to its results, and what a conflict of interest makes impossible."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from lapor.accounts.actors import PUBLIC
from lapor.accounts.models import Seat
from lapor.accounts.roles import Role
from lapor.jipp.codes import InnovationStatus
from lapor.jipp.competition import recount
from lapor.jipp.competition.calls import change_call, open_call, prepare_call
from lapor.jipp.competition.codes import CallStatus, Conflict
from lapor.jipp.competition.counting import count_call, publish_call
from lapor.jipp.competition.criteria import Criterion, judged, newest, of_row
from lapor.jipp.competition.evaluators import answer_invitation, candidates, invite_evaluator, progress
from lapor.jipp.competition.judging import declare_conflict, own_sheets, score
from lapor.jipp.competition.proposing import NotEligible, offered, propose, ranked
from lapor.jipp.competition.rights import managed_calls, seen_calls
from lapor.jipp.competition.wording import labels
from lapor.jipp.models import Call, Evaluator, Proposal, Replication, ScoreSheet
from lapor.jipp.tests.competing import (
    AFTER,
    Network,
    account,
    evaluator,
    innovation,
    network,
    opened,
    person,
    plan,
    proposed,
    scoring,
)
from lapor.registry.agencies import ensure_unit
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.tests.world import NOW

CODES = [one.code for one in judged(newest())]


@pytest.fixture
def made(db: None) -> Network:
    return network()


def marks(value: int = 70) -> dict[str, int]:
    return dict.fromkeys(CODES, value)


def test_sixty_proposals_and_five_evaluators_are_counted_again_by_script(
    made: Network, tmp_path: Path
) -> None:
    """The whole way; the published file goes to the program as anybody would run it."""
    draw = random.Random(9)
    call = opened(made, shortlist=10)
    rows = proposed(made, call, [innovation(made, number) for number in range(60)])
    people = [evaluator(made, call, f"nilai{number}") for number in range(5)]
    call = scoring(made, call)
    assert ScoreSheet.objects.count() == 300
    for severity, (one, actor) in enumerate(people):
        sheets = list(own_sheets(actor).filter(evaluator=one))
        for sheet in sheets:
            sheet.marks = {code: draw.randint(20, 80) + 4 * severity for code in CODES}
        for sheet in sheets[:5]:
            score(sheet, sheet.marks or {}, remark="Baik 🎉", by=actor, now=AFTER)
        ScoreSheet.objects.bulk_update(
            sheets[5:], ["marks"]
        )  # the same rows, quicker; the database looks too
    call = publish_call(count_call(call, by=made.hana, now=AFTER), by=made.hana, now=AFTER)
    assert len(rows) == 60

    file = tmp_path / "nilai.json"
    file.write_text(call.results)
    ran = subprocess.run([sys.executable, "-I", recount.__file__, file], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "The same as published: 60 proposals." in ran.stdout
    _holds_what_was_given(call)

    data = json.loads(call.results)
    data["scores"][0]["marks"]["significance"] -= 15
    file.write_text(json.dumps(data))
    again = subprocess.run([sys.executable, "-I", recount.__file__, file], capture_output=True, check=False)
    assert again.returncode == 1


def _holds_what_was_given(call: Call) -> None:
    """Each score once under a pseudonym, no name of an evaluator, and the ranks that the rows have."""
    data = json.loads(call.results)
    assert len(data["scores"]) == 300
    assert {one["evaluator"] for one in data["scores"]} == {"P1", "P2", "P3", "P4", "P5"}
    assert "nilai0" not in call.results.lower()
    assert "Baik" not in call.results
    counted = recount.recount(data)
    assert {
        one.number: (str(one.score), one.rank, one.shortlisted) for one in Proposal.objects.filter(call=call)
    } == counted
    assert sum(one[2] for one in counted.values()) >= 10


def test_eligibility_is_refused_with_reasons(made: Network) -> None:
    call = opened(made)
    young = innovation(made, 1, started_on=NOW.date(), sdg=None, summary="kata " * 201)
    with pytest.raises(NotEligible) as refused:
        propose(call, young, labels=labels(), by=made.maya, now=NOW)
    assert len(refused.value.reasons) == 3
    fine = innovation(made, 2)
    first = propose(call, fine, labels=labels(), by=made.maya, now=NOW)
    assert (first.number, first.version, list(offered(call, made.maya))) == (1, fine.published, [young])
    with pytest.raises(WrongState):
        propose(call, fine, labels=labels(), by=made.maya, now=NOW)
    with pytest.raises(WrongState):
        propose(call, innovation(made, 3), labels=labels(), by=made.maya, now=AFTER)
    with pytest.raises(NotAllowed):
        propose(call, innovation(made, 4, agency=made.world.unit), labels=labels(), by=made.maya, now=NOW)
    hidden = innovation(made, 5)
    hidden.status = InnovationStatus.WITHDRAWN
    hidden.save()
    with pytest.raises(WrongState):
        propose(call, hidden, labels=labels(), by=made.maya, now=NOW)
    assert Proposal.objects.count() == 1


def test_a_conflict_makes_a_score_impossible(made: Network) -> None:
    """Found by a seat in any unit of the agency; by mentoring, also one that begins later; or declared."""
    call = opened(made, least=1)
    office = ensure_unit(made.city, "Dinas Kesehatan")
    rows = proposed(made, call, [innovation(made, n, agency=office if n == 1 else None) for n in (1, 2, 3)])
    _own, insider = evaluator(made, call, "dalam", ensure_unit(made.city, "Dinas Perhubungan"))
    one, free = evaluator(made, call, "bebas")
    call = scoring(made, call)
    assert set(own_sheets(insider).values_list("conflict", flat=True)) == {Conflict.AGENCY}
    for sheet in own_sheets(insider):
        with pytest.raises(WrongState):
            score(sheet, marks(), by=insider, now=AFTER)
        with pytest.raises(IntegrityError), transaction.atomic():
            ScoreSheet.objects.filter(pk=sheet.pk).update(marks=marks())
        with pytest.raises(IntegrityError), transaction.atomic():  # also where nobody has noted the conflict
            ScoreSheet.objects.filter(pk=sheet.pk).update(conflict="", marks=marks())

    first, second, third = own_sheets(free).order_by("proposal__number")
    score(first, marks(80), by=free, now=AFTER)
    declared = declare_conflict(first, reason="Saudara saya memimpinnya.", by=free, now=AFTER)
    assert (declared.marks, declared.conflict) == (None, Conflict.DECLARED)
    with pytest.raises(WrongState):
        score(first, marks(), by=free, now=AFTER)
    with pytest.raises(WrongState):
        declare_conflict(first, reason="Lagi.", by=free, now=AFTER)
    _mentors(made, rows[1], one)
    with pytest.raises(WrongState):
        score(second, marks(), by=free, now=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.filter(pk=second.pk).update(marks=marks())
    score(third, marks(90), by=free, now=AFTER)
    _mentors(made, rows[2], one)  # a score given before counts no more
    with pytest.raises(WrongState, match="3 usulan belum punya 1 nilai"):
        count_call(call, by=made.hana, now=AFTER)


def _mentors(made: Network, proposal: Proposal, one: Evaluator) -> None:
    Replication.objects.create(
        innovation=proposal.innovation,
        version=proposal.version,
        agency=made.world.unit,
        mentor_id=one.user_id,
        request="Ingin meniru.",
        asked_at=NOW,
        moved_at=NOW,
    )


def test_scores_are_blind_until_the_count(made: Network) -> None:
    call = opened(made, least=1, shortlist=1)
    proposed(made, call, [innovation(made, 1), innovation(made, 2)])
    (first, ani), (_second, bayu) = evaluator(made, call, "ani"), evaluator(made, call, "bayu")
    with pytest.raises(WrongState):  # nothing to score yet
        count_call(call, by=made.hana, now=AFTER)
    call = scoring(made, call)
    mine, theirs = own_sheets(ani).first(), own_sheets(bayu).first()
    assert mine is not None
    assert theirs is not None
    score(mine, marks(60), by=ani, now=AFTER)
    score(mine, marks(65), by=ani, now=AFTER)
    assert theirs not in own_sheets(ani)
    assert not own_sheets(made.hana).exists()
    for actor in (bayu, made.hana, PUBLIC):
        with pytest.raises(NotAllowed):
            score(mine, marks(), by=actor, now=AFTER)
        with pytest.raises(NotAllowed):
            declare_conflict(mine, reason="Bukan milik saya.", by=actor, now=AFTER)
    assert [(one.dealt, one.done, one.barred) for one in progress(call)] == [(2, 1, 0), (2, 0, 0)]
    for wrong in (marks(101), marks() | {"novelty": -1}, {}, marks() | {"resources": True + 0.5}):
        with pytest.raises(BadInput):
            score(theirs, wrong, by=bayu, now=AFTER)  # type: ignore[arg-type]
    with pytest.raises(WrongState, match="1 usulan"):
        count_call(call, by=made.hana, now=AFTER)
    for sheet in own_sheets(bayu):
        score(sheet, marks(65), by=bayu, now=AFTER)
    counted = count_call(call, by=made.hana, now=AFTER)
    assert [(one.rank, one.shortlisted) for one in ranked(counted)] == [(1, True), (1, True)]
    with pytest.raises(WrongState):
        score(mine, marks(), by=ani, now=AFTER)
    assert Evaluator.objects.get(pk=first.pk).pseudonym in (1, 2)
    assert publish_call(counted, by=made.hana, now=AFTER).status == CallStatus.PUBLISHED


def test_who_runs_which_call_and_who_is_asked(made: Network) -> None:
    call = prepare_call(made.hub, plan(), by=made.hana, now=NOW)
    tono, pratiwi = made.world.actor("tono"), made.world.actor("pratiwi")
    country = prepare_call(None, plan(), by=pratiwi, now=NOW)
    assert (call.slug, country.slug) == ("kipp-jawa-timur-2018", "kipp-jawa-timur-2018-2")
    assert set(managed_calls(made.hana)) == {call}
    assert set(managed_calls(pratiwi)) == {call, country}
    assert not seen_calls(tono).exists()
    for hub in (made.hub, None):
        with pytest.raises(NotAllowed):
            prepare_call(hub, plan(), by=tono, now=NOW)
    with pytest.raises(NotAllowed):
        prepare_call(None, plan(), by=made.hana, now=NOW)
    with pytest.raises(NotAllowed):
        open_call(call, by=made.maya, now=NOW)
    with pytest.raises(BadInput):
        invite_evaluator(call, account(made.maya), by=made.hana, now=NOW)
    eka = person(made.world, "eka", Role.EVALUATOR, made.world.ministry)
    user = account(eka)
    assert list(candidates(call, now=NOW)) == [user]
    asked = invite_evaluator(call, user, by=made.hana, now=NOW)
    with pytest.raises(BadInput):
        invite_evaluator(call, user, by=made.hana, now=NOW)
    with pytest.raises(NotAllowed):
        answer_invitation(asked, yes=True, by=made.hana, now=NOW)
    answer_invitation(asked, yes=False, by=eka, now=NOW)
    with pytest.raises(WrongState):
        answer_invitation(asked, yes=True, by=eka, now=NOW)
    open_call(call, by=made.hana, now=NOW)
    with pytest.raises(WrongState):
        change_call(call, plan(title="Lain"), by=made.hana, now=NOW)
    assert set(seen_calls(tono)) == {call}


def test_a_plan_that_cannot_be_is_named_by_its_field(made: Network) -> None:
    for wrong in (
        {"title": "\0"},
        {"about": "x" * 1_000_000},
        {"closes_on": plan().opens_on.replace(year=2017)},
        {"scored_by": plan().opens_on},
        {"months": 10_000},
        {"enough": 1},
        {"least": 0},
        {"shortlist": 0},
        {"method": "borda"},
        {"criteria": [Criterion(one.code, 0, 10) for one in newest()]},
        {"criteria": newest()[1:]},
    ):
        with pytest.raises(BadInput) as refused:
            prepare_call(made.hub, plan(**wrong), by=made.hana, now=NOW)
        assert list(refused.value.errors) == list(wrong)
    kept = prepare_call(made.hub, plan(title="‮ Lomba 🎉"), by=made.hana, now=NOW)
    assert of_row(kept.criteria) == newest()


def test_an_evaluator_who_comes_late_gets_sheets_and_a_new_seat_bars(
    made: Network, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    call = opened(made, least=1)
    proposed(made, call, [innovation(made, number) for number in range(3)])
    call = scoring(made, call)
    _late, ani = evaluator(made, call, "ani")
    assert own_sheets(ani).count() == 3
    with django_assert_num_queries(1):
        assert len(progress(call)) == 1
    Seat.objects.create(user=account(ani), role=Role.MEMBER, agency=made.city)
    sheet = own_sheets(ani).first()
    assert sheet is not None
    with pytest.raises(WrongState, match="instansi yang sama"):
        score(sheet, marks(), by=ani, now=AFTER)
