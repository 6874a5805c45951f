"""A real SMTP server in the test's own process, on a port that is free."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings

CUT = "cut"


@dataclass
class Mailbox:
    """Takes what comes, or answers each step as told: by step (`RCPT`, `DATA`) the answer, or CUT."""

    answers: dict[str, str] = field(default_factory=dict)
    envelopes: list[Envelope] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        parsed = [
            message_from_bytes(one.original_content or b"", policy=policy.default) for one in self.envelopes
        ]
        return [mail for mail in parsed if isinstance(mail, EmailMessage)]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL", server)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._answer("RCPT", server)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if "DATA" not in self.answers or self.answers["DATA"] == CUT:
            self.envelopes.append(envelope)
        return self._answer("DATA", server)

    def _answer(self, step: str, server: SMTP) -> str:
        answer = self.answers.get(step, "250 ok")
        if answer == CUT and server.transport:
            server.transport.close()
        return answer


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """While it is open, LAPOR_EMAIL_URL leads to it."""
    box, loop = Mailbox(), asyncio.new_event_loop()
    listening = loop.run_until_complete(
        loop.create_server(lambda: SMTP(box, hostname="surat.example", loop=loop), "127.0.0.1", 0)
    )
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        with override_settings(EMAIL_URL=f"smtp://127.0.0.1:{listening.sockets[0].getsockname()[1]}"):
            yield box
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(_close(listening))
        loop.close()


async def _close(listening: asyncio.Server) -> None:
    listening.close()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)
