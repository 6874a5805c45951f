"""Internal notes: who writes, who reads, who can be mentioned, and that they go again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lapor.accounts.models import User
from lapor.reports import closing, disposition, notes, verification
from lapor.reports.models import Note, Report
from lapor.reports.refusals import BadInput, NotAllowed
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code

NATIONAL, MINISTRY, CITY = "Dari pusat.", "Dari kementerian.", "Dari kota."
READERS = {
    "ratna": {NATIONAL, MINISTRY, CITY},
    "pratiwi": {NATIONAL},
    "karin": set[str](),
    "yusuf": set[str](),
    "kurnia": {MINISTRY},
    "budi": {MINISTRY},
    "lilis": {MINISTRY},
    "irwan": {MINISTRY},
    "tono": {CITY},
    "dewi": set[str](),
}


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def report(world: World) -> Report:
    made = filed().report
    verification.verify(made, by=world.actor("ratna"), now=NOW)
    disposition.dispose(made, by=world.actor("ratna"), agency=world.unit, now=NOW, also=(world.stranger,))
    for name, text in (("ratna", NATIONAL), ("budi", MINISTRY), ("tono", CITY)):
        notes.write(made, by=world.actor(name), text=text, now=NOW)
    return made


def people(*names: str) -> list[User]:
    return list(User.objects.filter(email__in=[f"{name}@demo.lapor" for name in names]))


def test_an_office_reads_its_own_notes_and_the_national_verifiers_all(world: World, report: Report) -> None:
    for name, texts in READERS.items():
        assert {note.text for note in notes.readable(report, world.actor(name))} == texts, name
    assert not notes.readable(report, holder_of_code(report)).exists()
    disposition.refer_back(report, by=world.actor("tono"), reason="Bukan kami.", now=NOW)
    assert not notes.readable(report, world.actor("tono")).exists()


def test_who_reads_only_or_stands_outside_writes_none(world: World, report: Report) -> None:
    for name in ("lilis", "irwan", "karin", "yusuf", "dewi"):
        with pytest.raises(NotAllowed):
            notes.write(report, by=world.actor(name), text="Tidak boleh.", now=NOW)
    with pytest.raises(NotAllowed):
        notes.write(report, by=holder_of_code(report), text="Tidak boleh.", now=NOW)
    for text in ("", "  \0 ", "x" * 4001):
        with pytest.raises(BadInput):
            notes.write(report, by=world.actor("budi"), text=text, now=NOW)


def test_only_colleagues_who_see_the_report_are_mentioned(world: World, report: Report) -> None:
    budi = world.actor("budi")
    note = notes.write(report, by=budi, text="Mohon dicek.", now=NOW, mentions=people("wati", "lilis"))
    assert note
    assert {one.name for one in note.mentions.all()} == {"Wati", "Lilis"}
    assert notes.write(report, by=budi, text="Mohon dicek.", now=NOW) is None  # sent twice
    for stranger in ("tono", "ratna", "dewi"):
        with pytest.raises(BadInput):
            notes.write(report, by=budi, text="Untukmu.", now=NOW, mentions=people("wati", stranger))


def test_redaction_and_time_blank_them(world: World, report: Report) -> None:
    closing.close(report, by=holder_of_code(report), now=NOW)
    assert notes.blank_old(now=NOW + timedelta(days=399), limit=9) == 0
    assert notes.blank_old(now=NOW + timedelta(days=401), limit=2) == 2
    verification.redact(report, by=world.actor("ratna"), now=NOW)
    assert not Note.objects.exclude(text="").exists()
    assert not Note.objects.filter(redacted_at=None).exists()
