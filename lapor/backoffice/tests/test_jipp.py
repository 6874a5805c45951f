"""The innovation network at the desk: scope, wrong states, what was typed comes back."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.accounts.actors import OPERATOR
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.jipp import replicating, writing
from lapor.jipp.models import Innovation, InnovationVersion, Replication
from lapor.jipp.tests.networking import ALL_TICKED, ONE_PIXEL, Network, drafted, facts, network, shown
from lapor.reports.tests.world import NOW
from tests.client import CheckedClient

REQUEST = "Kami punya masalah yang sama dan ingin belajar dari pengalaman Anda."


@pytest.fixture
def made(db: None) -> Network:
    return network()


def at_desk(made: Network, name: str) -> CheckedClient:
    client = CheckedClient()
    client.force_login(made.user(name))
    return client


def form(**changes: object) -> dict[str, object]:
    return {**facts(), "started_on": "2016-05-01", "edits": 1} | changes


def test_those_without_a_seat_elsewhere_are_led_to_their_part(made: Network) -> None:
    eka = User.objects.create_user("eka@demo.lapor", "lapor-demo", name="Eka")
    Seat.objects.create(user=eka, role=Role.EVALUATOR, agency=made.hub.host)
    for name, part in (
        ("hana", "inovasi/"),
        ("wulan", "inovasi/"),
        ("gita", "inovasi/"),
        ("dodi", "inovasi/replikasi/"),
        ("eka", "inovasi/penilaian/"),
    ):
        client = at_desk(made, name)
        assert client.get("/kelola/")["Location"] == "/kelola/inovasi/"
        assert client.get("/kelola/inovasi/", follow=True).request["PATH_INFO"] == f"/kelola/{part}"
        assert client.get("/kelola/ekspor/").status_code == 403
    assert at_desk(made, "budi").get("/kelola/inovasi/").status_code == 403


def test_what_was_typed_comes_back_and_two_writers_do_not_overwrite(made: Network) -> None:
    path, tono = f"/kelola/inovasi/{drafted(made).innovation_id}/", at_desk(made, "tono")
    for text in ("kata " * 201, "\0" * 10 + "panjang " * 300, "😀 " * 300, "\u202e " + "x " * 300):
        answer = tono.post(path, form(summary=text))
        assert answer.status_code == 422
    assert "kata kata" in tono.post(path, form(summary="kata " * 201)).content.decode()
    huge = tono.post(path, form(background="a" * 1_000_000))
    assert (huge.status_code, "Terlalu panjang" in huge.content.decode()) == (422, True)
    bad = tono.post(
        path, form(video="http://x", contact_email="x", started_on="2999-01-01", categories=["x"])
    )
    assert bad.status_code == 422
    assert tono.post(path, form(title="Yang pertama")).status_code == 302
    late = tono.post(path, form(title="Yang kedua"))
    assert (late.status_code, "Orang lain baru saja" in late.content.decode()) == (422, True)
    assert InnovationVersion.objects.get().title == "Yang pertama"


def test_scope_role_and_state_have_their_codes(made: Network) -> None:
    version = drafted(made)
    path = f"/kelola/inovasi/{version.innovation_id}/"
    assert at_desk(made, "gita").get(path).status_code == 404
    assert at_desk(made, "dodi").get(path).status_code == 404
    wulan, tono, hana = (at_desk(made, name) for name in ("wulan", "tono", "hana"))
    assert [wulan.get(path).status_code, wulan.post(path, form()).status_code] == [200, 403]
    assert tono.get(f"{path}tinjauan/").status_code == 403
    assert (
        wulan.post(
            f"{path}tinjauan/", {"decision": "kembali", "reason": "Belum lengkap sama sekali."}
        ).status_code
        == 409
    )
    assert tono.post(f"{path}pengajuan/").status_code == 302
    assert tono.post(f"{path}pengajuan/").status_code == 409
    assert tono.post(path, form()).status_code == 409
    assert wulan.post(f"{path}tinjauan/", {"decision": "terbit", "checklist": ["clear"]}).status_code == 422
    assert tono.post(f"{path}pengajuan/penarikan/").status_code == 302
    assert wulan.post(f"{path}penarikan/").status_code == 409
    assert hana.get(f"/kelola/inovasi/hub/{made.hub.pk}/").status_code == 200
    assert tono.get(f"/kelola/inovasi/hub/{made.hub.pk}/").status_code == 404


def test_what_was_typed_goes_along_and_is_never_lost(made: Network) -> None:
    """Submitting keeps what stands in the form; where something cannot be done now, the words come back."""
    version, tono = drafted(made), at_desk(made, "tono")
    path = f"/kelola/inovasi/{version.innovation_id}/"
    short = tono.post(f"{path}pengajuan/", form(novelty="Terlalu pendek."))
    assert (short.status_code, "Terlalu pendek." in short.content.decode()) == (422, True)
    assert 'name="edits" value="2"' in short.content.decode()
    assert tono.post(f"{path}pengajuan/", form(edits=2, title="Judul yang baru diketik")).status_code == 302
    version.refresh_from_db()
    assert (version.title, version.status) == ("Judul yang baru diketik", "in_review")
    late = tono.post(path, form(title="Kalimat yang terlambat"))
    assert (late.status_code, "Kalimat yang terlambat" in late.content.decode()) == (409, True)


def test_a_curator_sees_all_that_publishing_shows(made: Network) -> None:
    """Contact, video and every file: the checklist asks whether somebody's data stand in them."""
    video = "https://video.example/antrean"
    version = drafted(made, contact_phone="031-555", video=video)
    tono, wulan = at_desk(made, "tono"), at_desk(made, "wulan")
    path = f"/kelola/inovasi/{version.innovation_id}/"
    sent = {"file": SimpleUploadedFile("a.png", ONE_PIXEL), "kind": "picture", "caption": "Loket baru"}
    assert tono.post(f"{path}berkas/", sent).status_code == 302
    assert tono.post(f"{path}pengajuan/").status_code == 302
    page = wulan.get(f"{path}tinjauan/").content.decode()
    picture = f"/inovasi/{version.innovation.slug}/berkas/1/"
    for words in (video, "031-555", "organisasi@kota.example", "Semua orang", f'src="{picture}"'):
        assert words in page, words
    assert wulan.get(picture).status_code == 200
    assert "Tambah berkas" not in tono.get(path).content.decode()
    assert tono.post(f"{path}berkas/1/penghapusan/").status_code == 409


