"""Back and Reload: a form that came back with mistakes stays reachable, a receipt says where it went."""

from __future__ import annotations

import pytest

from lapor.intake.tests.filling import filled, photo
from lapor.reports.models import Attachment, Report
from tests.client import CheckedClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registry")]


def test_a_form_with_mistakes_has_an_address_that_keeps_its_files(client: CheckedClient) -> None:
    form = filled(title="")
    client.post("/lapor/", {**form, "attachments": [photo("jembatan.jpg")]})
    again = client.get("/lapor/", {"formulir": form["token"]}).content.decode()
    assert "jembatan.jpg" in again
    assert form["token"].split(":")[0] in again
    client.post("/lapor/", {**form, "title": "Jembatan rusak"})
    assert Attachment.objects.count() == 1


def test_after_sending_it_leads_to_the_receipt_and_only_where_the_report_is_open(
    client: CheckedClient,
) -> None:
    form = filled()
    receipt = client.post("/lapor/", form)["Location"]
    assert client.get("/lapor/", {"formulir": form["token"]})["Location"] == receipt
    client.post(f"{receipt}hapus/")
    for other in (client, CheckedClient()):
        page = other.get("/lapor/", {"formulir": form["token"]})
        assert page.status_code == 200
        assert form["token"].split(":")[0] not in page.content.decode()
    assert Report.objects.count() == 1


def test_a_receipt_that_is_gone_says_where_the_report_is(client: CheckedClient) -> None:
    receipt = client.post("/lapor/", filled())["Location"]
    gone = CheckedClient().get(receipt)
    assert gone.status_code == 404
    assert "Laporan Anda aman" in gone.content.decode()
    assert 'href="/lacak/"' in gone.content.decode()


def test_all_mistakes_are_told_at_once_and_in_plain_words(client: CheckedClient) -> None:
    page = client.post("/lapor/", filled(title="", email="bukan-surel", event_date="2999-01-01"))
    text = page.content.decode()
    assert "misalnya nama@contoh.id" in text
    assert "Tanggal kejadian belum tiba" in text
    assert 'value="bukan-surel"' in text
