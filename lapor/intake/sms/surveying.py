"""SKM <unit> <digits>: a survey answered by SMS. The number is kept as the period's keyed hash only."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.db import transaction

from lapor.accounts.actors import PUBLIC
from lapor.intake.sms import replies
from lapor.intake.sms.intents import Survey
from lapor.intake.sms.said import Answer, Said
from lapor.reports.refusals import BadInput, WrongState
from lapor.skm import answering
from lapor.skm.answering import Given, elements_of
from lapor.skm.codes import PeriodStatus, Way
from lapor.skm.models import Period, ServiceUnit

# One message is one answer, however often it is worked on.
_MESSAGES = UUID("0b9c3a52-6a0f-4d0e-9a53-8f5f7a4b1c11")


def answer(said: Said, survey: Survey) -> Answer:
    """Count it, or say what is wrong: the unit, its survey, the digits."""
    unit = ServiceUnit.objects.filter(code=survey.unit, active=True).first()
    if unit is None:
        return Answer(replies.survey_unknown())
    period = Period.objects.filter(unit=unit, status=PeriodStatus.OPEN).select_related("unit").first()
    if period is None:
        return Answer(replies.survey_not_open(unit.name))
    asked = elements_of(period)
    if len(survey.digits) != len(asked):
        return Answer(replies.survey_digits(unit.code, digits=len(asked)))
    given = Given(
        uuid5(_MESSAGES, str(said.sms.pk)),
        {
            code: None if digit == "x" else int(digit)
            for code, digit in zip(asked, survey.digits, strict=True)
        },
        device=said.number or said.sms.sender_mark,
        answered_at=said.now,
    )
    try:
        with transaction.atomic():
            answering.answer(period, given, way=Way.SMS, by=PUBLIC, now=said.now)
    except BadInput:
        return Answer(replies.survey_digits(unit.code, digits=len(asked)))
    except WrongState:
        return Answer(replies.survey_not_open(unit.name))
    return Answer(replies.survey_thanks(unit.name))
