"""What the desk says when it does not do what was asked: 404, 403, 409, 422; and no typed word is lost."""

from typing import Any

import pytest
from django.test import Client

from lapor.backoffice.acts import ACTS
from lapor.backoffice.tests.stages import Stages
from lapor.reports.models import Event
from tests.client import stepped_up

TYPED = "Kalimat panjang yang tidak boleh hilang."
AT_HOME = {"ratna", "andi", "pratiwi", "karin", "yusuf", "kurnia", "budi", "wati", "lilis", "irwan"}
# Who may do what on a report that lies at the unit of the ministry; all others there get 403.
MAY: dict[str, set[str]] = {
    "draf": {"budi"},
    "jawaban": {"kurnia", "wati"},
    "unit": {"kurnia"},
    "klasifikasi": {"ratna", "andi"},
    "pertanyaan": {"pratiwi", "karin", "yusuf"},
    "rekomendasi": {"yusuf"},
    "identitas": {"ratna", "andi"},
    "penutupan-teks": {"ratna", "andi"},
}


@pytest.mark.parametrize("noun", MAY)
def test_in_scope_without_the_role_is_403_and_out_of_scope_404(desk: Any, stages: Stages, noun: str) -> None:
    report = stages.at_unit()
    address = f"/kelola/laporan/{report.pk}/{noun}/"
    for name in sorted(AT_HOME):
        expected = 422 if name in MAY[noun] else 403
        assert stepped_up(desk(name)).post(address, {}).status_code == expected, name
    assert desk("tono").post(address, {}).status_code == 404
    assert desk("dewi").post(address, {}).status_code == 403


def test_nothing_opens_without_log_in(client: Client, stages: Stages) -> None:
    report = stages.received()
    for noun in ("", *(f"{noun}/" for noun in ACTS)):
        send = client.post if noun else client.get
        answer = send(f"/kelola/laporan/{report.pk}/{noun}")
        assert answer.status_code == 302, noun
        assert answer.headers["Location"].startswith("/masuk/?next=/kelola/laporan/")
    assert Event.objects.filter(report=report).count() == 1


def test_a_report_that_does_not_exist_or_is_elsewhere_is_404(desk: Any, stages: Stages) -> None:
    report = stages.received()
    assert desk("kurnia").get(f"/kelola/laporan/{report.pk}/").status_code == 404
    assert desk("tono").get(f"/kelola/laporan/{stages.disposed().pk}/").status_code == 404
    assert desk("ratna").get("/kelola/laporan/999999999999999999/").status_code == 404
    assert desk("budi").get(f"/kelola/laporan/{stages.disposed().pk}/").status_code == 404


def test_who_is_no_officer_is_told_so(desk: Any) -> None:
    answer = desk("dewi").get("/kelola/")
    assert answer.status_code == 403
    assert "Meja ini untuk petugas" in answer.content.decode()


def test_the_wrong_state_is_409_and_keeps_the_words(desk: Any, stages: Stages) -> None:
    report = stages.closed()
    answer = desk("wati").post(
        f"/kelola/laporan/{report.pk}/jawaban/", {"text": TYPED, "kind": "final", "anyway": "1"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert TYPED in page
    assert "sekarang berstatus" in page
    assert desk("wati").get(f"/kelola/laporan/{report.pk}/jawaban/").status_code == 409


def test_a_stale_form_is_409_shows_what_changed_and_keeps_the_words(desk: Any, stages: Stages) -> None:
    report = stages.at_unit()
    address = f"/kelola/laporan/{report.pk}/jawaban/"
    seen = report.version
    desk("budi").post(
        f"/kelola/laporan/{report.pk}/draf/",
        {"text": "Draf yang lain sama sekali.", "kind": "final", "anyway": "1"},
    )
    answer = desk("wati").post(
        address, {"text": TYPED, "kind": "interim", "anyway": "1", "version": str(seen)}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Draf jawaban dibuat" in page.split("Yang berubah sejak")[1].split("</ul>")[0]
    assert TYPED in page
    report.refresh_from_db()
    assert f'name="version" value="{report.version}"' in page
    again = desk("wati").post(
        address, {"text": TYPED, "kind": "interim", "anyway": "1", "version": str(report.version)}
    )
    assert again.status_code == 302


def test_a_stale_form_whose_act_is_gone_keeps_the_words_too(desk: Any, stages: Stages) -> None:
    report = stages.drafted()
    seen = report.version
    client = desk("wati")
    client.post(f"/kelola/laporan/{report.pk}/persetujuan/", {"text": "", "version": str(seen)})
    client.post(
        f"/kelola/laporan/{report.pk}/persetujuan/", {"text": "Sudah kami bayar.", "version": str(seen)}
    )
    answer = client.post(f"/kelola/laporan/{report.pk}/persetujuan/", {"text": TYPED, "version": str(seen)})
    assert answer.status_code == 409
    assert TYPED in answer.content.decode()


def test_bad_input_is_422_with_the_form(desk: Any, stages: Stages) -> None:
    address, client = f"/kelola/laporan/{stages.at_unit().pk}/draf/", desk("budi")
    for text in ("", "   ", "\u200f", "pendek", "x" * 10_001, "a" * 1_000_000, "a\0b cukup panjang"):
        answer = client.post(address, {"text": text, "kind": "final", "anyway": "1"})
        assert answer.status_code == 422, text[:20]
        assert 'id="id_text_error"' in answer.content.decode()
    assert client.post(address, {"text": TYPED, "kind": "rahasia"}).status_code == 422
    assert not Event.objects.filter(act="draft").exists()


def test_odd_letters_break_nothing(desk: Any, stages: Stages) -> None:
    report, client = stages.at_unit(), desk("budi")
    for text in (
        "<script>alert(1)</script> cukup",
        "😀 emoji cukup panjang",
        "\u202e terbalik",
    ):
        answer = client.post(
            f"/kelola/laporan/{report.pk}/draf/", {"text": text, "kind": "final", "anyway": "1"}
        )
        assert answer.status_code == 302
        page = client.get(f"/kelola/laporan/{report.pk}/").content.decode()
        assert "<script>alert" not in page


def test_a_third_referral_is_refused_in_a_sentence(desk: Any, stages: Stages) -> None:
    report = stages.at_unit()
    report.unit_referrals = 2
    report.save(update_fields=["unit_referrals"])
    answer = desk("budi").post(f"/kelola/laporan/{report.pk}/pengembalian/", {"reason": TYPED})
    assert answer.status_code == 409
    assert "sudah dua kali dikembalikan" in answer.content.decode()
    assert TYPED in answer.content.decode()


def test_an_unknown_noun_and_a_wrong_method(desk: Any, stages: Stages) -> None:
    report = stages.received()
    assert desk("ratna").post(f"/kelola/laporan/{report.pk}/penghapusan/").status_code == 404
    assert desk("ratna").post(f"/kelola/laporan/{report.pk}/").status_code == 405
