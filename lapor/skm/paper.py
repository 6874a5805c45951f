"""Paper forms, typed in twice: a form counts once both entries are alike; else the differences are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.reports.refusals import BadInput, WrongState
from lapor.skm.answering import Given, answer, hold_open, made
from lapor.skm.codes import ELEMENTS, PROFILE, Way
from lapor.skm.models import PaperSheet, Period
from lapor.skm.rights import demand

_SHEETS = UUID("6f1f6e52-7a1c-4d7c-9b0e-1d0f3f1f8a02")
SHEET_MAX = 10_000_000
# Before the id of an own question, in what was typed.
OWN = "own "


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
def enter_paper(
    period: Period, *, number: int, given: Given, by: Actor, now: datetime, turn: int | None = None
) -> Entered:
    """Type in the form with this running number: the first time it is kept, the second time compared.

    `turn`: 1 or 2 where the clerk has said which entry this is; then a wrong number is refused (BadInput on
    `number`) instead of being compared with somebody else's form. After a difference a further entry replaces
    the second one, `settle` chooses field by field, and `restart` begins anew. BadInput by field as for any
    answer; WrongState once the form counts, or where the period takes nothing.
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
    if fresh and turn == 2:
        raise BadInput(number=_("Lembar ini belum pernah diisi. Periksa nomornya."))
    if fresh:
        return Entered(sheet)
    if turn == 1:
        raise BadInput(number=_("Lembar ini sudah diisi. Periksa nomornya, atau buka isian kedua."))
    if sheet.response_id:
        raise WrongState(_("Lembar ini sudah dihitung."))
    sheet.second, sheet.second_by_id = typed, by.user_id
    differences = differing(sheet)
    if not differences:
        _take(sheet, given, by=by, now=now)
    sheet.save(update_fields=["second", "second_by", "response"])
    return Entered(sheet, differences)


@transaction.atomic
def settle(sheet: PaperSheet, *, right: Mapping[str, int], by: Actor, now: datetime) -> Entered:
    """The form counts, with the first or the second entry (1 or 2) of each field in which they differ.

    Both stay as they were typed. BadInput on a field without a choice; WrongState once the form counts, where
    there is no second entry, or where the period takes nothing.
    """
    demand(by, sheet.period.unit)
    hold_open(sheet.period, way=Way.PAPER, now=now)
    held = PaperSheet.objects.select_for_update(of=("self",)).select_related("period").get(pk=sheet.pk)
    if held.response_id or held.second is None:
        raise WrongState(_("Lembar ini sudah dihitung, atau belum diisi dua kali."))
    different = differing(held)
    if missing := [one.field for one in different if right.get(one.field) not in (1, 2)]:
        raise BadInput(**{name: _("Pilih isian yang sesuai dengan kertasnya.") for name in missing})
    chosen = {one.field: one.first if right[one.field] == 1 else one.second for one in different}
    _take(held, given_of(held.first | chosen), by=by, now=now)
    held.save(update_fields=["response"])
    return Entered(held)


def _take(sheet: PaperSheet, given: Given, *, by: Actor, now: datetime) -> None:
    whole = replace(given, client_id=uuid5(_SHEETS, str(sheet.pk)), device="", seconds=None)
    sheet.response = answer(sheet.period, whole, way=Way.PAPER, by=by, now=now)


def given_of(typed: Mapping[str, Any]) -> Given:
    """What was typed, as it is kept in a sheet, as an answer again."""
    answers = {code: typed.get(code) for code in ELEMENTS if typed.get(code) is not None}
    own = {
        int(name.removeprefix(OWN)): value
        for name, value in typed.items()
        if name.startswith(OWN) and value is not None
    }
    rest: dict[str, Any] = {name: typed.get(name) or "" for name in (*PROFILE, "suggestion")}
    return Given(uuid4(), answers, service_id=typed.get("service_id"), own=own, **rest)


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
    own = {f"{OWN}{number}": value for number, value in sorted(given.own.items())}
    said = {name: rest[name] for name in ("service_id", "age", "sex", "education", "occupation")}
    return {**answers, **own, **said, "suggestion": " ".join(given.suggestion.split())}
