"""Feeds of the public list: what RFC 4287 asks for, what stands in them, and what readers need not fetch."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from lapor.portal.tests.conftest import Make
from lapor.registry.models import Category, Region
from lapor.reports import verification
from lapor.reports.tests.world import World, filed
from tests.client import CheckedClient

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://lapor.example"


@pytest.fixture(autouse=True)
def base() -> object:
    with override_settings(BASE_URL=BASE):
        yield


def fetched(client: CheckedClient, query: str = "") -> ElementTree.Element:
    answer = client.get(f"/laporan/umpan/{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def titles(root: ElementTree.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title", "") for entry in root.iter(f"{ATOM}entry")]


def test_a_feed_is_what_the_standard_asks_for(client: CheckedClient, disposed: Make) -> None:
    one = disposed(title="Jembatan <rusak> & \u202eputus", text="<b>Hubungi</b> 0812-3456-7890.")
    root = fetched(client, "?instansi=KEMENDIKDASMEN&q=jembatan")
    where = "?q=jembatan&instansi=KEMENDIKDASMEN"
    assert root.findtext(f"{ATOM}id") == f"{BASE}/laporan/{where}"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{BASE}/laporan/{where}", "self": f"{BASE}/laporan/umpan/{where}"}
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "LAPOR!"
    [entry] = root.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"{BASE}/laporan/{one.report.pk}/"
    assert entry.findtext(f"{ATOM}title") == "Jembatan <rusak> & putus"
    assert "Terdisposisi" in entry.findtext(f"{ATOM}summary", "")
    assert "&lt;b&gt;Hubungi" in entry.findtext(f"{ATOM}summary", "")  # escaped twice: no markup of anybody's
    assert "3456" not in entry.findtext(f"{ATOM}summary", "")
    for name in ("published", "updated"):
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}{name}", "")).tzinfo
    assert root.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")


def test_only_what_is_public_and_fits(client: CheckedClient, verified: Make) -> None:
    verified(title="Di Surabaya", region=Region.objects.get(code="35.78"))
    verified(title="Di mana saja")
    verified(title="Rahasia", secret=True, region=Region.objects.get(code="35.78"))
    filed(title="Belum diperiksa")
    assert titles(fetched(client)) == ["Di mana saja", "Di Surabaya"]
    assert titles(fetched(client, "?wilayah=35")) == ["Di Surabaya"]
    assert titles(fetched(client, "?kategori=sosial")) == []
    refused = client.get("/laporan/umpan/?wilayah=entah-di-mana&status=x")
    assert refused.status_code == 422
    assert "wilayah: Wilayah ini tidak dikenal." in refused.content.decode()


def test_an_unchanged_feed_is_not_sent_again(
    client: CheckedClient, world: World, verified: Make, now: datetime
) -> None:
    one = verified(title="Jembatan putus")
    first = client.get("/laporan/umpan/")
    again = client.get("/laporan/umpan/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    verification.redact(one.report, by=world.actor("ratna"), now=now)
    after = client.get("/laporan/umpan/", headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200
    assert "Jembatan" not in after.content.decode()


def test_a_feed_is_bounded(
    client: CheckedClient, verified: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(32):
        verified()
    with django_assert_num_queries(5):
        assert len(titles(fetched(client))) == 30


def test_pages_say_where_their_feed_is(client: CheckedClient, world: World, disposed: Make) -> None:
    disposed(
        region=Region.objects.get(code="35.78"),
        category=Category.objects.get(code="pendidikan/pendidikan-dasar-dan-menengah"),
    )
    for page, query in (
        ("/laporan/?q=guru", "q=guru"),
        (f"/instansi/{world.ministry.slug}/", f"instansi={world.ministry.slug}"),
        ("/wilayah/35.78/", "wilayah=35.78"),
        ("/kategori/pendidikan/", "kategori=pendidikan"),
    ):
        head, _, body = client.get(page).content.decode().partition("</head>")
        assert 'type="application/atom+xml"' in head
        assert f'href="/laporan/umpan/?{query}"' in head
        assert f'href="/laporan/umpan/?{query}"' in body
