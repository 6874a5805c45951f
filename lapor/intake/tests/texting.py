"""A phone for the tests: sends to 1708 as Kannel does, with a clock of its own."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import count

from lapor.intake.models import InboundSms
from lapor.intake.sms import inbox
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW

NUMBER = "081234567890"
OTHER = "+6285700001111"
E164 = "+6281234567890"
LONG_STORY = (
    "Jalan di depan pasar Desa Warujayeng Kecamatan Tanjunganom berlubang besar sejak banjir bulan lalu, "
    "sudah tiga orang jatuh dari sepeda motor dan belum ada yang memperbaiki."
)
_ids = count(1)


def sms(
    text: str, *, number: str = NUMBER, at: datetime = NOW, minutes: float = 0, gateway_id: str = ""
) -> str:
    """The answer to one message, `minutes` after `at`."""
    return inbox.accept(
        gateway_id=gateway_id or f"test-{next(_ids)}",
        sender=number,
        recipient="1708",
        text=text,
        now=at + timedelta(minutes=minutes),
    )


def report_of(answer: str) -> Report:
    """The report that an answer is about: the first run of five or more digits."""
    found = re.search(r"\d{5,}", answer)
    assert found, answer
    return Report.objects.get(pk=int(found[0]))


def code_of(answer: str) -> str:
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", answer)
    assert found, answer
    return found[0]


def rows() -> int:
    return InboundSms.objects.count()
