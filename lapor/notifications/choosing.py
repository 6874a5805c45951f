"""A reporter's choice of channels, among the contacts that are confirmed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.models import Identity, ToldBy
from lapor.reports import rights
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState


def may_choose(report: Report, by: Actor) -> bool:
    """Only the reporter, and only between two confirmed contacts."""
    person = report.reporter
    both = person is not None and person.email_confirmed_at and person.phone_confirmed_at
    return bool(both) and rights.is_reporter(by, report)


@transaction.atomic
def choose_channel(report: Report, *, by: Actor, told_by: str) -> None:
    """Holds from the next message on. `told_by`: one of ToldBy, or "" for the better one with its spare."""
    if not rights.is_reporter(by, report):
        raise NotAllowed
    if not may_choose(report, by):
        raise WrongState(_("Anda baru punya satu kontak yang dipastikan, jadi belum ada yang dipilih."))
    if told_by and told_by not in ToldBy.values:
        raise BadInput(told_by=_("Pilih salah satu cara dikabari."))
    if report.reporter:
        Identity.objects.filter(pk=report.reporter.pk).update(told_by=told_by)
        report.reporter.told_by = told_by
