"""Running surveys at the desk: units, services, questions, and a survey from draft to published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from lapor.backoffice.tests.surveys import desk_of, prepared, queries, running
from lapor.skm.codes import ELEMENTS
from lapor.skm.models import Period, Question, Service, ServiceUnit
from lapor.skm.periods import close_period
from lapor.skm.tests.surveying import Surveyed, answered, survey_world
from lapor.skm.units import add_unit, questionnaire
from lapor.sla.zones import NATIONAL


@pytest.fixture
def made(db: None) -> Surveyed:
    return survey_world()


def wish(made: Surveyed, **changes: Any) -> dict[str, Any]:
    """The form of a plan as a browser sends it."""
    today = timezone.now().astimezone(NATIONAL).date()
    return {
        "name": "Semester II",
        "starts": f"{today}",
        "ends": f"{today + timedelta(days=30)}",
        "population": "500",
        "services": [str(one.pk) for one in made.services],
        "elements": [code for code in ELEMENTS if code != "U4"],
        "why_U4": "Gratis menurut UU 24/2013.",
        "weights": "exact",
    } | changes


def test_what_cannot_be_planned_comes_back_as_it_was_typed(made: Surveyed) -> None:
    surya, unit = desk_of("surya"), made.unit
    address = f"/kelola/skm/unit/{unit.pk}/masa/"
    begun = surya.get(address).content.decode()
    assert begun.count("checked") == len(ELEMENTS) + len(made.services) + 1
    wrong: dict[str, Any]
    for wrong, said in (
        ({"name": ""}, "Bagian ini belum diisi."),
        ({"ends": "2001-01-01"}, "Hari terakhir tidak boleh sebelum hari pertama."),
        ({"starts": "kemarin"}, "Tulis tanggal seperti 31/12/2024."),
        ({"population": "banyak"}, "Tulis banyaknya orang yang dilayani dengan angka"),
        ({"why_U4": ""}, "Tulis alasannya"),
        ({"elements": []}, "Pilih salah satu."),
        ({"services": ["99999999"]}, "Pilih salah satu."),
        ({"name": "A\x00\u202eB" + "x" * 200}, "nul"),
    ):
        answer = surya.post(address, wish(made, **wrong))
        assert answer.status_code == 422, wrong
        assert said in answer.content.decode() or "\x00" in str(wrong), wrong
        assert "Gratis menurut" in answer.content.decode() or "why_U4" in wrong
    assert Period.objects.count() == 0


def test_the_sample_is_told_as_one_types_and_without_script(made: Surveyed) -> None:
    surya, address = desk_of("surya"), f"/kelola/skm/unit/{made.unit.pk}/masa/"
    reckoned = surya.post(address, wish(made, population="1000", hitung="1"))
    assert (reckoned.status_code, Period.objects.count()) == (200, 0)
    assert "Perlu 278 responden dari 1.000 orang." in reckoned.content.decode()
    assert "Semester II" in reckoned.content.decode()
    live = surya.get("/kelola/skm/sampel/", {"population": "1.000"}).content.decode()
    assert "Perlu 278 responden" in live
    assert "Tulis angka saja" in surya.get("/kelola/skm/sampel/", {"population": "²"}).content.decode()


def test_a_survey_from_draft_to_published(made: Surveyed) -> None:
    surya, unit = desk_of("surya"), made.unit
    assert surya.post(f"/kelola/skm/unit/{unit.pk}/masa/", wish(made)).status_code == 302
    period = Period.objects.get()
    assert (period.dropped, period.population) == ({"U4": "Gratis menurut UU 24/2013."}, 500)
    one = f"/kelola/skm/masa/{period.pk}/"
    assert 'value="500"' in surya.get(f"{one}susunan/").content.decode()
    assert surya.post(f"{one}susunan/", wish(made, population="1000")).status_code == 302
    page = surya.get(one).content.decode()
    assert "Perlu 278 responden" in page
    assert "Gratis menurut" in page
    assert surya.post(f"{one}pengumuman/").status_code == 409
    assert "tidak dapat diubah lagi" in surya.get(f"{one}pembukaan/").content.decode()
    assert surya.post(f"{one}pembukaan/").status_code == 302
    assert surya.post(f"{one}pembukaan/").status_code == 409
    for gone in (f"{one}susunan/", f"/kelola/skm/unit/{unit.pk}/pertanyaan/U1/"):
        assert surya.post(gone, wish(made) | WORDS).status_code == 409, gone
    second = prepared(made)
    assert surya.post(f"/kelola/skm/masa/{second.pk}/pembukaan/").status_code == 409
    for digits in ("344-34434", "222-22222", "444-44444"):
        answered(period, digits, now=timezone.now(), sex="female", service_id=made.services[0].pk)
    page = surya.get(one).content.decode()
    assert "Kumpulkan 275 jawaban lagi" in page
    assert f"/skm/isi/{unit.code}/" in page
    progress = surya.get(f"{one}kemajuan/").content.decode()
    assert "3 dari 278 responden yang perlu" in progress
    assert "Belum ada jawaban dari: Laki-laki." in progress
    assert surya.post(f"{one}penutupan/").status_code == 302
    assert "Periksa 2 jawaban janggal" in surya.get(one).content.decode()
    assert "Siapa pun dapat membaca hasil" in surya.get(f"{one}pengumuman/").content.decode()
    assert surya.post(f"{one}pengumuman/").status_code == 302
    assert f"/skm/{unit.slug}/laporan.pdf" in surya.get(one).content.decode()
    assert surya.post(f"{one}penutupan/").status_code == 409


WORDS = {
    "text": "Apakah syaratnya mudah dipenuhi?",
    **{f"answer_{value}": f"Jawaban ke-{value}" for value in (1, 2, 3, 4)},
}


def test_units_and_services(made: Surveyed) -> None:
    surya = desk_of("surya")
    new = {"agency": made.world.stranger.pk, "name": "Puskesmas Kenjeran", "code": "PKM1"}
    elsewhere = new | {"agency": made.world.ministry.pk, "code": "PKM2"}
    for bad in (new | {"code": "1234"}, new | {"code": made.unit.code}, new | {"name": " "}, elsewhere):
        answer = surya.post("/kelola/skm/", bad)
        assert answer.status_code == 422
        assert str(bad["code"]) in answer.content.decode()
    assert surya.post("/kelola/skm/", new).status_code == 302
    unit = ServiceUnit.objects.get(code="PKM1")
    one = f"/kelola/skm/unit/{unit.pk}/"
    assert surya.post(f"{one}perubahan/", {"name": made.unit.name, "active": "on"}).status_code == 422
    assert surya.post(f"{one}perubahan/", {"name": "Puskesmas Tambaksari"}).status_code == 302
    unit.refresh_from_db()
    assert (unit.name, unit.active) == ("Puskesmas Tambaksari", False)
    assert "tidak dipakai lagi" in surya.get("/kelola/skm/", {"q": "tambak"}).content.decode()
    for name in ("Imunisasi", "Poli gigi", "Imunisasi"):
        assert surya.post(f"{one}layanan/", {"name": name}).status_code == 302
    teeth = Service.objects.get(unit=unit, name="Poli gigi")
    changed = f"{one}layanan/{teeth.pk}/"
    assert surya.post(changed, {"name": "Imunisasi", "active": "on"}).status_code == 422
    assert surya.post(changed, {"name": "Gigi"}).status_code == 302
    assert surya.get(f"/kelola/skm/unit/{made.unit.pk}/layanan/{teeth.pk}/").status_code == 404
    assert "Tidak dipakai lagi" in surya.get(f"{one}layanan/").content.decode()


def test_the_wording_of_questions(made: Surveyed) -> None:
    surya, words = desk_of("surya"), f"/kelola/skm/unit/{made.unit.pk}/pertanyaan/"
    other = add_unit(made.world.stranger, name="Lain", code="LAIN", by=made.surya, now=timezone.now())
    assert "Apakah syarat layanan ini" in surya.get(f"{words}U1/").content.decode()
    for wrong in (WORDS | {"answer_3": ""}, WORDS | {"text_en": "Easy?"}, WORDS | {"text": "x" * 301}):
        assert surya.post(f"{words}U1/", wrong).status_code == 422
    assert surya.get(f"{words}U10/").status_code == 404
    assert surya.post(f"{words}U1/", WORDS).status_code == 302
    assert surya.post(f"{words}tambahan/", WORDS | {"text": "Apakah parkirnya luas?"}).status_code == 302
    page = surya.get(words).content.decode()
    assert page.count("kata-kata sendiri") == 1
    assert "Apakah parkirnya luas?" in page
    period = prepared(made)
    asked = questionnaire(period)
    assert (asked[0].text, asked[-1].text) == (WORDS["text"], "Apakah parkirnya luas?")
    for row in Question.objects.filter(unit=made.unit):
        back = f"/kelola/skm/unit/{made.unit.pk}/kata-baku/{row.pk}/"
        assert surya.post(f"/kelola/skm/unit/{other.pk}/kata-baku/{row.pk}/").status_code == 404
        assert surya.post(back).status_code == 302
        assert surya.post(back).status_code == 404
    assert [one.pk for one in questionnaire(period)] == [None] * 9


def test_who_sees_which_surveys_and_who_runs_them(made: Surveyed) -> None:
    """The own subtree alone; leadership and the national supervisor read; of others nothing is there."""
    period = running(made)
    pages = [
        f"/kelola/skm/unit/{made.unit.pk}/",
        f"/kelola/skm/unit/{made.unit.pk}/layanan/",
        f"/kelola/skm/unit/{made.unit.pk}/pertanyaan/",
        f"/kelola/skm/masa/{period.pk}/",
        f"/kelola/skm/masa/{period.pk}/kemajuan/",
    ]
    acts = [
        f"/kelola/skm/unit/{made.unit.pk}/perubahan/",
        f"/kelola/skm/unit/{made.unit.pk}/masa/",
        f"/kelola/skm/unit/{made.unit.pk}/layanan/{made.services[0].pk}/",
        f"/kelola/skm/unit/{made.unit.pk}/pertanyaan/U1/",
        f"/kelola/skm/masa/{period.pk}/penutupan/",
    ]
    for name, reads, acting in (
        ("surya", 200, {422, 302}),
        ("tono", 200, {422, 302, 409}),
        ("pratiwi", 200, {403}),
        ("kurnia", 404, {404}),
        ("lilis", 404, {404}),
        ("budi", 403, {403}),
        ("ratna", 403, {403}),
    ):
        client = desk_of(name)
        assert {client.get(page).status_code for page in pages} == {reads}, name
        assert {client.post(act).status_code for act in acts} <= acting, name
        if reads == 200:
            assert made.unit.name in client.get("/kelola/skm/").content.decode()
            assert ("Siapkan survei" in client.get(pages[0]).content.decode()) == (403 not in acting)
    assert desk_of("pratiwi").post("/kelola/skm/").status_code == 403
    surya = desk_of("surya")
    assert surya.get("/kelola/").headers["Location"] == "/kelola/skm/"
    assert {surya.get(f"/kelola/{page}/").status_code for page in ("ekspor", "kabar", "pengawasan")} == {403}
    assert "/kelola/ekspor/" not in surya.get("/kelola/skm/").content.decode()
    assert "/kelola/skm/" in desk_of("kurnia").get("/kelola/").content.decode()


def test_lists_cost_the_same_however_long(made: Surveyed) -> None:
    surya = desk_of("surya")
    address = f"/kelola/skm/unit/{made.unit.pk}/"
    pages = ("/kelola/skm/", address, f"{address}layanan/")
    queries(surya, *pages)  # what is remembered from then on
    few = queries(surya, *pages)
    for number in range(25):
        add_unit(
            made.world.stranger,
            name=f"Unit {number:02}",
            code=f"U{number}",
            by=made.surya,
            now=timezone.now(),
        )
        Service.objects.create(unit=made.unit, name=f"Layanan {number}")
        close_period(prepared(made, name=f"Survei {number}"), by=made.surya, now=timezone.now())
    assert queries(surya, *pages) == few
    assert max(few) < 15
    first = surya.get("/kelola/skm/").content.decode()
    assert "Unit 24" not in first
    assert 'rel="next"' in first
    assert surya.get("/kelola/skm/?lanjut=xyz").status_code == 404
