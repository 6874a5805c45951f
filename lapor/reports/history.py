"""A report's history in plain words, as far as the viewer may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lapor.reports.access import Content, Sight
from lapor.reports.models import Attachment, Event, Message, Report
from lapor.reports.rights import Who
from lapor.reports.states import PUBLIC_MESSAGES, REPORTER_MESSAGES, Act, MessageKind

# Acts that only offices see, and those that only the reporter sees besides.
OFFICE = frozenset({Act.DRAFT, Act.REJECT_DRAFT, Act.CLASSIFY, Act.ASK, Act.RESPOND, Act.IMPORT})
OWN = frozenset({Act.CONFIRM_CONTACT, Act.CHANGE_PRIVACY})

# Bystanders' acts: counted elsewhere, and so many that no history could hold them.
BESIDE = (Act.SUPPORT, Act.FOLLOW)
# These name other reports: of the same person, or of somebody whose content the reader may not see.
LINKS = frozenset({"split_from", "into", "out_of"})

WHO = {
    Who.VERIFIER: _("Admin nasional"),
    Who.COORDINATOR: _("Admin instansi"),
    Who.LEAD_COORDINATOR: _("Admin instansi"),
    Who.SUPERIOR: _("Atasan di instansi"),
    Who.UNIT_OFFICER: _("Pejabat penghubung"),
    Who.SUPERVISOR: _("Pengawas nasional"),
    Who.LEVEL_ABOVE: _("Atasan di instansi"),
    Who.DECIDER: _("Pemutus keberatan"),
    Who.OMBUDSMAN: _("Ombudsman"),
    Who.OVERSEER: _("Pengawas"),
    Who.REPORTER: _("Pelapor"),
    Who.TIMER: _("Sistem"),
    Who.OPERATOR: _("Operator"),
    Who.ANYONE: _("Pelapor"),
}


@dataclass(frozen=True)
class Moment:
    """One line of the timeline. `agency`: to whom, or where the actor sits; empty where hidden."""

    id: int
    act: str
    label: StrOrPromise
    at: datetime
    who: StrOrPromise
    agency: str
    agency_code: str
    role: str
    kind: str
    text: str
    attachments: tuple[Attachment, ...]
    from_status: str
    to_status: str
    facts: dict[str, object]


def timeline(report: Report, seen: Sight) -> list[Moment]:
    """The events that this sight covers, oldest first. Three queries."""
    events = report.events.exclude(act__in=BESIDE).select_related("agency").order_by("id")
    events = events.prefetch_related("messages__attachments")
    return [moment for event in events if (moment := moment_of(event, seen))]


def moment_of(event: Event, seen: Sight) -> Moment | None:
    """One event as this sight of its report covers it, or None. `agency` and messages may be prefetched."""
    return _moment(event, seen) if _shown(Act(event.act), seen) else None


def _shown(act: Act, seen: Sight) -> bool:
    if act in OFFICE:
        return seen.office
    return act not in OWN or seen.own or seen.office


def _moment(event: Event, seen: Sight) -> Moment:
    message = next((row for row in event.messages.all() if _readable(row, event, seen)), None)
    return Moment(
        id=event.pk,
        act=event.act,
        label=Act(event.act).label,
        at=event.at,
        who=_who(event),
        agency=event.agency.name if event.agency and seen.place else "",
        agency_code=event.agency.code if event.agency and seen.place else "",
        role=event.role,
        kind=message.kind if message else "",
        text=_words(message, seen) if message else "",
        attachments=tuple(_files(message, seen)) if message else (),
        from_status=event.from_status,
        to_status=event.to_status,
        facts=_facts(event) if seen.office else {},
    )


def _who(event: Event) -> StrOrPromise:
    """The capacity; of a deputy that, for everybody to read: who decided is no secret of the office."""
    who = WHO[Who(event.role)]
    return _("%(who)s (pelaksana tugas)") % {"who": who} if event.facts.get("deputy") else who


def _facts(event: Event) -> dict[str, object]:
    return {name: value for name, value in event.facts.items() if name not in LINKS}


def _readable(message: Message, event: Event, seen: Sight) -> bool:
    """Why a superior returned a draft is read where the draft is: in the agency that wrote it."""
    if message.kind == MessageKind.REJECTION:
        return event.agency is not None and event.agency.top_id() in seen.agencies
    if seen.office:
        return True
    kinds = REPORTER_MESSAGES if seen.own else PUBLIC_MESSAGES
    return seen.content is not Content.NONE and MessageKind(message.kind) in kinds


def _words(message: Message, seen: Sight) -> str:
    return message.text if seen.content is Content.FULL else message.public_text


def _files(message: Message, seen: Sight) -> list[Attachment]:
    files = [row for row in message.attachments.all() if row.redacted_at is None]
    if seen.own:
        return files
    if seen.content is Content.FULL:
        return [row for row in files if row.cleaned]
    return [row for row in files if row.cleaned and row.released]
