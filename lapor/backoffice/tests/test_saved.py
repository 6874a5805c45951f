"""Saved views: kept under a name, opened, renamed, shared with the own office, dropped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.utils import timezone

from lapor.accounts.models import User
from lapor.backoffice.models import SavedView
from lapor.backoffice.saved import VIEWS_MAX
from lapor.backoffice.tests.stages import Stages
from lapor.backoffice.tests.test_duties import numbers

ASKED = "antrean=semua&q=atap&status=disposed"


def save(client: Any, name: str = "Atap", query: str = ASKED, *, shared: bool = False) -> SavedView:
    given = {"name": name, "query": query} | ({"shared": "on"} if shared else {})
    sent = client.post("/kelola/tampilan/", given)
    assert sent.status_code == 302, sent.content.decode()
    return SavedView.objects.latest("pk")


def test_a_list_is_kept_under_a_name_and_opened_again(desk: Any, stages: Stages) -> None:
    report = stages.disposed(title="Atap bocor")
    client = desk("kurnia")
    page = client.get(f"/kelola/?sampah=1&{ASKED}&lanjut=").content.decode()
    assert f'name="query" value="{ASKED.replace("&", "&amp;")}"' in page
    view = save(client, query=f"sampah=1&{ASKED}&lanjut=abc")
    assert view.query == ASKED
    opened = client.get(f"/kelola/tampilan/{view.pk}/")
    assert opened.headers["Location"] == f"/kelola/?{ASKED}"
    assert numbers(client, ASKED) == [report.pk]
    beside = client.get(f"/kelola/?{ASKED}").content.decode()
    assert f'href="/kelola/tampilan/{view.pk}/" aria-current="page">Atap' in beside
    assert "Atap" in client.get("/kelola/tampilan/").content.decode()


def test_a_view_is_renamed_and_dropped_by_its_owner(desk: Any) -> None:
    client = desk("kurnia")
    view, other = save(client), save(client, "Pagar")
    address = f"/kelola/tampilan/{view.pk}/nama/"
    assert client.get(address).status_code == 200
    for name in ("", "Pagar", "x" * 61):
        refused = client.post(address, {"name": name})
        assert refused.status_code == 422
    assert "sudah punya tampilan bernama" in client.post(address, {"name": "Pagar"}).content.decode()
    assert client.post(address, {"name": "Atap sekolah", "shared": "on"}).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Atap sekolah", True)
    assert client.post(f"/kelola/tampilan/{other.pk}/penghapusan/").status_code == 302
    assert list(SavedView.objects.all()) == [view]


def test_a_shared_view_is_read_in_the_own_office_and_shows_the_own_scope(desk: Any, stages: Stages) -> None:
    at_unit, at_agency = stages.at_unit(title="Atap satu"), stages.disposed(title="Atap dua")
    view = save(desk("kurnia"), shared=True)
    private = save(desk("kurnia"), "Rahasia saya")
    for name in ("budi", "wati", "lilis"):
        client = desk(name)
        assert client.get(f"/kelola/tampilan/{view.pk}/").status_code == 302
        assert client.get(f"/kelola/tampilan/{private.pk}/").status_code == 404
        assert "Dibagikan oleh Kurnia" in client.get("/kelola/tampilan/").content.decode()
        for noun in ("nama", "penghapusan"):
            assert (
                client.post(f"/kelola/tampilan/{view.pk}/{noun}/", {"name": "Milik saya"}).status_code == 404
            )
    for name in ("tono", "ratna", "karin"):
        client = desk(name)
        assert client.get(f"/kelola/tampilan/{view.pk}/").status_code == 404
        assert "Atap" not in client.get("/kelola/tampilan/").content.decode()
    assert set(numbers(desk("kurnia"), view.query)) == {at_unit.pk, at_agency.pk}
    assert numbers(desk("budi"), view.query) == [at_unit.pk]


def test_national_officers_share_with_those_of_their_role(desk: Any) -> None:
    """A verifier's view is nothing to KSP, the Ombudsman or the supervisor, who each ask other things."""
    view = save(desk("ratna"), query="antrean=verifikasi&kelas=aspiration", shared=True)
    opened = desk("andi").get(f"/kelola/tampilan/{view.pk}/")
    assert opened.status_code == 302
    assert "Perlu diverifikasi</h1>" in desk("andi").get(opened.headers["Location"]).content.decode()
    for name in ("pratiwi", "karin", "yusuf", "kurnia"):
        client = desk(name)
        assert client.get(f"/kelola/tampilan/{view.pk}/").status_code == 404
        assert "Atap" not in client.get("/kelola/tampilan/").content.decode()
    desk("ratna").post(f"/kelola/tampilan/{view.pk}/nama/", {"name": "Atap"})
    assert desk("andi").get(f"/kelola/tampilan/{view.pk}/").status_code == 404
    shared = save(desk("karin"), "Lonjakan", shared=True)
    assert desk("yusuf").get(f"/kelola/tampilan/{shared.pk}/").status_code == 404


def test_a_view_of_too_many_fields_is_refused_in_words(desk: Any) -> None:
    answer = desk("kurnia").post("/kelola/tampilan/", {"name": "Banyak", "query": "&".join(["a=1"] * 1_001)})
    assert answer.status_code == 422
    assert "terlalu panjang untuk disimpan" in answer.content.decode()


def test_what_cannot_be_saved_says_why_and_comes_back(desk: Any) -> None:
    client, user = desk("kurnia"), User.objects.get(email="kurnia@demo.lapor")
    for name in ("", "\0", " "):
        page = client.post("/kelola/tampilan/", {"name": name, "query": ASKED})
        assert page.status_code == 422
        assert f'value="{ASKED.replace("&", "&amp;")}"' in page.content.decode()
    assert (
        client.post("/kelola/tampilan/", {"name": "🏚️ \u202eatap", "query": "%ff&&=&" * 300}).status_code
        == 302
    )
    assert client.post("/kelola/tampilan/", {"name": "a", "query": "x" * 1_000_000}).status_code == 422
    now = timezone.now()
    SavedView.objects.bulk_create(
        SavedView(user=user, name=f"{n}", query="", created_at=now + timedelta(seconds=n))
        for n in range(VIEWS_MAX)
    )
    full = client.post("/kelola/tampilan/", {"name": "Satu lagi", "query": ASKED})
    assert full.status_code == 422
    assert "Hapus satu dulu" in full.content.decode()
    page = client.get("/kelola/tampilan/").content.decode()
    older = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(f"/kelola/tampilan/{older}").status_code == 200
    assert client.get(f"/kelola/tampilan/?lanjut={quote('bukan kunci')}").status_code == 404
