"""The public pages of the innovation network."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.accounts.actors import OPERATOR
from lapor.jipp import curating, files, replicating, writing
from lapor.jipp.codes import SECTIONS, FileKind
from lapor.jipp.models import Innovation, InnovationVersion, Replication
from lapor.jipp.tests.networking import ALL_TICKED, ONE_PIXEL, Network, drafted, network, shown
from lapor.registry.models import Agency
from lapor.reports.refusals import WrongState
from lapor.reports.tests.world import NOW
from tests.client import CheckedClient

LINK = "https://kota.example/bukti"


@pytest.fixture
def made(db: None) -> Network:
    return network()


def many(made: Network, number: int) -> None:
    """Copies of one that is published."""
    version = shown(made)
    for place in range(number):
        row = Innovation.objects.create(
            slug=f"salinan-{place}", hub=made.hub, agency=made.owner, title=f"Salinan {place}",
            created_at=NOW, changed_at=NOW,
        )  # fmt: skip
        twin = InnovationVersion.objects.create(
            innovation=row, number=1, title=row.title, written_at=NOW, status="published", published_at=NOW,
            summary=version.summary,
        )  # fmt: skip
        at = NOW + timedelta(minutes=place)
        Innovation.objects.filter(pk=row.pk).update(status="published", published=twin, published_at=at)


def learned(
    made: Network, row: Innovation, agency: Agency, teacher: Replication | None = None
) -> Replication:
    request = "Kami punya masalah yang sama dan ingin belajar."
    copy = replicating.ask(row, agency, request=request, by=OPERATOR, now=NOW, learned_from=teacher)
    replicating.accept(copy, by=OPERATOR, now=NOW)
    replicating.agree(copy, agreement="Bertemu tiap pekan.", start=NOW.date(), by=OPERATOR, now=NOW)
    outcome = "Waktu tunggu turun dari 90 menit menjadi 20 menit."
    return replicating.finish(
        copy, outcome=outcome, evidence="Catatan mesin antrean.", link=LINK, by=OPERATOR, now=NOW
    )


def queries(client: CheckedClient, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_lists_cost_the_same_however_long(made: Network, client: CheckedClient) -> None:
    shown(made)
    paths = ("/inovasi/", "/inovasi/hub/", f"/inovasi/hub/{made.hub.slug}/")
    before = [queries(client, path) for path in paths]
    many(made, 25)
    assert [queries(client, path) for path in paths] == before
    with CaptureQueriesContext(connection) as seen:
        assert "27 inovasi · 3 instansi anggota" in client.get("/inovasi/hub/").content.decode()
    # Innovations joined with members would be read as often as both multiplied.
    assert not any("COUNT(DISTINCT" in one["sql"] for one in seen)
    page = client.get("/inovasi/").content.decode()
    assert page.count('class="card stack-s"') == 20
    following = page.split('rel="next"')[0].rsplit("<a", 1)[-1] + page.split('rel="next"')[1].split(">")[0]
    assert "lanjut=" in following
    assert client.get("/inovasi/?lanjut=entah").status_code == 200


def test_a_profile_costs_the_same_however_often_it_was_copied(made: Network, client: CheckedClient) -> None:
    row = shown(made).innovation
    path = f"/inovasi/{row.slug}/"
    first = learned(made, row, made.learner)
    before = queries(client, path)
    for code in ("KOTA-BANDUNG", "KAB-BANDUNG", "PROV-JABAR", "KAB-JAYAPURA"):
        learned(made, row, Agency.objects.get(code=code), first)
    assert queries(client, path) == before
    page = client.get(path).content.decode()
    assert page.count("level-2") == 4
    assert "Peta: siapa belajar dari siapa" in page
    assert page.count("Catatan mesin antrean.") == page.count(f'href="{LINK}"') == 5


def test_whatever_is_asked_is_answered(made: Network, client: CheckedClient) -> None:
    shown(made)
    odd = ["q=%00", "q=%F0%9F%98%80", "q=" + "a" * 5000, "sdg=99", "hub=x&wilayah=%00", "kategori=%00"]
    for query in [*odd, "q=%22&replikasi=x", "bidang=x&biaya=%E2%80%AE", "q=-&sdg=%F0%9F%98%80"]:
        assert client.get(f"/inovasi/?{query}").status_code == 200, query


def test_what_is_not_published_is_nowhere(made: Network, client: CheckedClient) -> None:
    version = drafted(made, title="Rahasia dapur kami")
    row = version.innovation
    for tail in ("", "lembar.pdf"):
        assert client.get(f"/inovasi/{row.slug}/{tail}").status_code == 404
    for path in (
        "/inovasi/?q=dapur",
        "/inovasi/inovasi.csv",
        "/inovasi/inovasi.json",
        f"/inovasi/hub/{made.hub.slug}/",
    ):
        assert "dapur" not in client.get(path).getvalue().decode().replace("q=dapur", "").replace(
            '"dapur"', ""
        )
    assert row.slug not in client.get("/sitemap-halaman.xml").content.decode()
    writing.submit(version, by=made.actor("tono"), now=NOW)
    curating.publish(version, ticked=ALL_TICKED, by=made.actor("wulan"), now=NOW)
    assert "dapur" in client.get("/inovasi/inovasi.csv").getvalue().decode()
    assert row.slug in client.get("/sitemap-halaman.xml").content.decode()
    curating.withdraw(Innovation.objects.get(pk=row.pk), by=made.actor("tono"), now=NOW)
    assert client.get(f"/inovasi/{row.slug}/").status_code == 404


def test_the_contact_is_shown_as_its_owner_chose(made: Network, client: CheckedClient) -> None:
    mail = "organisasi@kota.example"
    for whom, anybody, officer in (
        ("everybody", True, True),
        ("officers", False, True),
        ("nobody", False, False),
    ):
        path = f"/inovasi/{shown(made, contact_shown=whom).innovation.slug}/"
        client.logout()
        assert (mail in client.get(path).content.decode()) is anybody
        client.force_login(made.user("budi"))
        assert (mail in client.get(path).content.decode()) is officer
    assert mail not in client.get("/inovasi/inovasi.csv").getvalue().decode()


def test_a_picture_is_public_once_a_curator_has_published(made: Network, client: CheckedClient) -> None:
    version, tono = drafted(made), made.actor("tono")
    clean = files.prepare(io.BytesIO(ONE_PIXEL), FileKind.PICTURE)
    files.attach(version.innovation, clean, kind=FileKind.PICTURE, caption="Loket baru", by=tono, now=NOW)
    path = f"/inovasi/{version.innovation.slug}/berkas/1/"
    assert client.get(path).status_code == 404
    client.force_login(made.user("gita"))
    assert client.get(path).status_code == 404
    client.force_login(made.user("tono"))
    assert client.get(path)["Content-Type"] == "image/png"
    writing.submit(version, by=tono, now=NOW)
    with pytest.raises(WrongState):  # or it would be published without a curator's look
        files.attach(version.innovation, clean, kind=FileKind.PICTURE, caption="Loket lama", by=tono, now=NOW)
    client.force_login(made.user("wulan"))
    assert path in client.get(f"/kelola/inovasi/{version.innovation_id}/tinjauan/").content.decode()
    curating.publish(version, ticked=ALL_TICKED, by=made.actor("wulan"), now=NOW)
    assert "public" in client.get(path)["Cache-Control"]
    curating.withdraw(Innovation.objects.get(), by=tono, now=NOW)
    assert "no-store" in client.get(path)["Cache-Control"]  # its owner's alone again
    curating.restore(Innovation.objects.get(), by=made.actor("wulan"), now=NOW)
    client.logout()
    assert client.get(path).status_code == 200
    assert 'alt="Loket baru"' in client.get(f"/inovasi/{version.innovation.slug}/").content.decode()


def test_the_sheet_is_one_page_however_long_the_texts(made: Network, client: CheckedClient) -> None:
    long = dict.fromkeys(SECTIONS, "pelayanan administrasi kependudukan " * 20)
    row = shown(made, title=("Pelayanan Keliling " * 8)[:149], **long).innovation
    for language in ("id", "en"):
        sheet = client.get(f"/inovasi/{row.slug}/lembar.pdf", headers={"Accept-Language": language})
        assert len(pikepdf.open(io.BytesIO(sheet.content)).pages) == 1


def test_the_sheet_and_the_open_data(made: Network, client: CheckedClient) -> None:
    row = shown(made, title='=HYPERLINK("http://x") #set page() 🚀').innovation
    learned(made, row, made.learner)
    sheet = client.get(f"/inovasi/{row.slug}/lembar.pdf")
    assert sheet.content.startswith(b"%PDF")
    assert "Cookie" in sheet["Vary"]  # which may hold the language
    other = shown(made, title="Antrean \ua9b2\ua98f")  # Javanese, which no font of ours draws
    assert client.get(f"/inovasi/{other.innovation.slug}/lembar.pdf").content.startswith(b"%PDF")
    Innovation.objects.filter(pk=other.innovation_id).update(status="withdrawn")
    rows = list(csv.DictReader(io.StringIO(client.get("/inovasi/inovasi.csv").getvalue().decode())))
    assert (rows[0]["title"][:2], rows[0]["sdg"], rows[0]["agency"]) == ("'=", "16", "KOTA-SURABAYA")
    found = json.loads(client.get("/inovasi/inovasi.json").getvalue())["innovations"]
    assert [one["slug"] for one in found] == [row.slug]
    early = datetime(2018, 8, 27, 18, 30, tzinfo=UTC)  # in WIB it is the 28th
    Replication.objects.update(asked_at=early, ended_at=early)
    copies = list(csv.DictReader(io.StringIO(client.get("/inovasi/replikasi.csv").getvalue().decode())))
    assert [(one["agency"], one["learned_from"], one["status"]) for one in copies] == [
        ("KAB-NGANJUK", "KOTA-SURABAYA", "finished")
    ]
    assert (copies[0]["asked_on"], copies[0]["ended_on"]) == ("2018-08-28", "2018-08-28")
