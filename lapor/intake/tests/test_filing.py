"""The form by the plain way, without a line of JavaScript: what is asked, kept, refused and answered."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from lapor.accounts.clients import client_of
from lapor.accounts.models import Identity
from lapor.intake.models import Submission
from lapor.intake.tests.filling import STORY, filled, only_report
from lapor.intake.web import floods
from lapor.reports.models import Event, Report
from lapor.reports.secrecy import code_opens
from tests.client import CheckedClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registry")]


def send(client: CheckedClient, **changes: Any) -> Any:
    return client.post("/lapor/", filled(**changes), follow=True)


def test_a_filed_report_gets_number_code_and_dates(client: CheckedClient) -> None:
    answer = send(client, event_date="2024-08-29", location="Dekat SD", region_text="Kota Bandung")
    report = only_report()
    page = answer.content.decode()
    assert answer.redirect_chain[0][0].startswith("/lapor/terima/")
    assert "no-store" in answer["Cache-Control"]
    assert f"#{report.pk}" in page
    code = re.search(r'id="kode-akses">([0-9A-Z ]{14})<', page)
    assert code
    assert code_opens(report.pk, code[1], now=timezone.now())
    assert page.count("Paling lambat ") == 2
    assert 'class="qr"' in page
    assert 'data-draft-sent="lapor"' in page
    assert report.region
    assert report.region.code == "32.73"
    assert (report.text.location, str(report.event_date)) == ("Dekat SD", "2024-08-29")
    assert report.identity
    assert report.identity.name == "Kenanga Wulandari"
    assert report.channel == "web"


def test_the_receipt_is_of_this_browser_only(client: CheckedClient) -> None:
    address = send(client).redirect_chain[0][0]
    assert CheckedClient().get(address).status_code == 404
    assert client.get("/lapor/terima/tidakada/").status_code == 404
    gone = client.post(f"{address}hapus/")
    assert gone["Location"] == "/lacak/"
    assert client.get(address).status_code == 404


def test_the_code_is_shown_for_an_hour(client: CheckedClient) -> None:
    address = send(client).redirect_chain[0][0]
    Submission.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    page = client.get(address).content.decode()
    assert "kode-akses" not in page
    assert "tidak tampil lagi" in page


def test_errors_stand_on_top_and_at_the_field_and_text_comes_back(client: CheckedClient) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=2)).isoformat()
    answer = send(client, title="", event_date=tomorrow, phone="12")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "data-focus" in page
    assert 'href="#id_title"' in page
    assert 'id="id_title_error"' in page
    assert STORY in page
    assert not Report.objects.exists()
    assert "data-draft-bound" in page
    answer = send(client, event_date=tomorrow)
    assert "Tanggal kejadian belum tiba" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Tulis nama Anda"),
        ({"email": ""}, "Tulis surel atau nomor ponsel"),
        ({"email": "bukan surel"}, "valid"),
        ({"phone": "0812"}, "kurang atau lebih angkanya"),
        ({"text": "a" * 1_000_000}, "Terlalu panjang"),
        ({"title": "x" * 151}, "Terlalu panjang"),
        ({"report_class": "lain"}, ""),
        ({"report_class": ""}, "Pilih pengaduan"),
        ({"event_date": "kemarin"}, "Tulis tanggal seperti"),
        ({"event_date": "0018-01-01"}, "Periksa tahunnya"),
        ({"title": " \0 "}, "belum diisi"),
    ],
)
def test_bad_input_is_said_in_words(client: CheckedClient, changes: dict[str, str], said: str) -> None:
    answer = send(client, **changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "Jalan \0rusak",
        "<script>alert(1)</script>",
        "الشارع مكسور \u202e abc",
        "Jalan rusak 🚧🕳️",
        "a\r\nb",
        "'; DROP",
    ],
)
def test_any_words_are_kept_and_shown_as_words(client: CheckedClient, text: str) -> None:
    answer = send(client, title=text.replace("\r\n", " "), text=text, location=text)
    assert answer.status_code == 200
    report = only_report()
    assert report.text.text == text.replace("\0", "").replace("\r\n", "\n")
    assert "<script>alert" not in answer.content.decode()
    assert "<script>alert" not in send(client, title="", text=text).content.decode()


def test_anonymous_needs_neither_name_nor_contact(client: CheckedClient) -> None:
    answer = send(client, anonymous="on", secret="on", name="", email="")
    report = only_report()
    assert (report.anonymous, report.secret, report.identity) == (True, True, None)
    assert "Anda tidak memberi surel atau nomor" in answer.content.decode()


def test_no_trace_of_the_sender(client: CheckedClient) -> None:
    client.post("/lapor/", filled(), REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Ponsel/9")
    kept = repr([list(model.objects.values()) for model in (Report, Event, Identity, Submission)])
    assert "203.0.113" not in kept
    assert "Ponsel" not in kept


def test_the_form_may_name_an_agency(client: CheckedClient) -> None:
    page = client.get("/lapor/?instansi=pemerintah-kota-surabaya").content.decode()
    assert re.search(r'value="pemerintah-kota-surabaya"[^>]*checked', page)
    assert client.get("/lapor/?instansi=tidak-ada%00").status_code == 200
    send(
        client,
        agency_text="Pemerintah Kota Surabaya",
        agency="pemerintah-kota-surabaya",
        category_text="jalan berlubang",
    )
    report = only_report()
    assert report.suggested_agency
    assert report.suggested_agency.slug == "pemerintah-kota-surabaya"
    assert report.category
    assert report.category.code == "pekerjaan-umum/jalan-berlubang"


def test_a_name_of_several_regions_is_asked_back(client: CheckedClient) -> None:
    answer = send(client, region_text="bandung")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Pilih satu di bawah" in page
    values = re.findall(r'name="region" value="([^"]+)"', page)
    assert {"32.73", "32.04", "-"} <= set(values)
    send(client, region_text="bandung", region="32.04")
    region = only_report().region
    assert region
    assert region.code == "32.04"


def test_an_unknown_place_does_not_stop_a_report(client: CheckedClient) -> None:
    assert send(client, region_text="Atlantis").status_code == 422
    assert send(client, region_text="Atlantis", region="-", location="Dermaga").status_code == 200
    assert only_report().text.location == "Dermaga, Atlantis"


def test_options_while_typing(client: CheckedClient) -> None:
    answer = client.get("/lapor/wilayah/?q=bandung", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert 'value="32.73"' in page
    assert "hx-swap-oob" in page
    assert 'value="' not in client.get("/lapor/wilayah/?q=").content.decode()
    assert "pemerintah-kota-surabaya" in client.get("/lapor/instansi/?agency_text=surabaya").content.decode()
    assert "sosial" in client.get("/lapor/kategori/?q=sosial").content.decode()
    assert client.get("/lapor/wilayah/?q=%00%00").status_code == 200
    assert client.get("/lapor/lainnya/").status_code == 404
    assert client.post("/lapor/wilayah/").status_code == 405


def test_options_cost_few_queries(client: CheckedClient, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        client.get("/lapor/wilayah/?q=bandung")
    with django_assert_max_num_queries(3):
        client.get("/lapor/instansi/?q=kota")
    with django_assert_max_num_queries(2):
        client.get("/lapor/kategori/?q=jalan")


def test_the_trap_marks_and_sends_no_code(
    client: CheckedClient, django_capture_on_commit_callbacks: Any
) -> None:
    send(client, catatan_tambahan="beli obat")
    report = only_report()
    assert report.flood
    assert report.identity
    assert not report.identity.codes.exists()


def test_many_alike_are_marked_not_dropped(client: CheckedClient) -> None:
    for _ in range(floods.ALIKE_REPORTS + 2):
        assert send(client).status_code == 200
    marked = list(Report.objects.order_by("pk").values_list("flood", flat=True))
    assert marked == [False] * floods.ALIKE_REPORTS + [True] * 2


def test_too_many_are_slowed_with_their_text_kept(client: CheckedClient, monkeypatch: Any) -> None:
    monkeypatch.setattr(floods, "CLIENT_FORMS", 1)
    assert send(client).status_code == 200
    answer = send(client, title="Laporan kedua")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert re.search(r"Coba lagi dalam \d+ menit, tulisan Anda aman", page)
    assert 'value="Laporan kedua"' in page
    assert Report.objects.count() == 1
    # Somebody elsewhere is not held up.
    assert CheckedClient(REMOTE_ADDR="198.51.100.9").post("/lapor/", filled()).status_code == 302


def test_everybody_together_is_slowed_too(client: CheckedClient, monkeypatch: Any) -> None:
    monkeypatch.setattr(floods, "ALL_FORMS", 1)
    assert send(client).status_code == 200
    assert CheckedClient(REMOTE_ADDR="198.51.100.9").post("/lapor/", filled()).status_code == 429


def test_only_our_own_proxies_are_believed(rf: Any, settings: Any) -> None:
    request = rf.get("/", HTTP_X_FORWARDED_FOR="10.9.9.9, 203.0.113.7", REMOTE_ADDR="192.0.2.1")
    assert client_of(request) == "192.0.2.1"
    settings.TRUSTED_PROXIES = 1
    assert client_of(request) == "203.0.113.7"
    household = rf.get("/", REMOTE_ADDR="2001:db8:1:2:3::9")
    settings.TRUSTED_PROXIES = 0
    assert client_of(household) == "2001:db8:1:2::/64"
