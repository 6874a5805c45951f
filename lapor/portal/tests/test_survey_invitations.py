"""After a report is closed its reporter is asked once how it was handled; who and what stay apart."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lapor.accounts.actors import OPERATOR
from lapor.notifications.models import Delivery, Purpose
from lapor.notifications.surveying import remind_of_surveys
from lapor.notifications.tests.working import work_off
from lapor.notifications.wording.words import fits, gsm
from lapor.portal.tests.conftest import Make
from lapor.portal.tests.test_surveys import filled, today
from lapor.registry.models import Agency
from lapor.reports import closing
from lapor.reports.models import Report
from lapor.reports.tests.world import World, holder_of_code
from lapor.skm.codes import Way
from lapor.skm.inviting import invite
from lapor.skm.models import Invitation, Period, Reminder, Response
from lapor.skm.periods import Plan, close_period, open_period, prepare_period
from lapor.skm.results import result
from lapor.skm.tests.surveying import answered as answer
from lapor.skm.tests.surveying import survey_world
from lapor.skm.units import add_unit
from lapor.sla.zones import NATIONAL
from tests.client import CheckedClient


def survey(agency: Agency, *, code: str = "LOKET") -> Period:
    now = timezone.now()
    unit = add_unit(agency, name=f"Pusat Layanan {code}", code=code, by=OPERATOR, now=now)
    plan = Plan("Tahun ini", today() - timedelta(days=9), today() + timedelta(days=9))
    return open_period(prepare_period(unit, plan, by=OPERATOR, now=now), by=OPERATOR, now=now)


def closed(report: Report) -> Report:
    closing.close(report, by=holder_of_code(report), now=timezone.now())
    work_off()
    return report


def letters() -> list[Delivery]:
    return list(Delivery.objects.filter(purpose=Purpose.SURVEY).order_by("pk"))


def link_in(letter: Delivery) -> str:
    found = re.search(r"/skm/undangan/[\w-]{16}/", letter.body)
    assert found, letter.body
    return found[0]


def test_a_reporter_is_asked_once(world: World, answered: Make, client: CheckedClient) -> None:
    period = survey(world.ministry)
    report = closed(answered(confirmed_email=True).report)
    (letter,) = letters()
    for hidden in ("Tunjangan", "Kenanga", world.ministry.name, period.unit.name):
        assert hidden not in letter.subject + letter.body
    page = client.get(link_in(letter)).content.decode()
    assert f"Laporan #{report.pk}" in page
    assert period.unit.name in page
    assert not Response.objects.exists()  # a link alone does nothing
    assert client.post(link_in(letter), filled(U1="", U2="", U9="")).status_code == 422
    sent = filled()
    for _turn in range(2):
        assert client.post(link_in(letter), sent).status_code == 302
    assert client.post(link_in(letter), filled()).status_code == 409
    assert "sudah dipakai" in client.get(link_in(letter)).content.decode()
    found = Response.objects.get()
    assert (found.way, found.mark) == (Way.INVITATION, "")
    assert found.client_id.hex == sent["client_id"].replace("-", "")
    closing.reopen(report, by=holder_of_code(report), reason="Belum selesai.", now=timezone.now())
    assert invite(report, now=timezone.now()) is None
    assert client.get("/skm/undangan/tidak-ada-tidak-ada/").status_code == 404
    late = closed(answered(confirmed_email=True).report)
    close_period(period, by=OPERATOR, now=timezone.now())
    assert "tidak sedang dibuka" in client.get(link_in(letters()[-1])).content.decode()
    assert closed(answered(confirmed_email=True).report).pk > late.pk
    assert len(letters()) == 2


def test_of_a_secret_report_nothing_is_told(world: World, answered: Make, client: CheckedClient) -> None:
    period = survey(world.ministry)
    report = closed(answered(secret=True, anonymous=True, confirmed_email=True).report)
    (letter,) = letters()
    shown = client.get(link_in(letter)).content.decode()
    for text in (letter.subject + letter.body, shown):
        assert str(report.pk) in text
        assert period.unit.name not in text
        assert world.ministry.name not in text
        assert "Kenanga" not in text
    closed(answered(anonymous=True, name="", email="").report)
    assert len(letters()) == 1  # nobody can be reached
    assert Invitation.objects.count() == 1


def test_the_unit_that_had_it(world: World, answered: Make) -> None:
    """The nearest; where two stand at one place nobody is asked, for it could be either."""
    above, report = survey(world.ministry), answered(confirmed_email=True).report
    Report.objects.filter(pk=report.pk).update(unit=world.unit)
    report.refresh_from_db()
    own = survey(world.unit, code="DITJEN")
    closed(report)
    assert [one.period for one in Invitation.objects.all()] == [own]
    add_unit(world.ministry, name="Perpustakaan", code="PUSTAKA", by=OPERATOR, now=timezone.now())
    closed(answered(confirmed_email=True).report)
    assert not Invitation.objects.filter(period=above).exists()


def test_by_sms_it_is_one_message(world: World, answered: Make) -> None:
    survey(world.ministry)
    report = answered(name="Ani", email="", phone="+6281311112222").report
    identity = report.reporter
    assert identity
    identity.phone_confirmed_at = timezone.now()
    identity.save()
    closed(report)
    (letter,) = letters()
    assert fits(letter.body)
    assert gsm(letter.body) == letter.body
    assert link_in(letter)


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts(answered: Make, world: World) -> None:
    period = survey(world.ministry)
    made = invite(answered().report, now=timezone.now())
    assert made
    codes = []

    def post() -> None:
        try:
            codes.append(Client().post(f"/skm/undangan/{made[1]}/", filled()).status_code)
        finally:
            connection.close()

    threads = [Thread(target=post) for _turn in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(codes) == [302, 409, 409]
    assert result(period).counted.n == 1


@pytest.mark.django_db
def test_units_without_a_survey_this_year_are_reminded_once() -> None:
    made = survey_world()  # Surya manages the city's; the ministry's coordinator is Kurnia
    other = add_unit(made.world.ministry, name="Loket", code="LOKET", by=OPERATOR, now=timezone.now())

    def reminded(day: date) -> int:
        return remind_of_surveys(datetime(day.year, day.month, day.day, 3, tzinfo=NATIONAL))

    assert reminded(date(2018, 3, 31)) == 0
    assert [reminded(date(2018, 4, 1)), reminded(date(2018, 4, 2))] == [2, 0]
    told = {letter.address: letter.body for letter in Delivery.objects.filter(channel="email")}
    assert made.unit.name in told["surya@demo.lapor"]
    assert other.name in told["kurnia@demo.lapor"]
    assert made.unit.name not in told["kurnia@demo.lapor"]
    plan = Plan("Tahun ini", date(2018, 4, 1), date(2018, 5, 31))
    now = datetime(2018, 5, 1, 9, tzinfo=NATIONAL)
    period = open_period(prepare_period(made.unit, plan, by=OPERATOR, now=now), by=OPERATOR, now=now)
    answer(period, now=now)
    close_period(period, by=OPERATOR, now=now)
    Period.objects.filter(pk=period.pk).update(status="published", ikm="80.00")
    assert [reminded(date(2018, 7, 14)), reminded(date(2018, 7, 15))] == [1, 0]
    assert reminded(date(2018, 12, 13)) == 1
    assert Reminder.objects.filter(unit=other).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_nights_at_once_remind_once() -> None:
    survey_world()
    moment = datetime(2018, 4, 1, 3, tzinfo=NATIONAL)
    done: list[int] = []

    def remind() -> None:
        try:
            done.append(remind_of_surveys(moment))
        finally:
            connection.close()

    threads = [Thread(target=remind) for _turn in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(done) == [0, 1]
    assert Delivery.objects.filter(channel="email").count() == 1