def test_an_evaluator_reads_no_drafts_and_no_replications(made: Network) -> None:
    evaluator = User.objects.create_user("eka@demo.lapor", "lapor-demo", name="Eka")
    Seat.objects.create(user=evaluator, role=Role.EVALUATOR, agency=made.hub.host)
    row = shown(made).innovation
    replicating.ask(row, made.learner, request=REQUEST, by=OPERATOR, now=NOW)
    draft, eka = drafted(made), at_desk(made, "eka")
    for tail in (f"{draft.innovation_id}/", f"{draft.innovation_id}/versi/1/"):
        assert eka.get(f"/kelola/inovasi/{tail}").status_code == 404
    assert eka.get(f"/kelola/inovasi/replikasi/{Replication.objects.get().pk}/").status_code == 404


def test_steps_are_planned_anew_and_done_on_their_day(made: Network) -> None:
    row = replicating.ask(shown(made).innovation, made.learner, request=REQUEST, by=OPERATOR, now=NOW)
    replicating.accept(row, by=OPERATOR, now=NOW)
    replicating.agree(row, agreement=REQUEST, start=NOW.date(), by=OPERATOR, now=NOW)
    gita, tono = at_desk(made, "gita"), at_desk(made, "tono")
    path = f"/kelola/inovasi/replikasi/{row.pk}/"
    plan, sent = f"{path}langkah/2/rencana/", {"title": "Berkunjung ke Surabaya", "due": "2018-10-31"}
    assert tono.post(plan, sent).status_code == 403
    wrong = gita.post(plan, sent | {"due": "besok"})
    assert (wrong.status_code, "Berkunjung ke Surabaya" in wrong.content.decode()) == (422, True)
    assert gita.post(plan, sent).status_code == 302
    early = gita.post(f"{path}langkah/2/", {"done_on": "2999-01-01", "note": "Sudah pulang"})
    assert (early.status_code, "Sudah pulang" in early.content.decode()) == (422, True)
    assert gita.post(f"{path}langkah/2/", {"done_on": "2018-09-30"}).status_code == 302
    step = row.steps.get(number=2)
    assert (step.title, str(step.due), str(step.done_on)) == (*sent.values(), "2018-09-30")
    assert gita.post(plan, sent).status_code == 409
    assert "Ubah langkah" not in tono.get(path).content.decode()
    proof = {"file": SimpleUploadedFile("a.png", ONE_PIXEL), "kind": "evidence", "caption": "Catatan loket"}
    assert tono.post(f"{path}berkas/", proof).status_code == 422
    proof["file"].seek(0)  # type: ignore[attr-defined]
    assert gita.post(f"{path}berkas/", proof).status_code == 302
    assert gita.post(f"{path}berkas/1/penghapusan/").status_code == 302
    assert gita.post(f"{path}berkas/1/penghapusan/").status_code == 404


