"""Help with answers at the desk: templates, blanks that must be filled, and advice that holds nobody up."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.backoffice import shelf
from lapor.backoffice.models import AnswerTemplate
from lapor.backoffice.tests.stages import Stages
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency
from lapor.reports import followup
from lapor.reports.models import Draft, Message
from lapor.reports.refusals import BadInput
from lapor.reports.tests.world import World

SHELF = "/kelola/templat/"
TEXT = "Yth. {pelapor},\n\n{isi: nama sekolah} sudah kami periksa pada {tanggal}. Laporan {nomor}: {judul}."
EMPTY = "Terima kasih atas laporan Anda, akan kami tindaklanjuti."


def template(world: World, agency: Agency | None = None, name: str = "Sudah diperiksa") -> AnswerTemplate:
    agency, now = agency or world.ministry, timezone.now()
    by = world.actor("kurnia" if agency.path.startswith(world.ministry.path) else "tono")
    return shelf.keep(None, by=by, agency=agency, name=name, text=TEXT, now=now)


def area(page: str) -> str:
    """What stands in the form's text."""
    return page.split('name="text"')[1].split(">", 1)[1].split("</textarea>")[0].strip()


def test_a_coordinator_writes_changes_and_retires_a_template(desk: Any, world: World) -> None:
    client = desk("kurnia")
    given = {"agency": world.unit.pk, "name": "  Sudah   diperiksa ", "text": TEXT}
    assert "Contoh untuk disalin" in client.get(SHELF).content.decode()
    assert area(client.get(f"{SHELF}baru/?contoh=1").content.decode()).startswith("Yth. {pelapor}")
    assert client.post(f"{SHELF}baru/", given).status_code == 302
    row = AnswerTemplate.objects.get()
    assert (row.name, row.agency) == ("Sudah diperiksa", world.unit)
    again = client.post(f"{SHELF}baru/", given)
    assert (again.status_code, "Sudah ada templat" in again.content.decode()) == (422, True)
    one = f"{SHELF}{row.pk}/"
    assert client.post(one, given | {"text": "Sudah beres di {unit}."}).status_code == 302
    row.refresh_from_db()
    assert row.text == "Sudah beres di {unit}."
    assert client.post(f"{one}penarikan/").status_code == 302
    assert row.name not in desk("budi").get(SHELF).content.decode()
    assert client.get(one).status_code == 404
    assert client.post(f"{SHELF}baru/", given).status_code == 302  # the name is free again


def test_bad_fields_are_named_and_what_was_typed_comes_back(desk: Any, world: World) -> None:
    for text, said in (
        ("Halo {nama_pelapor}, {batas}", ("{nama_pelapor}", "{batas}")),
        ("Halo {pelapor", ("kurung kurawal",)),
        ("Halo {isi:}", ("{isi:}",)),
        ("x" * 20_000, ("Terlalu panjang",)),
        ("", ("belum diisi",)),
    ):
        given = {"agency": world.ministry.pk, "name": "Baru \u202e\N{SNOWMAN}", "text": text}
        answer = desk("kurnia").post(f"{SHELF}baru/", given)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert all(part in page for part in said), text[:30]
        assert area(page) == text
    assert desk("kurnia").post(f"{SHELF}baru/", given | {"name": "a\0", "text": TEXT}).status_code == 422
    stranger = desk("kurnia").post(f"{SHELF}baru/", given | {"agency": world.stranger.pk, "text": TEXT})
    assert stranger.status_code == 422
    assert not AnswerTemplate.objects.exists()


