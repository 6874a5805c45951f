"""Addresses for answers: one per report and person, in any case of letters, and never by guessing."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from lapor.accounts.sealing import mark
from lapor.notifications.addresses import (
    BounceOf,
    ReplyTo,
    bounce_address,
    parse_address,
    reply_address,
    report_of,
)
from lapor.notifications.models import Channel, Delivery, Person
from lapor.reports.erasing import erase_identity
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, build, filed


@pytest.fixture(autouse=True)
def set_up(settings: Settings) -> None:
    settings.EMAIL_REPLY_ADDRESS = "jawab@surel.lapor.example"


@pytest.fixture
def report(db: None) -> Report:
    build()
    return filed(confirmed_email=True).report


def message(report: Report, **changes: str) -> Delivery:
    facts: dict[str, str] = {"person": Person.REPORTER, "channel": Channel.EMAIL}
    return Delivery(report=report, person_mark=mark("email", "kenanga@contoh.example"), **facts | changes)


def found(address: str) -> Report | None:
    parsed = parse_address(address)
    return report_of(parsed) if isinstance(parsed, ReplyTo) else None


def test_an_answer_finds_its_report_in_any_case(report: Report) -> None:
    address = reply_address(message(report))
    assert address.startswith(f"jawab+{report.pk}.")
    assert len(address.partition("@")[0]) <= 64
    assert found(address) == found(address.upper()) == report


def test_a_token_fits_no_other_report_and_no_other_person(report: Report) -> None:
    other = filed(confirmed_email=True, email="melati@contoh.example").report
    address = reply_address(message(report))
    assert found(address.replace(str(report.pk), str(other.pk))) is None
    foreign = Delivery(report=report, person=Person.REPORTER, channel=Channel.EMAIL)
    foreign.person_mark = mark("email", "melati@contoh.example")
    assert found(reply_address(foreign)) is None


@pytest.mark.parametrize(
    "token", ["", "x", "1.", "{id}.aaaaaaaaaaaaaaaaaaaaaaaa", "{id}", "b.12", "99999999999999999999.a"]
)
def test_what_is_no_token_of_ours_is_forged(report: Report, token: str) -> None:
    address = f"jawab+{token.format(id=report.pk)}@surel.lapor.example"
    assert isinstance(parse_address(address), ReplyTo)
    assert found(address) is None


@pytest.mark.parametrize(
    "address",
    ["", "jawab@surel.lapor.example", "jawab+b@lain.example", "a+1.b@surel.lapor.example", "@", "+"],
)
def test_other_addresses_are_not_ours(address: str) -> None:
    assert parse_address(address) is None


def test_who_has_been_forgotten_cannot_answer(report: Report) -> None:
    address = reply_address(message(report))
    assert report.identity
    erase_identity(report.identity, now=NOW)
    assert found(address) is None


def test_only_reporters_get_one(report: Report) -> None:
    assert reply_address(message(report, person=Person.OFFICER)) == ""
    assert reply_address(message(report, person=Person.FOLLOWER)) == ""
    assert reply_address(message(report, channel=Channel.SMS)) == ""


def test_bounces_name_the_message() -> None:
    ref = "0123456789abcdef" * 2
    assert parse_address(bounce_address(ref).upper()) == BounceOf(ref)


def test_without_the_setting_there_are_none(report: Report, settings: Settings) -> None:
    address = reply_address(message(report))
    settings.EMAIL_REPLY_ADDRESS = ""
    assert reply_address(message(report)) == bounce_address("0" * 32) == ""
    assert parse_address(address) is None
