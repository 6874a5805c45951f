"""What goes over the wire to the mail server and to Kannel, and how their answers are understood."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from lapor.notifications import gateways
from lapor.notifications.gateways import demo, email, sms
from lapor.notifications.gateways.email import Server, server
from lapor.notifications.gateways.outgoing import Outgoing, Refused, Unreachable

MAIL = Outgoing("abc123", "kenanga@contoh.example", "Laporan #10000001: selesai", "Isi surat, ya.\n")
TEXT = Outgoing("abc123", "+6281211112222", "", "LAPOR #10000001: selesai & tuntas")


class Kannel(ThreadingHTTPServer):
    """Answers as told and keeps what was asked."""

    answer = 202

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []
        super().__init__(("127.0.0.1", 0), _Sendsms)


class _Sendsms(BaseHTTPRequestHandler):
    server: Kannel

    def do_GET(self) -> None:
        self.server.asked.append(parse_qs(urlsplit(self.path).query))
        self.send_response(self.server.answer)
        self.end_headers()
        self.wfile.write(b"0: Accepted for delivery")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


class Mailbox(socketserver.ThreadingTCPServer):
    """The least of an SMTP server: takes a mail, or refuses recipients with a code."""

    allow_reuse_address = True
    refusal = ""

    def __init__(self) -> None:
        self.mail = ""
        super().__init__(("127.0.0.1", 0), _Smtp)


class _Smtp(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT" and self.server.refusal:
                self._say(self.server.refusal)
            elif verb == "DATA":
                self._say("354 go on")
                self._take()
                self._say("250 taken")
            elif verb == "QUIT":
                return self._say("221 bye")
            else:
                self._say("250 ok")
        return None

    def _take(self) -> None:
        while (line := self.rfile.readline().decode()) != ".\r\n":
            self.server.mail += line

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def kannel() -> Iterator[Kannel]:
    with Kannel() as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{found.server_address[1]}/cgi-bin/sendsms?username=lapor&password=x%26y&from=1708"
        with override_settings(SMS_SEND_URL=url):
            yield found
        found.shutdown()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        with override_settings(EMAIL_URL=f"smtp://127.0.0.1:{found.server_address[1]}"):
            yield found
        found.shutdown()


def test_an_sms_goes_to_kannel_with_the_operators_own_parameters(kannel: Kannel) -> None:
    sms.hand_over(TEXT)
    (asked,) = kannel.asked
    assert asked == {
        "username": ["lapor"],
        "password": ["x&y"],
        "from": ["1708"],
        "to": ["+6281211112222"],
        "text": ["LAPOR #10000001: selesai & tuntas"],
        "charset": ["UTF-8"],
        "coding": ["0"],
    }


@pytest.mark.parametrize(("code", "failure"), [(400, Refused), (403, Unreachable), (503, Unreachable)])
def test_kannels_refusals(kannel: Kannel, code: int, failure: type[Exception]) -> None:
    kannel.answer = code
    with pytest.raises(failure, match=f"kannel_{code}"):
        sms.hand_over(TEXT)


def test_kannel_away_is_a_code_that_holds_no_number() -> None:
    with (
        override_settings(SMS_SEND_URL="http://127.0.0.1:9/cgi-bin/sendsms?password=x"),
        pytest.raises(Unreachable) as failure,
    ):
        sms.hand_over(TEXT)
    assert str(failure.value) == "kannel_unreachable"


def test_a_file_is_no_gateway() -> None:
    with pytest.raises(ImproperlyConfigured):
        sms.address("file:///tmp/x", TEXT)


def test_a_mail_goes_out_as_one_of_a_machine(mailbox: Mailbox) -> None:
    email.hand_over(MAIL)
    assert "Auto-Submitted: auto-generated" in mailbox.mail
    assert "Message-ID: <abc123@" in mailbox.mail
    assert "Isi surat, ya." in mailbox.mail


@pytest.mark.parametrize(
    ("answer", "failure"), [("550 no such user", Refused), ("451 try later", Unreachable)]
)
def test_the_mail_servers_refusals(mailbox: Mailbox, answer: str, failure: type[Exception]) -> None:
    mailbox.refusal = answer
    with pytest.raises(failure, match=f"recipient_{answer[:3]}"):
        email.hand_over(MAIL)


def test_no_mail_server_can_be_tried_again() -> None:
    with override_settings(EMAIL_URL="smtp://127.0.0.1:9"), pytest.raises(Unreachable):
        email.hand_over(MAIL)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost", Server("localhost", 25, "", "", False, False)),
        (
            "smtp://u%40x:p%2Fw@mail.example:587/?tls=1",
            Server("mail.example", 587, "u@x", "p/w", True, False),
        ),
        ("smtp://mail.example?tls=1", Server("mail.example", 587, "", "", True, False)),
        ("smtps://u:p@mail.example", Server("mail.example", 465, "u", "p", False, True)),
    ],
)
def test_the_mail_servers_address_is_read(url: str, expected: Server) -> None:
    assert server(url) == expected


@pytest.mark.parametrize("url", ["mail.example:25", "http://mail.example", "smtp://"])
def test_an_address_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        server(url)


def test_the_gateway_follows_from_what_is_set() -> None:
    assert gateways.gateway_for("email") is demo.hand_over
    with override_settings(TESTING=False, DEMO=True, EMAIL_URL="", SMS_SEND_URL="http://kannel.example"):
        assert gateways.gateway_for("email") is demo.hand_over
        assert gateways.gateway_for("sms") is sms.hand_over
    with override_settings(TESTING=False, DEMO=False, EMAIL_URL="smtp://mail.example", SMS_SEND_URL=""):
        assert gateways.gateway_for("email") is email.hand_over
        assert gateways.gateway_for("sms") is None
