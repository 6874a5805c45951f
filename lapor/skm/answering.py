"""An answer from anywhere: one verb for every way."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.sealing import unseal_bytes
from lapor.reports.refusals import BadInput, WrongState
from lapor.reports.texts import optional
from lapor.skm.codes import ANSWERS, ELEMENTS, PROFILE, OddityKind, PeriodStatus, Way
from lapor.skm.counting import count
from lapor.skm.models import Oddity, Period, Question, Response
from lapor.skm.rights import demand
from lapor.skm.topics import topic_of
from lapor.sla.zones import NATIONAL

SUGGESTION_MAX = 2_000
# Typed in or brought along by officers, also after the last day.
BY_OFFICERS = frozenset({Way.PAPER, Way.IMPORT})
# May come some time after they were given.
LATE = frozenset({Way.KIOSK, Way.SMS})


@dataclass(frozen=True)
class Given:
    """What a respondent gives. Only `answers` is needed, and of it one element.

    `client_id`: made where the form was opened; the same one twice is one answer. `answers`: element code ->
    1 to 4 or None. `own`: id of an own question -> 1 to 4. `device`: phone number or the device's own random
    word; only its keyed hash is kept. `seconds`: from opening to sending. `answered_at`: believed of a
    counter's screen and of an SMS alone, which may come late; of all others it is the moment they come.
    `crowded`: many have come from its network address within the hour; then it looks odd.
    """

    client_id: UUID
    answers: Mapping[str, int | None]
    service_id: int | None = None
    own: Mapping[int, int] = field(default_factory=dict)
    age: str = ""
    sex: str = ""
    education: str = ""
    occupation: str = ""
    suggestion: str = ""
    device: str = ""
    seconds: int | None = None
    answered_at: datetime | None = None
    crowded: bool = False


@transaction.atomic
def answer(period: Period, given: Given, *, way: Way, by: Actor, now: datetime) -> Response:
    """Take one respondent's answers and count them; sent again (same `client_id`) nothing changes.

    WrongState unless the period is open and, but for paper and import, this is one of its days; BadInput by
    field (`U1`.., `service`, `age`.., `suggestion`, `own`) for what cannot be. Cost: a handful of queries.
    """
    if way in BY_OFFICERS:
        demand(by, period.unit)
    if there := _there(period, given):
        return there
    moment = _moment(period, given, way, now)
    # A screen without a line sends later what was answered on one of the days; the survey is still open.
    held = hold_open(period, way=way, now=moment if way == Way.KIOSK else now)
    response = made(held, replace(given, answered_at=moment), way=way, now=now)
    try:
        with transaction.atomic():
            response.save(force_insert=True)
    except IntegrityError:
        if there := _there(period, given):  # the same kiosk sent it twice at once
            return there
        raise
    count(response)
    if given.crowded:
        Oddity.objects.create(response=response, kind=OddityKind.CROWD, found_at=now)
    return response


def hold_open(period: Period, *, way: Way, now: datetime) -> Period:
    """The period as it is, not to be closed until the transaction ends; WrongState where it takes nothing."""
    # A share lock: many may answer at once, whoever closes waits for them.
    found = Period.objects.raw("SELECT * FROM skm_period WHERE id = %s FOR SHARE", [period.pk])[0]
    if found.status != PeriodStatus.OPEN:
        raise WrongState(_("Survei ini tidak sedang dibuka. Jawaban tidak dapat diterima."))
    today = now.astimezone(NATIONAL).date()
    if way not in BY_OFFICERS and not found.starts <= today <= found.ends:
        raise WrongState(_("Survei ini hanya menerima jawaban pada hari yang sudah ditentukan."))
    return found


def made(period: Period, given: Given, *, way: Way, now: datetime) -> Response:
    """The row of an answer, checked and unsaved."""
    suggestion = optional("suggestion", given.suggestion, longest=SUGGESTION_MAX)
    return Response(
        period=period,
        service_id=_service(period, given.service_id),
        way=way,
        client_id=given.client_id,
        answered_at=min(given.answered_at or now, now),
        own=_own(period, given.own),
        suggestion=suggestion,
        topic=topic_of(suggestion),
        seconds=None if given.seconds is None else max(0, min(given.seconds, 86_400)),
        mark=mark_of(period, given.device),
        **checked_answers(period, given.answers),
        **_profile(given),
    )


def checked_answers(period: Period, answers: Mapping[str, int | None]) -> dict[str, int | None]:
    """By the column's name; BadInput for an unknown or dropped element, another value, or nothing at all."""
    wrong = {
        code: _("Pilih 1, 2, 3, atau 4.")
        for code, value in answers.items()
        if value is not None and (type(value) is not int or value not in ANSWERS)
    }
    asked = elements_of(period)
    wrong |= {
        code: _("Unsur ini tidak ditanyakan dalam survei ini.")
        for code, value in answers.items()
        if code not in asked and (value is not None or code not in ELEMENTS)
    }
    if not wrong and all(answers.get(code) is None for code in asked):
        wrong = {asked[0]: _("Jawab paling sedikit satu pertanyaan.")}
    if wrong:
        raise BadInput(**wrong)
    return {code.lower(): answers.get(code) for code in ELEMENTS}


def elements_of(period: Period) -> tuple[str, ...]:
    """The elements that this survey asks, in order: all but the dropped."""
    return tuple(code for code in ELEMENTS if code not in period.dropped)


def mark_of(period: Period, device: str) -> str:
    """Keyed hash of a phone or device; the key lives in the period and dies when it closes."""
    if not device or not period.mark_key:
        return ""
    return hmac.new(unseal_bytes(period.mark_key), device.encode(), hashlib.sha256).hexdigest()


def _moment(period: Period, given: Given, way: Way, now: datetime) -> datetime:
    """When it was answered. A screen whose clock stands before the survey was opened knows it no better."""
    said = given.answered_at if way in LATE else None
    if said is None or (period.opened_at and said < period.opened_at):
        return now
    return min(said, now)


def _there(period: Period, given: Given) -> Response | None:
    found = Response.objects.filter(client_id=given.client_id).first()
    if found is not None and found.period_id != period.pk:
        raise BadInput(client_id=_("Jawaban ini sudah dipakai untuk survei lain. Muat ulang halamannya."))
    return found


def _service(period: Period, wanted: int | None) -> int | None:
    if wanted is not None and not period.services.filter(pk=wanted).exists():
        raise BadInput(service=_("Pilih salah satu layanan dari daftar."))
    return wanted


def _own(period: Period, answers: Mapping[int, int]) -> dict[str, int]:
    if not answers:
        return {}
    asked = set(
        Question.objects.filter(unit=period.unit_id, element="", active=True).values_list("pk", flat=True)
    )
    if any(number not in asked or value not in ANSWERS for number, value in answers.items()):
        raise BadInput(own=_("Pilih 1, 2, 3, atau 4."))
    return {str(number): value for number, value in answers.items()}


def _profile(given: Given) -> dict[str, Any]:
    said = {name: getattr(given, name) for name in PROFILE}
    wrong = {
        name: _("Pilih salah satu dari daftar, atau biarkan kosong.")
        for name, value in said.items()
        if value and value not in PROFILE[name].values
    }
    if wrong:
        raise BadInput(**wrong)
    return said
