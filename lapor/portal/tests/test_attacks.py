"""What somebody tries who wants to know, or to undo what a reporter has hidden."""

from __future__ import annotations

from lapor.portal.tests.conftest import Make, fresh, opened
from lapor.reports import merging, verification
from lapor.reports.tests.world import World
from tests.client import CheckedClient


def test_the_code_alone_takes_no_protection_off(client: CheckedClient, disposed: Make) -> None:
    """Without a session the form cannot show what is hidden now, so it changes nothing yet."""
    one = disposed(anonymous=True)
    path = f"/laporan/{one.report.pk}/kerahasiaan/"
    assert b'name="anonymous"' not in client.get(path).content
    answer = client.post(path, {"code": one.access_code, "secret": "on"})
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert (fresh(one.report).anonymous, fresh(one.report).secret) == (True, False)
    shown = client.get(path).content.decode()
    assert 'name="anonymous"' in shown
    client.post(path, {"anonymous": "on", "secret": "on"})
    assert (fresh(one.report).anonymous, fresh(one.report).secret) == (True, True)


def test_a_wrong_code_shows_no_state(client: CheckedClient, disposed: Make) -> None:
    one = disposed(anonymous=True, secret=True)
    answer = client.post(f"/laporan/{one.report.pk}/kerahasiaan/", {"code": "0" * 12, "anonymous": "on"})
    assert answer.status_code == 422
    assert "checked" not in answer.content.decode()


def test_a_merge_points_at_nothing_secret(client: CheckedClient, world: World, disposed: Make) -> None:
    """Public and secret reports of one matter: neither page tells of the other, also not to a reporter."""
    for child, target in (({}, {"secret": True}), ({"secret": True}, {})):
        one, into = disposed(**child), disposed(**target)
        merging.merge(one.report, by=world.actor("ratna"), into=into.report, now=one.report.received)
        public = client.get(f"/laporan/{one.report.pk}/").content.decode()
        assert str(into.report.pk) not in public
        own = opened(CheckedClient(), one).get(f"/laporan/{one.report.pk}/").content.decode()
        assert (str(into.report.pk) in own) is not into.report.secret


def test_a_merge_of_public_reports_says_where_to(client: CheckedClient, world: World, disposed: Make) -> None:
    one, into = disposed(), disposed()
    merging.merge(one.report, by=world.actor("ratna"), into=into.report, now=one.report.received)
    assert f"/laporan/{into.report.pk}/" in client.get(f"/laporan/{one.report.pk}/").content.decode()


def test_what_completes_a_report_is_for_the_office(
    client: CheckedClient, world: World, verified: Make
) -> None:
    """A verifier asks for proofs and details; the answer is no more public than the question."""
    one = verified(anonymous=True)
    by = world.actor("ratna")
    verification.postpone(one.report, by=by, reason="Siapa Anda dan di mana?", now=one.report.received)
    words = "Saya bendahara SD Kenari, satu-satunya."
    own = opened(CheckedClient(), one)
    own.post(f"/laporan/{one.report.pk}/kelengkapan/", {"text": words})
    page = f"/laporan/{one.report.pk}/"
    assert words not in client.get(page).content.decode()
    assert words in own.get(page).content.decode()


def test_a_reply_says_who_reads_it(client: CheckedClient, answered: Make) -> None:
    one = answered(anonymous=True)
    shown = opened(client, one).get(f"/laporan/{one.report.pk}/tanggapan/").content.decode()
    assert "tampil untuk umum" in shown
