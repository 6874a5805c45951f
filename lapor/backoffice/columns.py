"""The facts that an officer chooses for the lines of the list, and the choice itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from lapor.accounts.actors import Actor
from lapor.backoffice import words
from lapor.backoffice.models import LineChoice
from lapor.backoffice.offices import office_ids
from lapor.reports import clocks
from lapor.reports.looking import Seen
from lapor.reports.models import Handling, Report
from lapor.reports.queues import Queue, queues_of
from lapor.reports.states import Channel
from lapor.ui.dates import day_words


class Column(TextChoices):
    """The facts there are, in the order in which lines show them."""

    RECEIVED = "masuk", gettext_lazy("Masuk")
    DUE = "tenggat", gettext_lazy("Batas waktu")
    AGENCY = "instansi", gettext_lazy("Instansi")
    UNIT = "unit", gettext_lazy("Unit")
    HANDLER = "penanggung", gettext_lazy("Penanggung")
    CATEGORY = "kategori", gettext_lazy("Kategori")
    REGION = "wilayah", gettext_lazy("Wilayah")
    CLASS = "kelas", gettext_lazy("Klasifikasi")
    CHANNEL = "sumber", gettext_lazy("Sumber")


NOTHING = "–"


@dataclass(frozen=True)
class Choice:
    """What lines show besides title, status and number; nothing chosen: their holder."""

    columns: tuple[Column, ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


def choose(actor: Actor, chosen: Sequence[str], *, wide: bool) -> None:
    """Keep the choice of this officer, in the lines' own order."""
    kept = [one.value for one in offered(actor) if one.value in chosen]
    LineChoice.objects.update_or_create(user_id=actor.user_id or 0, defaults={"columns": kept, "wide": wide})


def choice_of(actor: Actor) -> Choice:
    """What this officer chose. One query."""
    row = LineChoice.objects.filter(user=actor.user_id).first()
    if row is None:
        return Choice()
    return Choice(tuple(one for one in offered(actor) if one.value in row.columns), row.wide)


def offered(actor: Actor) -> list[Column]:
    """All but the handler to those who only read: who works on it in person is the office's own matter."""
    works = Queue.MINE in queues_of(actor)
    return [one for one in Column if works or one is not Column.HANDLER]


def facts_of(seen: Seen, choice: Choice, handlers: dict[int, str]) -> list[Fact]:
    """The chosen facts of one report, of what this viewer may see of it."""
    values = {
        Column.RECEIVED: lambda: _day(seen.report.received, seen.report),
        Column.DUE: lambda: _day(seen.report.due, seen.report),
        Column.AGENCY: lambda: seen.report.agency.name if seen.report.agency else "",
        Column.UNIT: lambda: seen.report.unit.name if seen.report.unit else "",
        Column.HANDLER: lambda: handlers.get(seen.id, ""),
        Column.CATEGORY: lambda: seen.category.name if seen.category else "",
        Column.REGION: lambda: seen.region.name if seen.region else "",
        Column.CLASS: lambda: words.class_words(seen.report),
        Column.CHANNEL: lambda: channel_words(seen.report.channel),
    }
    return [Fact(str(one.label), values[one]() or NOTHING) for one in choice.columns]


def handlers_of(reports: Sequence[int], actor: Actor, choice: Choice) -> dict[int, str]:
    """Who of the own office works on each of these reports. One query where it is shown, else none."""
    if Column.HANDLER not in choice.columns:
        return {}
    rows = Handling.objects.filter(office_ids(actor).of("agency"), report__in=reports)
    return dict(rows.values_list("report_id", "user__name"))


def channel_words(channel: str) -> str:
    """The channel's name; one that an import did not know stays as written."""
    return str(dict(Channel.choices).get(channel, channel))


def _day(moment: datetime | None, report: Report) -> str:
    """ "29 Agu 2018", in the local time of the handling agency."""
    return day_words(moment, clocks.zone(report)).split(", ")[1] if moment else ""
