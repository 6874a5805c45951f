"""Paper forms, typed in twice: a form counts once both entries are alike; else the differences are shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.reports.refusals import BadInput, WrongState
from lapor.skm.answering import Given, answer, hold_open, made
from lapor.skm.codes import Way
from lapor.skm.models import PaperSheet, Period
from lapor.skm.rights import demand

_SHEETS = UUID("6f1f6e52-7a1c-4d7c-9b0e-1d0f3f1f8a02")
SHEET_MAX = 10_000_000


@dataclass(frozen=True)
class Difference:
    """A field that the two entries have differently: an element's code, or a name of `Given`."""

    field: str
    first: object
    second: object


@dataclass(frozen=True)
class Entered:
    """`sheet.response` is there once the form counts; `differences`: what to look up on the paper."""

    sheet: PaperSheet
    differences: tuple[Difference, ...] = ()


@transaction.atomic
def enter_paper(period: Period, *, number: int, given: Given, by: Actor, now: datetime) -> Entered:
    """Type in the form with this running number: the first time it is kept, the second time compared.

    After a difference a further entry replaces the second one, and `restart` begins anew. BadInput by field
    as for any answer; WrongState once the form counts, or where the period takes nothing.
    """
    demand(by, period.unit)
    if not 1 <= number <= SHEET_MAX:
        raise BadInput(number=_("Tulis nomor lembar dengan angka, mulai dari 1."))
    held = hold_open(period, way=Way.PAPER, now=now)
    made(held, given, way=Way.PAPER, now=now)  # refuses what cannot be
    typed = _kept(given)
    sheet, fresh = PaperSheet.objects.select_for_update().get_or_create(
        period=held,
        number=number,
        defaults={"first": typed, "first_by_id": by.user_id, "entered_at": now},
    )
    if fresh:
        return Entered(sheet)
    if sheet.response_id:
        raise WrongState(_("Lembar ini sudah dihitung."))
    sheet.second, sheet.second_by_id = typed, by.user_id
    differences = differing(sheet)
    if not differences:
        whole = replace(given, client_id=uuid5(_SHEETS, str(sheet.pk)), device="", seconds=None)
        sheet.response = answer(period, whole, way=Way.PAPER, by=by, now=now)
    sheet.save(update_fields=["second", "second_by", "response"])
    return Entered(sheet, differences)


@transaction.atomic
def restart(sheet: PaperSheet, *, by: Actor) -> None:
    """Both entries are thrown away, where it was the first that is wrong; WrongState once the form counts."""
    demand(by, sheet.period.unit)
    gone, _each = PaperSheet.objects.filter(pk=sheet.pk, response=None).delete()
    if not gone:
        raise WrongState(_("Lembar ini sudah dihitung."))


def differing(sheet: PaperSheet) -> tuple[Difference, ...]:
    """What the two entries have differently, in the form's order; none where there is no second."""
    if sheet.second is None:
        return ()
    first, second = sheet.first, sheet.second
    fields = dict.fromkeys((*first, *second))
    return tuple(
        Difference(field, first.get(field), second.get(field))
        for field in fields
        if first.get(field) != second.get(field)
    )


def _kept(given: Given) -> dict[str, Any]:
    """As it is compared: answers by element, then what else was typed, blanks at the ends apart."""
    rest = asdict(given)
    answers = {code: value for code, value in sorted(given.answers.items()) if value is not None}
    own = {f"own {number}": value for number, value in sorted(given.own.items())}
    said = {name: rest[name] for name in ("service_id", "age", "sex", "education", "occupation")}
    return {**answers, **own, **said, "suggestion": " ".join(given.suggestion.split())}
