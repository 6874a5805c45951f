"""What a report says once it ended: how, what its reporter may still do, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lapor.portal.tests.conftest import Make
from lapor.reports import closing, filing, verification
from lapor.reports.tests.world import World, holder_of_code
from lapor.ui.dates import day_words, local
from tests.client import CheckedClient

MONTH = timedelta(days=30)


def public(client: CheckedClient, number: int) -> str:
    return client.get(f"/laporan/{number}/").content.decode()


def own(client: CheckedClient, number: int, code: str) -> str:
    return client.post("/lacak/", {"nomor": number, "code": code}, follow=True).content.decode()


def test_an_archived_report_may_be_disputed_until_a_day(
    client: CheckedClient, world: World, verified: Make, now: datetime
) -> None:
    one = verified()
    verification.archive(
        one.report, by=world.actor("ratna"), reason_code="no_evidence", note="Bukti kurang.", now=now
    )
    until = day_words(local(now + MONTH))
    assert f"Pelapor bisa mengajukan keberatan sampai {until}" in public(client, one.report.pk)
    assert f"Anda bisa mengajukan keberatan sampai {until}" in own(client, one.report.pk, one.access_code)
    closing.object_to(one.report, by=holder_of_code(one.report), reason="Ada bukti.", now=now)
    assert "Keberatan sedang diperiksa" in public(client, one.report.pk)
    closing.decide_objection(
        one.report, by=world.actor("pratiwi"), upheld=False, text="Bukti tetap kurang.", now=now
    )
    page = public(client, one.report.pk)
    assert "Keberatan sudah diperiksa dan tidak diterima" in page
    assert "bisa mengajukan keberatan" not in page


def test_after_thirty_days_nothing_is_promised(
    client: CheckedClient, world: World, verified: Make, now: datetime
) -> None:
    long_ago = now - 3 * MONTH
    one = verified(now=long_ago)
    verification.archive(
        one.report, by=world.actor("ratna"), reason_code="no_evidence", note="Bukti kurang.", now=long_ago
    )
    assert "Waktu untuk keberatan sudah lewat" in public(client, one.report.pk)


def test_the_reporter_reads_until_when_it_opens_again(
    client: CheckedClient, answered: Make, verified: Make, now: datetime
) -> None:
    until = f"membukanya lagi sampai {day_words(local(now + MONTH))}"
    closed, drawn = answered(), verified()
    closing.close(closed.report, by=holder_of_code(closed.report), now=now)
    filing.withdraw(drawn.report, by=holder_of_code(drawn.report), now=now)
    for one, words in ((closed, "Anda memastikan sudah beres"), (drawn, "Anda menarik laporan ini")):
        assert until not in public(client, one.report.pk)
        page = own(client, one.report.pk, one.access_code)
        assert until in page
        assert words in page
        client.post(f"/laporan/{one.report.pk}/keluar/")


def test_nobody_is_asked_to_support_what_is_over(
    client: CheckedClient, answered: Make, now: datetime
) -> None:
    one = answered()
    assert "/dukungan/" in public(client, one.report.pk)
    closing.close(one.report, by=holder_of_code(one.report), now=now)
    page = public(client, one.report.pk)
    assert "/dukungan/" not in page
    assert "Tulis laporan Anda" in page


@pytest.mark.parametrize("noun", ["penyelesaian", "pembukaan", "keberatan"])
def test_what_cannot_be_done_now_is_said_before_one_writes(
    client: CheckedClient, verified: Make, noun: str
) -> None:
    one = verified()
    number = one.report.pk
    own(client, number, one.access_code)
    page = client.get(f"/laporan/{number}/{noun}/").content.decode()
    assert "Ini tidak bisa dilakukan sekarang" in page
    assert f'href="/laporan/{number}/"' in page
    assert "<textarea" not in page


def test_the_own_page_says_you_and_an_approved_answer_is_an_answer(
    client: CheckedClient, answered: Make
) -> None:
    one = answered()
    assert "Pelapor, lewat" in public(client, one.report.pk)
    assert "Anda, lewat" in own(client, one.report.pk, one.access_code)


def test_what_is_missing_is_said_in_plain_words(client: CheckedClient, answered: Make) -> None:
    one = answered()
    own(client, one.report.pk, one.access_code)
    for noun, words in (("tanggapan", "Tulis beberapa kata"), ("lampiran", "Belum ada berkas")):
        page = client.post(f"/laporan/{one.report.pk}/{noun}/", {})
        assert page.status_code == 422
        assert words in page.content.decode()
