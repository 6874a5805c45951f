"""One act for many: what is ticked survives, each report stands for itself, and nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.models import User
from lapor.backoffice.bulk import runs, selection
from lapor.backoffice.models import BulkItem, BulkRun, Selected
from lapor.backoffice.tests.stages import Stages
from lapor.notifications.models import Channel, Delivery
from lapor.reports import handling
from lapor.reports.models import Event, Handling, Report
from lapor.reports.tests.world import World, build

KEY = "kunci-formulir-0001"
NOTE = "Laporan ini tidak menyangkut pelayanan publik."
ARCHIVE = {"reason_code": "unclear", "note": NOTE}
EXPLAINED = "sekarang berstatus"


def tick(client: Client, *reports: Report, **more: str) -> Any:
    ids = [str(report.pk) for report in reports]
    return client.post("/kelola/pilihan/", {"tampak": ids, "pilih": ids, **more})


def sent(reports: list[Report], key: str = KEY, **given: str) -> dict[str, Any]:
    return {**given, "kunci": key, "laporan": [f"{report.pk}:{report.version}" for report in reports]}


def statuses(*reports: Report) -> list[str]:
    return [Report.objects.get(pk=report.pk).status for report in reports]


def test_ticks_survive_pages_and_opened_reports_without_script(desk: Any, stages: Stages) -> None:
    reports = [stages.received() for _ in range(22)]
    client, elsewhere = desk("ratna"), stages.received()
    page = client.get("/kelola/?antrean=verifikasi").content.decode()
    assert page.count('name="pilih"') == 20
    tick(client, *reports[:3])
    client.post("/kelola/pilihan/", {"tampak": [reports[20].pk, reports[21].pk], "pilih": [reports[20].pk]})
    opened = client.get(f"/kelola/laporan/{elsewhere.pk}/?antrean=verifikasi").content.decode()
    assert "4 laporan dipilih" in opened
    assert opened.count(' checked><span class="sr">Pilih laporan') == 3
    answer = client.post("/kelola/pilihan/?antrean=verifikasi", {"tampak": [reports[0].pk], "massal": "1"})
    assert answer.headers["Location"] == "/kelola/massal/?antrean=verifikasi"
    chosen = client.get(answer.headers["Location"]).content.decode()
    assert [f"#{report.pk}" in chosen for report in reports[:3]] == [False, True, True]
    answer = client.post("/kelola/pilihan/", {"laporan": elsewhere.pk, "kosongkan": "1"})
    assert answer.headers["Location"] == f"/kelola/laporan/{elsewhere.pk}/"
    assert not Selected.objects.exists()


def test_only_what_is_in_scope_is_ticked_and_not_too_many(
    desk: Any, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = stages.disposed(), stages.received()
    client = desk("kurnia")
    odd = {"tampak": ["x", "9" * 40, "-1", "\0"], "pilih": [str(other.pk), "9" * 18, "1 OR 1"]}
    assert client.post("/kelola/pilihan/", odd).status_code == 302
    assert not Selected.objects.exists()
    monkeypatch.setattr(selection, "MOST", 2)
    answer = client.post(
        "/kelola/pilihan/",
        {"tampak": [], "pilih": [mine.pk, stages.disposed().pk, stages.disposed().pk]},
        headers={"HX-Request": "true"},
    )
    assert "2 laporan dipilih" in answer.content.decode()
    assert "Tidak bisa lebih banyak" in answer.content.decode()
    for name, code in (("budi", 403), ("lilis", 403), ("tono", 200)):
        assert desk(name).get("/kelola/massal/").status_code == code
    assert 'name="pilih"' not in desk("budi").get("/kelola/").content.decode()


def test_mixed_states_are_done_or_refused_each_with_its_reason(desk: Any, stages: Stages) -> None:
    good = [stages.received(), stages.verified(), stages.postponed()]
    bad, changed = stages.closed(), stages.received()
    client = desk("ratna")
    tick(client, *good, bad, changed)
    page = client.get("/kelola/massal/arsip/?antrean=semua").content.decode()
    assert "Ikut: 4 laporan" in page
    assert EXPLAINED in page.split("Tidak ikut: 1 laporan")[1].split("</section>")[0]
    assert f'value="{bad.pk}:' not in page
    client.post(f"/kelola/laporan/{changed.pk}/klasifikasi/", {"report_class": "aspiration"} | words(changed))
    form = sent([*good, bad, changed], **ARCHIVE)
    answer = client.post("/kelola/massal/arsip/?antrean=semua", form)
    assert answer.status_code == 302
    told = client.get(answer.headers["Location"]).content.decode()
    assert "Dijalankan pada 3 laporan." in told
    refused = told.split('id="h-tidak"')[1].split("</section>")[0]
    assert EXPLAINED in refused
    assert f'href="/kelola/laporan/{changed.pk}/"' in refused
    assert "baru saja diubah orang lain" in refused
    assert statuses(*good, bad, changed) == ["archived"] * 3 + ["closed", "received"]
    assert set(Selected.objects.values_list("report", flat=True)) == {bad.pk, changed.pk}
    assert desk("andi").get(answer.headers["Location"]).status_code == 404


def words(report: Report) -> dict[str, str]:
    return {"title_text": report.text.title, "text": report.text.text, "version": str(report.version)}


def test_a_form_sent_twice_is_one_run(desk: Any, stages: Stages) -> None:
    reports = [stages.received(), stages.received()]
    client, form = desk("ratna"), sent(reports, **ARCHIVE)
    first, again = (client.post("/kelola/massal/arsip/", form) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    assert "Dijalankan pada 2 laporan." in client.get(again.headers["Location"]).content.decode()
    assert Event.objects.filter(act="archive").count() == 2
    late = client.post("/kelola/massal/arsip/", sent(reports, "kunci-formulir-0002", **ARCHIVE))
    assert EXPLAINED in client.get(late.headers["Location"]).content.decode()
    assert Event.objects.filter(act="archive").count() == 2


def test_a_run_that_broke_off_is_finished_by_sending_the_form_again(desk: Any, stages: Stages) -> None:
    reports = [stages.received(), stages.received()]
    client, form = desk("ratna"), sent(reports, **ARCHIVE)
    address = client.post("/kelola/massal/arsip/", form).headers["Location"]
    open_one = stages.received()
    BulkItem.objects.create(run=BulkRun.objects.get(), report=open_one, version=open_one.version)
    assert "Masih dikerjakan: 1 laporan." in client.get(address).content.decode()
    client.post("/kelola/massal/arsip/", form)
    assert statuses(*reports, open_one) == ["archived"] * 3
    assert "Masih dikerjakan" not in client.get(address).content.decode()


def test_what_is_wrong_with_the_form_is_said_at_the_field_and_nothing_is_done(
    desk: Any, stages: Stages
) -> None:
    reports, client = [stages.received(), stages.received()], desk("ratna")
    for given in (
        {"reason_code": "tidak-ada", "note": NOTE},
        {"note": NOTE},
        {**ARCHIVE, "note": "a" * 100_000},
    ):
        answer = client.post("/kelola/massal/arsip/", sent(reports, **given))
        assert answer.status_code == 422, given
        page = answer.content.decode()
        assert "_error" in page
        assert f'value="{reports[1].pk}:{reports[1].version}"' in page
    assert client.post("/kelola/massal/arsip/", sent([], **ARCHIVE)).status_code == 422
    for key in ("pendek", "k" * 5_000, f"{KEY}/../../.."):
        assert client.post("/kelola/massal/arsip/", sent(reports, key, **ARCHIVE)).status_code == 422, key
    many = {**ARCHIVE, "kunci": KEY, "laporan": [f"{number}:1" for number in range(1, 202)]}
    assert client.post("/kelola/massal/arsip/", many).status_code == 422
    assert not BulkRun.objects.exists()
    assert statuses(*reports) == ["received"] * 2


def test_each_act_of_the_table_is_done_in_bulk(desk: Any, stages: Stages, world: World) -> None:
    verifier, coordinator = desk("ratna"), desk("kurnia")
    agency, unit = {"agency": "KEMENDIKDASMEN", "note": ""}, {"unit": str(world.unit.pk), "note": ""}
    reason, ticked = {"reason": "Sebutkan nama sekolahnya."}, {"missing": "service_unit"}
    cases = [
        (verifier, "verifikasi", [stages.received(), stages.received()], agency, "disposed"),
        (verifier, "disposisi", [stages.verified(), stages.verified()], agency, "disposed"),
        (verifier, "penundaan", [stages.received(), stages.verified()], reason, "postponed"),
        (coordinator, "penundaan", [stages.disposed(), stages.disposed()], ticked, "postponed"),
        (coordinator, "unit", [stages.disposed(), stages.disposed()], unit, "disposed"),
    ]
    for client, noun, reports, given, status in cases:
        before = [(report.text.title, report.text.text) for report in reports]
        tick(client, *reports)
        assert f'id="f-massal" method="post" action="/kelola/massal/{noun}/"' in (
            client.get(f"/kelola/massal/{noun}/").content.decode()
        )
        answer = client.post(f"/kelola/massal/{noun}/", sent(reports, f"kunci-{noun}-{status}-01", **given))
        assert answer.status_code == 302, answer.content.decode()
        assert statuses(*reports) == [status] * 2, noun
        now = [Report.objects.get(pk=report.pk) for report in reports]
        assert [(report.text.title, report.text.text) for report in now] == before
    assert {report.unit for report in now} == {world.unit}
    assert not Selected.objects.exists()


def test_many_are_handed_to_one_colleague_whoever_had_them(desk: Any, stages: Stages, world: World) -> None:
    reports, ended = [stages.at_unit() for _ in range(3)], stages.closed()
    elsewhere = stages.disposed()  # at the ministry itself, which whoever sits in a unit does not see
    handling.take(reports[0], by=world.actor("budi"), now=timezone.now())
    handling.take(reports[1], by=world.actor("wati"), now=timezone.now())
    client = desk("kurnia")
    tick(client, *reports, elsewhere, ended)
    page = client.get("/kelola/massal/serah-terima/").content.decode()
    assert "Ikut: 4 laporan" in page
    wati = User.objects.get(email="wati@demo.lapor")
    assert client.post("/kelola/massal/serah-terima/", sent(reports, to="tono")).status_code == 422
    form = sent([*reports, elsewhere], to="", to_pick=str(wati.pk))
    told = client.get(client.post("/kelola/massal/serah-terima/", form).headers["Location"]).content.decode()
    assert "Dijalankan pada 3 laporan." in told
    assert f'href="/kelola/laporan/{elsewhere.pk}/"' in told.split('id="h-tidak"')[1]
    assert set(Handling.objects.filter(user=wati).values_list("report", flat=True)) == {
        report.pk for report in reports
    }
    told_of = Delivery.objects.filter(user=wati, event=None).values_list("report", "channel")
    assert sorted(told_of) == [(report.pk, Channel.APP) for report in reports]


def test_another_scope_and_another_role_do_nothing(desk: Any, stages: Stages) -> None:
    report = stages.disposed()
    form = sent([report], reason="Sebutkan nama sekolahnya.")
    answer = desk("tono").post("/kelola/massal/penundaan/", form)
    assert "tidak ada di lingkup Anda" in desk("tono").get(answer.headers["Location"]).content.decode()
    assert desk("kurnia").post("/kelola/massal/arsip/", sent([report], **ARCHIVE)).status_code == 403
    assert desk("budi").post("/kelola/massal/penundaan/", form).status_code == 403
    assert statuses(report) == ["disposed"]


def test_queries_of_the_bulk_page_do_not_grow_with_a_verifiers_selection(desk: Any, stages: Stages) -> None:
    client, counts = desk("ratna"), []
    for more in (2, 9):
        tick(client, *(stages.received() for _ in range(more)))
        with CaptureQueriesContext(connection) as queries:
            client.get("/kelola/massal/arsip/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 30


def test_yesterdays_ticks_and_last_weeks_runs_are_forgotten(desk: Any, stages: Stages) -> None:
    client, reports = desk("ratna"), [stages.received(), stages.received()]
    client.post("/kelola/massal/arsip/", sent(reports[:1], **ARCHIVE))
    tick(client, reports[1])
    now = timezone.now()
    assert (selection.forget_selections(now), runs.forget_runs(now)) == (0, 0)
    selection.forget_selections(now + timedelta(days=2))
    runs.forget_runs(now + timedelta(days=8))
    assert not Selected.objects.exists()
    assert not BulkItem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_on_the_same_reports() -> None:
    """Every report is acted on once; whoever came second is told why."""
    stages = Stages(build())
    reports = [stages.received() for _ in range(12)]
    halves = {"ratna": reports[:8], "andi": list(reversed(reports[4:]))}

    def send(name: str) -> str:
        client = Client()
        client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
        try:
            answer = client.post("/kelola/massal/arsip/", sent(halves[name], **ARCHIVE))
            return client.get(answer.headers["Location"]).content.decode()
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(send, halves))
    assert statuses(*reports) == ["archived"] * 12
    assert Event.objects.filter(act="archive").count() == 12
    items = BulkItem.objects.values_list("state", flat=True)
    assert sorted(items) == ["done"] * 12 + ["refused"] * 4
    assert sum(page.count(EXPLAINED) for page in pages) == 4
