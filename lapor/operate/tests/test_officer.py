"""The first officer of a new service."""

from __future__ import annotations

import argparse

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from lapor.accounts.actors import OPERATOR, actor_of
from lapor.accounts.models import Seat, User
from lapor.notifications.delivery import sent
from lapor.operate.cli import COMMANDS
from lapor.operate.commands import officer
from lapor.registry.models import Agency
from lapor.registry.sample import load_sample
from lapor.skm.rights import managed_units, readable_units
from lapor.skm.units import add_unit


def give(*words: str) -> int:
    parser = argparse.ArgumentParser()
    officer.add_arguments(parser)
    return officer.run(parser.parse_args(words))


def test_a_seat_is_given_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    load_sample()
    for _ in range(2):
        assert give("Ani@contoh.example", "--role", "coordinator", "--agency", "kota-surabaya") == 0
    seat = Seat.objects.get()
    assert (seat.user.email, seat.agency and seat.agency.code) == ("ani@contoh.example", "KOTA-SURABAYA")
    assert "lupa-sandi" in capsys.readouterr().out
    assert "officer" in COMMANDS


@pytest.mark.parametrize(
    "words",
    [
        ("--role", "coordinator"),
        ("--role", "skm_manager"),
        ("--role", "national_verifier", "--agency", "KOTA-SURABAYA"),
    ],
)
def test_a_seat_that_cannot_be_is_refused(db: None, words: tuple[str, ...]) -> None:
    load_sample()
    with pytest.raises(officer.SeatRefused):
        give("ani@contoh.example", *words)
    assert not User.objects.exists()


def test_who_runs_surveys_sits_in_an_agency(db: None) -> None:
    load_sample()
    give("ani@contoh.example", "--role", "skm_manager", "--agency", "KOTA-SURABAYA")
    assert readable_units(actor_of(User.objects.get(), now=timezone.now())).count() == 0
    unit = Agency.objects.get(code="KOTA-SURABAYA")
    add_unit(unit, name="Samsat", code="SAMSAT", by=OPERATOR, now=timezone.now())
    assert managed_units(actor_of(User.objects.get(), now=timezone.now())).count() == 1


def test_the_password_is_set_by_a_mail(db: None, client: Client) -> None:
    give("ani@contoh.example", "--role", "national_verifier")
    client.post("/masuk/lupa-sandi/", {"email": "ani@contoh.example"})
    bodies = [letter.body for letter in sent()] + [letter.body for letter in mail.outbox]
    assert any("/masuk/lupa-sandi/" in str(body) for body in bodies)
