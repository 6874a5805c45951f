"""A competition through its pages: who runs it, who proposes, who scores, and what everybody reads after."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.models import User
from lapor.accounts.roles import Role
from lapor.jipp.competition.calls import today
from lapor.jipp.competition.criteria import judged, newest
from lapor.jipp.competition.recount import differences
from lapor.jipp.models import Call, Evaluator, ScoreSheet
from lapor.jipp.tests.competing import Network, evaluator, innovation, network, person
from lapor.registry.agencies import ensure_unit
from tests.client import CheckedClient

DESK = "/kelola/inovasi/kompetisi/"
CODES = [one.code for one in judged(newest())]


@pytest.fixture
def made(db: None) -> Network:
    return network()


def enter(name: str) -> CheckedClient:
    client = CheckedClient()
    client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    return client


def planned(**changes: Any) -> dict[str, Any]:
    day = today(timezone.now())
    sent: dict[str, Any] = {
        "title": "KIPP Uji",
        "about": "Lomba <b>uji</b>.\n\nTerbuka.",
        "opens_on": day.isoformat(),
        "closes_on": (day + timedelta(days=9)).isoformat(),
        "scored_by": (day + timedelta(days=30)).isoformat(),
        "months": 12,
        "shortlist": 1,
        "least": 1,
        "method": "mean_shift",
        "enough": 5,
    }
    for one in newest():
        sent |= {f"weight_{one.code}": one.weight, f"words_{one.code}": one.words}
    return sent | changes


def begun(hana: CheckedClient, made: Network) -> Call:
    """Prepared and opened by the forms."""
    assert "Siapkan kompetisi" in hana.get(DESK).content.decode()
    wrong = hana.post(DESK + "baru/", planned(hub=made.hub.pk, title="", weight_novelty="x"))
    assert wrong.status_code == 422
    assert "Lomba &lt;b&gt;uji" in wrong.content.decode()
    answer = hana.post(DESK + "baru/", planned(hub=made.hub.pk))
    call = Call.objects.get()
    assert answer.headers["Location"] == f"{DESK}{call.pk}/"
    assert hana.get(f"{DESK}{call.pk}/perubahan/").status_code == 200
    assert hana.post(f"{DESK}{call.pk}/perubahan/", planned(months=24)).status_code == 302
    for place in (f"/inovasi/kompetisi/{call.slug}/", f"/inovasi/kompetisi/{call.slug}/nilai.json"):
        assert CheckedClient().get(place).status_code == 404
    assert hana.post(f"{DESK}{call.pk}/penghitungan/").status_code == 409
    assert hana.post(f"{DESK}{call.pk}/pembukaan/").status_code == 302
    assert hana.post(f"{DESK}{call.pk}/perubahan/", planned()).status_code == 409
    return call


def test_from_a_plan_to_results_that_everybody_can_count_again(made: Network) -> None:
    hana, maya = enter("hana"), enter("maya")
    call = begun(hana, made)
    place = f"{DESK}{call.pk}/"
    rows = [innovation(made, number) for number in range(3)]
    young = innovation(made, 9, started_on=today(timezone.now()))
    offered = maya.get(place + "usulan/").content.decode()
    assert "baru 0 bulan" in offered
    for one in rows:
        assert maya.post(place + "usulan/", {"innovation": one.pk}).status_code == 302
    for sent, code in ((young.pk, 422), ("", 422), ("9" * 30, 422), (rows[0].pk, 404)):
        assert maya.post(place + "usulan/", {"innovation": sent}).status_code == code
    assert hana.get(place + "usulan/").status_code == 403
    Call.objects.update(closes_on=today(timezone.now()) - timedelta(days=1),
                        opens_on=today(timezone.now()) - timedelta(days=9))  # fmt: skip
    willing = asked(hana, made, place)
    assert hana.post(place + "penilaian/").status_code == 302
    early = hana.post(place + "penghitungan/")
    assert (early.status_code, f'action="{place}penghitungan/"' in early.content.decode()) == (409, True)
    scored(willing)
    assert hana.post(place + "penghitungan/").status_code == 302
    assert "Peringkat" in hana.get(place).content.decode()
    public = f"/inovasi/kompetisi/{call.slug}/"
    assert CheckedClient().get(public + "nilai.json").status_code == 404
    assert hana.post(place + "pengumuman/").status_code == 302
    page = CheckedClient().get(public).content.decode()
    assert page.index("Antrean Ramah 2") < page.index("Antrean Ramah 0")
    assert "Eka" not in page
    english = CheckedClient().get(public, headers={"Accept-Language": "en"}).content.decode()
    assert f'href="{public}"' in CheckedClient().get(f"/inovasi/hub/{made.hub.slug}/").content.decode()
    assert "Log in" not in english.partition("<main")[2].partition("</main")[0]
    assert "&lt;b&gt;uji" in page
    file = CheckedClient().get(public + "nilai.json")
    assert differences(json.loads(file.content)) == []
    assert b"def recount" in CheckedClient().get("/inovasi/kompetisi/hitung-ulang.py").content


def asked(hana: CheckedClient, made: Network, place: str) -> Evaluator:
    """Invited and willing, by the pages."""
    person(made.world, "eka", Role.EVALUATOR, ensure_unit(made.world.ministry, "Universitas Eka"))
    user = User.objects.get(name="Eka")
    assert hana.post(place + "penilai/", {"user": 10**9}).status_code == 422
    assert hana.post(place + "penilai/", {"user": user.pk}).status_code == 302
    one = Evaluator.objects.get()
    eka = enter("eka")
    assert "Saya bersedia" in eka.get(f"/kelola/inovasi/penilaian/{one.pk}/").content.decode()
    assert eka.post(f"/kelola/inovasi/penilaian/{one.pk}/kesediaan/", {}).status_code == 422
    sent = {"jawaban": "ya"}
    assert eka.post(f"/kelola/inovasi/penilaian/{one.pk}/kesediaan/", sent).status_code == 302
    assert eka.post(f"/kelola/inovasi/penilaian/{one.pk}/kesediaan/", sent).status_code == 409
    return one


def scored(one: Evaluator) -> None:
    """Each proposal by its page, a better one after the other; a conflict bars the page's form too."""
    eka, stranger = enter("eka"), enter("hana")
    sheets = list(ScoreSheet.objects.order_by("proposal__number"))
    place = "/kelola/inovasi/penilaian/lembar/"
    assert stranger.get(f"{place}{sheets[0].pk}/").status_code == 403
    for number, sheet in enumerate(sheets):
        page = f"{place}{sheet.pk}/"
        assert "Isi bagian novelty" in eka.get(page).content.decode()
        assert eka.post(page, dict.fromkeys(CODES, "101")).status_code == 422
        assert eka.post(page + "konflik/", {"reason": " "}).status_code == 422
        assert eka.post(page, dict.fromkeys(CODES, 60 + number)).status_code == 302
    assert eka.get(f"/kelola/inovasi/penilaian/{one.pk}/").content.decode().count("Sudah dinilai") == 3
    extra = ScoreSheet.objects.get(pk=sheets[0].pk)
    ScoreSheet.objects.filter(pk=extra.pk).update(marks=None, conflict="declared", conflict_note="Keluarga.")
    assert eka.post(f"{place}{extra.pk}/", dict.fromkeys(CODES, 60)).status_code == 409
    assert eka.post(f"{place}{extra.pk}/konflik/", {"reason": "Lagi."}).status_code == 409
    extra.delete()  # a conflict is never taken back
    ScoreSheet.objects.create(evaluator=one, proposal=extra.proposal, marks=dict.fromkeys(CODES, 60))


