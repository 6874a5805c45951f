"""SMS through Kannel's sendsms (HTTP GET), at LAPOR_SMS_SEND_URL with its user, password and sender in it.

Kannel tells later what became of each, at the `dlr-url` that goes with it.
"""

from __future__ import annotations

from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lapor.notifications.gateways.outgoing import TIMEOUT, Outgoing, Refused, Unreachable, Unsure

# The message itself is bad. Others may pass later, also 403: that is our own password.
REFUSED = frozenset({400, 404, 413, 414})
# Delivered, not delivered, queued, taken and refused by the operator: 1 + 2 + 4 + 8 + 16.
EVERY_REPORT = "31"


def hand_over(message: Outgoing) -> None:
    try:
        request = Request(address(settings.SMS_SEND_URL, message))  # noqa: S310 - scheme checked there
        with urlopen(request, timeout=TIMEOUT):  # noqa: S310
            return
    except HTTPError as error:
        failure = Refused if error.code in REFUSED else Unreachable
        raise failure(f"kannel_{error.code}") from None
    # Below without their causes: the text of these errors may hold the address with number and password.
    except URLError:  # while it was being asked
        raise Unreachable("kannel_unreachable") from None
    except (OSError, HTTPException):  # asked, and no answer: it may have taken the message
        raise Unsure("kannel_no_answer") from None


def address(url: str, message: Outgoing) -> str:
    """The sendsms call: the operator's own parameters, then number and text. `coding=0` is GSM-7."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise ImproperlyConfigured("LAPOR_SMS_SEND_URL must be Kannel's http:// address of sendsms")
    query = [
        *parse_qsl(parts.query),
        ("to", message.address),
        ("text", message.body),
        ("charset", "UTF-8"),
        ("coding", "0"),
        ("dlr-mask", EVERY_REPORT),
        ("dlr-url", _reports_to(message.ref)),
    ]
    return urlunsplit(parts._replace(query=urlencode(query)))


def _reports_to(ref: str) -> str:
    """Where Kannel reports on this message. It puts the status in place of %d, and reads %% as one %."""
    secret = quote(settings.SMS_SECRET, safe="").replace("%", "%%")
    return f"{settings.BASE_URL}/gateway/sms/kannel/dlr?ref={ref}&status=%d&secret={secret}"
