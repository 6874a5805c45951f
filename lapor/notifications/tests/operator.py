"""A gateway of the test, and a report that is answered and waits to be told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lapor.accounts.models import Identity
from lapor.notifications.gateways.outgoing import Outgoing
from lapor.notifications.models import Delivery
from lapor.notifications.tests.working import work_off
from lapor.reports import disposition, followup, verification
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, World, filed

MINUTE = timedelta(minutes=1)
EMAIL, PHONE = "kenanga@contoh.example", "+6281211112222"


class Operator:
    """Notes what it took; raises for addresses it was told to fail."""

    def __init__(self) -> None:
        self.took: list[Outgoing] = []
        self.fails: dict[str, Exception] = {}

    def __call__(self, message: Outgoing) -> None:
        if message.address in self.fails:
            raise self.fails[message.address]
        self.took.append(message)


def disposed(world: World, **changes: Any) -> Report:
    """A report of a reporter with two confirmed contacts, at the ministry; its messages are sent."""
    report = filed(confirmed_email=True, phone=PHONE, **changes).report
    Identity.objects.filter(report=report).update(phone_confirmed_at=NOW)
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    work_off(now=NOW)
    return report


def answered(world: World, **changes: Any) -> Report:
    """The same, finally answered; that is not sent yet."""
    report = disposed(world, **changes)
    followup.answer(
        report, by=world.actor("kurnia"), text="Tunjangan dibayar minggu ini.", final=True, now=NOW
    )
    return report


def answer_of(report: Report, channel: str = "email") -> Delivery:
    return Delivery.objects.get(
        report=report, event__act="answer", channel=channel, person="reporter", purpose="notice"
    )
