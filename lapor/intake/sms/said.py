"""One message in hand, and what is answered to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lapor.accounts.actors import Actor
from lapor.intake.models import InboundSms
from lapor.reports.models import Event, Report


@dataclass(frozen=True)
class Said:
    """A message that is being worked on. `number`: its sender in E.164, empty where it is no phone."""

    sms: InboundSms
    number: str
    now: datetime
    flood: bool = False

    @property
    def actor(self) -> Actor:
        """Whoever writes from a number has proven it; whose report that is, the report's identity says."""
        return Actor(contacts=frozenset({self.sms.sender_mark}))


@dataclass(frozen=True)
class Answer:
    """The reply, perhaps empty. `event`: the act it tells of; `secret_part`: the access code in it, if any.

    `kind`: what the message turned out to be, where that is not the grammar's word for it.
    """

    text: str
    report: Report | None = None
    event: Event | None = None
    secret_part: str = ""
    kind: str = ""
