"""Each act through its address, by the one whose act it is, as a browser without script sends it."""

from typing import Any

import pytest

from lapor.backoffice.acts import ACTS
from lapor.backoffice.tests.stages import Stages
from lapor.reports.models import Report
from lapor.reports.states import Act, Status

TEXT = "Berkas sudah kami periksa dan lengkap."
SAME = ""
VERIFIED = {
    "title_text": "Tunjangan guru belum cair",
    "text": "Tunjangan kami belum masuk sejak Juni.",
    "report_class": "complaint",
    "supervision": "no",
    "category": "Pendidikan Dasar dan Menengah",
}
# noun, stage, who, what is sent, the act on record, the status afterwards ("": as before)
CASES: list[tuple[str, str, str, dict[str, str], Act, str]] = [
    ("verifikasi", "received", "ratna", {**VERIFIED, "agency": "KEMENDIKDASMEN"}, Act.DISPOSE, "disposed"),
    ("verifikasi", "received", "ratna", {**VERIFIED, "hanya": "1"}, Act.VERIFY, "verified"),
    ("klasifikasi", "disposed", "ratna", VERIFIED, Act.CLASSIFY, SAME),
    ("disposisi", "verified", "ratna", {"agency": "KEMENDIKDASMEN", "note": TEXT}, Act.DISPOSE, "disposed"),
    ("unit", "disposed", "kurnia", {"unit": "UNIT"}, Act.DISPOSE_TO_UNIT, SAME),
    ("instansi-tambahan", "disposed", "kurnia", {"agency": "Kementerian Sosial"}, Act.ADD_AGENCY, SAME),
    ("instansi-tambahan", "disposed", "ratna", {"agency": "Kementerian Sosial"}, Act.ADD_AGENCY, SAME),
    ("penundaan", "received", "ratna", {"reason": TEXT}, Act.POSTPONE, "postponed"),
    ("penundaan", "disposed", "kurnia", {"reason": TEXT}, Act.POSTPONE, "postponed"),
    ("arsip", "received", "ratna", {"reason_code": "sara", "note": TEXT}, Act.ARCHIVE, "archived"),
    ("pengembalian", "at_unit", "budi", {"reason": TEXT}, Act.REFER_BACK, "disposed"),
    ("pengembalian", "disposed", "kurnia", {"reason": TEXT}, Act.REFER_BACK, "verified"),
    ("draf", "at_unit", "budi", {"text": TEXT, "kind": "final", "anyway": "1"}, Act.DRAFT, SAME),
    ("persetujuan", "drafted", "wati", {"text": TEXT}, Act.APPROVE_DRAFT, "answered"),
    ("penolakan", "drafted", "wati", {"note": TEXT}, Act.REJECT_DRAFT, SAME),
    (
        "jawaban",
        "at_unit",
        "wati",
        {"text": TEXT, "kind": "interim", "anyway": "1"},
        Act.ANSWER,
        "in_progress",
    ),
    ("jawaban", "disposed", "kurnia", {"text": TEXT, "kind": "final", "anyway": "1"}, Act.ANSWER, "answered"),
    ("penutupan", "answered", "kurnia", {"reason": TEXT}, Act.CLOSE, "closed"),
    ("pembukaan", "closed", "pratiwi", {"reason": TEXT}, Act.REOPEN, "replied"),
    ("putusan", "objected", "pratiwi", {"verdict": "upheld", "text": TEXT}, Act.DECIDE_OBJECTION, "received"),
    ("putusan", "objected", "pratiwi", {"verdict": "rejected", "text": TEXT}, Act.DECIDE_OBJECTION, SAME),
    ("pertanyaan", "disposed", "karin", {"text": TEXT}, Act.ASK, SAME),
    ("rekomendasi", "disposed", "yusuf", {"text": TEXT}, Act.RECOMMEND, SAME),
    ("tanggapan", "asked", "kurnia", {"text": TEXT}, Act.RESPOND, SAME),
    ("penggabungan", "received", "ratna", {"into": "INTO", "compared": "INTO_ID"}, Act.MERGE, "merged"),
    ("pemecahan", "disposed", "ratna", {"title_text": "Hal kedua", "text": TEXT}, Act.SPLIT, SAME),
    ("penutupan-teks", "disposed", "ratna", {"sure": "on"}, Act.REDACT, SAME),
]


