"""`/kelola/surel/`: what waits in quarantine, for the national verifier alone."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lapor.accounts.models import User
from lapor.audit.models import Entry
from lapor.intake.models import InboundMail
from lapor.intake.tests.mails import HOST, Post, answered, answers, letter, replies, told
from lapor.notifications.addresses import reply_address
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build
from tests.client import CheckedClient

STRANGER = "mawar@lain.example"


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def report(world: World, post: Post) -> Report:
    return answered(world)


def desk(name: str) -> CheckedClient:
    client = CheckedClient()
    client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    return client


def quarantined(report: Report, post: Post, number: int = 1) -> InboundMail:
    to = reply_address(told(report))
    mails = (letter(to, f"Ini <b>saya</b> {n}", sender=STRANGER, Subject=f"Surat {n}") for n in range(number))
    return post.take(*mails)[-1]


def test_the_verifier_reads_and_removes(report: Report, post: Post) -> None:
    row = quarantined(report, post)
    ratna = desk("ratna")
    page = ratna.get("/kelola/surel/").content.decode()
    assert "Surat 0" in page
    assert f"#{report.pk}" in page
    assert "lain.example" in page
    assert STRANGER not in page
    assert "30 hari terakhir" not in page  # this mail is of another year
    one = ratna.get(f"/kelola/surel/{row.pk}/").content.decode()
    assert "Ini &lt;b&gt;saya&lt;/b&gt; 0" in one
    assert STRANGER not in one
    assert ratna.post(f"/kelola/surel/{row.pk}/penghapusan/").status_code == 302
    row.refresh_from_db()
    assert (row.fate, row.why) == ("set_aside", "dismissed")
    assert Entry.objects.filter(act="dismiss_mail", subject_id=row.pk).count() == 1
    assert ratna.get(f"/kelola/surel/{row.pk}/").status_code == 404
    assert ratna.post(f"/kelola/surel/{row.pk}/penghapusan/").status_code == 404
    assert "Karantina kosong" in ratna.get("/kelola/surel/").content.decode()
    assert (replies(report), answers()) == ([], [])


def test_of_an_anonymous_report_not_even_the_domain(world: World, post: Post) -> None:
    row = quarantined(answered(world, anonymous=True), post)
    ratna = desk("ratna")
    for address in ("/kelola/surel/", f"/kelola/surel/{row.pk}/"):
        page = ratna.get(address).content.decode()
        assert "lain.example" not in page
        assert "pengirim disembunyikan" in page


@pytest.mark.parametrize("name", ["pratiwi", "karin", "yusuf", "kurnia", "budi", "tono", "dewi"])
def test_nobody_else_reads_it(report: Report, post: Post, name: str) -> None:
    row = quarantined(report, post)
    client = desk(name)
    assert client.get("/kelola/surel/").status_code == 403
    assert client.get(f"/kelola/surel/{row.pk}/").status_code == 403
    assert client.post(f"/kelola/surel/{row.pk}/penghapusan/").status_code == 403
    row.refresh_from_db()
    assert row.fate == "quarantined"


def test_the_public_logs_in_first(report: Report, post: Post) -> None:
    row = quarantined(report, post)
    client = CheckedClient()
    for address in ("/kelola/surel/", f"/kelola/surel/{row.pk}/"):
        assert client.get(address).headers["Location"].startswith("/masuk/")
    assert client.post(f"/kelola/surel/{row.pk}/penghapusan/").status_code == 302


def test_pages_follow_by_keyset(report: Report, post: Post) -> None:
    quarantined(report, post, 25)
    ratna = desk("ratna")
    first = ratna.get("/kelola/surel/")
    assert len(first.context["lines"]) == 20
    more = ratna.get("/kelola/surel/", {"lanjut": first.context["page"].next})
    assert [line.row.subject for line in more.context["lines"]] == [f"Surat {n}" for n in range(4, -1, -1)]
    assert ratna.get("/kelola/surel/?lanjut=x").status_code == 404


def test_what_became_of_all_mail_is_counted(report: Report, post: Post) -> None:
    now = timezone.now()
    post.take(
        letter(f"jawab@{HOST}"), letter(f"jawab@{HOST}"), letter("x@lain.example", List_Id="<a>"), now=now
    )
    counts = dict(desk("ratna").get("/kelola/surel/").context["counts"])
    assert {str(label): number for label, number in counts.items()} == {
        "Ditunjukkan ke formulir": 2,
        "Disisihkan": 1,
    }


def test_a_list_of_twenty_costs_what_one_does(
    report: Report, post: Post, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    quarantined(report, post, 20)
    ratna = desk("ratna")
    with django_assert_max_num_queries(7) as seen:
        ratna.get("/kelola/surel/")
    assert not any("raw" in query["sql"].partition("FROM")[0] for query in seen.captured_queries)
