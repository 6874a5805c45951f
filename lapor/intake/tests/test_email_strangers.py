"""Mail that is not the reporter's: forged addresses, strangers at a genuine one, mail about no report."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lapor.accounts.models import Identity
from lapor.intake.email import answering, replying
from lapor.intake.tests.mails import HOST, KENANGA, Post, answered, answers, letter, replies, told
from lapor.notifications.addresses import reply_address
from lapor.reports.models import Event, Report
from lapor.reports.tests.world import NOW, World, build, filed

STRANGER = "mawar@lain.example"


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def report(world: World, post: Post) -> Report:
    return answered(world)


def test_a_forged_address_changes_nothing_and_shows_the_form_once_a_day(report: Report, post: Post) -> None:
    before = Event.objects.count()
    genuine = reply_address(told(report))
    forged = [
        f"jawab+{report.pk}.{'a' * 24}@{HOST}",
        genuine.replace(str(report.pk), str(report.pk + 1)),
        f"jawab+@{HOST}",
    ]
    rows = post.take(*(letter(to) for to in forged))
    assert [(row.fate, row.why, row.report_id) for row in rows] == [("set_aside", "forged", None)] * 3
    assert (replies(report), Event.objects.count()) == ([], before)
    (said,) = answers()
    assert (said.address, said.report_id) == (KENANGA, None)
    assert "/lapor/" in said.body
    post.take(letter(forged[0]), now=NOW + timedelta(days=1))
    assert len(answers()) == 2


def test_an_address_of_one_report_opens_no_other_of_the_same_person(
    world: World, report: Report, post: Post
) -> None:
    other = filed(confirmed_email=True, title="Jembatan rusak").report
    signature = reply_address(told(report)).partition(".")[2]
    (row,) = post.take(letter(f"jawab+{other.pk}.{signature}"))
    assert row.why == "forged"
    assert replies(other) == []


def test_a_stranger_at_a_genuine_address_is_quarantined_and_not_answered(report: Report, post: Post) -> None:
    before = Event.objects.count()
    (row,) = post.take(letter(reply_address(told(report)), sender=STRANGER))
    assert (row.fate, row.why, row.report_id) == ("quarantined", "stranger", report.pk)
    assert (row.sender, row.subject) == (STRANGER, "Re: Laporan")
    assert (replies(report), answers(), Event.objects.count()) == ([], [], before)


def test_what_the_senders_domain_disowns_is_not_believed(report: Report, post: Post) -> None:
    to = reply_address(told(report))
    ours = f"mx.{HOST}; spf=pass; dmarc=fail (p=reject) header.from=contoh.example"
    theirs = "mx.lain.example; dmarc=fail"
    rows = post.take(
        letter(to, "Palsu.", Authentication_Results=ours),
        letter(to, "Asli.", Authentication_Results=theirs),
        letter(f"jawab@{HOST}", Authentication_Results=ours),
    )
    assert [(row.fate, row.why) for row in rows] == [
        ("quarantined", "dmarc"),
        ("taken", ""),
        ("set_aside", "dmarc"),
    ]
    assert replies(report) == ["Asli."]
    assert answers() == []


@pytest.mark.parametrize(
    "sender",
    [
        f"{KENANGA}, {STRANGER}",
        f"{STRANGER} <{KENANGA}",
        f"<{KENANGA}> <{STRANGER}>",
        f"{KENANGA}){STRANGER}",
        f'"{KENANGA}" <{STRANGER}>',
        f"{STRANGER}\nFrom: {KENANGA}",
        "",
        "bukan alamat",
    ],
)
def test_two_senders_or_none_are_nobody(report: Report, post: Post, sender: str) -> None:
    raw = f"From: {sender}\nTo: {reply_address(told(report))}\nMessage-ID: <a@b>\n\nPalsu.\n"
    (row,) = post.take(raw.encode())
    assert row.fate != "taken"
    assert (replies(report), answers()) == ([], [])


def test_a_contact_no_longer_confirmed_has_no_rights(report: Report, post: Post) -> None:
    Identity.objects.filter(report=report).update(email_confirmed_at=None)
    (row,) = post.take(letter(reply_address(told(report))))
    assert (row.fate, row.why) == ("quarantined", "unconfirmed")


def test_mail_about_no_report_files_nothing_and_is_answered_once_a_day(report: Report, post: Post) -> None:
    rows = post.take(*(letter(f"jawab@{HOST}", f"Jalan rusak {n}", sender=STRANGER) for n in range(3)))
    assert [row.fate for row in rows] == ["pointed"] * 3
    assert Report.objects.count() == 1
    (said,) = answers()
    assert said.address == STRANGER
    assert "/lapor/" in said.body
    assert "1708" in said.body


def test_thousands_of_forged_senders_make_us_write_to_few(
    world: World, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "STRANGERS_AN_HOUR", 5)
    rows = post.take(*(letter(f"jawab@{HOST}", sender=f"korban{n}@lain.example") for n in range(12)))
    assert [row.why for row in rows] == [""] * 5 + ["told_already"] * 7
    assert len(answers()) == 5


def test_past_thirty_replies_an_hour_a_person_looks_first(
    report: Report, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replying, "AN_HOUR", 3)
    to = reply_address(told(report))
    rows = post.take(*(letter(to, f"Pesan {n}") for n in range(5)))
    assert [row.fate for row in rows] == ["taken"] * 3 + ["quarantined"] * 2
    assert post.take(letter(to, "Nanti"), now=NOW + timedelta(hours=1))[-1].fate == "taken"
