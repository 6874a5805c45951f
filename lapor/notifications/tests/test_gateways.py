"""What goes over the wire to the mail server and to Kannel, and how their answers are understood."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from lapor.notifications import gateways
from lapor.notifications.gateways import demo, email, sms
from lapor.notifications.gateways.outgoing import Outgoing, Refused, Unreachable, Unsure
from lapor.notifications.gateways.smtp import Server, server

TEXT = Outgoing("abc123", "+6281211112222", "", "LAPOR #10000001: selesai & tuntas")
# Letters that an address writes as %C3%A9 and %26: Kannel must not take them for its own %C and %2.
SECRET = "rahasia\u00e9&%d"

REPORTS = "http://127.0.0.1:8000/gateway/sms/kannel/dlr"


class Kannel(ThreadingHTTPServer):
    """Answers as told and keeps what was asked."""

    answer: int | None = 202

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []
        super().__init__(("127.0.0.1", 0), _Sendsms)


class _Sendsms(BaseHTTPRequestHandler):
    server: Kannel

    def do_GET(self) -> None:
        self.server.asked.append(parse_qs(urlsplit(self.path).query))
        if self.server.answer is None:
            self.connection.close()
            return
        self.send_response(self.server.answer)
        self.end_headers()
        self.wfile.write(b"0: Accepted for delivery")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@pytest.fixture
def kannel() -> Iterator[Kannel]:
    with Kannel() as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{found.server_address[1]}/cgi-bin/sendsms?username=lapor&password=x%26y&from=1708"
        with override_settings(SMS_SEND_URL=url, SMS_SECRET=SECRET):
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
        "dlr-mask": ["31"],
        "dlr-url": [f"{REPORTS}?ref=abc123&status=%d&secret=rahasia%%C3%%A9%%26%%25d"],
    }


def test_kannel_reports_back_with_name_status_and_secret(kannel: Kannel) -> None:
    sms.hand_over(TEXT)
    pattern = kannel.asked[0]["dlr-url"][0]
    # As Kannel fills it in: first its own %d, then %% as one %.
    url = pattern.replace("&status=%d", "&status=8").replace("%%", "%")
    assert parse_qs(urlsplit(url).query) == {"ref": ["abc123"], "status": ["8"], "secret": [SECRET]}


def test_kannel_that_dies_while_asked_leaves_it_in_doubt(kannel: Kannel) -> None:
    kannel.answer = None
    with pytest.raises(Unsure, match="kannel_no_answer"):
        sms.hand_over(TEXT)


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
