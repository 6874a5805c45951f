"""Who sees what of a report: the second table of the lifecycle, for every door.

To fetch is to check: doors get objects from `visible_to` (working scope) and show only what `look` gives.
UU 27/2022 (PDP); PermenPANRB 62/2018 on anonymous and secret complaints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lapor.accounts.actors import Actor
from lapor.accounts.roles import NATIONAL, OVERSEERS, Role
from lapor.registry.models import Agency
from lapor.reports import ombudsman, secrecy
from lapor.reports.models import Attachment, Disposition, Report
from lapor.reports.rights import is_reporter


class Content(IntEnum):
    """How much of title, text and place."""

    NONE = 0
    MASKED = 1
    FULL = 2


class Files(IntEnum):
    """Which attachments."""

    NONE = 0
    RELEASED = 1
    CLEANED = 2
    ALL = 3


@dataclass(frozen=True)
class Sight:
    """What one viewer may see of one report. Class, status and dates are everybody's.

    `place`: category, region and agency; `person`: name and contact; `office`: officers' own words
    (notes, reasons among offices); `own`: the viewer is the reporter; `agencies`: the top ones whose inner
    words the viewer reads, which are those it works in.
    """

    content: Content
    files: Files
    place: bool
    person: bool
    office: bool = False
    own: bool = False
    agencies: frozenset[int] = frozenset()


def visible_to(actor: Actor) -> QuerySet[Report]:
    """The reports in an actor's working scope: what it may act on, if its role allows. Index scans only."""
    reports = Report.objects.all()
    if actor.has(*NATIONAL) or actor.machine:
        return reports
    mine = _ways(actor)
    if not mine:
        return reports.none()
    return reports.filter(pk__in=mine[0].union(*mine[1:], all=True) if mine[1:] else mine[0])


def at_work_of(actor: Actor, seats: Sequence[int] = (), **hold: Any) -> QuerySet[Report]:
    """The reports of an officer's scope about which something is still to be done, with their due as `ends`.

    What an office has ended stays in its scope for ever: no queue may walk through that. By `ends` and id
    each queue is one range of an index over the agency's or unit's holds. `seats`: those held exactly at
    these agencies. `hold`: what must be true of the hold besides, such as `due__lt`.
    """
    if actor.has(*NATIONAL) and not seats:
        return Report.objects.filter(**hold).annotate(ends=F("due"))
    if not actor.paths():
        return Report.objects.none()
    found = Report.objects.filter(_at_work(actor, seats, "dispositions__", hold))
    holds = Disposition.objects.filter(_at_work(actor, seats, "", hold))
    return _once(found.annotate(ends=F("dispositions__due")), actor, holds)


def newest_of(actor: Actor, **hold: Any) -> QuerySet[Report]:
    """All reports of an officer's scope, with when they came as `came`, to be sorted by `-came` and `-id`.

    As in `at_work_of` one range of an index, now over all holds of the agency or unit. One query at once for
    who sits in a unit: how many reports lie at these ids, PostgreSQL knows. `hold`, for who has a seat at an
    agency: what must be true of the hold besides. Asked of the report it would mislead: what many reports are
    may be nowhere among those that an agency has.
    """
    if not by_holds(actor):
        return visible_to(actor).annotate(came=F("received"))
    held = reduce(or_, (_holders_under(path) for path in actor.paths()))
    besides = {f"dispositions__{name}": value for name, value in hold.items()}
    found = Report.objects.filter(held, dispositions__until=None, **besides)
    return _once(found.annotate(came=F("dispositions__received")), actor, _held(actor))


def by_holds(actor: Actor) -> bool:
    """Whether the scope is what lies at agencies, not the whole country or single reports."""
    return bool(actor.paths()) and not actor.has(*NATIONAL)


def _holders_under(path: str) -> Q:
    top, *units = path.strip("/").split("/")
    if not units:
        return Q(dispositions__agency=int(top))
    below = Agency.objects.filter(path__startswith=path).values_list("pk", flat=True)
    return Q(dispositions__agency=int(top), dispositions__holder__in=list(below))


def _once(found: QuerySet[Report], actor: Actor, holds: QuerySet[Disposition]) -> QuerySet[Report]:
    """Who works in two agencies would find twice what both hold."""
    if len(actor.tops()) == 1:
        return found
    twin = holds.filter(report=OuterRef("pk"), agency__lt=OuterRef("by"))
    return found.annotate(by=F("dispositions__agency")).exclude(Exists(twin))


def _at_work(actor: Actor, seats: Sequence[int], of: str, hold: Mapping[str, Any]) -> Q:
    """Living holds of these seats, or in the actor's subtrees; `of`: how to come to a hold."""
    where = Q(**{f"{of}holder__in": seats}) if seats else _below(actor, of)
    return where & Q(
        **{f"{of}{name}": value for name, value in {"until": None, "live": True, **hold}.items()}
    )


