"""The digests of subscriptions: what has become public since the last one, once a day or a week.

A report is told of once: each digest covers the time from where the last one ended, or began where it did not
arrive. The letter, its job and the new end are one transaction, so a worker killed half-way leaves nothing or
all.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.http import urlencode

from lapor.accounts.actors import PUBLIC
from lapor.notifications import alerts
from lapor.notifications.delivery import Letter, queue
from lapor.notifications.models import Alert, Channel, Delivery, Fate, Person, Purpose
from lapor.notifications.wording.alert import Told, alert_words
from lapor.notifications.wording.words import Words
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.models import Disposition, Report
from lapor.reports.searching import codes_of, search

# Alerts a run, every five minutes: twelve thousand an hour.
BATCH = 1_000
# Reports named in one mail; the rest is behind its link.
LINES = 20
log = logging.getLogger(__name__)

# An act is dated when it begins and seen when it is committed: what is younger waits for the next digest.
SETTLED = timedelta(minutes=10)
# So many mails in a row that did not arrive end an alert.
LOST = 3
# A letter keeps its words: one that waits longer for its way out might name what was taken back meanwhile. It
# stays here, and the next one tells it again, of what is public then.
STALE = timedelta(hours=1)


def send_alerts(now: datetime) -> int:
    """Look at the alerts that are due, BATCH at most; says how many. Two workers at once share them."""
    due = Alert.objects.filter(next_at__lte=now).order_by("next_at", "pk")
    return sum(_looked_at(pk, now) for pk in list(due.values_list("pk", flat=True)[:BATCH]))


def _looked_at(pk: int, now: datetime) -> bool:
    """One that fails waits a day, behind the others, and keeps none of them from its digest."""
    try:
        return _look(pk, now)
    except Exception:
        log.exception("alert %s failed", pk)
        Alert.objects.filter(pk=pk).update(next_at=now + timedelta(days=1))
        return False


@transaction.atomic
def _look(pk: int, now: datetime) -> bool:
    alert = Alert.objects.select_for_update(skip_locked=True).filter(pk=pk, next_at__lte=now).first()
    if alert is None:
        return False
    lost = _lost(alert)
    if lost >= LOST:
        alerts.end(alert)
        return True
    since, until = _since(alert), now - SETTLED
    sent = _tell(alert, since, until, now)
    Alert.objects.filter(pk=pk).update(
        told_from=since if sent else alert.told_from,
        told_until=max(until, alert.told_until or until),
        next_at=alerts.next_digest(alert.every, now),
        last=sent or alert.last_id,
        lost=lost,
    )
    return True


def _since(alert: Alert) -> datetime:
    """Where the last digest ended; where it began, if it never arrived."""
    missed = alert.last is not None and alert.last.status in (Fate.FAILED, Fate.BOUNCED, Fate.SUPPRESSED)
    since = alert.told_from if missed else alert.told_until
    return since or alert.created_at


def newly_public(alert: Alert, *, since: datetime, until: datetime) -> QuerySet[Report]:
    """What fits and has become public after `since`, newest first.

    At an agency a report is new when it is sent there, for that may be after its verification, and after it
    was at another one.
    """
    chosen = alerts.chosen_of(alert)
    rows = search(chosen, now=until)
    if agency := chosen.get("instansi"):
        came = Disposition.objects.filter(agency=agency.top_id(), lead=True, until=None)
        rows = rows.filter(pk__in=came.filter(since__gt=since, since__lte=until).values("report"))
        return rows.order_by("-disposed_at", "-pk")
    rows = rows.filter(verified_at__gt=since, verified_at__lte=until)
    return rows.order_by("-verified_at", "-pk")


def _tell(alert: Alert, since: datetime, until: datetime, now: datetime) -> Delivery | None:
    """The letter's row; None where there is nothing new, or a code of the search is gone."""
    try:
        rows = list(newly_public(alert, since=since, until=until)[: LINES + 1])
    except LookupError:
        return None
    if not rows:
        return None
    letter = Letter(
        Purpose.ALERT,
        Person.READER,
        Channel.EMAIL,
        alert.address,
        _words(alert, rows, now),
        language=alert.language,
        expires_at=now + STALE,
        unsubscribe=f"{alerts.link_of(alert)}berhenti/",
    )
    return queue(letter, now=now)


def _words(alert: Alert, rows: list[Report], now: datetime) -> Words:
    chosen = alerts.chosen_of(alert)
    with translation.override(alert.language):
        return alert_words(
            chosen,
            [_told(seen) for seen in look_at_list(rows[:LINES], PUBLIC, now=now)],
            more=len(rows) > LINES,
            query=urlencode(codes_of(chosen)),
            own_link=alerts.link_of(alert),
        )


def _told(seen: Seen) -> Told:
    names = [seen.agencies[0].name] if seen.agencies else []
    return Told(seen.id, seen.title, [*names, seen.region.name] if seen.region else names)


def _lost(alert: Alert) -> int:
    """How many mails in a row did not arrive, the last one counted once its fate is known."""
    last = alert.last
    if last is None:
        return alert.lost
    return alert.lost + 1 if last.status in (Fate.FAILED, Fate.BOUNCED) else 0
