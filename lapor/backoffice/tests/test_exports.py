"""Ekspor: proven once more, asked for, written by the worker, fetched by the one who asked, on record."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.models import Seat
from lapor.audit.models import Entry
from lapor.backoffice.tests.sheets import rows_of
from lapor.backoffice.tests.stages import Stages
from lapor.notifications.tests.working import work_off
from lapor.reports import ombudsman
from lapor.reports.export import keeping
from lapor.reports.export.columns import CONTACTS, OWN
from lapor.reports.importing.columns import COLUMNS
from lapor.reports.models import Export
from lapor.reports.tests.world import World, holder_of_code
from tests.client import CheckedClient

FORM = "/kelola/ekspor/baru/"
LIST = "/kelola/ekspor/"
CANARY = "Kenari Anonim Rahasiawati"


def fetched(client: CheckedClient, export: Export | None = None) -> bytes:
    export = export or Export.objects.latest("pk")
    answer = client.get(f"/kelola/ekspor/{export.pk}/berkas/")
    assert answer.status_code == 200
    return b"".join(answer)


def exported(client: CheckedClient, **wish: str) -> list[dict[str, str]]:
    """The lines of a csv that this officer asks for now."""
    assert client.post(FORM, {"format": "csv", **wish}).status_code == 302
    work_off()
    return list(csv.DictReader(StringIO(fetched(client).decode())))


def files() -> list[str]:
    return sorted(path.name for path in keeping.folder().iterdir())


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)


def test_a_workbook_from_the_form_to_the_file(proven: Any, stages: Stages) -> None:
    answered = stages.answered(title='=HYPERLINK("http://x")', anonymous=False)
    closed = stages.closed(name=CANARY, anonymous=True, secret=True)
    received = stages.received()
    client = proven("ratna")
    assert client.get(FORM).status_code == 200
    page = client.post(FORM, {"format": "xlsx", "contacts": "on"}, follow=True).content.decode()
    assert "Menunggu giliran" in page
    assert 'hx-trigger="every 2s"' in page
    work_off()
    page = client.get(LIST).content.decode()
    assert "Siap diunduh" in page
    assert "3 laporan" in page
    assert "hx-trigger" not in page
    content = fetched(client)
    rows: list[list[Any]] = rows_of(content)
    assert tuple(rows[0]) == COLUMNS + OWN + CONTACTS
    told = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert set(told) == {str(one.pk) for one in (answered, closed, received)}
    first, ended = told[str(answered.pk)], told[str(closed.pk)]
    assert first["Judul Laporan"].startswith("'=")
    assert first["Nama Pelapor"] == "Kenanga Wulandari"
    assert first["Surel Pelapor"] == "kenanga@contoh.example"
    assert first["Unit"] == "Direktorat Guru Pendidikan Dasar"
    assert first["Tanggal Jawaban Pertama"] == f"{timezone.localdate():%Y-%m-%d}"
    assert first["Hari Kerja sampai Jawaban Pertama"] == 0
    assert first["Lewat Batas"] == "Tidak"
    assert first["Batas Penyelesaian"] > first["Batas Verifikasi"] > ""
    assert (ended["Cara Selesai"], ended["Penilaian Pelapor (1-5)"]) == ("Selesai, dipastikan pelapor", 2)
    assert ended["Tipe Laporan (Anonim/Rahasia)"] == "Anonim, Rahasia"
    assert (ended["Nama Pelapor"], ended["Surel Pelapor"]) == ("", "")
    entry = Entry.objects.get(act="export")
    assert entry.facts["rows"] == 3
    assert entry.facts["scope"] == "national_verifier:"
    assert Entry.objects.filter(act="download_export", subject_id=entry.subject_id).exists()
    assert files() == [Export.objects.get().key]
    assert CANARY not in str(told) + page


def test_each_gets_the_own_scope_and_the_names_of_the_own_sight(
    proven: Any, stages: Stages, world: World
) -> None:
    mine, anonymous = stages.at_unit(), stages.at_unit(anonymous=True, name=CANARY)
    stages.received()
    consented = stages.disposed(anonymous=True, name=CANARY)
    ombudsman.open_cases([consented.pk], now=timezone.now())
    ombudsman.consent(consented, by=holder_of_code(consented), agreed=True, now=timezone.now())
    for name in ("budi", "kurnia", "lilis"):
        lines = exported(proven(name))
        held = {str(mine.pk), str(anonymous.pk)} | ({str(consented.pk)} if name != "budi" else set())
        assert {line["Tracking ID"] for line in lines} == held
        names = {line["Tracking ID"]: line["Nama Pelapor"] for line in lines}
        assert names.pop(str(mine.pk)) == "Kenanga Wulandari"
        assert set(names.values()) == {""}
    assert exported(proven("tono")) == []
    for overseer in ("pratiwi", "karin", "yusuf"):
        client = proven(overseer)
        assert "contacts" not in client.get(FORM).content.decode()
        lines = exported(client, contacts="on")
        assert len(lines) == 4
        assert {line["Nama Pelapor"] for line in lines} == {""}
        assert "Surel Pelapor" not in lines[0]


def test_filters_and_period(proven: Any, stages: Stages, world: World) -> None:
    today = timezone.localdate()
    closed, disposed = stages.closed(), stages.disposed()
    wish = stages.received(report_class="aspiration", now=timezone.now() - timedelta(days=3))
    client = proven("ratna")
    ids: Callable[..., set[int]] = lambda **asked: {  # noqa: E731
        int(line["Tracking ID"]) for line in exported(client, **asked)
    }
    assert ids(status="ended") == {closed.pk}
    assert ids(status="disposed") == {disposed.pk}
    assert ids(status="open", begin=f"{today:%Y-%m-%d}") == {disposed.pk}
    assert ids(end=f"{today - timedelta(days=2):%d/%m/%Y}") == {wish.pk}
    assert ids(report_class="aspiration", end="31/12/9999") == {wish.pk}
    assert ids(agency=world.unit.name) == {closed.pk}


def test_what_was_typed_survives_the_step_up_and_mistakes(desk: Any) -> None:
    client = desk("kurnia")
    typed = {"begin": "2026-01-02", "end": "2026-02-03", "status": "open", "format": "csv", "contacts": "on"}
    assert client.get(FORM)["Location"].startswith("/masuk/ulang/?next=%2Fkelola%2Fekspor%2Fbaru%2F")
    there = client.get(client.post(FORM, typed)["Location"])["Location"]
    assert not Export.objects.exists()
    assert client.get(there).status_code == 200
    page = client.post(there, {"password": "lapor-demo"}, follow=True).content.decode()
    for kept in (
        'value="2026-01-02"',
        'value="2026-02-03"',
        'value="open" selected',
        'name="contacts" aria-describedby="id_contacts_helptext" id="id_contacts" checked',
    ):
        assert kept in page
    wrong = typed | {"end": "2025-01-01", "agency": "\0 tidak ada \u202e 😀" + "x" * 5000}
    answer = client.post(FORM, wrong)
    assert answer.status_code == 422
    assert 'value="2025-01-01"' in answer.content.decode()
    assert client.post(FORM, typed | {"end": "2025-01-01"}).status_code == 422
    assert client.post(FORM, {"format": "exe", "begin": "kemarin"}).status_code == 422
    assert not Export.objects.exists()


def test_one_at_a_time_and_only_for_the_one_who_asked(proven: Any, stages: Stages) -> None:
    stages.at_unit()
    client = proven("budi")
    assert client.post(FORM, {"format": "csv"}).status_code == 302
    twice = client.post(FORM, {"format": "csv", "begin": "2026-01-02"})
    assert twice.status_code == 409
    assert 'value="2026-01-02"' in twice.content.decode()
    work_off()
    export = Export.objects.get()
    other = proven("kurnia")
    assert other.get(f"/kelola/ekspor/{export.pk}/berkas/").status_code == 404
    assert other.post(f"/kelola/ekspor/{export.pk}/pembatalan/").status_code == 404
    assert client.post(f"/kelola/ekspor/{export.pk}/pembatalan/").status_code == 409
    assert f"ekspor-{export.pk}" not in other.get(LIST).content.decode()
    assert fetched(client)
    Seat.objects.filter(user__email="budi@demo.lapor").update(role="superior")
    assert client.get(f"/kelola/ekspor/{export.pk}/berkas/").status_code == 404


def test_who_took_what_is_read_by_the_supervisor(proven: Any, stages: Stages, world: World) -> None:
    stages.at_unit()
    exported(proven("kurnia"), begin="2020-01-01", agency=world.unit.name, contacts="on")
    supervisor = proven("pratiwi")
    assert "/kelola/ekspor/catatan/" in supervisor.get(LIST).content.decode()
    page = supervisor.get("/kelola/ekspor/catatan/").content.decode()
    for word in (
        "Kurnia",
        "1 laporan",
        "CSV",
        "Rabu, 1 Jan 2020",
        world.unit.name,
        world.ministry.name,
        "surel",
    ):
        assert word in page
    with CaptureQueriesContext(
        connection,
    ) as few:
        supervisor.get("/kelola/ekspor/catatan/")
    for _n in range(3):
        exported(proven("budi"))
    with CaptureQueriesContext(connection) as many:
        supervisor.get("/kelola/ekspor/catatan/")
    assert len(many) == len(few)
    mine = proven("budi")
    with CaptureQueriesContext(connection) as listed:
        mine.get(LIST)
    assert len(listed) <= 9
    assert proven("ratna").get("/kelola/ekspor/catatan/").status_code == 403


def test_an_officer_without_a_seat_gets_nothing(proven: Any, stages: Stages) -> None:
    client = proven("budi")
    client.post(FORM, {"format": "csv"})
    Seat.objects.filter(user__email="budi@demo.lapor").delete()
    work_off()
    assert Export.objects.get().why == "no_seat"
