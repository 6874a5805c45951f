"""The generated half of docs/sms.md: conversations, and every message of the table with its answer."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction

from lapor.accounts.actors import PUBLIC
from lapor.accounts.codes import issue
from lapor.accounts.models import OneTimeCode
from lapor.accounts.sealing import mark
from lapor.intake.tests.texting import E164, LONG_STORY, NUMBER, OTHER, sms
from lapor.notifications.models import Delivery
from lapor.notifications.wording.words import places
from lapor.reports import closing, disposition, followup, verification
from lapor.reports.filing import Filing, file_report
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, World, holder_of_code

TABLE = Path(__file__).parent / "data" / "messages.csv"
OWN, ANOTHERS = 10_000_001, 2_007_157
# Access codes and one-time codes differ from run to run; here they are always these.
CODE, SHOWN_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}"), "7K2M-9QXT-4HBW"
LONGEST = 110
HIDDEN = re.compile("[\u200b-\u200f\u2060\ufeff]")
ACTS = ("StatusQuestion", "Reply", "Closing", "Reopening", "Withdrawal", "Unclear")
TITLES = {
    "Filing": "A report",
    "StatusQuestion": "CEK: how does it stand",
    "Reply": "BALAS: adding to a report, replying to an answer",
    "Closing": "SELESAI: it is solved",
    "Reopening": "BUKA: it is not solved; or an objection",
    "Withdrawal": "BATAL: taking a report back",
    "Code": "KODE: proving a number",
    "Survey": "SKM: a unit's satisfaction survey",
    "Yes": "YA: it belongs to the report before",
    "New": "BARU: it is a report of its own",
    "Help": "Help, greetings, nothing at all",
    "Thanks": "Thanks",
    "Unclear": "Not understood: how to write it",
}
# ">" the reporter's number, ">>" another one, "=" what an office does.
TALKS = {
    "A report to its end": (
        "> KAB. NGANJUK jalan di depan pasar Desa Warujayeng berlubang besar sejak banjir",
        "> CEK 10000001",
        "= the report is verified, forwarded and answered",
        "> BALAS 10000001 masih ada satu lubang di depan kios",
        "> SELESAI 10000001 5",
        "> BUKA 10000001 hujan semalam, lubangnya terbuka lagi",
        "> SELESAI 10000001 4",
        "> BUKA 10000001",
    ),
    "The place is asked for": (
        "> guru kelas kami tidak pernah masuk dan murid pulang lebih awal setiap hari",
        "> SDN 2 Pace, Kec. Pace",
        "> CEK 10000001",
    ),
    "Two messages that belong together": (
        "> Lampu jalan mati di Desa Pace",
        "> sudah sebulan gelap dan banyak yang jatuh",
        "> YA",
    ),
    "Two messages that do not": (
        "> Lampu jalan mati di Desa Pace",
        "> air PDAM keruh dan berbau",
        "> BARU",
    ),
    "A report taken back, and back again": (
        "> ANONIM kepala desa memungut uang bantuan di Desa Pace",
        "> BATAL 10000001",
        "> BUKA 10000001",
    ),
    "Another number": (
        "> Jembatan Desa Pace ambruk dan anak sekolah menyeberang lewat sungai",
        ">> CEK 10000001",
        ">> BATAL 10000001",
        ">> CEK 99999999",
    ),
    "A secret report asked for by another number": (
        "> RAHASIA bendahara Desa Pace memalsukan tanda tangan",
        ">> CEK 10000001",
        "> CEK 10000001",
    ),
    "A number given on the web proves itself": (
        "= somebody files #10000001 on the web with this number",
        "> BALAS 10000001 fotonya menyusul",
        "> KODE 123456",
        "> BALAS 10000001 fotonya menyusul",
    ),
}


@dataclass(frozen=True)
class Row:
    message: str
    intent: str


def rows() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(row["message"], row["intent"]) for row in csv.DictReader(file)]


def document(world: World) -> str:
    """Markdown; the same whenever and wherever it is made."""
    lines = ["## Conversations\n"]
    for title, steps in TALKS.items():
        with transaction.atomic():
            lines += [f"### {title}\n", "```text", *_talk(world, steps), "```\n"]
            transaction.set_rollback(True)
    lines.append("## Every message of the table\n")
    for intent, title in TITLES.items():
        lines += [f"### {title}\n", *_answers(world, intent)]
    return "\n".join(lines).rstrip() + "\n"


def _talk(world: World, steps: tuple[str, ...]) -> Iterator[str]:
    _begin()
    for minute, step in enumerate(steps):
        sign, _, text = step.partition(" ")
        yield step
        if sign != "=":
            answer = _answer(text, number=OTHER if sign == ">>" else NUMBER, minutes=minute)
            yield f"< {answer}" if answer else "  (no answer)"
        elif "web" in text:
            _filed(OWN, confirmed=False)
        else:
            _answered(world, Report.objects.get(pk=OWN))


def _answers(world: World, intent: str) -> list[str]:
    """Messages with one answer together, each answer with the places it takes."""
    groups: dict[str, list[str]] = {}
    with transaction.atomic():
        _begin()
        _stage(world, intent)
        for message in (row.message for row in rows() if row.intent == intent):
            groups.setdefault(_alone(message), []).append(_written(message))
        transaction.set_rollback(True)
    lines = []
    for answer, messages in groups.items():
        lines.append(f"> {answer} ({places(answer)}/160)\n" if answer else "> (no answer)\n")
        lines += [*(f"- `{message}`" for message in messages), ""]
    return lines


def _alone(message: str) -> str:
    """The answer to it as if no other message of the table had come."""
    with transaction.atomic():
        _begin()
        answer = _answer(message, minutes=10)
        transaction.set_rollback(True)
    return answer


def _begin() -> None:
    """Sequences are not rolled back: ids begin anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('reports_report', 'id'), %s)", [OWN - 1])


