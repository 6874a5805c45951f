"""Service units and what they serve; the wording of their questionnaires."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.registry.models import Agency
from lapor.reports.refusals import BadInput, WrongState
from lapor.reports.texts import optional, required
from lapor.skm.codes import ANSWERS, ELEMENTS, PeriodStatus
from lapor.skm.models import Period, Question, Service, ServiceUnit
from lapor.skm.rights import demand, demand_agency

_CODE = re.compile(r"[A-Z0-9]{2,20}")
_FILE = Path(__file__).parent / "data" / "questions.toml"
OWN_MOST = 10


@dataclass(frozen=True)
class Asked:
    """A question as it is put. `answers`: the words for 1, 2, 3, 4; `pk`: of a row, None for the standard."""

    element: str
    text: str
    answers: tuple[str, ...]
    pk: int | None = None


@transaction.atomic
def add_unit(agency: Agency, *, name: str, code: str, by: Actor, now: datetime) -> ServiceUnit:
    """A service unit below this agency. `code`: what people write after SKM, 2 to 20 letters and digits.

    BadInput on `name` or `code`, also where another unit has the code.
    """
    demand_agency(by, agency)
    title = required("name", name, longest=200)
    written = code.strip().upper()
    # All digits would be read as answers.
    if not _CODE.fullmatch(written) or written.isdigit():
        raise BadInput(
            code=_("Kode terdiri dari 2 sampai 20 huruf dan angka, tanpa spasi, bukan angka saja.")
        )
    slug = f"{slugify(title)[:90] or 'unit'}-{written.lower()}"
    try:
        with transaction.atomic():
            return ServiceUnit.objects.create(
                agency=agency, name=title, code=written, slug=slug, created_at=now
            )
    except IntegrityError as error:
        raise BadInput(code=_("Kode atau nama ini sudah dipakai unit lain. Pilih yang lain.")) from error


@transaction.atomic
def change_unit(unit: ServiceUnit, *, name: str, active: bool, by: Actor) -> ServiceUnit:
    """Another name, or no longer in use (then no page asks for its survey). Code and address stay: they are
    printed. BadInput on `name`, also where the agency has another unit of that name."""
    demand(by, unit)
    title = required("name", name, longest=200)
    try:
        with transaction.atomic():
            ServiceUnit.objects.filter(pk=unit.pk).update(name=title, active=active)
    except IntegrityError as error:
        raise BadInput(name=_("Nama ini sudah dipakai unit lain di instansi ini.")) from error
    unit.refresh_from_db()
    return unit


@transaction.atomic
def change_service(service: Service, *, name: str, active: bool, by: Actor) -> Service:
    """Another name, or served no more: no new survey asks about it, its answers stay. BadInput on `name`."""
    demand(by, service.unit)
    title = required("name", name, longest=200)
    try:
        with transaction.atomic():
            Service.objects.filter(pk=service.pk).update(name=title, active=active)
    except IntegrityError as error:
        raise BadInput(name=_("Layanan dengan nama ini sudah ada.")) from error
    service.refresh_from_db()
    return service


@transaction.atomic
def add_service(unit: ServiceUnit, *, name: str, by: Actor) -> Service:
    """One more service of a unit; the same name again is the same service, in use again."""
    demand(by, unit)
    title = required("name", name, longest=200)
    service, _fresh = Service.objects.update_or_create(unit=unit, name=title, defaults={"active": True})
    return service


@transaction.atomic
def word_question(
    unit: ServiceUnit,
    element: str,
    *,
    text: str,
    answers: Sequence[str],
    by: Actor,
    text_en: str = "",
    answers_en: Sequence[str] = (),
) -> Question:
    """This unit's own words for an element, or with an empty `element` one more question that does not count.

    Four answers, the worst first. WrongState while a survey of the unit is open: all are asked alike.
    """
    demand(by, unit)
    if element and element not in ELEMENTS:
        raise BadInput(element=_("Pilih salah satu unsur."))
    _nothing_open(unit)
    fields = {
        "text_id": required("text", text, longest=300),
        "text_en": optional("text_en", text_en, longest=300),
        "answers_id": _four("answers", answers),
        "answers_en": _four("answers_en", answers_en) if any(answers_en) else [],
    }
    if element:
        return Question.objects.update_or_create(unit=unit, element=element, defaults=fields)[0]
    if Question.objects.filter(unit=unit, element="", active=True).count() >= OWN_MOST:
        raise BadInput(text=_("Paling banyak %(n)s pertanyaan tambahan.") % {"n": OWN_MOST})
    return Question.objects.create(unit=unit, **fields)


@transaction.atomic
def drop_question(question: Question, *, by: Actor) -> None:
    """Back to the standard wording; an own question is asked no more, its answers stay."""
    demand(by, question.unit)
    _nothing_open(question.unit)
    if question.element:
        question.delete()
    else:
        Question.objects.filter(pk=question.pk).update(active=False)


def hold(unit: ServiceUnit) -> None:
    """Whoever words this unit's questions or opens its survey waits for the other."""
    ServiceUnit.objects.select_for_update(no_key=True).get(pk=unit.pk)


def questionnaire(period: Period, *, language: str = "id") -> list[Asked]:
    """The questions of a survey in order: its elements, then the unit's own; one query.

    A wording that has no English is shown in Indonesian.
    """
    rows = list(Question.objects.filter(unit=period.unit_id, active=True).order_by("pk"))
    worded = {row.element: row for row in rows if row.element}
    asked = [
        _asked(worded[code], language) if code in worded else standard(language)[code]
        for code in ELEMENTS
        if code not in period.dropped
    ]
    return asked + [_asked(row, language) for row in rows if not row.element]


@cache
def standard(language: str) -> dict[str, Asked]:
    """The standard wording by element, in "id" or "en"."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    spoken = "en" if language == "en" else "id"
    return {
        code: Asked(code, data[code][spoken], tuple(data[code][f"answers_{spoken}"])) for code in ELEMENTS
    }


def _asked(row: Question, language: str) -> Asked:
    english = language == "en" and row.text_en and row.answers_en
    text, answers = (row.text_en, row.answers_en) if english else (row.text_id, row.answers_id)
    return Asked(row.element, text, tuple(answers), row.pk)


def _nothing_open(unit: ServiceUnit) -> None:
    """Nor does one open until the transaction ends."""
    hold(unit)
    if Period.objects.filter(unit=unit, status=PeriodStatus.OPEN).exists():
        raise WrongState(_("Pertanyaan tidak dapat diubah selama survei dibuka."))


def _four(field: str, answers: Sequence[str]) -> list[str]:
    if len(answers) != len(ANSWERS):
        raise BadInput(**{field: _("Tulis empat pilihan jawaban, dari yang paling buruk.")})
    return [required(field, one, longest=60) for one in answers]
