"""Who is told of what, once, and never of what is hidden."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest

from lapor import reactions
from lapor.accounts.models import Identity, Seat, User
from lapor.accounts.roles import Role
from lapor.notifications import announcing
from lapor.notifications.models import Delivery, Fate, Person
from lapor.notifications.tests.working import WorkFailed, work_off
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency
from lapor.reports import closing, disposition, filing, following, followup, merging, verification
from lapor.reports.models import Report
from lapor.reports.states import Act
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code

DAY = timedelta(days=1)
TITLE = "Tunjangan guru belum cair"
NAME = "Kenanga Wulandari"


@pytest.fixture
def world(db: None) -> World:
    return build()


def confirmed(**changes: str | bool) -> Report:
    return filed(confirmed_email=True, **changes).report  # type: ignore[arg-type]


def told(person: str = Person.REPORTER) -> list[Delivery]:
    """By mail and SMS; officers have it in the application besides."""
    return list(Delivery.objects.filter(person=person).exclude(channel="app").order_by("id"))


def at_ministry(world: World, report: Report) -> Report:
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    return report


def test_everything_announced_follows_from_its_act() -> None:
    announced = {act for act, followers in reactions.REACTIONS.items() if announcing.announce in followers}
    assert announced == set(announcing.TABLE)


def test_the_reporter_hears_each_step_with_its_date_and_link(world: World) -> None:
    report = at_ministry(world, confirmed())
    followup.answer(
        report, by=world.actor("kurnia"), text="Tunjangan dibayar minggu ini.", final=True, now=NOW + DAY
    )
    work_off(now=NOW + DAY)
    receipt, disposed, answered = told()
    assert receipt.subject == f"Laporan #{report.pk}: kami terima"
    assert "31 Agustus 2018" in receipt.body
    assert world.ministry.name in disposed.body
    assert "4 September 2018" in disposed.body
    assert "> Tunjangan dibayar minggu ini." in answered.body
    assert f"/laporan/{report.pk}/" in answered.body
    assert {row.status for row in told()} == {Fate.HANDED_OVER}


def test_an_unconfirmed_contact_gets_nothing(world: World) -> None:
    report = at_ministry(world, filed().report)
    followup.answer(
        report, by=world.actor("kurnia"), text="Tunjangan dibayar minggu ini.", final=True, now=NOW
    )
    work_off(now=NOW)
    report.refresh_from_db()
    assert told() == []
    assert report.told_at is None
    assert report.deadlines.filter(step="quiet").exists()


def test_a_confirmed_contact_gets_one_receipt(world: World) -> None:
    report = filed().report
    Identity.objects.filter(report=report).update(email_confirmed_at=NOW)
    filing.confirm_contact(report, by=holder_of_code(report), channel="email", now=NOW)
    work_off()
    (receipt,) = told()
    assert "Kontak Anda sudah dipastikan" in receipt.body


def test_officers_are_told_where_the_report_lies(world: World) -> None:
    report = at_ministry(world, confirmed())
    disposition.dispose_to_unit(report, by=world.actor("kurnia"), unit=world.unit, now=NOW)
    work_off()
    followup.draft(report, by=world.actor("budi"), text="Tunjangan dibayar minggu ini.", final=True, now=NOW)
    work_off()
    followup.reject_draft(report, by=world.actor("wati"), note="Sebut tanggal pembayarannya.", now=NOW)
    work_off()
    assert [row.address for row in told(Person.OFFICER)] == [
        f"{name}@demo.lapor" for name in ("kurnia", "budi", "wati", "budi")
    ]


def test_an_added_agency_works_among_itself(world: World) -> None:
    report = at_ministry(world, confirmed())
    disposition.add_agency(report, by=world.actor("ratna"), agency=world.stranger, now=NOW)
    unit = ensure_unit(world.stranger, "Dinas Pendidikan")
    tini = User.objects.create_user("tini@demo.lapor", "lapor-demo", name="Tini")
    Seat.objects.create(user=tini, role=Role.LIAISON, agency=unit)
    work_off()
    Delivery.objects.all().delete()
    disposition.dispose_to_unit(report, by=world.actor("tono"), unit=unit, now=NOW)
    followup.draft(report, by=world.actor("tini"), text="Sekolahnya sudah kami datangi.", final=True, now=NOW)
    work_off()
    assert [row.address for row in told(Person.OFFICER)] == ["tini@demo.lapor", "tono@demo.lapor"]


def test_objection_question_and_response_find_their_people(world: World) -> None:
    report = at_ministry(world, confirmed())
    followup.ask(report, by=world.actor("karin"), text="Mengapa begitu lama?", now=NOW)
    followup.respond(report, by=world.actor("kurnia"), text="Sedang diverifikasi bank.", now=NOW)
    closing.close(report, by=holder_of_code(report), now=NOW)
    closing.object_to(report, by=holder_of_code(report), reason="Uangnya belum masuk juga.", now=NOW)
    Delivery.objects.all().delete()
    work_off()
    addresses = {row.event.act: row.address for row in told(Person.OFFICER) if row.event}
    assert addresses["ask"] == "kurnia@demo.lapor"
    assert addresses["respond"] == "karin@demo.lapor"
    assert addresses["object"] == "pratiwi@demo.lapor"


@pytest.mark.parametrize("hidden", [{"secret": True}, {"anonymous": True}])
def test_nothing_of_a_hidden_report_leaves_the_house(world: World, hidden: dict[str, str | bool]) -> None:
    report = confirmed(phone="+6281211112222", **hidden)
    Identity.objects.filter(report=report).update(phone_confirmed_at=NOW)
    at_ministry(world, report)
    disposition.dispose_to_unit(report, by=world.actor("kurnia"), unit=world.unit, now=NOW)
    followup.draft(report, by=world.actor("budi"), text="Tunjangan dibayar minggu ini.", final=True, now=NOW)
    followup.approve_draft(report, by=world.actor("wati"), now=NOW)
    closing.close(report, by=holder_of_code(report), now=NOW)
    work_off()
    forbidden = (TITLE, NAME, "Tunjangan", "0812", *Agency.objects.values_list("name", flat=True))
    rows = Delivery.objects.all()
    assert rows.filter(channel="sms").exists()
    said = [f"{row.subject} {row.body}" for row in rows]
    assert len(said) > 6
    assert [(text, word) for text in said for word in forbidden if word in text] == []


def test_no_officer_reads_a_name_or_a_text(world: World) -> None:
    report = at_ministry(world, confirmed())
    followup.reply(report, by=holder_of_code(report), text="Mohon segera, Pak.", now=NOW)
    work_off()
    said = " ".join(f"{row.subject} {row.body}" for row in told(Person.OFFICER))
    assert f"#{report.pk}" in said
    assert not [word for word in (TITLE, NAME, "Mohon segera") if word in said]


def test_an_event_is_told_once_also_when_its_job_runs_twice(world: World) -> None:
    event = confirmed().events.get()
    work_off()
    reactions.follow(event.pk)
    event.reactions.all().delete()  # even a lost record of the reaction tells nobody twice
    reactions.follow(event.pk)
    assert len(told()) == 1


def test_a_reaction_that_fails_is_done_at_the_next_try(world: World) -> None:
    confirmed()
    with patch("lapor.notifications.announcing.recipients.of_reporter", side_effect=RuntimeError):
        assert work_off(failing=True) == 0
    assert told() == []
    work_off()
    assert len(told()) == 1


def test_a_failing_job_fails_its_test(world: World) -> None:
    confirmed()
    with (
        patch("lapor.notifications.announcing.recipients.of_reporter", side_effect=RuntimeError),
        pytest.raises(WorkFailed),
    ):
        work_off()


def test_followers_hear_of_a_public_report_only(world: World) -> None:
    report = at_ministry(world, confirmed())
    work_off()
    following.follow(report, by=world.actor("tono"), contact="melati@contoh.example", kind="email", now=NOW)
    work_off()
    filing.change_privacy(report, by=holder_of_code(report), anonymous=False, secret=True, now=NOW)
    followup.answer(
        report, by=world.actor("kurnia"), text="Tunjangan dibayar minggu ini.", final=False, now=NOW
    )
    work_off()
    assert told(Person.FOLLOWER) == []
    filing.change_privacy(report, by=holder_of_code(report), anonymous=False, secret=False, now=NOW)
    closing.close(report, by=holder_of_code(report), now=NOW)
    work_off()
    (row,) = told(Person.FOLLOWER)
    assert str(Act.CLOSE.label) in row.subject
    assert TITLE not in row.body


def test_reporters_of_merged_reports_hear_of_the_end_of_the_other(world: World) -> None:
    target, child = confirmed(), confirmed(email="melati@contoh.example", title="Sama seperti yang lain")
    at_ministry(world, target)
    merging.merge(child, by=world.actor("ratna"), into=target, now=NOW)
    closing.close(target, by=holder_of_code(target), now=NOW)
    work_off()
    last = told()[-1]
    assert (last.address, last.report_id) == ("melati@contoh.example", child.pk)
    assert str(target.pk) not in last.body