def _ways(actor: Actor) -> list[QuerySet[Any, Any]]:
    """Ids of reports, by each way in which they can be an actor's.

    Joined by UNION and never by OR: no index can serve an OR of two tables, so all reports would be read.
    """
    reports, ways = Report.objects.all(), list[QuerySet[Any, Any]]()
    if actor.opened:
        opened = list(actor.opened)
        ways += [
            reports.filter(pk__in=opened).values("pk"),
            reports.filter(split_from__in=opened).values("pk"),
        ]
    if actor.partner and actor.user_id:
        ways.append(reports.filter(partner_id=actor.user_id).values("pk"))
    if actor.contacts:
        ways += _own(actor)
    if actor.paths():
        ways.append(_held(actor).values("report"))
    return ways


def own_reports(actor: Actor) -> QuerySet[Report]:
    """Reports of which this actor is the reporter by a proven contact; those split off from them too.

    By UNION, as in `_ways`: each half is a scan of its own index.
    """
    own, split_off = _own(actor)
    return Report.objects.filter(pk__in=own.union(split_off, all=True))


def _own(actor: Actor) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """Ids by the confirmed contact of the own identity, and of what was split off from these."""
    marks = list(actor.contacts)
    mine = Q(identity__email_mark__in=marks, identity__email_confirmed_at__isnull=False) | Q(
        identity__phone_mark__in=marks, identity__phone_confirmed_at__isnull=False
    )
    own = Report.objects.filter(mine).values("pk")
    return own, Report.objects.filter(split_from__in=own).values("pk")


def published() -> QuerySet[Report]:
    """What stands in public lists, search, feeds and open data: verified and not secret."""
    public = Report.objects.filter(verified_at__isnull=False, secret=False, publication__isnull=False)
    return public.select_related("publication")


@dataclass(frozen=True)
class Known:
    """What a list asks once for all its rows: ids under the actor, ids whose identity is open to it.

    `consented`: to the Ombudsman, those whose reporter lets the own identity go along.
    """

    held: frozenset[int]
    opened: frozenset[int]
    consented: frozenset[int] = frozenset()


def known_of(reports: Iterable[Report], actor: Actor, *, now: datetime) -> Known:
    """One query for an agency's officer, a verifier and the Ombudsman, none for others."""
    ids = [report.pk for report in reports]
    held = _held(actor).filter(report__in=ids).values_list("report_id", flat=True) if actor.paths() else ()
    opened = secrecy.opened_to(ids, actor, now=now) if actor.has(Role.NATIONAL_VERIFIER) else frozenset()
    consented = ombudsman.consented(ids) if actor.has(Role.OMBUDSMAN) else frozenset()
    return Known(frozenset(held), opened, consented)


def sight(report: Report, actor: Actor, *, now: datetime, known: Known | None = None) -> Sight:
    """What `actor` may see of `report`. One or two queries; none where `known` (of a list) answers them."""
    known = known or known_of([report], actor, now=now)
    if actor.has(Role.NATIONAL_VERIFIER):
        person = not report.anonymous or report.pk in known.opened
        return Sight(Content.FULL, Files.ALL, place=True, person=person, office=True)
    if is_reporter(actor, report):
        return Sight(Content.FULL, Files.ALL, place=True, person=True, own=True)
    if actor.has(*OVERSEERS):
        person = report.pk in known.consented
        return Sight(Content.FULL, Files.CLEANED, place=True, person=person, office=True)
    if report.pk in known.held:
        return Sight(
            Content.FULL,
            Files.CLEANED,
            place=True,
            person=not report.anonymous,
            office=True,
            agencies=actor.tops(),
        )
    if report.secret or report.verified_at is None:
        return Sight(Content.NONE, Files.NONE, place=False, person=False)
    return Sight(Content.MASKED, Files.RELEASED, place=True, person=False)


def files_of(report: Report, seen: Sight) -> QuerySet[Attachment]:
    """The attachments that this sight covers, redacted ones left out."""
    files = Attachment.objects.filter(report=report, redacted_at=None).order_by("number")
    if seen.files is Files.NONE:
        return files.none()
    if seen.files is Files.ALL:
        return files
    files = files.filter(cleaned=True)
    return files.filter(released=True) if seen.files is Files.RELEASED else files


def _held(actor: Actor) -> QuerySet[Disposition]:
    """Living dispositions to an agency or unit in one of the actor's subtrees (it has at least one).

    Always by the top agency too: how many reports that holds, PostgreSQL knows, and chooses its way by it.
    """
    return Disposition.objects.filter(_below(actor), until=None)


def _below(actor: Actor, of: str = "") -> Q:
    return reduce(or_, (_under(path, of) for path in actor.paths()))


def _under(path: str, of: str) -> Q:
    top, *units = path.strip("/").split("/")
    at = Q(**{f"{of}agency": int(top)})
    return at & Q(**{f"{of}holder__path__startswith": path}) if units else at
