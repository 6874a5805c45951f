"""Making bulletins: Monday morning, WIB, some agencies in each run, each once a week whatever happens."""

from __future__ import annotations

import logging
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation

from lapor.indicators.models import DayFacts, Scope
from lapor.indicators.surges import week_of
from lapor.notifications import overseers
from lapor.oversight.bulletin import keeping
from lapor.oversight.bulletin.contents import contents
from lapor.oversight.bulletin.typesetting import typeset
from lapor.oversight.models import Bulletin
from lapor.registry.models import Agency
from lapor.reports.models import Report
from lapor.reports.states import OPEN
from lapor.sla.zones import NATIONAL

log = logging.getLogger(__name__)

HOUR = time(6)
# How many one run makes, at a fifth of a second each; 650 agencies are done within an hour and a half.
BATCH = 40
WEEK = timedelta(days=7)


def make_bulletins(now: datetime) -> int:
    """From Monday 06.00 WIB to the end of Tuesday: bulletins of last week still to be made, BATCH of them.

    Says how many. Agencies with no report in that week and none open are skipped. One that fails keeps no
    other from being made; the next run tries it again.
    """
    here = now.astimezone(NATIONAL)
    monday = week_of(here.date())
    if here < datetime.combine(monday, HOUR, NATIONAL) or here.weekday() > 1:
        return 0
    week, done = monday - WEEK, 0
    for agency in _due(week):
        done += _made(agency, week, now)
        if done >= BATCH:
            break
    return done


def make(agency: Agency | None, week: date, *, now: datetime) -> Bulletin | None:
    """Row, file and notices in one transaction; None where it is there already, or is being made."""
    with transaction.atomic(), translation.override("id"):
        bulletin, fresh = Bulletin.objects.get_or_create(agency=agency, week=week, defaults={"made_at": now})
        if not fresh:
            return None
        bulletin.size = keeping.keep(bulletin, typeset(contents(agency, week, now=now)))
        Bulletin.objects.filter(pk=bulletin.pk).update(size=bulletin.size)
        overseers.tell_of_bulletin(agency, week, now=now)
        return bulletin


def _made(agency: Agency | None, week: date, now: datetime) -> bool:
    try:
        return make(agency, week, now=now) is not None
    except Exception:
        log.exception("bulletin of agency %s for %s failed", agency.pk if agency else None, week)
        return False


def _due(week: date) -> list[Agency | None]:
    """The nation and the agencies with something to tell, without those that have their bulletin."""
    made = set(Bulletin.objects.filter(week=week).values_list("agency_id", flat=True))
    due: list[Agency | None] = [agency for agency in _telling(week) if agency.pk not in made]
    country = DayFacts.objects.filter(scope=Scope.COUNTRY, day__gte=week, day__lt=week + WEEK)
    if None not in made and (due or made or country.exists()):
        due.insert(0, None)
    return due


def _telling(week: date) -> QuerySet[Agency]:
    """Top agencies with reports of that week, or open ones: two index look-ups for each."""
    facts = DayFacts.objects.filter(
        scope=Scope.AGENCY, scope_id=OuterRef("pk"), day__gte=week, day__lt=week + WEEK
    )
    still = Report.objects.filter(agency=OuterRef("pk"), status__in=OPEN)
    return Agency.objects.filter(parent=None).filter(Exists(facts) | Exists(still)).order_by("pk")
