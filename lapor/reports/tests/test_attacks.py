"""What somebody tries at the heart: to see more, to stop others, to change what is on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from lapor.accounts.actors import PUBLIC
from lapor.reports import clocks, closing, disposition, filing, followup, merging, secrecy, verification
from lapor.reports.access import Sight, published, sight
from lapor.reports.following import support
from lapor.reports.history import timeline
from lapor.reports.lifecycle import allowed
from lapor.reports.matching import matching
from lapor.reports.models import IdentityOpening, Report
from lapor.reports.refusals import WrongState
from lapor.reports.states import Act
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code
from lapor.sla.rules import Step


@pytest.fixture
def world(db: None) -> World:
    return build()


def verified(world: World, **changes: Any) -> Report:
    report = filed(**changes).report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    return report


def seen_by(world: World, name: str, report: Report) -> Sight:
    return sight(report, world.actor(name), now=NOW)


@pytest.mark.parametrize("q", ["-" * 190, "- " * 95, "-(" * 95, '-"' * 95, "-a " * 60, '"' * 199, "- -a"])
def test_no_search_breaks_the_database(world: World, q: str) -> None:
    assert list(matching(published(), q)[:1]) == []


def test_nobody_changes_the_record_of_an_opening(world: World) -> None:
    report = verified(world, anonymous=True)
    secrecy.open_identity(report, by=world.actor("ratna"), reason="Perlu bukti aslinya.", now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        IdentityOpening.objects.update(reason="lain")
    with pytest.raises(DatabaseError), transaction.atomic():
        IdentityOpening.objects.all().delete()
    assert secrecy.openings_total() == 1


def test_facts_tie_no_reports_together(world: World) -> None:
    """A split is one person's two reports; the agency that gets the second is not told of the first."""
    report = verified(world)
    ratna = world.actor("ratna")
    new = merging.split(report, by=ratna, title="Hal kedua", text="Isi kedua.", now=NOW)
    verification.verify(new, by=ratna, now=NOW)
    disposition.dispose(new, by=ratna, agency=world.ministry, now=NOW)
    for name in ("kurnia", "karin"):
        told = timeline(new, seen_by(world, name, new))
        assert report.pk not in [value for moment in told for value in moment.facts.values()]


def test_hiding_a_report_hides_what_was_split_off(world: World) -> None:
    report = verified(world)
    new = merging.split(report, by=world.actor("ratna"), title="Hal kedua", text="Isi kedua.", now=NOW)
    verification.verify(new, by=world.actor("ratna"), now=NOW)
    reporter = holder_of_code(report)
    filing.change_privacy(report, by=reporter, anonymous=True, secret=True, now=NOW)
    new.refresh_from_db()
    assert (new.anonymous, new.secret) == (True, True)
    assert not published().exists()
    filing.change_privacy(report, by=reporter, anonymous=False, secret=False, now=NOW)
    new.refresh_from_db()
    assert (new.anonymous, new.secret) == (True, True)  # shown again only by its own form


def test_crowds_do_not_fill_the_history(world: World) -> None:
    report = verified(world)
    for one in range(3):
        support(report, by=PUBLIC, supporter=f"browser {one}", confirmed=False, now=NOW)
    assert Act.SUPPORT not in [moment.act for moment in timeline(report, seen_by(world, "ratna", report))]


def test_a_report_that_no_agency_holds_is_not_closed_into_nowhere(world: World) -> None:
    """Closed while the verifier waits for more, it would come back as replied, at nobody's desk."""
    report = filed().report
    verification.postpone(report, by=world.actor("ratna"), reason="Di mana?", now=NOW)
    reporter = holder_of_code(report)
    with pytest.raises(WrongState, match="tarik"):
        closing.close(report, by=reporter, now=NOW)
    report.refresh_from_db()
    assert Act.WITHDRAW in [row.act for row in allowed(report, reporter)]


def test_two_merges_make_no_ring(world: World) -> None:
    one, two, three = (verified(world) for _ in range(3))
    ratna = world.actor("ratna")
    merging.merge(one, by=ratna, into=two, now=NOW)
    merging.merge(two, by=ratna, into=three, now=NOW)
    with pytest.raises(Exception, match="berakhir"):
        merging.merge(three, by=ratna, into=one, now=NOW)


def test_a_draft_waiting_never_shows_to_reporter_or_public(world: World) -> None:
    report = verified(world)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    disposition.dispose_to_unit(report, by=world.actor("kurnia"), unit=world.unit, now=NOW)
    followup.draft(report, by=world.actor("budi"), text="Draf rahasia dapur.", final=True, now=NOW)
    followup.reject_draft(report, by=world.actor("wati"), note="Catatan dapur.", now=NOW)
    for actor in (PUBLIC, holder_of_code(report), world.actor("tono")):
        told = timeline(report, sight(report, actor, now=NOW))
        assert not any("dapur" in moment.text for moment in told)
        assert not {moment.act for moment in told} & {Act.DRAFT, Act.REJECT_DRAFT}


def test_reopening_takes_an_open_objection_along(world: World) -> None:
    """Else its clock runs on, nobody can decide it, and the next objection is refused for it."""
    report = verified(world)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    reporter, later = holder_of_code(report), NOW + timedelta(days=1)
    closing.close(report, by=reporter, now=NOW)
    closing.object_to(report, by=reporter, reason="Belum beres.", now=NOW)
    closing.reopen(report, by=reporter, reason="Belum beres.", now=NOW)
    assert not clocks.running(report, Step.OBJECTION).exists()
    closing.close(report, by=reporter, now=later)
    closing.object_to(report, by=reporter, reason="Masih belum.", now=later)
    assert [one.level for one in report.objections.order_by("id")] == ["national_supervisor"] * 2
