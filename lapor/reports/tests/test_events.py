"""Events stay as they were written and hold codes only; texts and identities can go."""

from __future__ import annotations

import json

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, connection, transaction

from lapor.accounts.actors import actor_of
from lapor.accounts.models import User
from lapor.reports import closing, disposition, followup, verification
from lapor.reports.access import published
from lapor.reports.lifecycle import advance
from lapor.reports.models import Event, Report
from lapor.reports.refusals import WrongState
from lapor.reports.states import Act, Status
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.mark.parametrize("statement", ["UPDATE reports_event SET act = 'close'", "DELETE FROM reports_event"])
def test_the_database_refuses_to_change_history(world: World, statement: str) -> None:
    filed()
    with pytest.raises(DatabaseError, match=r"append|delete|update"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Event.objects.get().act == Act.FILE


def test_a_fact_must_be_a_code(world: World) -> None:
    report = filed().report
    with pytest.raises(ValueError, match="code"), transaction.atomic():
        advance(report, Act.VERIFY, by=world.actor("ratna"), now=NOW, note="Bapak Sutrisno marah")
    assert Report.objects.get(pk=report.pk).status == Status.RECEIVED


def test_no_text_and_no_name_stands_in_any_event(world: World) -> None:
    report = filed(title="Burung kenari hilang").report
    ratna = world.actor("ratna")
    verification.verify(report, by=ratna, now=NOW, title="Kenari hilang di kantor", supervision=True)
    disposition.dispose(report, by=ratna, agency=world.ministry, now=NOW, note="Kenari mohon dicari")
    followup.answer(report, by=world.actor("kurnia"), text="Kenari sudah kembali.", final=True, now=NOW)
    closing.close(report, by=holder_of_code(report), rating=4, now=NOW)
    written = json.dumps(list(Event.objects.values("facts", "act", "role")))
    assert "enari" not in written
    assert "Kenanga" not in written


def test_redaction_blanks_texts_and_keeps_the_acts(world: World) -> None:
    report = filed().report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    verification.redact(report, by=world.actor("ratna"), now=NOW)
    assert set(report.versions.values_list("title", "text")) == {("", "")}
    assert [event.act for event in report.events.order_by("id")] == ["file", "verify", "redact"]
    assert not published().exists()


def test_no_event_ties_a_reporters_account_to_the_report(world: World) -> None:
    report = filed(email="siti@demo.lapor", confirmed_email=True, anonymous=True).report
    siti = User.objects.create_user("siti@demo.lapor")
    EmailAddress.objects.create(user=siti, email=siti.email, verified=True)
    followup.reply(report, by=actor_of(siti, now=NOW), text="Saya menunggu kabar.", now=NOW)
    assert set(report.events.values_list("by", flat=True)) == {None}


def test_own_numbers_skip_those_an_import_has_taken(world: World) -> None:
    first = filed().report
    Report.objects.create(id=first.pk + 1, received=NOW)
    assert filed().report.pk == first.pk + 2


def test_an_objection_goes_up_level_by_level(world: World) -> None:
    report = filed().report
    verification.archive(
        report, by=world.actor("ratna"), reason_code="unclear", note="Kami tidak paham.", now=NOW
    )
    mine = holder_of_code(report)
    closing.object_to(report, by=mine, reason="Sudah jelas sekali.", now=NOW)
    with pytest.raises(WrongState):
        closing.object_to(report, by=mine, reason="Sekali lagi.", now=NOW)
    closing.decide_objection(report, by=world.actor("pratiwi"), upheld=False, text="Tetap arsip.", now=NOW)
    closing.object_to(report, by=mine, reason="Saya tidak terima.", now=NOW)
    closing.decide_objection(report, by=world.actor("yusuf"), upheld=True, text="Buka lagi.", now=NOW)
    assert report.status == Status.RECEIVED
    assert report.reopened