def test_versions_stand_beside_each_other_for_the_curator(made: Network) -> None:
    row = shown(made).innovation
    tono, path = at_desk(made, "tono"), f"/kelola/inovasi/{row.pk}/"
    for noun in ("pengajuan/", "pengajuan/penarikan/"):
        codes = [at_desk(made, name).post(path + noun).status_code for name in ("tono", "wulan")]
        assert codes == [409, 403], noun
    assert tono.post(f"{path}versi/").status_code == 302
    sent = form(edits=0, novelty=f"{facts()['novelty']} Sekarang juga lewat ketua RT.")
    assert tono.post(path, sent).status_code == 302
    assert tono.post(f"{path}pengajuan/").status_code == 302
    page = at_desk(made, "wulan").get(f"{path}tinjauan/").content.decode()
    assert "<ins>" in page
    assert "ketua RT" not in CheckedClient().get(f"/inovasi/{row.slug}/").content.decode()
    assert "<ins>" in tono.get(f"{path}versi/2/").content.decode()
    assert tono.get(f"{path}versi/3/").status_code == 404


def test_what_changed_while_the_curator_read_is_not_published(made: Network) -> None:
    row = drafted(made).innovation
    tono, wulan, path = at_desk(made, "tono"), at_desk(made, "wulan"), f"/kelola/inovasi/{row.pk}/"
    assert tono.post(f"{path}pengajuan/").status_code == 302
    assert 'name="edits" value="1"' in wulan.get(f"{path}tinjauan/").content.decode()
    assert tono.post(f"{path}pengajuan/penarikan/").status_code == 302
    assert tono.post(path, form(title="Yang diganti diam-diam")).status_code == 302
    assert tono.post(f"{path}pengajuan/").status_code == 302
    sent = {"decision": "terbit", "checklist": sorted(ALL_TICKED), "edits": 1}
    late = wulan.post(f"{path}tinjauan/", sent)
    page = late.content.decode()
    assert (late.status_code, "Isinya berubah" in page, 'name="edits" value="2"' in page) == (422, True, True)
    assert "Yang diganti diam-diam" in page
    assert wulan.post(f"{path}tinjauan/", sent | {"edits": 2}).status_code == 302


def test_a_file_is_refused_with_its_reason(made: Network) -> None:
    path = f"/kelola/inovasi/{drafted(made).innovation_id}/berkas/"
    wrong = SimpleUploadedFile("lampiran.png", b"ini bukan gambar")
    answer = at_desk(made, "tono").post(path, {"file": wrong, "kind": "picture", "caption": "Loket baru"})
    assert answer.status_code == 422
    assert at_desk(made, "wulan").post(path, {}).status_code == 403


