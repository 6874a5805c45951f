"""Notices of failed delivery (RFC 3464): the message they name fails, and no other can be made to."""

from __future__ import annotations

import pytest

from lapor.intake.tests.mails import HOST, KENANGA, Post, answered, answers, replies, told
from lapor.notifications.addresses import bounce_address
from lapor.notifications.models import Delivery, Fate
from lapor.notifications.tests.mailserver import mail_server
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build

NOTICE = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.contoh.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Message-ID: <20180828021500.4F2A{number}@mx.contoh.example>
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F2A.1535422500/mx.contoh.example"

This is a MIME-encapsulated message.

--4F2A.1535422500/mx.contoh.example
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.contoh.example.
I'm sorry to have to inform you that your message could not be delivered.

--4F2A.1535422500/mx.contoh.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.contoh.example
Arrival-Date: Tue, 28 Aug 2018 09:14:59 +0700 (WIB)

Final-Recipient: rfc822; kenanga@contoh.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <kenanga@contoh.example>: user unknown

--4F2A.1535422500/mx.contoh.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: LAPOR! <tidak-dibalas@lapor.example>
To: kenanga@contoh.example
Subject: Laporan #1: sudah dijawab
Message-ID: {returned}

--4F2A.1535422500/mx.contoh.example--
"""
PLAIN = """\
Return-Path: <>
From: {sender}
To: {to}
Subject: failure notice
Message-ID: <1@lama.example>

Hi. This is the qmail-send program. <kenanga@contoh.example>: {words}
"""


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def report(world: World, post: Post) -> Report:
    return answered(world)


def notice(
    to: str, action: str = "failed", status: str = "5.1.1", returned: str = "<1@lain.example>"
) -> bytes:
    text = NOTICE.format(to=to, action=action, status=status, returned=returned, number=len(status))
    return text.encode()


def fate(delivery: Delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.status, delivery.why


def test_the_address_it_comes_to_names_the_message(report: Report, post: Post) -> None:
    sent = told(report)
    (row,) = post.take(notice(bounce_address(sent.ref).upper()))
    assert (row.fate, row.why) == ("bounce", "5.1.1")
    assert fate(sent) == (Fate.BOUNCED, "5.1.1")
    assert (replies(report), answers()) == ([], [])


def test_the_envelope_of_a_real_mail_leads_back_to_it(world: World, post: Post) -> None:
    with mail_server() as outside:
        sent = told(answered(world))
    envelope = outside.envelopes[-1]
    assert envelope.mail_from == f"jawab+b.{sent.ref}@{HOST}"
    post.take(notice(str(envelope.mail_from)))
    assert fate(sent) == (Fate.BOUNCED, "5.1.1")


def test_else_the_returned_headers_do(report: Report, post: Post) -> None:
    sent = told(report)
    post.take(notice("tidak-dibalas@lapor.example", returned=f"<{sent.ref}@lapor.example>"))
    assert fate(sent) == (Fate.BOUNCED, "5.1.1")


@pytest.mark.parametrize(
    ("action", "status", "expected"),
    [
        ("delayed", "4.4.1", (Fate.HANDED_OVER, "4.4.1")),
        ("failed", "4.4.7", (Fate.BOUNCED, "4.4.7")),
        ("Failed", "5.2.2", (Fate.BOUNCED, "5.2.2")),
        ("delivered", "2.0.0", (Fate.HANDED_OVER, "")),
        ("relayed", "2.0.0", (Fate.HANDED_OVER, "")),
    ],
)
def test_given_up_or_still_trying(
    report: Report, post: Post, action: str, status: str, expected: tuple[Fate, str]
) -> None:
    sent = told(report)
    post.take(notice(bounce_address(sent.ref), action, status))
    assert fate(sent) == expected


@pytest.mark.parametrize("ref", ["0" * 32, "zz", "' OR 1=1 --", ""])
def test_a_guessed_name_changes_nothing(report: Report, post: Post, ref: str) -> None:
    before = list(Delivery.objects.order_by("pk").values("status", "why"))
    rows = post.take(notice(f"jawab+b.{ref}@{HOST}"), notice(KENANGA, returned=f"<{ref}@lapor.example>"))
    assert {row.fate for row in rows} <= {"bounce", "set_aside"}
    assert list(Delivery.objects.order_by("pk").values("status", "why")) == before
    assert answers() == []


def test_anothers_message_is_not_made_to_fail_from_another_host(report: Report, post: Post) -> None:
    """A name under a host that is not ours is not our message."""
    sent = told(report)
    post.take(notice(KENANGA, returned=f"<{sent.ref}@lain.example>"))
    assert fate(sent)[0] == Fate.HANDED_OVER


def test_old_servers_say_it_in_words(report: Report, post: Post) -> None:
    sent = told(report)
    to = bounce_address(sent.ref)
    sender = "MAILER-DAEMON@lama.example"
    (row,) = post.take(PLAIN.format(sender=sender, to=to, words="mailbox unavailable. 5.1.1").encode())
    assert (row.fate, fate(sent)) == ("bounce", (Fate.BOUNCED, "5.1.1"))


def test_an_away_notice_to_that_address_is_no_bounce(report: Report, post: Post) -> None:
    sent = told(report)
    words = "I am away; call 5.1.1 for urgent matters."
    (row,) = post.take(PLAIN.format(sender=KENANGA, to=bounce_address(sent.ref), words=words).encode())
    assert (row.fate, row.why) == ("set_aside", "auto_reply")
    assert fate(sent)[0] == Fate.HANDED_OVER


def test_a_notice_after_the_fact_changes_nothing_twice(report: Report, post: Post) -> None:
    sent = told(report)
    post.take(notice(bounce_address(sent.ref)), notice(bounce_address(sent.ref), status="5.2.22"))
    assert fate(sent) == (Fate.BOUNCED, "5.1.1")