def _stage(world: World, intent: str) -> None:
    """#10000001 is the sender's, as far along as the intent needs it; #2007157 is somebody else's."""
    _answered(world, _filed(ANOTHERS, phone="+6285711112222"))
    if intent in ACTS:
        report = _filed(OWN)
        _answered(world, report)
        if intent == "Reopening":
            closing.close(report, by=holder_of_code(report), now=NOW)
    elif intent == "Code":
        _code_waits(_filed(OWN, confirmed=False))
    elif intent in ("Yes", "New"):
        sms("Lampu jalan mati di Desa Pace", minutes=1)
        sms("sudah sebulan gelap, banyak yang jatuh", minutes=2)


def _answer(text: str, *, number: str = NUMBER, minutes: float = 0) -> str:
    """The reply; where there is none, the code that went out instead, set to 123456."""
    answer = sms(text, number=number, minutes=minutes)
    sent = Delivery.objects.filter(purpose="code", created_at=NOW + timedelta(minutes=minutes)).first()
    if sent is not None and sent.report is not None:
        _code_waits(sent.report)
        answer = re.sub(r"kode Anda \d{6}", "kode Anda 123456", sent.body)
    return CODE.sub(SHOWN_CODE, answer)


def _code_waits(report: Report) -> None:
    identity = report.identity
    if identity is None:
        return
    if not identity.codes.exists():
        issue(identity, channel="sms", now=NOW + timedelta(minutes=5))
    OneTimeCode.objects.filter(identity=identity).update(code_mark=mark("code", f"{identity.pk}:123456"))


def _filed(number: int, *, phone: str = E164, confirmed: bool = True) -> Report:
    filing = Filing(
        report_class="complaint",
        title="Jalan rusak di depan pasar",
        text=LONG_STORY,
        channel="sms" if confirmed else "web",
        phone=phone,
        confirmed_phone=confirmed,
    )
    return file_report(filing, by=PUBLIC, now=NOW, number=number).report


def _answered(world: World, report: Report) -> None:
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.unit, now=NOW)
    text = "Sudah kami perbaiki."
    followup.answer(report, by=world.actor("wati"), text=text, final=True, now=NOW)
    closing.reporter_told(report, reached=True, now=NOW)


def _written(message: str) -> str:
    """As it can stand in a line of Markdown."""
    plain = " / ".join(HIDDEN.sub("", message).split("\n")).strip()
    return plain[:LONGEST] + ("..." if len(plain) > LONGEST else "") or "(empty)"
