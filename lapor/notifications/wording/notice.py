"""What a message is about: the facts that its sentences may use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from lapor.notifications.wording import commands
from lapor.sla.rules import Step

# How dates are written in mails.
LONG = "j F Y"


@dataclass(frozen=True)
class Say:
    """The sentences for one act: `by` only where there is a date, counted by `step`.

    By SMS `command` is what can be done next, and `quoted` holds the answer where an act has one. `door`: the
    page below the report's that does with one button what can be done next.
    """

    subject: StrOrPromise
    happened: StrOrPromise
    by: StrOrPromise = ""
    step: Step | None = None
    can: StrOrPromise = ""
    command: StrOrPromise = commands.CHECK
    quoted: StrOrPromise = ""
    door: str = ""

    def told(self, notice: Notice, day: str = LONG) -> str:
        """What happened, as a sentence."""
        return sentence(self.happened, notice, day)

    def until(self, notice: Notice, day: str = LONG) -> str:
        return sentence(self.by, notice, day) if notice.due else ""


@dataclass(frozen=True)
class Notice:
    """Facts of one act. Of a secret or anonymous report agency, reason and quote stay empty."""

    report_id: int
    status: str
    agency: str = ""
    due: date | None = None
    reason: str = ""
    quote: str = ""

    def facts(self, day: str = LONG) -> dict[str, object]:
        """What sentences may name; `day`: how dates are written."""
        return {
            "id": self.report_id,
            "status": self.status,
            "agency": self.agency or _("instansi yang berwenang"),
            "due": date_format(self.due, day) if self.due else "",
            "reason": f" ({self.reason})" if self.reason else "",
        }

    def bare(self) -> Notice:
        """The same without what may be long."""
        return replace(self, agency="", reason="", quote="")

    @property
    def short_link(self) -> str:
        """For SMS: telephones know an address without its scheme."""
        return self.link.partition("://")[2]

    @property
    def desk_link(self) -> str:
        """Where officers act on it."""
        return f"{settings.BASE_URL}/kelola/laporan/{self.report_id}/"

    @property
    def link(self) -> str:
        return f"{settings.BASE_URL}/laporan/{self.report_id}/"


def sentence(text: StrOrPromise, notice: Notice, day: str = LONG) -> str:
    """With the facts of the act, beginning with a capital; empty for none."""
    if not text:
        return ""
    said = str(text) % notice.facts(day)
    return said[:1].upper() + said[1:]
