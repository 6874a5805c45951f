"""Every answer is one SMS in GSM-7 letters, and its first long number is the report's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from lapor.intake.sms import replies
from lapor.intake.tests.texting import LONG_STORY, OTHER, report_of, sms
from lapor.notifications.wording.words import SMS_MAX, gsm, places
from lapor.registry.models import Agency
from lapor.reports import closing, disposition, followup, merging, verification
from lapor.reports.models import Report
from lapor.reports.states import ArchiveReason
from lapor.reports.tests.world import NOW, World, build, filed

LONG_ID = 987_654_321
RUN = re.compile(r"\d{5,}")
COMMANDS = (
    "CEK {}",
    "BALAS {} foto nya",
    "BALAS {}",
    "SELESAI {} 5",
    "SELESAI {}",
    "SELESAI {} 9",
    "BUKA {}",
)
MORE = ("BUKA {} masih rusak", "BATAL {}", "BUKA {} sekali lagi", "CEK {}")


def texts_without_report() -> Iterator[str]:
    for command in ("CEK", "BALAS", "BUKA", "SELESAI", "BATAL", "KODE", "ANONIM", "RAHASIA", "SKM", ""):
        yield replies.unclear(command)
    yield from (replies.plain_help(), replies.nothing_asked(), replies.wrong_code(), replies.in_work())
    yield replies.only_keyword("Pemerintah Kabupaten Nganjuk")
    yield replies.only_keyword("Kementerian Koordinator Bidang Pembangunan Manusia dan Kebudayaan " * 2)
    yield replies.again(None)
    for unit in ("Samsat", "Balai Pengawasan dan Pelayanan Kependudukan Kabupaten Kepulauan " * 3):
        yield from (replies.survey_thanks(unit), replies.survey_not_open(unit))
    yield from (replies.survey_unknown(), replies.survey_digits("A" * 20, digits=9))


def texts_about_a_report() -> Iterator[str]:
    code = "7K2M9QXT4HBW"
    for due in ("", "31 Agu", "31 Agu 2018"):
        for ask in (True, False):
            yield replies.receipt(LONG_ID, code, due=due, ask_place=ask, cut=not ask)
            yield replies.receipt(LONG_ID, code, due=due, ask_place=ask, cut=False)
    for text in (
        replies.not_found,
        replies.not_yours,
        replies.rights_over,
        replies.confirmed,
        replies.ask_join,
        replies.joined,
        replies.place_kept,
        replies.again,
    ):
        yield text(LONG_ID)
    yield replies.refused(LONG_ID, "Alasan “panjang” — " * 20)


def fitting(text: str) -> None:
    assert places(text) <= SMS_MAX, (places(text), text)
    assert gsm(text) == text
    assert "?" not in text or "? " in text or '?"' in text or text.endswith("?"), text


@pytest.mark.parametrize("text", list(texts_without_report()))
def test_texts_about_no_report_fit_and_hold_no_long_number(text: str) -> None:
    fitting(text)
    assert not RUN.search(text)


@pytest.mark.parametrize("text", list(texts_about_a_report()))
def test_texts_about_a_report_fit_and_name_it_first(text: str) -> None:
    fitting(text)
    found = RUN.search(text)
    assert found
    assert found[0] == str(LONG_ID)


@pytest.fixture
def world(db: None) -> World:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('reports_report', 'id'), %s)", [LONG_ID])
    made = build()
    Agency.objects.filter(pk=made.ministry.pk).update(
        name="Kementerian Koordinator Bidang Pembangunan Manusia, Kebudayaan, dan Urusan “Lain-Lain” Republik"
    )
    return made


def staged(world: World) -> Iterator[Report]:
    """One report of one number in each state it can be in."""
    ratna = world.actor("ratna")
    for stage in range(9):
        report = report_of(sms(f"{LONG_STORY} Nomor {stage}.", number=f"+62812000000{stage:02}"))
        if stage in (1, 4, 5, 6, 7):
            verification.verify(report, by=ratna, now=NOW)
        if stage in (4, 5, 6, 7):
            disposition.dispose(report, by=ratna, agency=world.unit, now=NOW)
        if stage in (5, 6, 7):
            followup.answer(
                report, by=world.actor("wati"), text="Sudah kami kerjakan.", final=stage > 5, now=NOW
            )
        if stage == 7:
            closing.close(report, by=ratna, reason="Sudah beres.", now=NOW)
        if stage == 2:
            verification.postpone(report, by=ratna, reason="Di mana?", now=NOW)
        if stage == 3:
            verification.archive(report, by=ratna, reason_code=ArchiveReason.SARA, note="Kasar.", now=NOW)
        if stage == 8:
            merging.merge(report, by=ratna, into=filed().report, now=NOW)
        yield report


def test_whatever_is_asked_in_whatever_state_fits(world: World) -> None:
    for stage, report in enumerate(staged(world)):
        own = f"+62812000000{stage:02}"
        for number in (OTHER, own):
            for turn, command in enumerate((*COMMANDS, *MORE)):
                # Ten minutes apart: nobody is slowed; beyond the half hour nothing is a repeat.
                at = NOW + timedelta(minutes=31 * turn)
                answer = sms(command.format(report.pk), number=number, at=at)
                fitting(answer)
                found = RUN.search(answer)
                assert found, (command, answer)
                assert found[0] == str(report.pk)
