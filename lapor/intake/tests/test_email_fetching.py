"""Mail is fetched once, stored before it counts as read, and a mailbox in trouble troubles nothing else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from cryptography.fernet import InvalidToken
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from pytest_django import Settings

from lapor.accounts.sealing import unseal_bytes
from lapor.intake.email import fetching, inbox, mailbox
from lapor.intake.email.fetching import fetch_mail, forget_mail
from lapor.intake.models import InboundMail
from lapor.intake.tests.imapd import PASSWORD, USER, Folder, imap_server
from lapor.intake.tests.mails import HOST, Post, answered, answers, letter, replies, told
from lapor.notifications.addresses import reply_address
from lapor.reports import verification
from lapor.reports.erasing import erase_identity
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, World, build


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def report(world: World, post: Post) -> Report:
    return answered(world)


def names(post: Post, folder: str) -> list[str]:
    return sorted(path.name for path in (post.path / folder).iterdir())


def test_a_mail_is_stored_sealed_and_moves_on(report: Report, post: Post) -> None:
    mail = letter(reply_address(told(report)), "Rahasia saya.")
    (row,) = post.take(mail)
    assert unseal_bytes(row.raw) == mail.as_bytes()
    assert b"Rahasia" not in bytes(row.raw)
    assert (names(post, "new"), names(post, "cur")) == ([], ["000000.surat:2,S"])


def test_what_could_not_be_stored_stays_unread(
    report: Report, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise OperationalError("disk full")

    with monkeypatch.context() as trouble:
        trouble.setattr(InboundMail, "save", full)
        with pytest.raises(OperationalError):
            post.take(letter(reply_address(told(report))))
    assert names(post, "new") == ["000000.surat"]
    post.take()
    assert replies(report) == ["Belum cair juga."]


def test_killed_between_storing_and_noting_it_counts_once(
    report: Report, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as trouble:
        trouble.setattr(mailbox.Maildir, "done", lambda _box, _name: None)
        post.take(letter(reply_address(told(report))))
    post.take()
    assert (names(post, "new"), replies(report)) == ([], ["Belum cair juga."])


def test_killed_between_reply_and_record_it_counts_once(
    report: Report, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_args: object) -> None:
        raise OperationalError("killed")

    with monkeypatch.context() as trouble:
        trouble.setattr(inbox, "_record", dies)
        with pytest.raises(OperationalError):
            post.take(letter(reply_address(told(report))))
    assert replies(report) == []
    post.take()
    assert replies(report) == ["Belum cair juga."]


def test_at_most_fifty_in_one_run(world: World, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "BATCH", 3)
    post.bring(*(letter(f"jawab@{HOST}", sender=f"a{n}@lain.example") for n in range(5)))
    assert [fetch_mail(NOW), fetch_mail(NOW), fetch_mail(NOW)] == [3, 2, 0]


def test_larger_than_thirty_megabytes_is_set_aside_and_said_once(
    report: Report, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "LARGEST", 20_000)
    monkeypatch.setattr(mailbox, "HEAD", 2_000)
    to = reply_address(told(report))
    big = letter(to, "x" * 70 + "\n" + "baris\n" * 9_000)
    rows = post.take(big, letter(to, "y\n" + "baris\n" * 9_000), letter(to, sender="mawar@lain.example"))
    assert [(row.fate, row.why) for row in rows[:2]] == [("set_aside", "too_large")] * 2
    assert len(unseal_bytes(rows[0].raw)) == 2_000
    (said,) = answers()
    assert "30 MB" in said.body
    assert replies(report) == []


def test_two_workers_at_once_take_each_mail_once(transactional_db: None, post: Post) -> None:
    report = answered(build())
    to = reply_address(told(report))
    post.bring(*(letter(to, f"Pesan {n}") for n in range(12)))
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        fetch_mail(NOW)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    fetch_mail(NOW)
    assert InboundMail.objects.count() == 12
    assert sorted(replies(report)) == sorted(f"Pesan {n}" for n in range(12))


@pytest.fixture
def folder(report: Report, settings: Settings) -> Iterator[Folder]:
    user, password = quote(USER, safe=""), quote(PASSWORD, safe="")
    with imap_server() as (found, port):
        settings.EMAIL_IN_URL = f"imap://{user}:{password}@127.0.0.1:{port}/INBOX"
        yield found


def test_by_imap_the_same(report: Report, folder: Folder) -> None:
    to = reply_address(told(report))
    folder.bring(letter(to, "Satu").as_bytes(), letter(to, "Dua").as_bytes())
    assert fetch_mail(NOW) == 2
    assert replies(report) == ["Satu", "Dua"]
    assert folder.seen == {7, 8}
    assert all("PEEK" in one for one in folder.commands if "BODY" in one)
    assert fetch_mail(NOW) == 0


def test_by_imap_only_the_head_of_a_large_one(
    report: Report, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "LARGEST", 5_000)
    folder.bring(letter(reply_address(told(report)), "baris\n" * 2_000).as_bytes())
    fetch_mail(NOW)
    assert InboundMail.objects.get().why == "too_large"


@pytest.mark.parametrize("word", ["LOGIN", "SELECT", "SEARCH", "SIZE", "PEEK", "STORE"])
def test_a_line_cut_anywhere_loses_nothing(
    report: Report, folder: Folder, word: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder.bring(letter(reply_address(told(report))).as_bytes())
    folder.breaks_at = word
    with caplog.at_level(logging.WARNING):
        fetch_mail(NOW)
    (line,) = caplog.messages
    assert line.startswith("the mailbox does not answer")
    assert PASSWORD not in line
    folder.breaks_at = ""
    fetch_mail(NOW)
    assert replies(report) == ["Belum cair juga."]


@pytest.mark.parametrize("url", ["maildir:///nowhere", "imap://a:b@127.0.0.1:9/INBOX"])
def test_a_mailbox_that_is_not_there_costs_one_line(
    db: None, settings: Settings, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_IN_URL = url
    assert fetch_mail(NOW) == 0
    assert len(caplog.messages) == 1


def test_a_wrong_password_is_no_catastrophe(
    report: Report, folder: Folder, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_IN_URL = settings.EMAIL_IN_URL.replace("rahasia", "salah")
    assert fetch_mail(NOW) == 0
    assert len(caplog.messages) == 1


def test_an_address_of_no_mailbox_is_said(db: None, settings: Settings) -> None:
    settings.EMAIL_IN_URL = "pop3://a:b@lain.example"
    with pytest.raises(ImproperlyConfigured, match="LAPOR_EMAIL_IN_URL"):
        fetch_mail(NOW)


def test_mail_is_forgotten_after_ninety_days(report: Report, post: Post) -> None:
    post.take(letter(reply_address(told(report))), letter(f"jawab@{HOST}"))
    assert forget_mail(NOW + timedelta(days=90)) == 0
    assert forget_mail(NOW + timedelta(days=91)) == 2
    assert replies(report) == ["Belum cair juga."]


def test_mail_of_a_forgotten_person_goes_at_once(report: Report, post: Post) -> None:
    post.take(letter(reply_address(told(report))), letter(f"jawab@{HOST}"))
    assert report.identity
    erase_identity(report.identity, now=NOW)
    assert forget_mail(NOW) == 1


def test_mail_of_a_redacted_report_goes_at_once(world: World, report: Report, post: Post) -> None:
    post.take(letter(reply_address(told(report))))
    verification.redact(report, by=world.actor("ratna"), now=NOW)
    assert forget_mail(NOW) == 1
    assert not InboundMail.objects.exists()


def test_a_lost_key_sets_aside_instead_of_stopping(
    report: Report, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_key(_raw: bytes) -> bytes:
        raise InvalidToken

    monkeypatch.setattr(inbox, "unseal_bytes", no_key)
    (row,) = post.take(letter(reply_address(told(report))))
    assert (row.fate, row.why) == ("set_aside", "unreadable")
