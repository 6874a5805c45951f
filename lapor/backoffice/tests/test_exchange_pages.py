"""Gatherings, consultations and questions through their pages, public and at the desk."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from lapor.backoffice.tests.test_competition_pages import enter, queries
from lapor.jipp.competition.calls import today
from lapor.jipp.models import Comment, Gathering, Policy, Question
from lapor.jipp.tests.competing import Network, innovation, network
from lapor.notifications.models import Delivery
from tests.client import CheckedClient

DESK = "/kelola/inovasi/"


@pytest.fixture
def made(db: None) -> Network:
    return network()


def gathered(made: Network, **changes: Any) -> dict[str, Any]:
    begins = timezone.localtime() + timedelta(days=5)
    return {
        "hub": made.hub.pk,
        "title": "Temu Belajar",
        "about": "Belajar <b>bersama</b>.",
        "place": "Aula",
        "starts_at": begins.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (begins + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
        "capacity": 1,
    } | changes


def test_a_gathering_from_its_plan_to_its_participants(made: Network) -> None:
    hana, guest = enter("hana"), CheckedClient()
    assert hana.post(DESK + "kegiatan/baru/", gathered(made, capacity="x")).status_code == 422
    assert hana.post(DESK + "kegiatan/baru/", gathered(made)).status_code == 302
    row = Gathering.objects.get()
    place, public = f"{DESK}kegiatan/{row.pk}/", f"/inovasi/kegiatan/{row.slug}/"
    assert guest.get(public).status_code == 404
    assert hana.get(place + "perubahan/").status_code == 200
    assert hana.post(place + "perubahan/", gathered(made, title="Temu <i>Lagi</i>")).status_code == 302
    assert hana.post(place + "pembatalan/").status_code == 409
    assert hana.post(place + "pembukaan/").status_code == 302
    assert "Temu &lt;i&gt;Lagi" in guest.get("/inovasi/kegiatan/").content.decode()
    assert guest.get("/inovasi/kegiatan/?lalu=1").status_code == 200
    assert guest.get(public + "kalender.ics").content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert guest.post(public, {"email": "bukan surel"}).status_code == 422
    assert guest.post(public, {"email": "A@contoh.example", "name": "Kenanga 🎉"}).status_code == 302
    assert guest.post(public, {"email": "b@contoh.example"}).status_code == 409
    assert "Tempat sudah habis" in guest.get(public).content.decode()
    link = re.search(r"/inovasi/kegiatan/pendaftaran/[^/]+/", Delivery.objects.get().body)
    assert link
    assert "Pastikan pendaftaran" in guest.get(link[0]).content.decode()
    assert guest.post(link[0]).status_code == 302
    assert "Anda terdaftar" in guest.get(link[0]).content.decode()
    assert "a@contoh.example" in hana.get(place).content.decode()
    assert "contoh.example" not in guest.get(public).content.decode()
    assert enter("tono").get(place).status_code == 403
    assert "dibatalkan" in guest.post(link[0] + "pembatalan/").content.decode()
    assert "dibatalkan" in guest.get(link[0]).content.decode()
    assert guest.get("/inovasi/kegiatan/pendaftaran/palsu:x/").status_code == 404
    assert hana.post(place + "pembatalan/").status_code == 302


def test_a_consultation_from_its_text_to_its_result(made: Network) -> None:
    hana, guest, day = enter("hana"), CheckedClient(), today(timezone.now())
    sent = {
        "hub": made.hub.pk,
        "kind": "consultation",
        "title": "Standar loket",
        "text": "Buka <b>pukul</b> 8.",
    }
    assert hana.post(DESK + "kebijakan/baru/", sent).status_code == 422
    sent |= {"opens_on": day.isoformat(), "closes_on": day.isoformat()}
    assert hana.post(DESK + "kebijakan/baru/", sent).status_code == 302
    row = Policy.objects.get()
    place, public = f"{DESK}kebijakan/{row.pk}/", f"/inovasi/kebijakan/{row.slug}/"
    assert guest.get(public).status_code == 404
    assert hana.post(place + "perubahan/", sent).status_code == 302
    assert hana.post(place + "penerbitan/").status_code == 302
    assert hana.post(place + "penerbitan/").status_code == 409
    assert guest.post(public, {"text": " "}).status_code == 422
    assert guest.post(public, {"text": "Terlalu siang \0"}).status_code == 422
    for words in ("Terlalu siang, hubungi 081234567890", "Kasar"):
        assert guest.post(public, {"text": words}).status_code == 302
    assert "Terlalu siang" not in guest.get(public).content.decode()
    settled(hana, place)
    page = guest.get(public).content.decode()
    assert "Kami ubah." in page
    assert "Kasar" not in page
    assert "081234567890" not in page
    Policy.objects.update(opens_on=day - timedelta(days=9), closes_on=day - timedelta(days=1))
    assert guest.post(public, {"text": "Terlambat"}).status_code == 409
    assert hana.post(place + "penyelesaian/", {"text": "Loket buka pukul 7."}).status_code == 302
    assert "Loket buka pukul 7." in guest.get(public).content.decode()


def settled(hana: CheckedClient, place: str) -> None:
    """One comment shown and replied to, the other refused, each once."""
    good, rude = Comment.objects.order_by("pk")
    assert hana.post(place + "penyelesaian/", {"text": "Selesai."}).status_code == 409
    for one, noun, form, code in (
        (good, "balasan", {"text": "Belum"}, 409),
        (good, "penayangan", {}, 302),
        (good, "balasan", {"text": ""}, 422),
        (good, "balasan", {"text": "Kami ubah."}, 302),
        (rude, "penolakan", {"reason": ""}, 422),
        (rude, "penolakan", {"reason": "Hinaan."}, 302),
        (rude, "penolakan", {"reason": "Lagi."}, 409),
    ):
        assert hana.post(f"{DESK}tanggapan/{one.pk}/{noun}/", form).status_code == code, (noun, code)


def test_questions_are_answered_by_the_owner_and_lists_cost_the_same(made: Network) -> None:
    row, maya, hana, guest = innovation(made), enter("maya"), enter("hana"), CheckedClient()
    public = f"/inovasi/{row.slug}/tanya/"
    for _turn in range(2):
        assert guest.post(public, {"text": "Berapa biayanya?", "name": "Ani"}).status_code == 302
    assert guest.post(public, {"text": ""}).status_code == 422
    first, second = Question.objects.order_by("pk")
    assert hana.get(DESK + "pertanyaan/").status_code == 403
    assert enter("kurnia").get(f"{DESK}pertanyaan/{first.pk}/").status_code == 404
    assert maya.post(f"{DESK}pertanyaan/{first.pk}/", {"text": " "}).status_code == 422
    assert maya.post(f"{DESK}pertanyaan/{first.pk}/", {"text": "Gratis."}).status_code == 302
    assert maya.post(f"{DESK}pertanyaan/{first.pk}/", {"text": "Lagi."}).status_code == 409
    lists = (DESK + "pertanyaan/", public, "/inovasi/kegiatan/", "/inovasi/kebijakan/")
    before = [queries(maya, place) for place in lists]
    desks = [queries(hana, DESK + place) for place in ("kegiatan/", "kebijakan/")]
    for _turn in range(3):
        guest.post(public, {"text": "Berapa lama?"})
        hana.post(DESK + "kegiatan/baru/", gathered(made))
        sent = {"hub": made.hub.pk, "kind": "note", "title": "Catatan", "text": "Isi."}
        hana.post(DESK + "kebijakan/baru/", sent)
    Question.objects.exclude(pk=second.pk).update(status="answered", answer="Ya.")
    Gathering.objects.update(status="open")
    Policy.objects.update(status="published")
    assert [queries(maya, place) for place in lists] == before
    assert [queries(hana, DESK + place) for place in ("kegiatan/", "kebijakan/")] == desks
    assert maya.post(f"{DESK}pertanyaan/{second.pk}/penolakan/", {"reason": "Iklan."}).status_code == 302
    for place in (*lists, f"/inovasi/kebijakan/{Policy.objects.all()[0].slug}/"):
        assert maya.get(place + "?lanjut=xyz").status_code == 404