def placed(data: dict[str, str], stages: Stages, report: Report) -> dict[str, str]:
    """The values that only this run knows."""
    ids = {"UNIT": str(stages.world.unit.pk)}
    if "INTO" in data.values():
        ids["INTO_ID"] = str(stages.received().pk)
        ids["INTO"] = f"#{ids['INTO_ID']}"
    return {name: ids.get(value, value) for name, value in data.items()} | {"version": str(report.version)}


@pytest.mark.parametrize(("noun", "stage", "who", "data", "act", "status"), CASES)
def test_an_act_is_offered_opened_and_done(
    desk: Any, stages: Stages, noun: str, stage: str, who: str, data: dict[str, str], act: Act, status: str
) -> None:
    report = getattr(stages, stage)()
    before = report.status
    client, address = desk(who), f"/kelola/laporan/{report.pk}/{noun}/"
    page = client.get(f"/kelola/laporan/{report.pk}/").content.decode()
    assert address in page
    assert client.get(address).status_code == 200
    answer = client.post(address, placed(data, stages, report))
    assert answer.status_code == 302, answer.content.decode()
    assert client.get(answer.headers["Location"]).status_code == 200
    report.refresh_from_db()
    assert report.events.order_by("-id")[0].act == act
    assert report.status == (status or before)


def test_every_act_of_the_desk_is_tried_here() -> None:
    elsewhere = {"pemisahan", "identitas", "nomor-perkara"}  # below, test_identity, test_ombudsman
    among = {"catatan", "penanganan", "pelepasan", "serah-terima", "pantauan"}  # test_among
    tagging = {"program"}  # oversight: test_watching
    assert set(ACTS) - {case[0] for case in CASES} == elsewhere | among | tagging


def test_verification_and_disposition_are_two_acts_of_one_transaction(desk: Any, stages: Stages) -> None:
    report = stages.received()
    address = f"/kelola/laporan/{report.pk}/verifikasi/"
    desk("ratna").post(address, {**VERIFIED, "agency": "KEMENDIKDASMEN"})
    assert list(report.events.order_by("id").values_list("act", flat=True)) == ["file", "verify", "dispose"]
    report.refresh_from_db()
    assert report.category
    assert report.category.code == "pendidikan/pendidikan-dasar-dan-menengah"
    assert report.agency == stages.world.ministry


def test_merge_and_its_undo(desk: Any, stages: Stages) -> None:
    report, into = stages.disposed(), stages.disposed()
    client = desk("kurnia")
    data = {"into": str(into.pk), "compared": str(into.pk)}
    client.post(f"/kelola/laporan/{report.pk}/penggabungan/", data)
    page = client.get(f"/kelola/laporan/{report.pk}/").content.decode()
    assert f"/kelola/laporan/{report.pk}/pemisahan/" in page
    client.post(f"/kelola/laporan/{report.pk}/pemisahan/")
    report.refresh_from_db()
    assert report.status == Status.DISPOSED


def test_a_coordinator_does_not_merge_into_what_is_not_in_scope(desk: Any, stages: Stages) -> None:
    report, other = stages.disposed(), stages.verified()
    answer = desk("kurnia").post(f"/kelola/laporan/{report.pk}/penggabungan/", {"into": str(other.pk)})
    assert answer.status_code == 422
    assert "dalam lingkup Anda" in answer.content.decode()


def test_after_an_act_the_next_report_of_the_queue_opens(desk: Any, stages: Stages) -> None:
    first, second = stages.received(), stages.received()
    client, data = desk("ratna"), {**VERIFIED, "agency": "KEMENDIKDASMEN"}
    answer = client.post(f"/kelola/laporan/{first.pk}/verifikasi/?antrean=verifikasi", data)
    assert answer.headers["Location"] == f"/kelola/laporan/{second.pk}/?antrean=verifikasi"
    page = client.get(answer.headers["Location"]).content.decode()
    assert f"Laporan #{first.pk} diverifikasi dan diteruskan." in page
    answer = client.post(f"/kelola/laporan/{second.pk}/verifikasi/?antrean=verifikasi", data)
    assert answer.headers["Location"] == "/kelola/?antrean=verifikasi"
    assert "Antrean ini kosong" in client.get(answer.headers["Location"]).content.decode()
