"""Mail over a real SMTP server: what arrives there, read as a mail program reads it, and its refusals."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage

import html5lib
import pytest
from django.test import override_settings

from lapor.notifications.gateways import email
from lapor.notifications.gateways.outgoing import Outgoing, Refused, Unreachable, Unsure
from lapor.notifications.tests.mailserver import CUT, Mailbox, mail_server

LINK = "http://127.0.0.1:8000/laporan/10000001/"
BODY = f"""Laporan #10000001

Dinas Pendidikan sudah menjawab laporan Anda.

> Tunjangan <b>dibayar</b> minggu ini.
> Buka: https://penipu.example/

Buka laporan: {LINK}

Pesan ini dikirim otomatis.
"""
MAIL = Outgoing("abc123", "kenanga@contoh.example", "Laporan #10000001: sudah dijawab – é", BODY)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def test_a_mail_arrives_as_text_and_html_of_the_same_words(mailbox: Mailbox) -> None:
    email.hand_over(MAIL)
    (mail,) = mailbox.mails
    assert mail["Subject"] == MAIL.subject
    assert mail["To"] == "kenanga@contoh.example"
    assert mail.get_content_type() == "multipart/alternative"
    assert part(mail, "plain").replace("\r\n", "\n") == BODY
    page = part(mail, "html")
    assert "Dinas Pendidikan sudah menjawab laporan Anda." in page
    assert f'<a href="{LINK}">' in page
    assert "<b>dibayar" not in page


def test_the_html_is_valid_says_its_language_and_fetches_nothing(mailbox: Mailbox) -> None:
    email.hand_over(Outgoing("abc", "a@contoh.example", "Subject", BODY, "en"))
    page = part(mailbox.mails[0], "html")
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(page)
    assert tree.get("lang") == "en"
    assert not [each for each in parser.errors if each[1] != "deprecated"]
    assert not [word for word in ("<img", "<style", "<link", "<script", "url(", "src=") if word in page]
    assert [link.get("href") for link in tree.iter("a")] == [LINK]
    quote = tree.find(".//blockquote")
    assert quote is not None
    assert "penipu.example" in "".join(quote.itertext())


def test_a_mail_is_one_of_a_machine_under_our_own_name(mailbox: Mailbox) -> None:
    email.hand_over(MAIL)
    mail = mailbox.mails[0]
    assert (mail["Auto-Submitted"], mail["Reply-To"]) == ("auto-generated", None)
    assert mail["Message-ID"] == "<abc123@lapor.example>"
    assert mailbox.envelopes[0].mail_from == "tidak-dibalas@lapor.example"


def test_an_answer_and_a_bounce_find_their_way_back(mailbox: Mailbox) -> None:
    email.hand_over(
        Outgoing(
            "abc",
            "a@contoh.example",
            "x",
            BODY,
            reply_to="jawab+1@lapor.example",
            sender="b+abc@lapor.example",
        )
    )
    assert mailbox.mails[0]["Reply-To"] == "jawab+1@lapor.example"
    assert mailbox.envelopes[0].mail_from == "b+abc@lapor.example"


def test_no_line_break_and_no_dot_of_the_words_is_taken_for_more(mailbox: Mailbox) -> None:
    words = "Baris satu\n.\nQUIT\n..dua titik\n"
    email.hand_over(Outgoing("abc", "a@contoh.example", "Satu\r\nBcc: b@contoh.example", words))
    (mail,) = mailbox.mails
    assert mail["Bcc"] is None
    assert part(mail, "plain").replace("\r\n", "\n") == words
    assert mailbox.envelopes[0].rcpt_tos == ["a@contoh.example"]


def test_a_host_in_other_letters_is_written_in_plain_ones(mailbox: Mailbox) -> None:
    email.hand_over(Outgoing("abc", "surat@b\u00fccher.example", "x", BODY))
    assert mailbox.envelopes[0].rcpt_tos == ["surat@xn--bcher-kva.example"]


@pytest.mark.parametrize(
    ("step", "answer", "failure", "code"),
    [
        ("MAIL", "550 not from you", Unreachable, "sender_550"),
        ("RCPT", "550 no such user", Refused, "recipient_550"),
        ("RCPT", "452 mailbox full", Unreachable, "recipient_452"),
        ("DATA", "554 looks like spam", Refused, "words_554"),
        ("DATA", "451 try later", Unreachable, "words_451"),
        ("RCPT", CUT, Unreachable, "smtp_cut"),
        ("DATA", CUT, Unsure, "smtp_no_answer"),
    ],
)
def test_what_each_refusal_means(
    mailbox: Mailbox, step: str, answer: str, failure: type[Exception], code: str
) -> None:
    mailbox.answers[step] = answer
    with pytest.raises(failure, match=f"^{code}$"):
        email.hand_over(MAIL)


@pytest.mark.parametrize("answer", [b"554 go away\r\n", b"421 too busy\r\n"])
def test_a_server_that_lets_nobody_in_is_tried_again(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_turn_away, args=(listening, answer), daemon=True).start()
        url = f"smtp://127.0.0.1:{listening.getsockname()[1]}"
        with (
            override_settings(EMAIL_URL=url),
            pytest.raises(Unreachable, match=f"smtp_{answer[:3].decode()}"),
        ):
            email.hand_over(MAIL)


def _turn_away(listening: socket.socket, answer: bytes) -> None:
    caller, _address = listening.accept()
    with caller:
        caller.sendall(answer)
        caller.recv(100)


def test_no_mail_server_can_be_tried_again() -> None:
    with (
        override_settings(EMAIL_URL="smtp://127.0.0.1:9"),
        pytest.raises(Unreachable, match="smtp_unreachable"),
    ):
        email.hand_over(MAIL)


def test_a_subscribed_mail_has_the_mail_programs_own_way_out(mailbox: Mailbox) -> None:
    """RFC 8058: both headers, and of no other mail."""
    email.hand_over(MAIL)
    email.hand_over(replace(MAIL, unsubscribe="https://lapor.example/langganan/x/berhenti/"))
    plain, subscribed = mailbox.mails
    assert plain["List-Unsubscribe"] is None
    assert subscribed["List-Unsubscribe"] == "<https://lapor.example/langganan/x/berhenti/>"
    assert subscribed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
