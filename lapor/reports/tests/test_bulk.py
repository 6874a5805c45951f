"""Reports filled by the thousand are what the verbs would have made: every row agrees with the record."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, F, Q

from lapor.accounts.models import Identity
from lapor.reports import recounting, secrecy
from lapor.reports.lifecycle import TABLE
from lapor.reports.models import (
    Deadline,
    Disposition,
    Draft,
    Event,
    Message,
    OmbudsmanCase,
    Publication,
    Report,
    Telling,
)
from lapor.reports.states import AT_AGENCY, Act, Status
from lapor.reports.tests.bulk import FIRST, fill
from lapor.reports.tests.world import NOW, World, build

REPORTS = 3_000


@pytest.fixture
def world(db: None) -> World:
    made = build()
    fill(REPORTS, until=NOW, biggest=made.ministry, backlog=0.1)
    return made


def test_every_row_agrees_with_the_record(world: World) -> None:
    assert Report.objects.filter(pk__gt=FIRST).count() == REPORTS
    the_acts_follow_the_table()
    the_row_stands_where_its_events_left_it()
    clocks_can_be_counted_again()
    the_public_form_is_what_publishing_makes()
    it_lies_where_its_dispositions_say()
    what_acts_wrote_is_there()
    it_is_as_varied_as_life(world)


def test_the_same_seed_fills_the_same(db: None) -> None:
    world = build()
    kept = []
    for _turn in range(2):
        with transaction.atomic():
            fill(600, until=NOW, biggest=world.ministry, backlog=0.1)
            rows = Event.objects.order_by("report", "id")
            told = rows.values_list("report", "act", "from_status", "to_status", "at", "agency")
            kept.append(hashlib.sha256(repr(list(told)).encode()).hexdigest())
            transaction.set_rollback(True)
    assert kept[0] == kept[1]


def the_acts_follow_the_table() -> None:
    ways = {
        (row.act.value, row.variant, start)
        for row in TABLE
        for start in (*row.come_from, *_none(row.come_from))
    }
    done = Event.objects.values_list("act", "facts__variant", "from_status").distinct()
    assert {(act, variant or "", start) for act, variant, start in done} <= ways


def _none(come_from: frozenset[Status]) -> tuple[str, ...]:
    return () if come_from else ("",)


def the_row_stands_where_its_events_left_it() -> None:
    last: dict[int, Event] = {}
    for event in Event.objects.order_by("id"):
        before = last.get(event.report_id)
        assert event.from_status == (before.to_status if before else ""), event
        assert before is None or before.at <= event.at, event
        last[event.report_id] = event
    for report in Report.objects.all():
        assert report.status == last[report.pk].to_status
        assert last[report.pk].at <= NOW


def clocks_can_be_counted_again() -> None:
    """For every tenth report, which takes in every history."""
    for report in Report.objects.filter(pk__gt=FIRST).order_by("pk")[::10]:
        counted = recounting.recount_of(report)
        told = [
            (c.step, c.rule, c.agency, c.started_at, c.due, c.met_at, c.stopped_at) for c in counted.clocks
        ]
        rows = report.deadlines.order_by("id").values_list(
            "step", "rule", "agency", "started_at", "due", "met_at", "stopped_at"
        )
        assert [(str(step), *more) for step, *more in told] == list(rows), report
        assert (
            list(report.pauses.order_by("started_at").values_list("started_at", "ended_at")) == counted.pauses
        )
        assert report.due == _nearest(report)


def _nearest(report: Report) -> datetime | None:
    duties = ("verification", "follow_up", "resolution", "objection", "response", "recommendation_response")
    running = report.deadlines.filter(met_at=None, stopped_at=None, step__in=duties, due__isnull=False)
    return min((due for due in running.values_list("due", flat=True) if due), default=None)


def the_public_form_is_what_publishing_makes() -> None:
    public = Q(verified_at__isnull=False, secret=False)
    assert not Report.objects.filter(public, publication=None).exists()
    assert not Report.objects.exclude(public).filter(publication__isnull=False).exists()
    masked = 0
    for one in Publication.objects.select_related("report").order_by("-pk")[:200]:
        made = secrecy.public_form(one.report, one.report.text)
        assert (one.title, one.text, one.location) == (made.title, made.text, made.location)
        masked += one.text != one.report.text.text
    assert masked, "some tell a telephone number"
    found = dict(Publication.objects.order_by("-pk").values_list("pk", "search")[:200])
    Publication.objects.filter(pk__in=found).update(title=F("title"))  # the trigger writes it anew
    anew = dict(Publication.objects.filter(pk__in=found).values_list("pk", "search"))
    assert {pk: _words(text) for pk, text in found.items()} == {pk: _words(text) for pk, text in anew.items()}


def _words(search: Any) -> set[str]:
    return {word.split(":")[0] for word in search.split()}


def it_lies_where_its_dispositions_say() -> None:
    lead = Disposition.objects.filter(lead=True, until=None)
    assert not lead.exclude(report__agency=F("agency")).exists()
    assert lead.count() == Report.objects.filter(agency__isnull=False).count()
    assert not Report.objects.filter(status__in=AT_AGENCY, agency=None).exists()
    moved = lead.exclude(holder=F("agency")).exclude(report__unit=F("holder"))
    assert not moved.exists()


def what_acts_wrote_is_there() -> None:
    assert not Message.objects.exclude(event__report=F("report")).exists()
    assert not Telling.objects.exclude(after__report=F("report")).exists()
    answers = Q(act__in=(Act.ANSWER, Act.APPROVE_DRAFT))
    assert Event.objects.filter(answers, messages=None).count() == 0
    for event in Event.objects.filter(act__in=(Act.APPROVE_DRAFT, Act.REJECT_DRAFT))[:50]:
        assert Draft.objects.get(pk=event.facts["draft"]).report_id == event.report_id
    for event in Event.objects.filter(act=Act.MERGE)[:50]:
        assert event.facts["into"] != event.report_id
        assert Report.objects.get(pk=event.facts["into"]).received < event.at
    officers = Event.objects.exclude(role__in=("reporter", "anyone", "timer", "operator"))
    assert not officers.filter(by=None).exists()
    escalated = set(Event.objects.filter(act=Act.ESCALATE).values_list("report", flat=True))
    assert set(OmbudsmanCase.objects.values_list("report", flat=True)) == escalated


def it_is_as_varied_as_life(world: World) -> None:
    reports = Report.objects.filter(pk__gt=FIRST)
    statuses = set(reports.values_list("status", flat=True))
    assert statuses >= set(Status.values) - {Status.REPLIED, Status.POSTPONED}
    assert len(set(reports.values_list("channel", flat=True))) >= 7
    assert reports.filter(agency=world.ministry).count() > REPORTS / 12
    assert reports.filter(unit__isnull=False).exists()
    by_person = Identity.objects.exclude(email_mark="").values("email_mark").annotate(n=Count("id"))
    assert max(row["n"] for row in by_person) > 1
    kinds: Counter[Any] = Counter(Deadline.objects.values_list("step", flat=True))
    assert set(kinds) >= {"verification", "follow_up", "resolution", "quiet", "completion", "legal_maximum"}
