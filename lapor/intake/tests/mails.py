"""Mails as people and machines write them, and the maildir in which they wait for us."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from lapor.intake.email.fetching import fetch_mail
from lapor.intake.models import InboundMail
from lapor.notifications.models import Delivery, Person, Purpose
from lapor.notifications.tests.working import work_off
from lapor.reports import disposition, followup, verification
from lapor.reports.models import Message, Report
from lapor.reports.states import MessageKind
from lapor.reports.tests.world import NOW, World, filed

HOST = "surel.lapor.example"
KENANGA = "kenanga@contoh.example"
_numbers = itertools.count(1)


@dataclass
class Post:
    """A maildir of our address; what is put into it waits for `fetch_mail`."""

    path: Path
    names: itertools.count[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        for folder in ("new", "cur", "tmp"):
            (self.path / folder).mkdir(parents=True)

    def bring(self, *mails: EmailMessage | bytes) -> None:
        for mail in mails:
            raw = mail if isinstance(mail, bytes) else mail.as_bytes()
            (self.path / "new" / f"{next(self.names):06d}.surat").write_bytes(raw)

    def take(self, *mails: EmailMessage | bytes, now: datetime = NOW) -> list[InboundMail]:
        """What became of these mails."""
        self.bring(*mails)
        fetch_mail(now)
        return list(InboundMail.objects.order_by("pk"))


def letter(
    to: str,
    text: str = "Belum cair juga.",
    *,
    sender: str = KENANGA,
    files: Sequence[tuple[str, str, bytes]] = (),
    html: str = "",
    **headers: str,
) -> EmailMessage:
    """A person's mail. `files`: name, type and bytes; `headers` with `_` for `-`."""
    mail = EmailMessage()
    mail["From"] = f"Kenanga <{sender}>"
    mail["To"] = to
    mail["Message-ID"] = f"<surat-{next(_numbers)}@contoh.example>"
    for name, value in ({"Subject": "Re: Laporan"} | headers).items():
        mail[name.replace("_", "-")] = value
    if html:
        mail.set_content(html, subtype="html")
    else:
        mail.set_content(text)
    for name, kind, content in files:
        main, _slash, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail


def answered(world: World, **changes: Any) -> Report:
    """A report whose reporter has been told of the answer by mail."""
    report = filed(confirmed_email=True, **changes).report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    words = "Tunjangan dibayar minggu ini."
    followup.answer(report, by=world.actor("kurnia"), text=words, final=True, now=NOW)
    work_off(now=NOW)
    return report


def replies(report: Report) -> list[str]:
    kinds = (MessageKind.REPLY, MessageKind.COMPLETION)
    return list(
        Message.objects.filter(report=report, kind__in=kinds).order_by("pk").values_list("text", flat=True)
    )


def told(report: Report) -> Delivery:
    """The last message to the reporter."""
    return Delivery.objects.filter(report=report, person=Person.REPORTER).latest("pk")


def answers() -> list[Delivery]:
    """What we wrote because of a mail."""
    return list(Delivery.objects.filter(purpose=Purpose.REPLY).order_by("pk"))
