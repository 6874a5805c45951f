"""What was hidden or blanked after an answer was given does not leave the house with a letter that waited."""

from __future__ import annotations

import pytest

from lapor.accounts.models import Identity
from lapor.notifications.models import Delivery, Fate
from lapor.notifications.tests.working import work_off
from lapor.reports import disposition, filing, followup, verification
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code

ANSWER = "Kenanga Wulandari sudah kami bayar pada hari Senin."


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def answered(world: World) -> Report:
    """Answered; the mail is queued for another try, the SMS held in case it fails."""
    report = filed(confirmed_email=True, phone="+6281234567890", confirmed_phone=True).report
    assert Identity.objects.get(report=report).phone_confirmed_at
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    followup.answer(report, by=world.actor("kurnia"), text=ANSWER, final=True, now=NOW)
    work_off()
    letters = Delivery.objects.filter(report=report, event__act="answer", person="reporter")
    letters.filter(channel="email").update(status=Fate.QUEUED)
    letters.filter(channel="sms").update(status=Fate.HELD)
    assert all("Kenanga" in letter.body for letter in letters)
    assert letters.count() == 2
    return report


def bodies(report: Report) -> list[str]:
    return [letter.body for letter in Delivery.objects.filter(report=report, person="reporter")]


@pytest.mark.parametrize(("anonymous", "secret"), [(True, False), (False, True)])
def test_what_is_hidden_afterwards_is_not_quoted(answered: Report, anonymous: bool, secret: bool) -> None:
    filing.change_privacy(answered, by=holder_of_code(answered), anonymous=anonymous, secret=secret, now=NOW)
    work_off()
    waiting = Delivery.objects.filter(report=answered, event__act="answer", person="reporter")
    assert [("Kenanga" in letter.body, bool(letter.body)) for letter in waiting] == [(False, True)] * 2


def test_what_is_blanked_is_in_no_letter_any_more(answered: Report, world: World) -> None:
    verification.redact(answered, by=world.actor("ratna"), now=NOW)
    work_off()
    assert not any("Kenanga" in body for body in bodies(answered))


def test_what_is_shown_again_changes_no_letter(answered: Report) -> None:
    filing.change_privacy(answered, by=holder_of_code(answered), anonymous=False, secret=False, now=NOW)
    work_off()
    assert sum("Kenanga" in body for body in bodies(answered)) == 2