def test_templates_are_shared_downwards_and_kept_by_those_above(desk: Any, world: World) -> None:
    above, own = template(world), template(world, world.unit, "Di unit kami")
    sibling = template(world, ensure_unit(world.ministry, "Direktorat Lain"), "Di unit lain")
    city = template(world, world.stranger, "Di kota")
    seen = {
        name: {row.name for row in shelf.listed(world.actor(name))}
        for name in ("budi", "wati", "kurnia", "tono")
    }
    assert seen["budi"] == seen["wati"] == {above.name, own.name}
    assert seen["kurnia"] == {above.name, own.name, sibling.name}
    assert seen["tono"] == {city.name}
    below = User.objects.create_user("unit@demo.lapor", "lapor-demo", name="Unit")
    Seat.objects.create(user=below, role=Role.COORDINATOR, agency=world.unit)
    client = desk("unit")
    page = client.get(SHELF).content.decode()
    assert f'href="{SHELF}{own.pk}/"' in page
    assert above.name in page
    for other in (above, city):
        assert client.post(f"{SHELF}{other.pk}/", {}).status_code == 404
        assert client.post(f"{SHELF}{other.pk}/penarikan/").status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():  # two who save one name at once
        AnswerTemplate.objects.filter(pk=sibling.pk).update(agency=world.unit, name=own.name)


def test_the_list_is_paged_and_its_queries_do_not_grow(desk: Any, world: World) -> None:
    counts = []
    for more in (3, 27):
        for number in range(more):
            template(world, name=f"Templat {more} {number}")
        client = desk("budi")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(SHELF).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    older = page.split('rel="next" href="')[1].split('"')[0]
    names = [page, client.get(SHELF + older).content.decode()]
    assert [text.count('<h2 class="h3">Templat') for text in names] == [20, 10]
    assert client.get(f"{SHELF}?lanjut=bukan-kunci").status_code == 404


def test_choosing_one_fills_it_in_and_keeps_what_was_typed(desk: Any, stages: Stages) -> None:
    report, row = stages.at_unit(), template(stages.world)
    second = template(stages.world, stages.world.unit, "Lain")
    AnswerTemplate.objects.filter(pk=second.pk).update(text="Dari {unit}.")
    client, address = desk("budi"), f"/kelola/laporan/{report.pk}/draf/templat/"
    assert f'action="{address}"' in client.get(f"/kelola/laporan/{report.pk}/draf/").content.decode()
    sent = {"text": "Awal.", "kind": "interim", "template": str(row.pk), "version": "1"}
    page = client.post(address, sent).content.decode()
    filled = area(page)
    assert filled.startswith("Awal.\n\nYth. Kenanga Wulandari,\n\n{isi: nama sekolah} sudah kami periksa")
    assert f"Laporan #{report.pk}: {report.text.title}." in filled
    assert 'name="version" value="1"' in page
    assert 'value="interim" checked' in page.replace(' id="id_kind_1"', "").replace("required ", "")
    next_one = {**sent, "text": filled, "inserted": str(row.pk), "template": str(second.pk)}
    assert area(client.post(address, next_one).content.decode()) == f"Awal.\n\nDari {report.unit}."
    for missing in ("", "abc", "9" * 30, str(template(stages.world, stages.world.stranger).pk)):
        answer = client.post(address, {**sent, "template": missing})
        assert (answer.status_code, area(answer.content.decode())) == (422, "Awal.")
    assert not Draft.objects.exists()


def test_an_anonymous_reporter_is_never_named_in_a_template(desk: Any, stages: Stages) -> None:
    report, row = stages.at_unit(anonymous=True, name="Kenari Rahasia"), template(stages.world)
    sent = {"kind": "final", "template": str(row.pk)}
    page = desk("budi").post(f"/kelola/laporan/{report.pk}/draf/templat/", sent).content.decode()
    assert area(page).startswith("Yth. Bapak/Ibu,")
    assert "Kenari" not in page


def test_a_named_reporter_is_greeted_and_the_public_does_not_read_the_name(stages: Stages) -> None:
    report, wati, now = stages.at_unit(), stages.world.actor("wati"), timezone.now()
    text = "Yth. KENANGA Wulandari, tunjangan sudah dibayarkan hari ini."
    followup.answer(report, by=wati, text=text, final=True, now=now)
    said = Message.objects.get(report=report, kind="answer")
    assert (said.text, said.public_text) == (
        text,
        "Yth. Bapak/Ibu, tunjangan sudah dibayarkan hari ini.",
    )


