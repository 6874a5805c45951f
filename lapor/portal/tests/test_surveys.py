"""The questionnaire as people meet it: answered on a phone, closed, refused, sent twice; and its poster."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lapor.skm.codes import OddityKind, Way
from lapor.skm.counter import counter_key
from lapor.skm.models import Oddity, Period, Response
from lapor.skm.periods import close_period, publish_period
from lapor.skm.results import result
from lapor.skm.tests.surveying import Surveyed, answered, opened, survey_world
from lapor.skm.units import word_question
from lapor.sla.zones import NATIONAL
from tests.client import CheckedClient

FORM = "/skm/isi/DUKCAPIL/"


def kiosk_of(period: Period) -> str:
    return f"/skm/kios/DUKCAPIL/{counter_key(period)}/"


def today() -> date:
    return timezone.now().astimezone(NATIONAL).date()


def running(made: Surveyed, **changes: Any) -> Period:
    """A survey that takes answers today."""
    days = {"starts": today() - timedelta(days=5), "ends": today() + timedelta(days=5)}
    return opened(made, **(days | changes))


def filled(**changes: str) -> dict[str, str]:
    return {"client_id": str(uuid4()), "U1": "3", "U2": "4", "U9": "2"} | changes


@pytest.fixture
def made(db: None) -> Surveyed:
    return survey_world()


def test_an_answer_by_link(made: Surveyed, client: CheckedClient) -> None:
    word_question(
        made.unit, "", text="Ada musala?", answers=["Tidak", "Kurang", "Ya", "Bagus"], by=made.surya
    )
    period = running(made, dropped={"U4": "Gratis."})
    page = client.get("/skm/isi/dukcapil/").content.decode()
    assert "Apakah syarat layanan ini sesuai" in page
    assert "Sangat mudah" in page
    assert "U4" not in page
    assert "Ada musala?" in page
    assert "KTP elektronik" in page
    assert len(page) < 30_000
    own = made.unit.questions.get().pk
    sent = filled(
        service=str(made.services[1].pk),
        sex="female",
        suggestion="Antrean 081234567890",
        **{f"own-{own}": "2"},
    )
    for _turn in range(2):  # pressed twice
        answer = client.post(FORM, sent)
        assert answer.status_code == 302
    assert "Terima kasih" in client.get(answer["Location"]).content.decode()
    found = Response.objects.get()
    assert (found.u1, found.u3, found.u9, found.sex, found.own) == (3, None, 2, "female", {str(own): 2})
    assert found.way == Way.LINK
    assert found.service_id == made.services[1].pk
    client.post(FORM, filled(U1="1"))
    marks = set(Response.objects.values_list("mark", flat=True))
    assert len(marks) == 1  # the same browser
    assert marks != {""}
    assert client.cookies["perangkat"]["path"] == FORM
    assert result(period).counted.n == 2
    english = client.get(FORM, headers={"Accept-Language": "en"}).content.decode()
    assert "Was it easy to get through" in english


def test_what_cannot_be_comes_back_with_what_was_typed(made: Surveyed, client: CheckedClient) -> None:
    running(made)
    nothing = client.post(FORM, filled(U1="", U2="", U9="", suggestion="Kursinya kurang.", age="30_39"))
    assert nothing.status_code == 422
    page = nothing.content.decode()
    assert "Jawab paling sedikit satu pertanyaan." in page
    assert "Kursinya kurang." in page
    assert '<option value="30_39" selected' in page
    wrong = (
        {"U1": "5"},
        {"U1": "\0"},
        {"service": "999999999999"},
        {"service": "x"},
        {"sex": "lain"},
        {"suggestion": "a\0b"},
        {"suggestion": "x" * 1_000_000},
        {"suggestion": "\u202e" + "🙂" * 2_001},
    )
    for change in wrong:
        assert client.post(FORM, filled(**change)).status_code == 422, change
    odd = ({"client_id": "\0"}, {"client_id": "x" * 39}, {"opened": "9" * 15}, {"answered_at": "9" * 15})
    for change in odd:
        assert client.post(FORM, filled(**change)).status_code in (302, 422), change
    assert client.get("/skm/isi/KELURAHAN/").status_code == 404
    assert client.get("/skm/isi/%00/").status_code == 404


def test_pages_of_a_survey_that_takes_nothing(made: Surveyed, client: CheckedClient) -> None:
    def shown() -> str:
        page = client.get(FORM).content.decode()
        assert "/lapor/?instansi=" in page
        assert client.post(FORM, filled()).status_code == 409
        refused = client.post("/skm/kios/DUKCAPIL/x/", filled(), headers={"Accept": "application/json"})
        assert refused.status_code == 409
        return page

    assert "Survei ini tidak sedang dibuka" in shown()
    period = opened(made, starts=today() + timedelta(days=3), ends=today() + timedelta(days=9))
    assert "Survei ini belum dibuka" in shown()
    Period.objects.filter(pk=period.pk).update(
        starts=today() - timedelta(days=9), ends=today() - timedelta(days=1)
    )
    assert "berakhir" in shown()
    period.refresh_from_db()
    answered(period, way=Way.KIOSK, now=timezone.now(), answered_at=timezone.now() - timedelta(days=2))
    publish_period(close_period(period, by=made.surya, now=timezone.now()), by=made.surya, now=timezone.now())
    assert f"/skm/{made.unit.slug}/" in shown()
    assert not Response.objects.exclude(way=Way.KIOSK).exists()


def test_a_screen_sends_what_it_kept(made: Surveyed, client: CheckedClient) -> None:
    """Also after the last day, but then only what was answered before."""
    period = running(made, ends=today() - timedelta(days=1))
    headers = {"Accept": "application/json"}

    def send(at: datetime) -> int:
        answer = client.post(
            kiosk_of(period), filled(answered_at=str(int(at.timestamp())), perangkat="layar"), headers=headers
        )
        return answer.status_code

    assert send(timezone.now() - timedelta(days=2)) == 201
    assert send(timezone.now()) == 409
    assert client.post(kiosk_of(period), filled(U1="9"), headers=headers).status_code == 422
    Period.objects.filter(pk=period.pk).update(ends=today())
    plain = client.post(kiosk_of(period), filled())
    assert "Pengunjung berikutnya" in client.get(plain["Location"]).content.decode()
    assert set(Response.objects.values_list("way", flat=True)) == {Way.KIOSK}


def test_a_screen_whose_clock_stands_wrong(made: Surveyed, client: CheckedClient) -> None:
    """How long ago counts, not what its clock says; one that was reset in between knows nothing."""
    period, now = running(made), timezone.now()
    for answered_at, sent_at, ago in (
        (1_000, 1_000 + 7_200, timedelta(hours=2)),
        (4_000_000_000, 4_000_000_060, timedelta(minutes=1)),
        (1_000, int(now.timestamp()), timedelta()),
        (4_000_000_000, 1_000, timedelta()),
        (1_000, 9 * 10**14, timedelta()),
    ):
        sent = filled(answered_at=str(answered_at), sent_at=str(sent_at))
        answer = client.post(kiosk_of(period), sent, headers={"Accept": "application/json"})
        assert answer.status_code == 201
        found = Response.objects.get(client_id=sent["client_id"])
        assert abs(now - ago - found.answered_at) < timedelta(seconds=30)
    forged = filled(answered_at=str(int((now - timedelta(days=3)).timestamp())))
    client.post(FORM, forged)
    assert Response.objects.get(client_id=forged["client_id"]).answered_at >= now


def test_only_who_knows_its_address_answers_as_the_counter(made: Surveyed, client: CheckedClient) -> None:
    """Nothing about devices is odd at the counter; so from home it must be the form of everybody."""
    period = running(made)
    other = kiosk_of(Period(pk=period.pk + 1))
    assert client.get(kiosk_of(period)).status_code == 200
    assert client.get(other)["Location"] == FORM
    assert client.post(other, filled(), headers={"Accept": "application/json"}).status_code == 409
    assert client.get("/skm/kios/DUKCAPIL/").status_code == 404
    assert kiosk_of(period) not in client.get(f"{FORM}terima-kasih/?kios=x").content.decode()
    assert not Response.objects.exists()


def test_many_answers_from_one_network_look_odd(made: Surveyed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever throws the cookie away is another device each time, but has the same address."""
    period = running(made)
    monkeypatch.setattr("lapor.portal.skm.filling.CROWD", 2)
    for turn in range(4):
        Client().post(FORM, filled())
        Client().post(kiosk_of(period), filled())
        Client(REMOTE_ADDR=f"203.0.113.{turn}").post(FORM, filled())
    assert set(Oddity.objects.values_list("kind", "response__way")) == {(OddityKind.CROWD, Way.LINK)}
    assert Oddity.objects.count() == 2
    monkeypatch.setattr("lapor.portal.skm.filling.PER_CLIENT", 4)
    assert Client().post(FORM, filled()).status_code == 429


def test_no_other_site_has_its_visitors_answer(made: Surveyed, client: CheckedClient) -> None:
    running(made)
    for site, code in (("cross-site", 403), ("same-origin", 302), ("none", 302)):
        assert client.post(FORM, filled(), headers={"Sec-Fetch-Site": site}).status_code == code
    assert Response.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_by_two_at_once_counts_once() -> None:
    period = running(survey_world())
    sent, codes = filled(), []

    def post() -> None:
        try:
            codes.append(Client().post(FORM, sent).status_code)
        finally:
            connection.close()

    threads = [Thread(target=post) for _turn in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert codes == [302, 302, 302]
    assert result(period).counted.n == 1


def test_the_poster_is_one_accessible_page(made: Surveyed, client: CheckedClient) -> None:
    """PDF/UA-1 is checked by the writer."""
    running(made, dropped={"U4": "Gratis."})
    for headers in ({}, {"Accept-Language": "en"}):
        answer = client.get("/skm/poster/dukcapil.pdf", headers=headers)
        assert answer["Content-Type"] == "application/pdf"
        assert b"/Type/Pages/Count 1/" in answer.content
    assert client.get("/skm/poster/KELURAHAN.pdf").status_code == 404
