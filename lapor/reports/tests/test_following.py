"""Support and "Kabari saya": on public reports only, once for each."""

from __future__ import annotations

import pytest

from lapor.accounts.actors import PUBLIC
from lapor.reports import filing, following, verification
from lapor.reports.models import Report
from lapor.reports.refusals import WrongState
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code


@pytest.fixture
def report(db: None) -> Report:
    world: World = build()
    made = filed().report
    verification.verify(made, by=world.actor("ratna"), now=NOW)
    return made


def test_a_second_support_of_one_supporter_changes_nothing(report: Report) -> None:
    assert following.support(report, by=PUBLIC, supporter="a", confirmed=True, now=NOW)
    assert following.support(report, by=PUBLIC, supporter="a", confirmed=True, now=NOW) is None
    assert following.support(report, by=PUBLIC, supporter="b", confirmed=False, now=NOW)
    assert sorted(report.supports.values_list("confirmed", flat=True)) == [False, True]


def test_a_contact_follows_once(report: Report) -> None:
    for first in (True, False):
        event = following.follow(report, by=PUBLIC, contact="a@contoh.example", kind="email", now=NOW)
        assert (event is not None) is first
    assert report.followers.get().contact == "a@contoh.example"


def test_a_report_made_secret_takes_neither(report: Report) -> None:
    filing.change_privacy(report, by=holder_of_code(report), anonymous=False, secret=True, now=NOW)
    with pytest.raises(WrongState):
        following.support(report, by=PUBLIC, supporter="a", confirmed=True, now=NOW)
    with pytest.raises(WrongState):
        following.follow(report, by=PUBLIC, contact="a@contoh.example", kind="email", now=NOW)
