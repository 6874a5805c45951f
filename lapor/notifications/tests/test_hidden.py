"""What no message may say, for every act, of every kind of report, by every channel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from lapor.accounts.models import Identity
from lapor.notifications import announcing
from lapor.notifications.audiences import TABLE
from lapor.notifications.digests import send_digests
from lapor.notifications.models import Delivery, Fate
from lapor.notifications.tests.operator import PHONE
from lapor.notifications.tests.test_officers import MORNING, wish
from lapor.notifications.wording import reporter
from lapor.notifications.wording.words import fits, gsm
from lapor.registry.models import Agency
from lapor.reports import disposition, following, merging, verification
from lapor.reports.models import Event, Message, Objection, Report
from lapor.reports.states import Act, ArchiveReason, MessageKind, Status
from lapor.reports.tests.world import NOW, World, build, filed

TITLE = "Zamrud kelabu di loket tujuh"
TEXT = "Petugas bernama Wiryawan meminta uang di Kampung Melayu kepada Kenanga Wulandari."
WORDS = ("Zamrud", "loket", "Wiryawan", "Kampung", "Kenanga", "Wulandari", "uang", "kenanga@", PHONE[1:])
ANSWERS = (Act.ANSWER, Act.APPROVE_DRAFT)


@pytest.fixture
def world(db: None) -> World:
    return build()


def rich(world: World, **hidden: Any) -> Report:
    """A report with all that could slip out: contacts, agency, unit, followers, a merged one."""
    report = filed(title=TITLE, text=TEXT, confirmed_email=True, phone=PHONE, **hidden).report
    Identity.objects.filter(report=report).update(phone_confirmed_at=NOW, told_by="both")
    ratna = world.actor("ratna")
    verification.verify(report, by=ratna, now=NOW)
    disposition.dispose(report, by=ratna, agency=world.ministry, now=NOW)
    disposition.dispose_to_unit(report, by=world.actor("kurnia"), unit=world.unit, now=NOW)
    if not report.secret:
        following.follow(
            report, by=world.actor("tono"), contact="melati@contoh.example", kind="email", now=NOW
        )
    child = filed(
        title=TITLE, text=TEXT, email="dahlia@contoh.example", confirmed_email=True, **hidden
    ).report
    verification.verify(child, by=ratna, now=NOW)
    merging.merge(child, by=ratna, into=report, now=NOW)
    Objection.objects.create(report=report, level=Objection.Level.NATIONAL_SUPERVISOR, raised_at=NOW)
    wish("digest")
    return report


def events(world: World, report: Report) -> Iterator[Event]:
    """One event of each act in each of its ways, each with a text in the words of the report."""
    for act in TABLE:
        variants = [variant for known, variant in reporter.SAYS if known is act] or [""]
        ends = [Status.ANSWERED, Status.IN_PROGRESS] if act in ANSWERS else [Status.CLOSED]
        for variant, end in ((variant, end) for variant in variants for end in ends):
            event = Event.objects.create(
                report=report,
                act=act,
                from_status=report.status,
                to_status=end,
                at=NOW,
                role="coordinator",
                agency=world.ministry,
                facts={"variant": variant, "reason": ArchiveReason.values[0], "channel": "sms"},
            )
            for kind in MessageKind.values:
                Message.objects.create(report=report, event=event, kind=kind, text=TEXT, created_at=NOW)
            yield event


def said(world: World, report: Report) -> list[Delivery]:
    for event in events(world, report):
        announcing.announce(event)
    assert send_digests(MORNING.replace(year=MORNING.year + 20)) <= 1
    Delivery.objects.filter(status=Fate.HELD).update(status=Fate.QUEUED)
    return list(Delivery.objects.all())


def found(texts: list[str], words: tuple[str, ...]) -> set[tuple[str, str]]:
    return {(text, word) for text in texts for word in words if word.lower() in text.lower()}


@pytest.mark.parametrize(
    "hidden", [{"secret": True}, {"anonymous": True}, {"secret": True, "anonymous": True}]
)
def test_of_a_hidden_report_only_number_status_and_next_step_go_out(
    world: World, hidden: dict[str, bool]
) -> None:
    report = rich(world, **hidden)
    rows = said(world, report)
    assert {row.channel for row in rows} == {"email", "sms", "app"}
    acts = {row.event.act for row in rows if row.event}
    assert acts >= set(TABLE) - {Act.RESPOND}
    agencies = tuple(Agency.objects.values_list("name", flat=True))
    texts = [f"{row.subject}\n{row.body}" for row in rows]
    assert found(texts, WORDS + agencies) == set()


def test_of_an_open_report_no_subject_and_no_sms_carries_its_words(world: World) -> None:
    report = rich(world)
    rows = said(world, report)
    agencies = tuple(Agency.objects.values_list("name", flat=True))
    assert found([row.subject for row in rows], WORDS + agencies) == set()
    texts = [row for row in rows if row.channel == "sms"]
    told = [row for row in texts if row.event and row.event.act in ANSWERS and row.person == "reporter"]
    assert found([row.body for row in texts if row not in told], WORDS) == set()
    assert len(told) == 4
    assert all(f'"{TEXT[:30]}' in row.body for row in told)
    officers = [row.body for row in rows if row.person in ("officer", "follower")]
    assert found(officers, WORDS) == set()


def test_every_sms_that_goes_out_is_one_message_of_plain_letters(world: World) -> None:
    rows = said(world, rich(world))
    texts = [row.body for row in rows if row.channel == "sms"]
    assert texts
    assert [text for text in texts if not fits(text) or gsm(text) != text] == []


@pytest.mark.parametrize("hidden", [{}, {"secret": True}, {"anonymous": True}])
def test_every_sms_to_a_reporter_names_number_and_next_command(world: World, hidden: dict[str, bool]) -> None:
    report = rich(world, **hidden)
    merged = Identity.objects.filter(report__merged_into=report)
    merged.update(phone="+6285711112222", phone_confirmed_at=NOW, told_by="sms")
    rows = [row for row in said(world, report) if row.channel == "sms" and row.person == "reporter"]
    assert {row.report_id for row in rows} == {report.pk, *report.merged.values_list("pk", flat=True)}
    for row in rows:
        number = re.findall(r"\d{5,}", row.body)[0]
        assert number == str(row.report_id)
        assert re.search(rf"\b(CEK|BALAS|SELESAI|BUKA) {number}\b", row.body), row.body
