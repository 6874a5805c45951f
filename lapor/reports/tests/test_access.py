"""Who sees what: the second table of the lifecycle, row for row, at its source. Doors are tried elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from lapor.accounts.actors import PUBLIC, Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.reports import disposition, filing, followup, secrecy, verification
from lapor.reports.access import published, visible_to
from lapor.reports.history import timeline
from lapor.reports.looking import Seen, look
from lapor.reports.matching import matching
from lapor.reports.models import Report
from lapor.reports.queues import Queue, queue
from lapor.reports.refusals import BadInput, NotAllowed
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code

PHONE = "0812-3456-7890"


@pytest.fixture
def world(db: None) -> World:
    return build()


def disposed(world: World, **changes: Any) -> Report:
    report = filed(**changes).report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    return report


def seen(report: Report, actor: Actor) -> Seen:
    return look(Report.objects.get(pk=report.pk), actor, now=NOW)


def test_before_verification_the_public_sees_number_class_status_and_dates(world: World) -> None:
    view = seen(filed().report, PUBLIC)
    assert (view.title, view.text, view.location, view.category, view.agencies) == ("", "", "", None, ())
    assert view.report.status == "received"


def test_after_verification_the_public_sees_masked_text_and_never_the_person(world: World) -> None:
    view = seen(disposed(world), PUBLIC)
    assert view.title == "Tunjangan guru belum cair"
    assert PHONE not in view.text
    assert "Tunjangan kami belum masuk" in view.text
    assert view.person is None


def test_a_secret_report_is_closed_to_the_public_and_absent_from_lists(world: World) -> None:
    report = disposed(world, secret=True)
    view = seen(report, PUBLIC)
    assert view.hidden
    assert (view.title, view.agencies, view.region) == ("", (), None)
    assert not published().filter(pk=report.pk).exists()
    assert all(not moment.text and not moment.agency for moment in timeline(report, view.sight))


@pytest.mark.parametrize(
    ("who", "anonymous", "person"),
    [
        ("kurnia", False, True),
        ("kurnia", True, False),
        ("lilis", True, False),
        ("ratna", False, True),
        ("ratna", True, False),
        ("pratiwi", False, False),
        ("karin", False, False),
        ("yusuf", True, False),
    ],
)
def test_the_person_is_known_to_whom_the_table_says(
    world: World, who: str, anonymous: bool, person: bool
) -> None:
    view = seen(disposed(world, anonymous=anonymous), world.actor(who))
    assert (view.person is not None) is person
    assert PHONE in view.text


def test_the_stranger_reads_what_the_public_reads(world: World) -> None:
    report = disposed(world)
    assert not visible_to(world.actor("tono")).filter(pk=report.pk).exists()
    assert seen(report, world.actor("tono")).text == seen(report, PUBLIC).text


def test_scope_follows_the_unit_that_holds_the_report(world: World) -> None:
    report = disposed(world)
    assert not visible_to(world.actor("budi")).filter(pk=report.pk).exists()
    disposition.dispose_to_unit(report, by=world.actor("kurnia"), unit=world.unit, now=NOW)
    assert visible_to(world.actor("budi")).filter(pk=report.pk).exists()
    assert visible_to(world.actor("kurnia")).filter(pk=report.pk).exists()
    disposition.refer_back(report, by=world.actor("budi"), reason="Bukan bidang kami.", now=NOW)
    assert not visible_to(world.actor("budi")).filter(pk=report.pk).exists()


def test_an_anonymous_identity_opens_to_the_verifier_for_fifteen_minutes_and_a_reason(world: World) -> None:
    report = disposed(world, anonymous=True)
    with pytest.raises(BadInput):
        secrecy.open_identity(report, by=world.actor("ratna"), reason="", now=NOW)
    with pytest.raises(NotAllowed):
        secrecy.open_identity(report, by=world.actor("kurnia"), reason="Ingin tahu siapa dia", now=NOW)
    opening = secrecy.open_identity(report, by=world.actor("ratna"), reason="Perlu bukti asli", now=NOW)
    person = seen(report, world.actor("ratna")).person
    assert person
    assert person.name == "Kenanga Wulandari"
    assert look(report, world.actor("ratna"), now=opening.until).person is None
    assert seen(report, world.actor("andi")).person is None
    assert secrecy.openings_total() == 1


def test_the_reporter_sees_all_of_the_own_report(world: World) -> None:
    report = disposed(world, anonymous=True, secret=True)
    view = seen(report, holder_of_code(report))
    assert PHONE in view.text
    assert view.person
    assert view.person.email == "kenanga@contoh.example"


def test_a_report_made_secret_later_leaves_the_public_at_once(world: World) -> None:
    report = disposed(world)
    filing.change_privacy(report, by=holder_of_code(report), anonymous=True, secret=True, now=NOW)
    assert seen(report, PUBLIC).hidden
    filing.change_privacy(report, by=holder_of_code(report), anonymous=True, secret=False, now=NOW)
    assert seen(report, PUBLIC).title


def test_search_never_finds_what_was_masked(world: World) -> None:
    report = disposed(world)
    assert not matching(published(), "7890").exists()
    assert matching(published(), 'pencairan "tunjangan kami" -sudah').get() == report


def test_a_look_costs_the_same_for_a_report_with_a_long_history(
    world: World, django_assert_max_num_queries: object
) -> None:
    report = disposed(world)
    for _ in range(5):
        verification.classify(report, by=world.actor("ratna"), now=NOW, supervision=True)
    fresh = Report.objects.get(pk=report.pk)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        timeline(fresh, look(fresh, PUBLIC, now=NOW).sight)


def test_what_two_agencies_hold_waits_once_for_whoever_works_in_both(world: World) -> None:
    both, alone = (filed().report for _ in range(2))
    for report in (both, alone):
        verification.verify(report, by=world.actor("ratna"), now=NOW, supervision=False)
        disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    disposition.add_agency(both, by=world.actor("ratna"), agency=world.stranger, now=NOW)
    kurnia = User.objects.get(email="kurnia@demo.lapor")
    Seat.objects.create(user=kurnia, role=Role.COORDINATOR, agency=world.stranger)
    for which in (Queue.ANSWER, Queue.OFFICE):
        waiting = queue(world.actor("kurnia"), which, now=NOW)
        assert list(waiting.rows.order_by(*waiting.keys)) == [both, alone]
        assert list(queue(world.actor("tono"), which, now=NOW).rows) == [both]
    followup.answer(both, by=world.actor("tono"), text="Sudah kami periksa.", final=True, now=NOW)
    followup.answer(alone, by=world.actor("kurnia"), text="Sudah kami periksa.", final=True, now=NOW)
    assert list(queue(world.actor("kurnia"), Queue.ANSWER, now=NOW).rows) == [both]
    assert list(queue(world.actor("kurnia"), Queue.WAITING, now=NOW).rows) == [alone]