def test_both_sides_act_and_nobody_else(made: Network) -> None:
    row = shown(made).innovation
    gita, tono, dodi = (at_desk(made, name) for name in ("gita", "tono", "dodi"))
    sent = {"inovasi": row.slug, "agency": made.learner.pk, "request": "pendek"}
    assert gita.post("/kelola/inovasi/replikasi/baru/", sent).status_code == 422
    assert gita.post("/kelola/inovasi/replikasi/baru/", sent | {"request": REQUEST}).status_code == 302
    assert gita.post("/kelola/inovasi/replikasi/baru/", sent | {"request": REQUEST}).status_code == 409
    path = f"/kelola/inovasi/replikasi/{Replication.objects.get().pk}/"
    assert dodi.get(path).status_code == 404
    assert gita.post(f"{path}penerimaan/").status_code == 403
    assert tono.post(f"{path}penolakan/", {"reason": ""}).status_code == 422
    assert tono.post(f"{path}penerimaan/", {"mentor": made.user("dodi").pk}).status_code == 302
    assert tono.post(f"{path}penerimaan/").status_code == 409
    offered = re.findall(rf'action="{path}(\w+)/"', dodi.get(path).content.decode())
    assert offered == ["catatan", "berkas"]  # a mentor accompanies and decides nothing
    for noun in ("kesepakatan", "pendamping", "penghentian"):
        assert dodi.post(f"{path}{noun}/").status_code == 403, noun
    assert (
        gita.post(
            f"{path}kesepakatan/", {"agreement": "Bertemu tiap pekan.", "start": "2900-01-01"}
        ).status_code
        == 422
    )
    assert gita.post(f"{path}hasil/", {"outcome": REQUEST, "evidence": REQUEST}).status_code == 409
    assert dodi.post(f"{path}catatan/", {"kind": "question", "text": "Apa?"}).status_code == 422
    assert dodi.post(f"{path}catatan/", {"kind": "reply", "text": "Dua orang cukup."}).status_code == 302
    assert gita.post(f"{path}langkah/1/").status_code == 404


def test_lists_cost_the_same_however_long(made: Network) -> None:
    tono = at_desk(made, "tono")
    paths = ("/kelola/inovasi/", "/kelola/inovasi/replikasi/")
    row = shown(made).innovation
    replicating.ask(row, made.learner, request=REQUEST, by=OPERATOR, now=NOW)

    def counts() -> list[int]:
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as seen:
                assert tono.get(path).status_code == 200
            found.append(len(seen))
        return found

    before = counts()
    for place in range(22):
        writing.begin(made.owner, hub=made.hub, title=f"Inovasi ke-{place}", by=OPERATOR, now=NOW)
    drafts = Innovation.objects.exclude(pk=row.pk)
    for one in drafts:
        Replication.objects.create(
            innovation=one, version=one.versions.get(), agency=made.learner, request=REQUEST, asked_at=NOW,
            moved_at=NOW,
        )  # fmt: skip
    assert counts() == before


def test_the_supervisor_founds_a_hub_and_its_manager_gathers_members(made: Network) -> None:
    pratiwi, hana = at_desk(made, "pratiwi"), at_desk(made, "hana")
    sent = {"code": "jabar", "name": "JIPP Jawa Barat", "host": "PROV-JABAR", "about": ""}
    assert hana.post("/kelola/inovasi/hub/baru/", sent).status_code == 403
    assert pratiwi.post("/kelola/inovasi/hub/baru/", sent).status_code == 302
    assert pratiwi.post("/kelola/inovasi/hub/baru/", sent).status_code == 422
    path = f"/kelola/inovasi/hub/{made.hub.pk}/"
    assert hana.post(f"{path}anggota/", {"agency": "entah apa"}).status_code == 422
    assert hana.post(f"{path}anggota/", {"agency": "KOTA-BANDUNG"}).status_code == 302
    joined, host = (
        made.hub.members.get(agency__code="KOTA-BANDUNG"),
        made.hub.members.get(agency=made.hub.host),
    )
    assert hana.post(f"{path}anggota/{joined.pk}/penghapusan/").status_code == 302
    assert hana.post(f"{path}anggota/{host.pk}/penghapusan/").status_code == 409
