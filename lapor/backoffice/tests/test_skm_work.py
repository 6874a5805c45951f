"""Answers brought in by hand and by file, odd ones judged, the plan, the workbook: at the desk."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lapor.audit.models import Entry
from lapor.backoffice.tests.surveys import desk_of, prepared, queries, running
from lapor.skm import oddities
from lapor.skm.models import Decision, ImportFile, PaperSheet, PlanRow, Response
from lapor.skm.periods import close_period, publish_period
from lapor.skm.results import result
from lapor.skm.tests.surveying import Surveyed, answered, survey_world
from lapor.skm.units import word_question

KEYS = {f"U{number}": "3" for number in range(1, 10)}


@pytest.fixture
def made(db: None) -> Surveyed:
    return survey_world()


def test_paper_is_typed_in_twice_and_the_paper_decides(made: Surveyed) -> None:
    word = {"text": "Parkirnya?", "answers": ["A", "B", "C", "D"]}
    own = word_question(made.unit, "", by=made.surya, **word)  # type: ignore[arg-type]
    period, surya = running(made), desk_of("surya")
    address = f"/kelola/skm/masa/{period.pk}/kertas/"
    assert 'name="number" value="1"' in surya.get(address).content.decode()
    sheet = KEYS | {"number": "7", "service_id": "1", "sex": "2", "age": "0", f"own_{own.pk}": "4"}
    for wrong, field in (
        ({"U9": "5"}, "U9"),
        ({"sex": "3"}, "sex"),
        ({"number": "nol"}, "number"),
        ({"U1": "²"}, "U1"),
        (dict.fromkeys(KEYS, "0"), "U1"),
    ):
        answer = surya.post(address, sheet | wrong | {"entri": "1", "suggestion": "Kursi kurang"})
        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in answer.content.decode(), wrong
        assert "Kursi kurang" in answer.content.decode()
    assert surya.post(address, sheet | {"entri": "2"}).status_code == 422  # nobody typed it in before
    assert surya.post(address, sheet | {"entri": "1"}).headers["Location"] == address
    assert surya.post(address, sheet | {"entri": "1"}).status_code == 422
    assert 'name="number" value="8"' in surya.get(address).content.decode()
    second = surya.get(f"{address}?entri=2").content.decode()
    assert 'name="number" value="7"' in second
    differs = surya.post(address, sheet | {"entri": "2", "U3": "1", "sex": "0"})
    one = PaperSheet.objects.get()
    assert differs.headers["Location"] == f"{address}{one.pk}/"
    page = surya.get(f"{address}{one.pk}/").content.decode()
    assert "3 Cepat" in page
    assert "1 Tidak cepat" in page
    assert "2 Laki-laki" in page
    assert "Bandingkan" in surya.get(f"{address}daftar/?tampil=berbeda").content.decode()
    assert surya.post(f"{address}{one.pk}/", {"f0": "1"}).status_code == 422
    assert surya.post(f"{address}{one.pk}/", {"f0": "2", "f1": "1"}).status_code == 302
    response = Response.objects.get()
    assert (response.u3, response.sex, response.service_id) == (1, "male", made.services[1].pk)
    assert response.own == {str(own.pk): 4}
    for gone in ("", "pengulangan/"):
        assert surya.post(f"{address}{one.pk}/{gone}", {"f0": "1", "f1": "1"}).status_code == 409


def test_paper_of_others_or_of_a_closed_survey(made: Surveyed) -> None:
    period, surya = running(made), desk_of("surya")
    address = f"/kelola/skm/masa/{period.pk}/kertas/"
    surya.post(address, KEYS | {"number": "1", "entri": "1"})
    one = PaperSheet.objects.get()
    assert surya.post(f"{address}{one.pk}/pengulangan/").status_code == 302
    assert surya.post(f"{address}{one.pk}/pengulangan/").status_code == 404
    assert desk_of("pratiwi").get(address).status_code == 403
    assert desk_of("kurnia").post(address, KEYS | {"number": "1"}).status_code == 404
    close_period(period, by=made.surya, now=timezone.now())
    assert surya.get(address).status_code == 409


def test_the_printed_form(made: Surveyed) -> None:
    """Numbered, in both languages; whatever stands in a name is drawn, and no number makes it endless."""
    made.unit.name = "Unit “Cepat” #1 \u202e 漢字 \\ $x$"
    made.unit.save()
    surya, address = desk_of("surya"), f"/kelola/skm/masa/{prepared(made).pk}/kertas/"
    assert 'value="20"' in surya.get(f"{address}cetak/").content.decode()
    for language in ("id", "en"):
        pdf = surya.get(f"{address}formulir.pdf", {"first": "9", "many": "2", "language": language})
        assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    for wrong in ({"many": "101"}, {"first": "0"}, {"language": "fr"}):
        asked = {"first": "1", "many": "2", "language": "id"} | wrong
        assert surya.get(f"{address}formulir.pdf", asked).status_code == 422


def csv(*rows: str, name: str = "lama.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(("U1,U2,Umur", *rows)).encode())


def test_a_corrected_file_counts_nobody_twice(made: Surveyed) -> None:
    period, surya = prepared(made), desk_of("surya")
    address = f"/kelola/skm/masa/{period.pk}/impor/"
    template = surya.get(f"{address}isian.xlsx")
    assert BytesIO(template.getvalue()).read(2) == b"PK"
    for bad in (
        SimpleUploadedFile("x.csv", b""),
        SimpleUploadedFile("x.xlsx", b"PK\x03\x04\x00x"),
        csv().name,
    ):
        assert surya.post(address, {"file": bad}).status_code == 422
    first = surya.post(address, {"file": csv("3,3,", "3,3,", "5,3,", "3,3,tua", "1,1,")})
    page = first.content.decode()
    assert (first.status_code, Response.objects.count()) == (200, 3)
    assert "3 jawaban baru dihitung" in page
    assert "Tulis 1, 2, 3, atau 4." in page
    before = dict(Response.objects.values_list("u1", "pk"))
    mended = ("3,3,", "3,3,", "4,3,", "3,3,20-29 tahun", "1,2,")
    assert surya.post(address, {"file": csv(*mended)}).status_code == 422  # a mended file, or a second one?
    old = ImportFile.objects.get()
    again = surya.post(address, {"file": csv(*mended), "corrects": str(old.pk)}).content.decode()
    assert "2 sudah ada, jadi tidak dihitung lagi." in again
    assert "1 dari berkas lama tidak ada lagi" in again
    assert Response.objects.count() == 5
    assert set(Response.objects.filter(u1=3, age="").values_list("pk", flat=True)) >= {before[3]}
    assert (result(period).counted.n, Response.objects.filter(u1=1).get().u2) == (5, 2)
    for _twice in range(2):
        surya.post(address, {"file": csv(*mended), "corrects": "another"})  # the very same file
    assert Response.objects.count() == 5
    assert (
        surya.post(
            address, {"file": csv("3,3,", "3,3,", "5,3,", "3,3,tua", "1,1,"), "corrects": "another"}
        ).status_code
        == 409
    )
    assert surya.post(address, {"file": csv("3,3,", "3,3,"), "corrects": "another"}).status_code == 200
    assert result(period).counted.n == 7
    assert "corrects" in surya.post(address, {"file": csv("2,2,"), "corrects": str(old.pk)}).content.decode()
    assert result(period).counted.n == 7


def test_rows_that_somebody_judged_do_not_vanish_with_a_correction(made: Surveyed) -> None:
    period, surya = prepared(made), desk_of("surya")
    address = f"/kelola/skm/masa/{period.pk}/impor/"
    rows = "U1,U2,U3,U4,U5\n4,4,4,4,4\n3,2,3,2,3"
    surya.post(address, {"file": SimpleUploadedFile("a.csv", rows.encode())})
    period = close_period(period, by=made.surya, now=timezone.now())
    one = oddities.odd(period).get()
    judged = {"excluded": "1", "reason": "Diisi petugas"}
    assert surya.post(f"/kelola/skm/masa/{period.pk}/janggal/{one.pk}/", judged).status_code == 302
    corrects = {"corrects": str(ImportFile.objects.get().pk)}
    without = SimpleUploadedFile("b.csv", b"U1,U2,U3,U4,U5\n3,2,3,2,3")
    assert surya.post(address, {"file": without, **corrects}).status_code == 409
    assert (result(period).counted.n, result(period).everybody.n) == (1, 2)
    kept = SimpleUploadedFile("c.csv", f"{rows}\n1,2,3,4,1".encode())
    assert surya.post(address, {"file": kept, **corrects}).status_code == 200
    assert (result(period).counted.n, result(period).everybody.n) == (2, 3)
    assert Response.objects.get(pk=one.pk).excluded


def test_odd_answers_are_judged_with_a_reason(made: Surveyed) -> None:
    period, surya = running(made), desk_of("surya")
    now = timezone.now()
    address = f"/kelola/skm/masa/{period.pk}/janggal/"
    odd = [answered(period, "444444444", now=now, seconds=2), answered(period, "344434434", now=now)]
    oddities.find(period, now=now)
    few = queries(surya, address)
    for _more in range(22):
        answered(period, "333333333", now=now)
    oddities.find(period, now=now)
    assert queries(surya, address) == few
    page = surya.get(address).content.decode()
    assert "Terlalu cepat" in page
    assert 'rel="next"' in page
    one = f"{address}{odd[0].pk}/"
    assert "Kurang dari satu detik" in surya.get(one).content.decode()
    assert surya.post(one, {"excluded": "1", "reason": " "}).status_code == 422
    assert surya.post(one, {"excluded": "1", "reason": "Uji coba loket"}).status_code == 302
    assert surya.post(one, {"excluded": "1", "reason": "Uji coba loket"}).status_code == 409
    page = surya.get(f"{address}?tampil=keluar").content.decode()
    assert "Uji coba loket" in page
    assert "75,72" in page  # without it
    assert "76,74" in page  # with everything
    assert surya.post(one, {"excluded": "0", "reason": "Ternyata benar"}).status_code == 302
    assert Decision.objects.count() == 2
    assert surya.get(f"{address}{odd[1].pk}/").status_code == 404
    other = running_elsewhere(made)
    assert surya.get(f"/kelola/skm/masa/{other}/janggal/{odd[0].pk}/").status_code == 404
    assert desk_of("pratiwi").post(one, {"reason": "x"}).status_code == 403
    period = close_period(period, by=made.surya, now=now)
    publish_period(period, by=made.surya, now=now)
    assert surya.post(one, {"excluded": "1", "reason": "Terlambat"}).status_code == 409
    assert "Keluarkan dari hitungan" not in surya.get(address).content.decode()


def running_elsewhere(made: Surveyed) -> int:
    return prepared(made, name="Lain").pk


def test_plan_suggestions_and_the_workbook(made: Surveyed) -> None:
    period, surya = running(made), desk_of("surya")
    now = timezone.now()
    for digits, words in (
        ("341134434", "Antrean lama <b>"),
        ("341134434", "Kursi kurang"),
        ("222222221", ""),
    ):
        answered(period, digits, now=now, suggestion=words)
    one = f"/kelola/skm/masa/{period.pk}/"
    step: dict[str, Any] = {
        "element": "U3", "action": "Tambah loket", "owner": "Kepala bidang",
        "due": f"{period.ends + timedelta(days=30)}",
    }  # fmt: skip
    assert surya.post(f"{one}rencana/", step).status_code == 409
    period = close_period(period, by=made.surya, now=now)
    assert '<option value="U3" selected' in surya.get(f"{one}rencana/").content.decode()
    for wrong in ({"element": "U10"}, {"action": ""}, {"due": "2001-01-01"}, {"due": "besok"}):
        answer = surya.post(f"{one}rencana/", step | wrong)
        assert answer.status_code == 422
        assert "Kepala bidang" in answer.content.decode()
    assert surya.post(f"{one}rencana/", step).status_code == 302
    row = PlanRow.objects.get()
    done = f"{one}rencana/{row.pk}/"
    assert surya.get(f"{one}rencana/{row.pk + 1}/").status_code == 404
    assert surya.post(done, {"note": "x" * 501}).status_code == 422
    assert surya.post(done, {"note": "Sudah dibuka"}).status_code == 302
    assert surya.post(done, {"note": ""}).status_code == 409
    assert "Sudah dibuka" in surya.get(f"{one}rencana/").content.decode()
    suggested = surya.get(f"{one}saran/?unsur=U9").content.decode()
    assert "Kursi kurang" in suggested
    assert "Antrean" not in suggested
    assert max(queries(surya, f"{one}saran/", f"{one}hasil/", one)) < 20


def test_the_workbook_is_on_record_as_every_export(made: Surveyed) -> None:
    period, surya = running(made), desk_of("surya")
    one = f"/kelola/skm/masa/{period.pk}/"
    for digits in ("341134434", "222222221", "3--------"):
        answered(period, digits, now=timezone.now())
    assert "Unduh buku kerja" in surya.get(f"{one}hasil/").content.decode()
    book = surya.get(f"{one}hasil.xlsx").getvalue()
    assert book[:2] == b"PK"
    entry = Entry.objects.get(act="export")
    assert (entry.subject, entry.subject_id, entry.facts["rows"]) == ("skm_period", period.pk, 3)
    assert "3 jawaban survei" in desk_of("pratiwi").get("/kelola/ekspor/catatan/").content.decode()
    assert desk_of("pratiwi").get(f"{one}hasil.xlsx").status_code == 403
