"""An officer asks for an export, looks how far it is, takes the wish back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.registry.models import Agency, Category
from lapor.reports.export.choosing import ENDED, STILL_OPEN
from lapor.reports.export.writing import LIVING, write
from lapor.reports.models import Export
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.states import ReportClass, Status


@dataclass(frozen=True)
class Wish:
    """What is to be in the file. Days are local (WIB), both within the period; none: no bound."""

    format: str = Export.Format.XLSX
    begin: date | None = None
    end: date | None = None
    status: str = ""
    report_class: str = ""
    agency: Agency | None = None
    category: Category | None = None
    contacts: bool = False


@transaction.atomic
def ask(wish: Wish, *, by: Actor, now: datetime) -> Export:
    """Note the wish and enqueue its writing. WrongState while another of this officer is being written.

    NotAllowed for who is no officer; BadInput by field.
    """
    if not by.is_officer or by.user_id is None:
        raise NotAllowed
    _check(wish)
    try:
        with transaction.atomic():
            export = Export.objects.create(user_id=by.user_id, created_at=now, **vars(wish))
    except IntegrityError as clash:
        raise WrongState(
            _("Masih ada ekspor Anda yang sedang dikerjakan. Tunggu sampai selesai, atau batalkan dulu.")
        ) from clash
    write.defer(export_id=export.pk)
    return export


def exports_of(actor: Actor) -> QuerySet[Export]:
    """One's own; nobody sees another's."""
    return Export.objects.filter(user=actor.user_id or 0).select_related("agency", "category")


def cancel(export: Export, *, by: Actor, now: datetime) -> None:
    """A worker that is at it stops within a thousand rows. WrongState when it has ended already."""
    if export.user_id != by.user_id:
        raise NotAllowed
    ended = Export.objects.filter(pk=export.pk, state__in=LIVING).update(
        state=Export.State.CANCELLED, finished_at=now
    )
    if not ended:
        raise WrongState(_("Ekspor ini sudah berakhir, jadi tidak bisa dibatalkan."))


def _check(wish: Wish) -> None:
    if wish.format not in Export.Format.values:
        raise BadInput(format=_("Pilih Excel atau CSV."))
    if wish.begin and wish.end and wish.begin > wish.end:
        raise BadInput(end=_("Hari terakhir lebih awal dari hari pertama. Periksa keduanya."))
    if wish.status not in ("", STILL_OPEN, ENDED, *Status.values):
        raise BadInput(status=_("Pilih salah satu."))
    if wish.report_class not in ("", *ReportClass.values):
        raise BadInput(report_class=_("Pilih salah satu."))
