"""What every gateway takes and how it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# Seconds that one hand-over may take; a claim older than a few of these is a dead worker's.
TIMEOUT = 20


@dataclass(frozen=True)
class Outgoing:
    """One message. `ref`: our random name for it, stable over retries.

    Of mails: `reply_to` is where an answer goes, `sender` where other servers send back what they cannot
    deliver; empty: the service's own address; `unsubscribe` is where one POST ends such mail.
    """

    ref: str
    address: str
    subject: str
    body: str
    language: str = "id"
    reply_to: str = ""
    sender: str = ""
    unsubscribe: str = ""


class Unreachable(Exception):
    """Not taken now; trying again later may help. The first argument is a code for `Delivery.why`."""


class Refused(Exception):
    """Not taken, and never will be (no such mailbox, no such number). The first argument is a code."""


class Unsure(Exception):
    """The connection broke after the message was out and before its receipt came: it may have been taken.

    It is not sent again by this channel. The first argument is a code.
    """


# Returns when the message is in the gateway's hands; raises Unreachable, Refused or Unsure otherwise.
Gateway = Callable[[Outgoing], None]
