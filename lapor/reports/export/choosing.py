"""Which reports an export holds, and what of each: never more than the desk shows its officer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet

from lapor.accounts.actors import Actor
from lapor.accounts.roles import OVERSEERS, Role
from lapor.reports.access import Content, visible_to
from lapor.reports.export.columns import row
from lapor.reports.exporting import CHUNK, Cell, chosen, related
from lapor.reports.importing.cells import guarded
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.models import Export, Report
from lapor.reports.states import OPEN, Status

# Choices of the form beside the statuses themselves.
STILL_OPEN, ENDED = "open", "ended"


def reports_of(export: Export, actor: Actor) -> QuerySet[Report]:
    """The reports in the officer's scope that the export asks for, by number."""
    found = chosen(begin=export.begin, end=export.end, agency=export.agency)
    found = found.filter(pk__in=visible_to(actor).values("pk"))
    if export.status == STILL_OPEN:
        found = found.filter(status__in=OPEN)
    elif export.status == ENDED:
        found = found.exclude(status__in=OPEN)
    elif export.status in Status.values:
        found = found.filter(status=export.status)
    if export.report_class:
        found = found.filter(report_class=export.report_class)
    if export.category:
        below = export.category.children.values_list("pk", flat=True)
        found = found.filter(category__in=[export.category.pk, *below])
    return found


def table(export: Export, actor: Actor, *, now: datetime) -> Iterator[list[Cell]]:
    """The rows, a thousand at a time through a cursor of the server; each looked at anew as it is written.

    What left the officer's scope since the cursor was opened is not among them.
    """
    found = related(reports_of(export, actor)).select_related("agency__region").iterator(chunk_size=CHUNK)
    while batch := list(islice(found, CHUNK)):
        for seen in look_at_list(batch, actor, now=now):
            if seen.sight.content is Content.FULL:
                named = may_name(seen, actor)
                cells = row(seen, named=named, contacts=export.contacts, now=now)
                yield [guarded(cell) if isinstance(cell, str) else cell for cell in cells]


def may_name(seen: Seen, actor: Actor) -> bool:
    """Whether the file says who reported: never of an anonymous report, also where its identity stands open
    for a quarter of an hour, for a file stays; and never to overseers, whatever the reporter consented to.
    """
    overseer = actor.has(*OVERSEERS) and not actor.has(Role.NATIONAL_VERIFIER)
    return seen.sight.person and not seen.report.anonymous and not overseer
