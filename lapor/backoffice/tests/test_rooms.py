"""Beside the queue: finding by typing, units nobody could place, and the demo's messages."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lapor.backoffice.tests.stages import Stages
from lapor.indicators.facts import day_of
from lapor.indicators.models import StaleDay
from lapor.registry.agencies import ensure_unit, unmapped_root
from lapor.reports import disposition
from lapor.reports.models import Report
from lapor.reports.tests.world import World


@pytest.mark.parametrize(
    ("kind", "typed", "found"),
    [
        ("instansi", "surabaya", "Kota Surabaya"),
        ("kategori", "jalan berlubang", "Jalan Berlubang"),
        ("wilayah", "bandung", "Bandung"),
    ],
)
def test_typing_finds(desk: Any, world: World, kind: str, typed: str, found: str) -> None:
    client = desk("ratna")
    answer = client.get(f"/kelola/{kind}/?q={typed}").content.decode()
    assert found.lower() in answer.lower()
    assert f'name="{kind}_pick"' in answer
    assert 'name="agency_pick"' in client.get(f"/kelola/{kind}/?field=agency&agency={typed}").content.decode()
    assert "Tidak ada yang cocok" in client.get(f"/kelola/{kind}/?q=zzzz").content.decode()
    assert client.get(f"/kelola/{kind}/?q=%00&field=%22%3E").status_code == 200
    assert desk("dewi").get(f"/kelola/{kind}/?q={typed}").status_code == 403
    assert Client().get(f"/kelola/{kind}/?q={typed}").status_code == 302


def test_several_matches_are_offered_and_the_pick_counts(desk: Any, stages: Stages) -> None:
    report = stages.verified()
    client, address = desk("ratna"), f"/kelola/laporan/{report.pk}/disposisi/"
    answer = client.post(address, {"agency": "bandung"})
    assert answer.status_code == 422
    assert "Pilih salah satu di bawah ini" in answer.content.decode()
    assert client.post(address, {"agency": "tidak ada"}).status_code == 422
    pick = str(stages.world.stranger.pk)
    stale = client.post(address, {"agency": "bandung", "agency_pick": pick})
    assert stale.status_code == 422  # a pick that does not fit what is typed now does not count
    assert client.post(address, {"agency": "kota", "agency_pick": pick}).status_code == 302


def test_an_unmapped_unit_is_hung_where_it_belongs(desk: Any, world: World, stages: Stages) -> None:
    unit = ensure_unit(unmapped_root(), "Dinas Pasar", unmapped=True)
    report = stages.verified()
    disposition.dispose(report, by=world.actor("ratna"), agency=unit, now=timezone.now())
    Report.objects.update(unmapped={"Instansi Induk": "Dinas Pasar", "Kategori": "Pasar"})
    client, address = desk("ratna"), f"/kelola/pemetaan/{unit.pk}/induk/"
    assert "Dinas Pasar" in client.get("/kelola/pemetaan/").content.decode()
    assert client.post(address, {f"u{unit.pk}-parent": ""}).status_code == 422
    StaleDay.objects.all().delete()
    assert client.post(address, {f"u{unit.pk}-parent": "Kota Surabaya"}).status_code == 302
    unit.refresh_from_db()
    assert (unit.parent, unit.unmapped) == (world.stranger, False)
    report.refresh_from_db()
    assert (report.agency, report.unit) == (world.stranger, unit)
    assert f"#{report.pk}" in desk("tono").get("/kelola/?antrean=semua").content.decode()
    assert set(report.deadlines.exclude(agency=None).values_list("agency", flat=True)) == {world.stranger.pk}
    assert day_of(report.received) in StaleDay.objects.values_list("day", flat=True)
    assert "Semua unit sudah dipetakan" in client.get("/kelola/pemetaan/").content.decode()
    assert client.post(address, {f"u{unit.pk}-parent": "Kota Surabaya"}).status_code == 404
    for name in ("kurnia", "karin", "dewi"):
        assert desk(name).get("/kelola/pemetaan/").status_code == 403
        assert desk(name).post(address).status_code == 403


def test_a_namesake_there_already_is_said(desk: Any, world: World) -> None:
    ensure_unit(world.stranger, "Dinas Pasar")
    unit = ensure_unit(unmapped_root(), "Dinas Pasar", unmapped=True)
    address, data = f"/kelola/pemetaan/{unit.pk}/induk/", {f"u{unit.pk}-parent": "Kota Surabaya"}
    answer = desk("ratna").post(address, data)
    assert answer.status_code == 422
    assert "unit bernama sama" in answer.content.decode()


def test_the_demos_messages_are_open_and_exist_nowhere_else(
    client: Client, world: World, settings: Any
) -> None:
    assert client.get("/kelola/pesan/").status_code == 200
    assert client.get("/kelola/pesan/?sebelum=99999999999999999999999").status_code == 200
    settings.DEMO = settings.TESTING = False
    assert client.get("/kelola/pesan/").status_code == 404
