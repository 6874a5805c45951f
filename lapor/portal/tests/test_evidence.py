"""The evidence of an innovation as people read it and as a file: the very figures, and no cause."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.utils import timezone

from lapor.evidence.innovations import evidence_of
from lapor.evidence.tests import planted
from lapor.evidence.tests.innovating import innovation
from lapor.jipp.models import Innovation, InnovationVersion, Replication
from lapor.portal.evidence.showing import shown
from lapor.portal.tests.test_surveys import running
from lapor.registry.models import Region
from lapor.reports.tests.world import World, build
from lapor.skm.periods import close_period, publish_period
from lapor.skm.tests.surveying import answered, survey_world
from tests.client import CheckedClient


@pytest.fixture
def world(db: None) -> World:
    return build()


def lines(client: CheckedClient, row: Innovation) -> list[dict[str, str]]:
    answer = client.get(f"/inovasi/{row.slug}/bukti.csv")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_the_file_holds_the_very_figures_of_the_panel(world: World, client: CheckedClient) -> None:
    places, topic = planted.regencies(), planted.topic("antrean")
    planted.plant(topic, places, seed=11, left=0.4)
    planted.count()
    row = innovation("Antre Daring", world.stranger, [topic], region=places[0], started_on=planted.SINCE)
    found = evidence_of(row, now=timezone.now())
    assert found
    assert found.change
    assert found.own
    told = shown(found)
    assert told.lead.startswith("Laporan turun sekitar")
    assert "antara" in told.interval
    assert (told.before, told.after) == ("Maret 2017 – Februari 2018", "April 2018 – Maret 2019")
    page = client.get(f"/inovasi/{row.slug}/").content.decode()
    assert told.lead in page
    assert "bukan bukti bahwa inovasi ini penyebabnya" in page
    assert f'href="/inovasi/{row.slug}/bukti.csv"' in page
    written = lines(client, row)
    [ratio] = [one for one in written if one["ukuran"] == "rasio_dari_rasio"]
    assert [float(ratio[name]) for name in ("nilai", "rendah", "tinggi")] == [
        found.change.ratio,
        found.change.low,
        found.change.high,
    ]
    assert ratio["n"] == str(len(found.peers))
    reports = {(one["kode"], one["kurun"]): one["nilai"] for one in written if one["ukuran"] == "laporan"}
    assert len(reports) == 2 * (1 + len(found.peers))
    before, after = found.own.reports
    assert reports["99.01", "2017-03/2018-02"] == str(before)
    assert reports["99.01", "2018-04/2019-03"] == str(after)
    # The category's page offers it to whoever has the same trouble.
    assert f'href="/inovasi/{row.slug}/"' in client.get("/kategori/antrean/").content.decode()
    taken = found.peers[0].region
    _takes_it_over(world, row, taken)
    assert taken.code not in {one["kode"] for one in lines(client, row)}  # no peer any more
    Region.objects.update(population=None)
    assert {one["nilai"] for one in lines(client, row) if one["ukuran"] == "laporan_per_100000"} == {""}
    Innovation.objects.filter(pk=row.pk).update(status="withdrawn")
    assert client.get(f"/inovasi/{row.slug}/bukti.csv").status_code == 404


def _takes_it_over(world: World, row: Innovation, place: Region) -> None:
    world.ministry.region = place
    world.ministry.save()
    Replication.objects.create(
        innovation=row,
        version=InnovationVersion.objects.get(innovation=row),
        agency=world.ministry,
        status="running",
        request="Kami ingin meniru.",
        asked_at=planted.NOW,
        moved_at=planted.NOW,
    )


def test_where_nothing_can_be_said_the_reason_is_told(world: World, client: CheckedClient) -> None:
    row = innovation("Tanpa Kategori", world.ministry, started_on=date(2018, 3, 1))
    found = evidence_of(row, now=timezone.now())
    assert found
    told = shown(found)
    assert "tidak menyebut kategori" in told.lead
    assert (told.interval, told.chart, told.places) == ("", None, [])
    assert told.lead in client.get(f"/inovasi/{row.slug}/").content.decode()
    assert [one["kurun"] for one in lines(client, row) if one["ukuran"] == "tidak_dihitung_karena"] == [
        "category"
    ]
    undated = innovation("Tanpa Tanggal", world.ministry)
    assert evidence_of(undated, now=timezone.now()) is None
    assert client.get(f"/inovasi/{undated.slug}/bukti.csv").status_code == 404


def test_a_surveys_lowest_element_offers_what_others_tried(db: None, client: CheckedClient) -> None:
    made, now = survey_world(), timezone.now()
    period = running(made)
    for _respondent in range(6):
        answered(period, "441444444", now=now)
    publish_period(close_period(period, by=made.surya, now=now), by=made.surya, now=now)
    page = f"/skm/{made.unit.slug}/"
    assert "Inovasi yang mungkin cocok" not in client.get(page).content.decode()
    innovation("Antrean Daring", made.world.stranger, words="Selesai dalam 15 menit, tidak lama menunggu.")
    shown_there = client.get(page).content.decode()
    assert 'href="/inovasi/antrean-daring/"' in shown_there
    assert "Unsur terendah: Waktu penyelesaian." in shown_there
