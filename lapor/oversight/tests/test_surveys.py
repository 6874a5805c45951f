"""Satisfaction surveys as overseers and visitors of an agency's page see them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.actors import OPERATOR
from lapor.accounts.models import User
from lapor.registry.models import Agency
from lapor.reports.tests.world import World
from lapor.skm.models import ServiceUnit
from lapor.skm.periods import Plan, close_period, open_period, prepare_period, publish_period
from lapor.skm.tests.surveying import answered
from lapor.skm.units import add_unit
from tests.client import CheckedClient


def surveyed(agency: Agency, code: str, *answers: str) -> ServiceUnit:
    """A unit with a survey published today of these answers; without any it has none."""
    now = timezone.now()
    unit = add_unit(agency, name=f"Loket {code}", code=code, by=OPERATOR, now=now)
    if answers:
        day = timezone.localdate()
        draft = prepare_period(unit, Plan("Tahun ini", day, day), by=OPERATOR, now=now)
        period = open_period(draft, by=OPERATOR, now=now)
        for digits in answers:
            answered(period, digits, now=now)
        publish_period(close_period(period, by=OPERATOR, now=now), by=OPERATOR, now=now)
    return unit


@pytest.fixture
def units(world: World) -> list[ServiceUnit]:
    return [
        surveyed(world.ministry, "SATU", "4" * 9, "4" * 9, "4" * 9),
        surveyed(world.unit, "DUA", "3" * 9),
        surveyed(world.unit, "TIGA"),
        surveyed(world.stranger, "EMPAT"),
    ]


def test_overseers_see_who_is_missing(world: World, units: list[ServiceUnit], client: CheckedClient) -> None:
    def page(name: str, query: str = "") -> str:
        user = User.objects.get(email=f"{name}@demo.lapor")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/kelola/pengawasan/kepuasan/{query}")
        assert len(queries) <= 18
        return re.sub(r"\s+", " ", answer.content.decode())

    nation = page("pratiwi")
    assert "<strong>2</strong> dari 4 unit layanan" in nation
    assert "Loket TIGA" in nation
    assert "Loket EMPAT" in nation
    assert "Loket SATU" not in nation
    own = page("lilis")
    assert "<strong>2</strong> dari 3 unit layanan" in own
    assert "Loket EMPAT" not in own
    there = page("pratiwi", f"?wilayah={world.stranger.region.code}") if world.stranger.region else ""
    assert "Loket EMPAT" in there
    assert "Loket TIGA" not in there
    assert "Loket TIGA" in page("pratiwi", "?wilayah=entah%00")
    assert "lanjut" not in page("pratiwi", "?lanjut=x")


def test_the_page_of_an_agency_says_how_its_index_is_weighted(
    world: World, units: list[ServiceUnit], client: CheckedClient
) -> None:
    """(3 x 100 + 1 x 75) / 4, and (100 + 75) / 2."""
    shown = re.sub(r"\s+", " ", client.get(f"/instansi/{world.ministry.slug}/").content.decode())
    assert "<strong>93,75</strong>, ditimbang menurut banyaknya responden. Rata-rata biasa: 87,50." in shown
    assert f"/skm/{units[0].slug}/" in shown
    assert "1 unit layanan belum mengumumkan survei tahun itu." in shown
    below = client.get(f"/instansi/{world.unit.slug}/").content.decode()
    assert "<strong>75,00</strong>" in below
    year = timezone.localdate().year
    before = timezone.localdate() - timedelta(days=400)
    units[1].periods.update(starts=before, ends=before.replace(year=year - 1, month=12, day=1))
    assert f"Kepuasan masyarakat, {year - 1}" in client.get(f"/instansi/{world.unit.slug}/").content.decode()
