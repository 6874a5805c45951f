"""The pages themselves over many reports (LAPOR_LARGE=1: a million): no query of theirs reads them all."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lapor.accounts.models import User
from lapor.notifications.alerting import newly_public
from lapor.notifications.models import Alert
from lapor.registry.models import Agency
from lapor.reports.tests.bulk import LARGE, fill, newest
from lapor.reports.tests.plans import count_one_reader, too_much
from lapor.reports.tests.world import World, build

PUBLIC = (
    "/",
    "/laporan/",
    "/laporan/?status=closed&instansi=KEMENDIKDASMEN",
    "/laporan/?kelas=information_request",
    "/laporan/?wilayah=35.78&kategori=pendidikan",
    "/laporan/?q=lubang+sekolah&status=closed",
    "/laporan/?q=976&instansi=Kota+Surabaya",
    "/laporan/?instansi=Direktorat+Jenderal+Guru",
    "/laporan/?q=lubang+sekolah&urut=cocok",
    "/laporan/?q=976&urut=cocok",
    "/laporan/?dekat=-7.26,112.75",
    "/laporan/?dekat=-7.26,112.75&q=lubang&urut=cocok",
    "/laporan/umpan/?q=lubang",
    "/laporan/umpan/?wilayah=35",
    "/laporan/{closed}/",
    "/instansi/",
    "/instansi/{agency}/",
    "/instansi/{unit}/",
    "/sematan/{agency}/",
    "/wilayah/",
    "/wilayah/35/",
    "/wilayah/35.78/",
    "/wilayah/32.73.01/",
    "/kategori/",
    "/kategori/pendidikan/",
    "/kategori/pendidikan/pendidikan-dasar-dan-menengah/",
    "/statistik/",
    "/data/",
    "/api/v1/reports?agency=KEMENDIKDASMEN&status=closed",
    "/api/v1/reports?q=lubang",
)
# Each page counts all queues of its officer; the lists themselves, queue by queue, are in reports/tests.
DESK = (
    "",
    "?antrean=lewat&kelas=aspiration",
    "?antrean=menunggu&kategori=pendidikan",
    "?antrean=semua&anonim=ya&sumber=letter",
    "?q=lubang",
    "?q=976&antrean=jawab",
)


@pytest.fixture
def world(db: None) -> World:
    made = build()
    fill(until=timezone.now(), biggest=made.ministry)
    count_one_reader(small=not LARGE)
    return made


def test_no_page_reads_all_reports(world: World) -> None:
    rare = Agency.objects.get(name__startswith="Direktorat Jenderal Guru")
    values = {
        "closed": newest(status="closed", secret=False).pk,
        "agency": world.ministry.slug,
        "unit": rare.slug,
    }
    read = {path: _too_much(Client(), path.format(**values)) for path in PUBLIC}
    for name in ("ratna", "pratiwi", "kurnia", "tono", "budi"):
        officer = Client()
        officer.force_login(User.objects.get(email=f"{name}@demo.lapor"))
        read |= {f"{name} {query}": _too_much(officer, f"/kelola/{query}") for query in DESK}
    read |= {f"alert {codes}": _alert(codes, timezone.now()) for codes in ALERTS}
    assert {path: found for path, found in read.items() if found} == {}


ALERTS: tuple[dict[str, str], ...] = (
    {},
    {"q": "lubang sekolah"},
    {"q": "976"},
    {"instansi": "KEMENDIKDASMEN"},
    {"wilayah": "35", "q": "lubang"},
    {"dekat": "-7.26,112.75", "kategori": "pendidikan"},
)


def _alert(codes: dict[str, str], now: datetime) -> list[str]:
    """The look of one subscription, as the schedule does it each morning."""
    alert = Alert(search=json.dumps(codes))
    return too_much(lambda: list(newly_public(alert, since=now - timedelta(days=1), until=now)[:21]))


def _too_much(client: Client, path: str) -> list[str]:
    def ask() -> None:
        assert client.get(path).status_code == 200, path

    return too_much(ask)