def test_nothing_goes_out_with_a_blank_left(desk: Any, stages: Stages) -> None:
    report, client = stages.at_unit(), desk("budi")
    address = f"/kelola/laporan/{report.pk}/draf/"
    blank = "Tunjangan guru di {isi: nama sekolah} dibayarkan hari Jumat oleh {unit}."
    answer = client.post(address, {"text": blank, "kind": "final", "anyway": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "belum diisi: {isi: nama sekolah}, {unit}." in page
    assert area(page) == blank
    wati, now = stages.world.actor("wati"), timezone.now()
    with pytest.raises(BadInput, match="nama sekolah"):
        followup.answer(report, by=wati, text=blank, final=True, now=now)
    followup.draft(report, by=stages.world.actor("budi"), text="Dibayarkan Jumat.", final=True, now=now)
    with pytest.raises(BadInput, match="nama sekolah"):
        followup.approve_draft(report, by=wati, text=blank, now=now)
    assert not Message.objects.filter(report=report, kind="answer").exists()


def test_advice_takes_one_more_press_and_never_blocks(desk: Any, stages: Stages) -> None:
    report, client = stages.at_unit(), desk("budi")
    address = f"/kelola/laporan/{report.pk}/draf/"
    first = client.post(address, {"text": EMPTY, "kind": "final"})
    page = first.content.decode()
    assert first.status_code == 422
    assert "baru berisi kata sopan" in page
    assert "Kirim juga" in page
    assert area(page) == EMPTY
    assert 'name="anyway" value="1"' in page
    assert client.post(address, {"text": EMPTY, "kind": "final", "anyway": "1"}).status_code == 302
    assert Draft.objects.get().text == EMPTY
    # The superior sees it beside the draft; nothing holds the approval back.
    assert "baru berisi kata sopan" in desk("wati").get(f"/kelola/laporan/{report.pk}/").content.decode()
    answer = desk("wati").post(f"/kelola/laporan/{report.pk}/persetujuan/", {"text": EMPTY})
    assert answer.status_code == 302


def test_advice_while_one_writes_is_a_fragment_in_scope_only(desk: Any, stages: Stages) -> None:
    report = stages.at_unit(text="Tunjangan kami belum masuk. WA 0812-3456-7890.")
    address = f"/kelola/laporan/{report.pk}/saran/"
    answer = desk("budi").post(address, {"text": EMPTY, "kind": "final"})
    assert (answer.status_code, "kata sopan" in answer.content.decode()) == (200, True)
    told = "Tunjangan dibayarkan Jumat; kami kabari 081234567890."
    assert "milik pelapor" in desk("budi").post(address, {"text": told, "kind": "final"}).content.decode()
    for nothing in ("", " ", "Tunjangan dibayarkan paling lambat hari Jumat."):
        fragment = desk("budi").post(address, {"text": nothing, "kind": "final"}).content.decode()
        assert "<li>" not in fragment
    for odd in ("\0", "\u202e\N{SNOWMAN}", "a" * 1_000_000):
        assert desk("budi").post(address, {"text": odd}).status_code == 200
    assert desk("tono").post(address, {"text": EMPTY}).status_code == 404
    assert desk("lilis").post(address, {"text": EMPTY}).status_code == 403


def test_advice_tells_nothing_of_an_anonymous_reporter(desk: Any, stages: Stages) -> None:
    """Else an officer could try numbers until one is said to be the reporter's."""
    report = stages.at_unit(anonymous=True, phone="+6281299988877", text="Tunjangan kami belum masuk.")
    text = "Tunjangan dibayarkan Jumat; kami kabari 081299988877."
    fragment = desk("budi").post(f"/kelola/laporan/{report.pk}/saran/", {"text": text, "kind": "final"})
    assert "milik pelapor" not in fragment.content.decode()