def test_what_is_another_ones_is_not_there_and_lists_cost_the_same(made: Network) -> None:
    hana, tono, ratna = enter("hana"), enter("tono"), enter("ratna")
    assert ratna.get(DESK).status_code == 403
    for _turn in range(3):
        assert hana.post(DESK + "baru/", planned(hub=made.hub.pk)).status_code == 302
    call = Call.objects.order_by("pk")[0]
    assert tono.get(f"{DESK}{call.pk}/").status_code == 404
    assert tono.post(f"{DESK}{call.pk}/pembukaan/").status_code == 403
    few = queries(hana, DESK)
    hana.post(f"{DESK}{call.pk}/pembukaan/")
    public, page = queries(CheckedClient(), "/inovasi/kompetisi/"), queries(hana, f"{DESK}{call.pk}/")
    for number in range(4):
        assert hana.post(DESK + "baru/", planned(hub=made.hub.pk)).status_code == 302
        evaluator(made, call, f"orang{number}")
        enter("maya").post(f"{DESK}{call.pk}/usulan/", {"innovation": innovation(made, number).pk})
    Call.objects.update(status="open")
    assert queries(hana, DESK) == few
    assert queries(CheckedClient(), "/inovasi/kompetisi/") == public
    assert queries(hana, f"{DESK}{call.pk}/") == page
    for place in (DESK, "/inovasi/kompetisi/", f"{DESK}{call.pk}/"):
        assert hana.get(place + "?lanjut=xyz").status_code == 404


def queries(client: CheckedClient, place: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(place).status_code == 200
    return len(seen)
