"""Machines that write to us: away notices, lists, loops. None of them is ever answered."""

from __future__ import annotations

import pytest

from lapor.intake.tests.mails import HOST, Post, answered, answers, letter, replies, told
from lapor.notifications.addresses import bounce_address, reply_address
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build

HEADERS = [
    ({"Auto-Submitted": "auto-replied"}, "auto_reply"),
    ({"Auto-Submitted": "auto-generated; owner-email=x"}, "auto_reply"),
    ({"Precedence": "bulk"}, "auto_reply"),
    ({"Precedence": "Junk"}, "auto_reply"),
    ({"Precedence": "list"}, "auto_reply"),
    ({"X-Autoreply": "yes"}, "auto_reply"),
    ({"X-Auto-Response-Suppress": "All"}, "auto_reply"),
    ({"Return-Path": "<>"}, "auto_reply"),
    ({"Return-Path": "<MAILER-DAEMON>"}, "auto_reply"),
    ({"Content-Type": "multipart/report; report-type=disposition-notification; boundary=b"}, "auto_reply"),
    ({"Subject": "Out of Office: Re: Laporan"}, "auto_reply"),
    ({"Subject": "Re: Balasan otomatis: cuti"}, "auto_reply"),
    ({"Subject": "=?utf-8?q?Automatic_reply=3A?= x"}, "auto_reply"),
    ({"From": "MAILER-DAEMON@lain.example"}, "auto_reply"),
    ({"From": "no-reply@lain.example"}, "auto_reply"),
    ({"List-Id": "<warga.lain.example>"}, "list"),
    ({"Message-ID": f"<{'ab' * 16}@lapor.example>"}, "loop"),
    ({"From": "LAPOR! <tidak-dibalas@lapor.example>"}, "loop"),
    ({"From": f"jawab@{HOST}"}, "loop"),
]


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def report(world: World, post: Post) -> Report:
    return answered(world)


@pytest.mark.parametrize("genuine", [True, False])
@pytest.mark.parametrize(("headers", "why"), HEADERS)
def test_a_machine_is_set_aside(
    report: Report, post: Post, headers: dict[str, str], why: str, genuine: bool
) -> None:
    mail = letter(reply_address(told(report)) if genuine else f"jawab@{HOST}")
    for name, value in headers.items():
        del mail[name]
        mail[name] = value
    (row,) = post.take(mail)
    assert (row.fate, row.why) == ("set_aside", why)
    assert (replies(report), answers()) == ([], [])


def test_a_person_may_say_no_machine(report: Report, post: Post) -> None:
    (row,) = post.take(
        letter(reply_address(told(report)), Auto_Submitted="no", Return_Path="<kenanga@contoh.example>")
    )
    assert row.fate == "taken"


def test_a_mail_that_has_gone_round_is_a_loop(report: Report, post: Post) -> None:
    mail = b"Received: from a by b; now\n" * 51 + letter(reply_address(told(report))).as_bytes()
    assert post.take(mail)[0].why == "loop"


def test_a_hundred_away_notices_get_no_answer(report: Report, post: Post) -> None:
    to = [reply_address(told(report)), bounce_address(told(report).ref), f"jawab@{HOST}", f"jawab+1.x@{HOST}"]
    post.bring(
        *(
            letter(to[n % 4], f"Saya cuti {n}", Auto_Submitted="auto-replied", Return_Path="<>")
            for n in range(100)
        )
    )
    post.take()
    rows = post.take()
    assert {(row.fate, row.why) for row in rows} == {("set_aside", "auto_reply")}
    assert len(rows) == 100
    assert (replies(report), answers()) == ([], [])
    told(report).refresh_from_db()
    assert told(report).status == "handed_over"


def test_two_machines_without_headers_stop_by_themselves(report: Report, post: Post) -> None:
    """A machine answers each of our mails with the same words, and we have something to say to each."""
    to = reply_address(told(report))
    post.take(*(letter(to, "> kutipan\n") for _ in range(40)))
    assert len(answers()) == 1
