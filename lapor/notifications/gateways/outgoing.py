"""What every gateway takes and how it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# Seconds that one hand-over may take; a claim older than a few of these is a dead worker's.
TIMEOUT = 20


@dataclass(frozen=True)
class Outgoing:
    """One message. `ref`: our random name for it, stable over retries."""

    ref: str
    address: str
    subject: str
    body: str


class Unreachable(Exception):
    """Not taken now; trying again later may help. The first argument is a code for `Delivery.why`."""


class Refused(Exception):
    """Not taken, and never will be (no such mailbox, no such number). The first argument is a code."""


# Returns when the message is in the gateway's hands; raises Unreachable or Refused otherwise.
Gateway = Callable[[Outgoing], None]
