"""One form is one report: sent twice, sent at once, answered again."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from lapor.intake.models import Submission, Upload
from lapor.intake.tests.filling import filled, photo
from lapor.registry.sample import load_sample
from lapor.reports.models import Attachment, Event, Report
from tests.client import CheckedClient


def code_in(page: str) -> str:
    found = re.search(r'id="kode-akses">([^<]+)<', page)
    assert found
    return found[1]


@pytest.mark.django_db
def test_a_form_sent_again_shows_the_same_receipt(client: CheckedClient) -> None:
    load_sample()
    form = filled()
    first = client.post("/lapor/", form, follow=True)
    again = client.post("/lapor/", {**form, "title": "Judul lain"}, follow=True)
    assert Report.objects.count() == 1
    assert code_in(first.content.decode()) == code_in(again.content.decode())
    # The answer was lost together with its cookie: the form, sent again, fetches it.
    lost = CheckedClient().post("/lapor/", form, follow=True)
    assert code_in(lost.content.decode()) == code_in(first.content.decode())


@pytest.mark.django_db
def test_the_form_found_in_a_history_opens_nothing_later(client: CheckedClient) -> None:
    """Its token stands in the address of a form that came back with mistakes; phones are shared."""
    load_sample()
    form = filled()
    client.post("/lapor/", form)
    Submission.objects.update(created_at=timezone.now() - timedelta(hours=2))
    answer = CheckedClient().post("/lapor/", form)
    number = Report.objects.get().pk
    assert answer["Location"] == f"/lacak/?nomor={number}"
    assert answer.client.get(f"/laporan/{number}/data-saya/").status_code == 404


@pytest.mark.django_db
def test_a_receipt_put_away_comes_back_by_no_form(client: CheckedClient) -> None:
    load_sample()
    form = filled()
    receipt = client.post("/lapor/", form)["Location"]
    client.post(f"{receipt}hapus/")
    assert client.post("/lapor/", form)["Location"].startswith("/lacak/")
    assert client.get(receipt).status_code == 404


@pytest.mark.django_db
def test_a_form_without_our_token_is_filed_all_the_same(client: CheckedClient) -> None:
    load_sample()
    for token in ("", "palsu", "palsu:1:2"):
        assert client.post("/lapor/", filled(token=token)).status_code == 302
    assert Report.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_eight_posts_at_once_are_one_report() -> None:
    load_sample()
    form = filled()
    ready, answers = threading.Barrier(8), []

    def post() -> None:
        own = {**form, "attachments": [photo()]}
        ready.wait()
        try:
            answers.append(CheckedClient().post("/lapor/", own))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [302] * 8
    assert len({answer["Location"] for answer in answers}) == 1
    assert (Report.objects.count(), Submission.objects.count(), Event.objects.count()) == (1, 1, 1)
    assert Attachment.objects.count() == 1
    assert Upload.objects.count() <= 1  # came after the report was stored; the purge takes it
