"""Who is behind an audience: confirmed contacts of reporters and followers, living seats of officers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lapor.accounts.models import Seat, ToldBy, User
from lapor.accounts.roles import Role
from lapor.notifications.models import Channel
from lapor.registry.models import Agency
from lapor.reports import states
from lapor.reports.models import Disposition, Event, Report
from lapor.reports.states import Act


@dataclass(frozen=True)
class Contact:
    channel: Channel
    address: str
    language: str
    # The officer's account; of nobody else.
    user_id: int | None = None


def of_reporter(report: Report, *, only: str = "") -> list[Contact]:
    """The reporter's confirmed contacts, the better one first: the phone for who wrote by SMS, else e-mail.

    Just the one of the reporter's choice, while it is confirmed. `only`: email or sms, where that contact is
    meant whatever was chosen.
    """
    identity = report.reporter
    if identity is None or identity.erased_at:
        return []
    found = []
    if identity.email and identity.email_confirmed_at:
        found.append(Contact(Channel.EMAIL, identity.email, identity.language))
    if identity.phone and identity.phone_confirmed_at:
        found.append(Contact(Channel.SMS, identity.phone, identity.language))
    if report.channel == states.Channel.SMS:
        found.reverse()
    if only:
        return [contact for contact in found if contact.channel == only]
    return [contact for contact in found if contact.channel == identity.told_by] or found


def wishes_both(report: Report) -> bool:
    """Whether the reporter wants each message by both contacts, not the second as a spare of the first."""
    return report.reporter is not None and report.reporter.told_by == ToldBy.BOTH


def followers(report: Report) -> list[Contact]:
    """Nobody follows what is not public: a report made secret since falls silent."""
    if report.secret or report.verified_at is None:
        return []
    contacts = (row.contact for row in report.followers.order_by("id").iterator())
    return [
        Contact(Channel.EMAIL if "@" in contact else Channel.SMS, contact, "id")
        for contact in contacts
        if contact
    ]


def at_lead(report: Report, role: Role, *, now: datetime) -> list[Contact]:
    """Officers of a role where the lead's hold lies, or the nearest level above that has any."""
    lead = Disposition.objects.filter(report=report, until=None, lead=True).select_related("holder").first()
    return at(lead.holder, role, now=now) if lead else []


def at_hold(report: Report, role: Role, *, of: Agency | None, now: datetime) -> list[Contact]:
    """Officers where the agency of `of` holds the report: its drafts are no matter of the lead."""
    if of is None:
        return at_lead(report, role, now=now)
    living = Disposition.objects.filter(report=report, until=None, agency=of.top())
    held = living.select_related("holder").first()
    return at(held.holder, role, now=now) if held else at_lead(report, role, now=now)


def at(agency: Agency, role: Role, *, now: datetime) -> list[Contact]:
    """Officers of a role at this agency or unit, or at the nearest level above that has any."""
    return nearest(agency.lineage(), role, now=now)


def nearest(line: list[int], role: Role, *, now: datetime) -> list[Contact]:
    """Officers of a role at the last of these agencies (ids, the top one first) that has any."""
    seats = list(_living(now).filter(role=role, agency__in=line).select_related("user"))
    if not seats:
        return []
    last = max(line.index(seat.agency_id) for seat in seats if seat.agency_id)
    return by_mail(seat.user for seat in seats if seat.agency_id == line[last])


def national(role: Role, *, now: datetime) -> list[Contact]:
    return by_mail(seat.user for seat in _living(now).filter(role=role).select_related("user"))


def overseer_asked(event: Event) -> list[Contact]:
    """Who asked or recommended last before this response."""
    asked = Event.objects.filter(
        report=event.report_id, act__in=(Act.ASK, Act.RECOMMEND), pk__lt=event.pk
    ).select_related("by")
    last = asked.order_by("-id").first()
    return by_mail([last.by]) if last and last.by else []


def _living(now: datetime) -> QuerySet[Seat]:
    return Seat.objects.living(now)


def by_mail(users: Iterable[User]) -> list[Contact]:
    """Active accounts, each once, though it may hold several seats."""
    each = {user.pk: user for user in users if user.is_active}
    return [Contact(Channel.EMAIL, user.email, user.language, user.pk) for user in each.values()]
