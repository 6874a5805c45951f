"""The demo: invented stories through the real acts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lapor.accounts.models import User
from lapor.evidence.change import Verdict
from lapor.evidence.innovations import evidence_of
from lapor.jipp.models import Innovation
from lapor.operate.demo import fill
from lapor.registry import loading
from lapor.registry.models import Agency
from lapor.reports.access import published
from lapor.reports.models import Event, Report
from lapor.reports.states import Status
from lapor.skm.models import Response, ServiceUnit
from lapor.skm.results import result
from lapor.sla.zones import NATIONAL


@pytest.fixture
def demo(db: None) -> None:
    loading.load_all()
    fill()


def test_the_demo_is_a_country_in_miniature(demo: None) -> None:
    now = timezone.now()
    recent = published().filter(received__gt=now - timedelta(days=80))
    assert recent.count() >= 40
    assert set(Report.objects.values_list("status", flat=True)) == set(Status.values)
    assert not Event.objects.filter(at__gt=now).exists()
    assert User.objects.get(email="wati@demo.lapor").check_password("lapor-demo")
    assert Agency.objects.filter(connected_since__isnull=False, connected_invented=False).count() == 0

    story = Report.objects.get(pk=2007157)
    acts = [(event.act, event.at.astimezone(NATIONAL).date()) for event in story.events.order_by("id")]
    assert ("file", date(2018, 8, 28)) in acts
    assert ("dispose", date(2018, 8, 29)) in acts
    assert ("answer", date(2018, 8, 29)) in acts
    assert (story.status, story.closing) == ("closed", "confirmed")
    assert story.agency
    assert story.agency.code == "KEMENDIKBUD"

    evidence = evidence_of(Innovation.objects.get(title="Antrean KTP dari Rumah"), now=now)
    assert evidence
    assert evidence.change
    assert evidence.change.verdict is Verdict.FEWER

    unit = ServiceUnit.objects.get(code="DUKCAPIL")
    surveys = list(unit.periods.order_by("ends"))
    assert [one.status for one in surveys] == ["published", "published", "open", "draft"]
    assert [result(one).counted.n >= 20 for one in surveys] == [True, True, True, False]
    assert not Response.objects.filter(answered_at__gt=now).exists()

    before = Event.objects.count()
    fill()
    assert Event.objects.count() == before
