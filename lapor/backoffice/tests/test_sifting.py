"""Words and filters: they narrow any queue, stand in the address, and never reach beyond the scope."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.backoffice.tests.stages import DRAFT, Stages
from lapor.backoffice.tests.test_duties import numbers, user
from lapor.registry.models import Category, Region
from lapor.reports import matching, verification
from lapor.reports.models import FullText, Handling, Report
from lapor.reports.tests.world import World

CANARY = "Kenanga Wulandari"


def test_officers_find_what_the_public_does_not_see(desk: Any, stages: Stages) -> None:
    new = stages.received(title="Jembatan gantung putus")
    secret = stages.disposed(title="Jembatan layang dijual", secret=True)
    ratna = desk("ratna")
    assert set(numbers(ratna, "q=jembatan")) == {new.pk, secret.pk}
    assert numbers(desk("kurnia"), "q=jembatan") == [secret.pk]
    assert numbers(desk("tono"), "q=jembatan") == []
    assert numbers(ratna, "q=jembatan&antrean=verifikasi") == [new.pk]
    assert "Cari kata ini di semua laporan" in ratna.get("/kelola/?q=x&antrean=verifikasi").content.decode()


def test_search_knows_the_newest_words_and_no_person(desk: Any, stages: Stages, world: World) -> None:
    """A name is found by nobody, for it stands in no text; a bettered text replaces the one before."""
    report = stages.verified(title="Lampu padam", text="Lampu di pasar padam.", anonymous=True)
    client = desk("ratna")
    verification.classify(report, by=world.actor("ratna"), now=timezone.now(), title="Penerangan mati")
    assert numbers(client, "q=penerangan") == [report.pk]
    assert numbers(client, "q=lampu+padam") == [report.pk]  # still in the text
    for words in (CANARY, "Kenanga", "kenanga@contoh.example"):
        assert numbers(client, f"q={words}") == []
    report.versions.update(title="", text="", location="", redacted_at=timezone.now())
    assert numbers(client, "q=penerangan") == []
    assert FullText.objects.get(report=report).search == ""


def test_filters_hold_together_in_any_queue(desk: Any, stages: Stages) -> None:
    category = Category.objects.filter(parent__isnull=False).select_related("parent").order_by("pk")[0]
    place = Region.objects.filter(depth=2).select_related("parent").order_by("pk")[0]
    one, other = stages.at_unit(title="Atap bocor", anonymous=True), stages.at_unit(title="Atap roboh")
    day = timezone.localdate()
    Report.objects.filter(pk=one.pk).update(
        category=category,
        region=place,
        channel="letter",
        supervision=True,
        due=timezone.now() + timedelta(days=2),
    )
    assert category.parent is not None
    assert place.parent is not None
    fits = {
        "q": "atap",
        "status": "disposed",
        "kelas": "complaint",
        "kategori": category.parent.code,
        "wilayah": place.parent.code,
        "dari": day.isoformat(),
        "sampai": day.isoformat(),
        "sumber": "letter",
        "tenggat": "pekan",
        "berkadar": "ya",
        "anonim": "ya",
        "rahasia": "tidak",
        "unit": "guru+pendidikan",
    }
    asked = "&".join(f"{name}={value}" for name, value in fits.items())
    for name in ("kurnia", "budi"):
        for which in ("jawab", "semua"):
            assert numbers(desk(name), f"antrean={which}&{asked}") == [one.pk]
    for name, value in {"sumber": "sms", "anonim": "tidak", "rahasia": "ya", "tenggat": "lewat"}.items():
        assert numbers(desk("kurnia"), f"{asked}&{name}={value}") == [], name
    assert set(numbers(desk("kurnia"), "antrean=jawab&status=disposed")) == {one.pk, other.pk}
    assert numbers(desk("ratna"), "instansi=KEMENDIKDASMEN&berkadar=ya") == [one.pk]


def test_what_cannot_be_is_named_and_the_rest_holds(desk: Any, stages: Stages) -> None:
    report = stages.disposed()
    asked = "antrean=semua&status=salah&unit=tidak-ada-ini&dari=kemarin&kelas=aspiration"
    page = desk("kurnia").get(f"/kelola/?{asked}").content.decode()
    assert "Unit ini tidak ada di instansi Anda" in page
    assert f"#{report.pk}" not in page
    assert "Hapus saringan" in page
    chip = page.split('<p class="chips"><a href="')[1].split('"')[0].replace("&amp;", "&")
    assert "kelas" not in chip
    assert f"#{report.pk}" in desk("kurnia").get("/kelola/?antrean=semua&status=salah").content.decode()


@pytest.mark.parametrize("value", ["%00", "%F0%9F%98%80", "%E2%80%AE", "x" * 5000, "9" * 40, "%3Cb%3E"])
def test_odd_values_break_nothing(desk: Any, value: str) -> None:
    names = ("q", "unit", "wilayah", "kategori", "dari", "tenggat", "anonim", "status", "instansi")
    asked = "&".join(f"{name}={value}" for name in names)
    for name in ("kurnia", "ratna"):
        assert desk(name).get(f"/kelola/?{asked}").status_code == 200


def test_after_an_act_the_next_of_the_same_list_opens(desk: Any, stages: Stages) -> None:
    first, second = stages.drafted(title="Atap satu"), stages.drafted(title="Atap dua")
    stages.drafted(title="Pagar")
    due = timezone.now() + timedelta(days=1)
    for place, report in enumerate((first, second)):
        Report.objects.filter(pk=report.pk).update(due=due + timedelta(hours=place))
    asked = "antrean=draf&q=atap&status=disposed"
    sent = desk("wati").post(
        f"/kelola/laporan/{first.pk}/persetujuan/?{asked}", {"text": DRAFT, "version": "", "final": "1"}
    )
    assert sent.status_code == 302
    assert sent.headers["Location"] == f"/kelola/laporan/{second.pk}/?{asked}"
    page = desk("wati").get(f"/kelola/laporan/{second.pk}/?{asked}").content.decode()
    assert 'aria-current="true"' in page
    assert "Pagar" not in page


def test_chosen_columns_stay_with_the_officer(desk: Any, stages: Stages, world: World) -> None:
    report = stages.at_unit(anonymous=True)
    Handling.objects.create(report=report, user=user("budi"), agency=world.ministry, since=timezone.now())
    client, address = desk("kurnia"), "/kelola/kolom/?antrean=semua"
    assert client.get(address).status_code == 200
    assert client.post(address, {"columns": ["salah"]}).status_code == 422
    sent = client.post(address, {"columns": ["penanggung", "unit", "masuk", "sumber"], "wide": "on"})
    assert sent.headers["Location"] == "/kelola/?antrean=semua"
    page = desk("kurnia").get("/kelola/?antrean=semua").content.decode()
    facts = page.split("</span></a></li>")[0]
    assert "Penanggung: </span>Budi" in facts
    assert f"Unit: </span>{world.unit.name}" in facts
    assert "Sumber: </span>Situs web" in facts
    assert 'class="queue widened"' in page
    assert "widened" not in desk("kurnia").get(f"/kelola/laporan/{report.pk}/").content.decode()
    assert 'class="fact' not in desk("wati").get("/kelola/?antrean=semua").content.decode()
    assert "penanggung" not in desk("karin").get("/kelola/kolom/").content.decode()
    desk("karin").post("/kelola/kolom/", {"columns": ["masuk", "tenggat"]})
    assert CANARY not in desk("karin").get("/kelola/?antrean=semua").content.decode()


def test_queries_do_not_grow_with_rows_nor_with_queues(
    desk: Any, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All queues are counted in one query; words ask one more, and rare ones a second."""
    client, asked = desk("kurnia"), "/kelola/?antrean=semua&q=tunjangan&status=disposed&kelas=complaint"
    client.post("/kelola/kolom/", {"columns": ["penanggung", "kategori", "wilayah"]})
    client.get(asked)
    counts = []
    for more in (3, 6):
        for _ in range(more):
            stages.at_unit()
        with CaptureQueriesContext(connection) as queries:
            client.get(asked)
        counts.append(len(queries))
    monkeypatch.setattr(matching, "COMMON", 2)
    with CaptureQueriesContext(connection) as queries:
        assert "9 laporan cocok" in client.get(asked).content.decode()
    assert counts == [len(queries) + 1] * 2
    assert counts[0] < 35
    assert sum("AS counted" in query["sql"] for query in queries) == 1
