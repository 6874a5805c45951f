"""Public pages for machines: sitemaps, oEmbed and robots.txt show what everybody may read, and no more."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import xmlschema
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from lapor.indicators import facts
from lapor.portal import sitemaps
from lapor.portal.tests.conftest import Make
from lapor.reports import merging
from lapor.reports.tests.plans import count_one_reader, too_much
from lapor.reports.tests.world import World
from tests.client import CheckedClient

BASE = "https://lapor.example"
XSD = Path(__file__).parent / "data" / "sitemap.xsd"


@pytest.fixture(autouse=True)
def base() -> Any:
    with override_settings(BASE_URL=BASE):
        yield


def places(client: CheckedClient, path: str) -> list[str]:
    """The addresses of a sitemap, without our own; its form is checked."""
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    assert answer["Cache-Control"] == "public, max-age=3600"
    xmlschema.XMLSchema(XSD).validate(answer.content.decode())
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    found = re.findall(r"<loc>(.*?)</loc>", answer.content.decode())
    return [unescape(place).removeprefix(BASE) for place in found]


def test_every_public_report_stands_in_the_sitemap_of_its_month(
    client: CheckedClient, world: World, verified: Make, now: datetime
) -> None:
    one = verified(now=datetime.fromisoformat("2025-03-31T23:59:59.9+07:00"))
    two = verified(now=datetime.fromisoformat("2025-04-01T00:00:00+07:00"))
    last = verified(now=datetime.fromisoformat("2025-04-30T23:59:00+07:00"))
    verified(now=datetime.fromisoformat("2025-05-05T08:00:00+07:00"), secret=True)
    merged = verified(now=datetime.fromisoformat("2025-04-02T08:00:00+07:00"))
    merging.merge(merged.report, by=world.actor("ratna"), into=two.report, now=now)
    facts.rebuild(now)
    assert places(client, "/sitemap.xml") == [
        "/sitemap-halaman.xml",
        "/sitemap-2025-4-1.xml",
        "/sitemap-2025-3-1.xml",
    ]
    assert places(client, "/sitemap-2025-3-1.xml") == [f"/laporan/{one.report.pk}/"]
    april = [f"/laporan/{each.report.pk}/" for each in (last, two)]
    assert places(client, "/sitemap-2025-4-1.xml") == april
    # Cut in two, nothing is lost and nothing is there twice.
    with patch.object(sitemaps, "AIM", 1):
        assert len(places(client, "/sitemap.xml")) == 4
        assert places(client, "/sitemap-2025-4-1.xml") == april[1:]
        assert places(client, "/sitemap-2025-4-2.xml") == april[:1]
    for path in ("2025-5-1", "2025-4-2", "2025-4-0", "2025-13-1", "0-1-1", "99999999999-1-1", "2025-2-1"):
        assert client.get(f"/sitemap-{path}.xml").status_code == 404


def test_a_change_changes_the_tag(client: CheckedClient, world: World, verified: Make, now: datetime) -> None:
    when = datetime.fromisoformat("2025-04-01T08:00:00+07:00")
    one, two = verified(now=when), verified(now=when)
    facts.rebuild(now)
    before = client.get("/sitemap-2025-4-1.xml")["ETag"]
    merging.merge(one.report, by=world.actor("ratna"), into=two.report, now=now)
    after = client.get("/sitemap-2025-4-1.xml", headers={"If-None-Match": before})
    assert after.status_code == 200
    assert f"/laporan/{one.report.pk}/" not in after.content.decode()


def test_sitemaps_cost_the_same_whatever_there_is(
    client: CheckedClient,
    verified: Make,
    now: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for days in range(4):
        verified(now=now - timedelta(days=31 * days))
    facts.rebuild(now)
    month = places(client, "/sitemap.xml")[1]
    for path, most in (("/sitemap.xml", 1), ("/sitemap-halaman.xml", 9), (month, 4)):
        with django_assert_max_num_queries(most):
            client.get(path)
    count_one_reader(small=True)
    assert too_much(lambda: client.get(month)) == []


def test_pages_that_stay_are_there(client: CheckedClient, world: World) -> None:
    found = places(client, "/sitemap-halaman.xml")
    assert {"/", "/laporan/", "/lapor/", f"/instansi/{world.ministry.slug}/", "/wilayah/32/"} <= set(found)
    for path in found:
        assert client.get(path).status_code == 200, path


def test_robots_know_the_way(client: CheckedClient) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[-1] == f"Sitemap: {BASE}/sitemap.xml"
    assert lines[0] == "User-agent: *"
    assert all(re.fullmatch(r"(Allow|Disallow): /\S*", line) for line in lines[1:-1] if line)


def test_a_report_is_embedded_as_its_public_page_shows_it(
    client: CheckedClient, disposed: Make, world: World
) -> None:
    one = disposed(title="Lampu <b>padam</b> \u202e& 0812-3456-7890").report
    page = client.get(f"/laporan/{one.pk}/").content.decode()
    links = re.findall(r'<link rel="alternate" type="(.+?)\+oembed" href="(.+?)"', page)
    assert [kind for kind, _href in links] == ["application/json", "text/xml"]
    card = client.get(unescape(links[0][1]).removeprefix(BASE))
    assert card["Access-Control-Allow-Origin"] == "*"
    body = card.json()
    assert (body["provider_name"], body["provider_url"], body["cache_age"]) == ("LAPOR!", f"{BASE}/", 60)
    assert (body["version"], body["type"], body["width"], body["height"]) == ("1.0", "rich", 600, 180)
    assert "3456" not in body["title"]
    assert "<b>" not in body["html"]
    assert "\u202e" not in body["html"]
    assert world.ministry.name in body["html"]
    assert f'href="{BASE}/laporan/{one.pk}/"' in body["html"]
    marked_up = client.get(unescape(links[1][1]).removeprefix(BASE))
    assert marked_up["Content-Type"] == "text/xml; charset=utf-8"
    root = xmlschema.XMLResource(marked_up.content.decode()).root
    assert {each.tag: each.text for each in root} == {name: str(value) for name, value in body.items()}
    small = client.get("/oembed", {"url": f"http://testserver/laporan/{one.pk}", "maxwidth": "320"}).json()
    assert (small["width"], small["height"]) == (320, 180)


def test_what_is_not_public_is_not_embedded(client: CheckedClient, verified: Make, world: World) -> None:
    secret, open_one = verified(secret=True).report, verified().report
    assert "oembed" not in client.get(f"/laporan/{secret.pk}/").content.decode()
    good = f"{BASE}/laporan/{open_one.pk}/"
    for query, status in (
        ({"url": good}, 200),
        ({"url": f"{BASE}/laporan/%23{open_one.pk}/"}, 200),
        ({"url": f"{BASE}/laporan/{secret.pk}/"}, 404),
        ({"url": f"{BASE}/laporan/99999999/"}, 404),
        ({"url": f"https://evil.example/laporan/{open_one.pk}/"}, 404),
        ({"url": f"javascript://lapor.example/laporan/{open_one.pk}/"}, 404),
        ({"url": f"{BASE}/laporan/{open_one.pk}/lampiran/1/"}, 404),
        ({"url": "http://[::1"}, 404),
        ({"url": "\0"}, 404),
        ({}, 404),
        ({"url": good, "format": "html"}, 501),
        ({"url": good, "maxwidth": "-1"}, 400),
        ({"url": good, "maxheight": "9999999"}, 400),
    ):
        assert client.get("/oembed", query).status_code == status, query
