"""SKM <unit> <digits>: a survey answered by telephone."""

from __future__ import annotations

import pytest

from lapor.intake.tests.texting import OTHER, sms
from lapor.notifications.wording.words import SMS_MAX, gsm, places
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW
from lapor.skm.codes import Way
from lapor.skm.models import Response
from lapor.skm.oddities import find
from lapor.skm.periods import close_period
from lapor.skm.results import result
from lapor.skm.tests.surveying import opened, survey_world


@pytest.mark.django_db
def test_a_survey_by_sms() -> None:
    made = survey_world()
    assert "tidak mengadakan" in sms("SKM DUKCAPIL 344434434")
    period = opened(made, dropped={"U4": "Gratis."})
    thanks = sms("skm dukcapil 3443 4434", minutes=40)
    assert "Terima kasih" in thanks
    assert "Dinas Kependudukan" in thanks
    sms("SKM DUKCAPIL x4443443", number=OTHER)
    wrong = (
        "SKM DUKCAPIL 344434434",
        "SKM DUKCAPIL 34443445",
        "SKM DUKCAPIL xxxxxxxx",
        "SKM DUKCAPIL 3",
        "SKM KELURAHAN 34443443",
        "SKM 34443443",
        "SKM",
    )
    for turn, text in enumerate(wrong):
        told = sms(text, minutes=80 + turn)
        assert "Terima kasih" not in told, text
        assert places(told) <= SMS_MAX
        assert gsm(told) == told
    assert "tepat 8 angka" in sms("SKM dukcapil 11111", minutes=130)
    assert [one.way for one in Response.objects.all()] == [Way.SMS, Way.SMS]
    assert Response.objects.filter(u4=None, u5=4).count() == 1
    assert result(period).counted.n == 2
    assert not Report.objects.exists()
    sms("SKM DUKCAPIL 11111111", minutes=200)  # a number answers once; what comes later looks odd
    assert find(period, now=NOW) == 2  # the same number again, and all the same
    close_period(period, by=made.surya, now=NOW)
    assert "tidak mengadakan" in sms("SKM DUKCAPIL 22222222", minutes=300)
