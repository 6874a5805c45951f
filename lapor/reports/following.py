"""Mengikuti dan mendukung: what people who are not the reporter may do on a public report."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.sealing import mark
from lapor.reports.access import published
from lapor.reports.lifecycle import advance, hold
from lapor.reports.models import Event, Follower, Report, Support
from lapor.reports.refusals import WrongState
from lapor.reports.states import Act


@transaction.atomic
def support(report: Report, *, by: Actor, supporter: str, confirmed: bool, now: datetime) -> Event | None:
    """One support of one supporter; a second one changes nothing (None). WrongState when not public.

    `supporter` names who it is and is kept as a keyed mark only: a confirmed contact's mark, else whatever
    tells one browser or account from another. Supports that are not `confirmed` are counted apart.
    """
    hold(report)
    _public(report)
    supporter_mark = mark("support", supporter)
    if Support.objects.filter(report=report, supporter_mark=supporter_mark).exists():
        return None
    event = advance(report, Act.SUPPORT, by=by, now=now, confirmed=confirmed)
    Support.objects.create(report=report, supporter_mark=supporter_mark, confirmed=confirmed, created_at=now)
    return event


@transaction.atomic
def follow(
    report: Report, *, by: Actor, contact: str, kind: Literal["email", "phone"], now: datetime
) -> Event | None:
    """ "Kabari saya": notices of this report to a contact its owner has proven; a second time: None.

    `contact` is normalised (E.164, lower case) and stands sealed. WrongState when the report is not public.
    """
    hold(report)
    _public(report)
    contact_mark = mark(kind, contact)
    if Follower.objects.filter(report=report, contact_mark=contact_mark).exists():
        return None
    event = advance(report, Act.FOLLOW, by=by, now=now)
    Follower.objects.create(report=report, contact_mark=contact_mark, contact=contact, created_at=now)
    return event


def follows(report: Report, *, contact: str, kind: Literal["email", "phone"]) -> bool:
    """Whether this contact is told of the report."""
    return Follower.objects.filter(report=report, contact_mark=mark(kind, contact)).exists()


def unfollow(report: Report, *, contact: str, kind: Literal["email", "phone"]) -> None:
    """Consent taken back (UU 27/2022 article 9): the contact is deleted; the event of following stays."""
    Follower.objects.filter(report=report, contact_mark=mark(kind, contact)).delete()


def _public(report: Report) -> None:
    if not published().filter(pk=report.pk).exists():
        raise WrongState(_("Laporan ini tidak terbuka untuk umum, jadi tidak dapat diikuti atau didukung."))
