"""Program prioritas: which reports are under which programme; KSP watches them. Perpres 83/2019.

A programme is a row of `data/programmes.csv`: a report is under it by its category (or one below), by its
lead agency, or by words of its newest text, where it was received while the row holds; or because a verifier
or KSP says so. No act of the lifecycle: no clock moves, and the public sees nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from django.contrib.postgres.search import SearchQuery
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.roles import Role
from lapor.audit.recording import record
from lapor.registry.models import Agency, Category
from lapor.reports.models import Event, FullText, Report, Tag
from lapor.reports.refusals import BadInput, NotAllowed
from lapor.sla.datafile import DataFileError, day, rows
from lapor.sla.zones import NATIONAL

COLUMNS = ("code", "name", "categories", "agencies", "words", "valid_from", "valid_to", "source")
FILE = Path(__file__).parent / "data" / "programmes.csv"
TAGGERS = (Role.NATIONAL_VERIFIER, Role.KSP_OBSERVER)
# Each night the rules look again at reports as young as this: a row of the file may be new.
LOOK_BACK = timedelta(days=60)


@dataclass(frozen=True)
class Programme:
    """One row of the file. `words`: as typed into a search ("..." and or); `valid_to`: the last day."""

    code: str
    name: str
    categories: tuple[str, ...]
    agencies: tuple[str, ...]
    words: str
    valid_from: date
    valid_to: date | None

    @property
    def rule(self) -> Q:
        """Of reports: those under it by category, agency or words."""
        found = Q(pk=None)
        if self.categories:
            found |= Q(category__in=_below(self.categories))
        if self.agencies:
            found |= Q(agency__in=Agency.objects.filter(code__in=self.agencies))
        if self.words:
            asked = SearchQuery(self.words, config="indonesian", search_type="websearch")
            found |= Q(Exists(FullText.objects.filter(report=OuterRef("pk"), search=asked)))
        return found


@cache
def programmes() -> tuple[Programme, ...]:
    """The programmes of this release, in the file's order; DataFileError names the first fault."""
    return load(FILE)


def load(path: Path) -> tuple[Programme, ...]:
    """Read a file of programmes; DataFileError names line and fault."""
    found: dict[str, Programme] = {}
    for line, row in rows(path, COLUMNS):
        try:
            one = _programme(row)
        except ValueError as error:
            raise DataFileError(path, line, str(error)) from error
        if one.code in found:
            raise DataFileError(path, line, f"the code {one.code} stands there twice")
        found[one.code] = one
    return tuple(found.values())


def of_report(report: Report) -> list[Programme]:
    """The programmes that this report is under. One query."""
    codes = set(Tag.objects.filter(report=report, off=False).values_list("programme", flat=True))
    return [one for one in programmes() if one.code in codes]


def mark(event: Event) -> None:
    """A reaction to acts that change category, agency or text: the rules look at this report."""
    _apply(Report.objects.filter(pk=event.report_id), now=event.at)


def tag_programmes(now: datetime) -> int:
    """At night: the rules look at all young reports; says how many came under a programme."""
    return _apply(Report.objects.filter(received__gte=now - LOOK_BACK), now=now)


@transaction.atomic
def choose(report: Report, *, by: Actor, codes: Iterable[str], now: datetime) -> None:
    """This officer says under which programmes a report is: under these, and under no other.

    What an officer said stands: no rule changes it later. On record, in the audit record too.
    """
    if not by.has(*TAGGERS):
        raise NotAllowed
    wanted, known = set(codes), {one.code for one in programmes()}
    if not wanted <= known:
        raise BadInput(programmes=_("Program ini tidak dikenal. Pilih dari daftar."))
    Report.objects.select_for_update().get(pk=report.pk)
    stood = dict(Tag.objects.filter(report=report).values_list("programme", "off"))
    for code in sorted(known):
        off = code not in wanted
        if off is not stood.get(code, True):
            Tag.objects.update_or_create(
                report=report, programme=code, defaults={"off": off, "by_id": by.user_id, "since": now}
            )
            act = "untag_report" if off else "tag_report"
            record(act, actor_id=by.user_id, subject="report", subject_id=report.pk, now=now, programme=code)


def _apply(reports: QuerySet[Report], *, now: datetime) -> int:
    """Rows for reports that a rule holds for and that have none; two at once write each row once."""
    done = 0
    for one in programmes():
        inside = reports.filter(received__gte=datetime.combine(one.valid_from, time(), NATIONAL))
        if one.valid_to:
            inside = inside.filter(received__lte=datetime.combine(one.valid_to, time.max, NATIONAL))
        tagged = Tag.objects.filter(report=OuterRef("pk"), programme=one.code)
        fresh = inside.filter(one.rule).exclude(Exists(tagged))
        tags = [Tag(report_id=pk, programme=one.code, since=now) for pk in fresh.values_list("pk", flat=True)]
        Tag.objects.bulk_create(tags, ignore_conflicts=True, batch_size=1000)
        done += len(tags)
    return done


def _below(codes: Iterable[str]) -> list[int]:
    """Ids of these categories and of all below them; one query a level."""
    found: list[int] = []
    level = list(Category.objects.filter(code__in=codes).values_list("pk", flat=True))
    while level:
        found += level
        level = list(Category.objects.filter(parent__in=level).values_list("pk", flat=True))
    return found


def _programme(row: dict[str, str]) -> Programme:
    if not (row["code"] and row["name"]):
        raise ValueError("a programme needs a code and a name")
    if not (row["categories"] or row["agencies"] or row["words"]):
        raise ValueError("a programme needs categories, agencies or words")
    return Programme(
        code=row["code"],
        name=row["name"],
        categories=tuple(row["categories"].split()),
        agencies=tuple(row["agencies"].split()),
        words=row["words"],
        valid_from=day(row["valid_from"]),
        valid_to=day(row["valid_to"]) if row["valid_to"] else None,
    )
