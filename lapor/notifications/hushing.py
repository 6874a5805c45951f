"""A report is hidden or blanked while letters about it wait: they leave without what must not be said."""

from __future__ import annotations

from django.utils import translation

from lapor.notifications import announcing
from lapor.notifications.models import Delivery, Fate, Person
from lapor.reports.models import Event
from lapor.reports.states import Act

WAITING = (Fate.QUEUED, Fate.HELD)


def hush(event: Event) -> None:
    """Write the reporter's waiting letters anew as the report stands now; of a blanked one blank the sent.

    A letter that is leaving at this very moment is left alone: it would have left a moment before.
    """
    report = event.report
    blanked = event.act == Act.REDACT
    if not (blanked or report.secret or report.anonymous):
        return
    letters = Delivery.objects.filter(report=report, person=Person.REPORTER, blanked_at=None)
    for letter in letters.filter(status__in=WAITING, event__isnull=False).select_related("event__report"):
        _anew(letter)
    if blanked:
        letters.exclude(status__in=(*WAITING, Fate.SENDING)).update(subject="", body="")


def _anew(letter: Delivery) -> None:
    with translation.override(letter.language):
        words = announcing.words_of(letter)
    if words:
        waiting = Delivery.objects.filter(pk=letter.pk, status__in=WAITING)
        waiting.update(subject=words.subject, body=words.body)
