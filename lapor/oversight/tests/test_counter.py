"""What an agency puts up: the poster, the page for the counter, the frame on its own site."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lapor.oversight.tests.cast import answered, count
from lapor.registry.models import Agency
from lapor.reports.tests.world import World

FRAMED = "frame-ancestors *"


def test_the_frame_is_small_knows_nobody_and_opens_the_form(world: World, client: Client) -> None:
    for after in (2, 2, 2, 2, 25):
        answered(world, now=timezone.now() - timedelta(days=40), after=after)
    count(timezone.now())
    path = f"/sematan/{world.ministry.slug}/"
    client.cookies["sessionid"] = "x" * 32
    answer = client.get(path, headers={"Accept-Language": "en"})
    shown = answer.content.decode()
    assert "Menjawab 4 dari 5 laporan dalam 5 hari kerja." in shown
    assert f'/lapor/?instansi={world.ministry.slug}" target="_blank" rel="noopener"' in shown
    assert len(answer.content) < 4_000
    assert "<script" not in shown
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"] == "public, max-age=600"
    assert f"{FRAMED};" in f"{answer['Content-Security-Policy']};"
    assert "X-Frame-Options" not in answer
    assert "Answers 4 of 5 reports" in client.get(path + "?bahasa=en").content.decode()
    assert client.get(path, {"bahasa": "\0" * 9}).status_code == 200


def test_no_other_page_can_be_framed(world: World, client: Client) -> None:
    slug = world.ministry.slug
    for path in (
        *("/", "/lapor/", "/laporan/", "/lacak/", "/masuk/", "/instansi/", "/statistik/", "/wilayah/"),
        *(f"/instansi/{slug}/", f"/instansi/{slug}/loket/", f"/instansi/{slug}/poster-a4.pdf"),
        *("/sematan/tidak-ada/", "/healthz"),
    ):
        answer = client.get(path)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], path
        assert FRAMED not in answer["Content-Security-Policy"], path
        assert answer.get("X-Frame-Options") == "DENY", path


def test_the_code_to_copy_and_the_counters_page(world: World, client: Client, settings: object) -> None:
    settings.BASE_URL = "https://lapor.example"  # type: ignore[attr-defined]
    slug = world.ministry.slug
    kit = client.get(f"/instansi/{slug}/untuk-petugas/").content.decode()
    assert f"&lt;iframe src=&quot;https://lapor.example/sematan/{slug}/&quot;" in kit.replace('"', "&quot;")
    assert f"/instansi/{slug}/poster-a5.pdf" in kit
    counter = client.get(f"/instansi/{slug}/loket/").content.decode()
    assert "KEMENDIKDASMEN isi laporan Anda" in re.sub(r"\s+", " ", counter)
    assert f"https://lapor.example/lapor/?instansi={slug}" in counter
    assert "<svg" in counter


def test_the_poster_is_one_accessible_page(world: World, client: Client) -> None:
    """PDF/UA-1 is checked by the writer, which refuses a poster without title or alternative text."""
    strange = Agency.objects.get(code="KOTA-SURABAYA")
    Agency.objects.filter(pk=strange.pk).update(name='Kota "#pagebreak()" \\ $x$ *ا* ' + "panjang " * 25)
    asked = (
        (world.ministry, "a4"),
        (world.ministry, "a5"),
        (world.unit, "a5"),
        (strange, "a4"),
        (strange, "a5"),
    )
    for agency, paper in asked:
        answer = client.get(f"/instansi/{agency.slug}/poster-{paper}.pdf")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-1.7")
        assert re.findall(rb"/Type\s*/Pages\s*/Count (\d+)", answer.content) == [b"1"]
        assert b"pdfuaid:part" in answer.content


def test_a_poster_is_written_once_for_what_it_says(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks again and again costs a read; another name is another poster."""
    written: list[str] = []

    def compiled(_source: bytes, *, sys_inputs: dict[str, str], **_more: object) -> bytes:
        written.append(sys_inputs["agency"])
        return f"%PDF {sys_inputs['agency']}".encode()

    monkeypatch.setattr("lapor.ui.typesetting.typst.compile", compiled)
    names = [f"Dinas {uuid4()}", f"Dinas {uuid4()}"]
    for name in names:
        Agency.objects.filter(pk=world.ministry.pk).update(name=name)
        for query in ("", "?x=1", "?bahasa=xx"):
            answer = client.get(f"/instansi/{world.ministry.slug}/poster-a4.pdf{query}")
            assert answer.content == f"%PDF {name}".encode()
    assert written == names


def test_who_has_gone_leads_to_the_heir(world: World, client: Client) -> None:
    for path in (
        "/sematan/{}/",
        "/instansi/{}/loket/",
        "/instansi/{}/untuk-petugas/",
        "/instansi/{}/poster-a4.pdf",
    ):
        answer = client.get(path.format("kemendikbud"))
        assert answer.status_code == 302, path
        assert answer["Location"] == path.format(world.ministry.slug)
        assert client.get(path.format("tidak-ada")).status_code == 404


def test_the_form_opens_with_this_agency(world: World, client: Client) -> None:
    for word in ("kemendikdasmen", "KEMENDIKDASMEN", "KemendikDasmen"):
        assert world.ministry.name in client.get(f"/lapor/?instansi={word}").content.decode()
    for word in ("tidak-ada", "%00", "a" * 5000, "KEMENDIKBUD"):
        assert world.ministry.name not in client.get(f"/lapor/?instansi={word}").content.decode()
