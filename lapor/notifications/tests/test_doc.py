"""docs/messages.md says what goes out, word for word; it is written from the tables themselves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.test import override_settings

from lapor.notifications.audiences import TABLE, To
from lapor.notifications.wording import composing, officer, reporter
from lapor.notifications.wording.notice import Notice, Say
from lapor.reports.states import Act, ArchiveReason, Status

DOC = Path(__file__).resolve().parents[3] / "docs" / "messages.md"
PEOPLE = (To.REPORTER, To.FOLLOWERS, To.MERGED)
NOTICE = Notice(
    10000001,
    str(Status.IN_PROGRESS.label),
    agency="Pemerintah Kota Surabaya",
    due=date(2026, 9, 4),
    reason=str(ArchiveReason.values and ArchiveReason(ArchiveReason.values[0]).label),
)
BARE = Notice(10000001, str(Status.IN_PROGRESS.label), due=date(2026, 9, 4))
ANSWER = "Lubang di depan pasar sudah kami tutup dan aspal baru dipasang pekan depan; jalan dapat dilewati."
HEAD = """# Messages: who is told of what, in which words

Written from the tables in `lapor/notifications` (`audiences.TABLE`, `wording/`) by a test; to write it
anew: `LAPOR_WRITE_DOCS=1 .venv/bin/python -m pytest lapor/notifications/tests/test_doc.py`. The source is
Indonesian; English stands in `lapor/locale/en`. Each act is told once per person: to a reporter by the
better of the confirmed contacts, and by the other if that fails (or as the reporter has chosen), to an
officer in the application and, as the officer has chosen, by mail at once or once a day. Officers who watch
a report read of each of these acts in the application alone; whoever is mentioned in a note or is handed a
report is told as the officer has chosen, without the note's words. Mails have the
same sentences as text and as HTML, besides the answer's text and what one can do. Each SMS to a reporter
names the number and what can be done next by SMS; of an answer it holds the words that fit; where room is
short, the link goes first, then the date. Of a secret or anonymous report only number, status, date and next
step go out, as the lines "hidden" show; a test holds that for every act.

## Who is told
"""


def test_the_document_says_what_is_sent() -> None:
    with override_settings(BASE_URL="https://www.lapor.go.id"):
        text = "\n".join([HEAD, *_who(), *_reporters(), *_officers()]) + "\n"
    if os.environ.get("LAPOR_WRITE_DOCS") == "1":
        DOC.write_text(text)
    assert DOC.read_text() == text


def _who() -> Iterator[str]:
    yield "| act | people | officers (in the application, and by mail as they wish) |\n|---|---|---|"
    for act, audiences in TABLE.items():
        people = ", ".join(one for one in audiences if one in PEOPLE)
        officers = ", ".join(one for one in audiences if one not in PEOPLE)
        yield f"| `{act}` {act.label} | {people} | {officers} |"


def _reporters() -> Iterator[str]:
    yield "\n## What a reporter reads\n"
    for (act, variant), say in reporter.SAYS.items():
        yield from _said(f"`{act}`" + (f" ({variant})" if variant else ""), say)
    answer = f"`{Act.ANSWER}`, `{Act.APPROVE_DRAFT}`"
    yield from _said(f"{answer} (interim)", reporter.INTERIM)
    yield from _said(f"{answer} (final)", reporter.FINAL)
    yield from _said("reminder before a quiet closing", reporter.REMINDER)
    yield from _said("reminder to complete, twice", reporter.INCOMPLETE)
    yield from _said("end of the report that one's own was merged into", reporter.MERGED_ENDED)


def _said(name: str, say: Say) -> Iterator[str]:
    text = composing.for_reporter(say, NOTICE, channel="sms").body
    hidden = composing.for_reporter(say, BARE, channel="sms").body
    quoted = composing.for_reporter(say, replace(NOTICE, quote=ANSWER), channel="sms").body
    yield f"**{name}**\n"
    yield f"- mail: {composing.for_reporter(say, NOTICE, channel='email').subject}"
    yield f"- SMS ({len(text)}): {text}"
    if quoted != text:
        yield f"- SMS with the answer ({len(quoted)}): {quoted}"
    if hidden != text:
        yield f"- SMS, hidden ({len(hidden)}): {hidden}"
    yield ""


def _officers() -> Iterator[str]:
    yield "## What officers and followers read\n"
    yield "| act | subject | first sentence |\n|---|---|---|"
    for act, say in officer.SAYS.items():
        yield f"| `{act}` | {composing.for_officer(say, BARE).subject} | {say.happened} |"
    follower = composing.for_follower(BARE, label=Act.CLOSE.label, channel="sms").body
    yield f"\nA follower reads number and act alone, by SMS for instance: {follower}"
