"""Officers: the list inside the application, mail at once, once a day or never, and the morning's digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.notifications import in_app, offices
from lapor.notifications.announcing import announce
from lapor.notifications.audiences import To
from lapor.notifications.digests import send_digests
from lapor.notifications.models import Delivery, Fate, Preference
from lapor.notifications.tests.operator import disposed
from lapor.notifications.tests.working import work_off
from lapor.reports import closing, disposition, followup
from lapor.reports.models import Event, Report
from lapor.reports.queues import Queue, queue
from lapor.reports.refusals import NotAllowed
from lapor.reports.tests.world import NOW, World, build, holder_of_code

# NOW is a Tuesday, 09.14; the next mornings, and the Saturday.
MORNING = NOW.replace(hour=7, minute=0) + timedelta(days=1)
DAY = timedelta(days=1)
SATURDAY = MORNING + 3 * DAY


@pytest.fixture
def world(db: None) -> World:
    return build()


def kurnia() -> User:
    return User.objects.get(email="kurnia@demo.lapor")


def wish(mail: str) -> User:
    user = kurnia()
    in_app.choose_mail(user.pk, mail=mail)
    return user


def mails(user: User) -> list[Delivery]:
    return list(Delivery.objects.filter(user=user, channel="email").order_by("id"))


def test_each_notice_stands_in_the_application_and_goes_by_mail(world: World) -> None:
    report = disposed(world)
    (mail,) = mails(kurnia())
    (notice,) = in_app.notices(kurnia().pk)
    assert (mail.status, notice.status) == (Fate.HANDED_OVER, Fate.DELIVERED)
    assert notice.subject == mail.subject == f"Laporan #{report.pk}: laporan baru untuk instansi Anda"
    assert notice.address == ""
    assert in_app.unseen(kurnia().pk) == 1


def test_who_wants_no_mail_finds_it_in_the_application_alone(world: World) -> None:
    user = wish(Preference.Mail.NEVER)
    disposed(world)
    assert mails(user) == []
    assert in_app.unseen(user.pk) == 1


def test_a_report_opened_is_seen_and_the_list_as_far_as_it_was_read(world: World) -> None:
    first, _second = disposed(world), disposed(world)
    user = kurnia()
    in_app.see_report(user.pk, first.pk, now=NOW)
    assert in_app.unseen(user.pk) == 1
    newest = in_app.notices(user.pk).latest("id")
    disposed(world)
    assert in_app.see_all(user.pk, upto=newest.pk, now=NOW) == 1
    assert in_app.unseen(user.pk) == 1


def test_unseen_notices_are_counted_no_further_than_the_badge_says(world: World) -> None:
    report, user = disposed(world), kurnia()
    pattern = in_app.notices(user.pk).get()
    Delivery.objects.bulk_create(
        Delivery(report=report, purpose="notice", person="officer", channel="app", user=user, created_at=NOW)
        for _number in range(150)
    )
    assert in_app.unseen(user.pk) == in_app.COUNTED
    assert pattern.seen_at is None


def test_a_digest_waits_for_the_morning_of_a_working_day(world: World) -> None:
    user = wish(Preference.Mail.DIGEST)
    report = disposed(world)
    assert [(row.status, row.why) for row in mails(user)] == [(Fate.HELD, "digest")]
    assert send_digests(MORNING - timedelta(minutes=1)) == 0
    assert send_digests(MORNING) == 1
    assert send_digests(MORNING + timedelta(minutes=5)) == 0
    work_off(now=MORNING)
    waited, digest = mails(user)
    assert (waited.status, waited.why) == (Fate.SUPPRESSED, "in_digest")
    assert (digest.purpose, digest.status) == ("digest", Fate.HANDED_OVER)
    assert digest.subject == "Ringkasan LAPOR!: 1 kabar"
    assert f"Laporan #{report.pk}: laporan baru untuk instansi Anda" in digest.body
    assert "Tenggat terdekat: 4 September 2018." in digest.body
    assert f"/kelola/laporan/{report.pk}/" in digest.body
    assert "Tunjangan" not in digest.body


def test_no_digest_on_a_day_off_and_what_comes_at_noon_waits_for_the_next_morning(world: World) -> None:
    user = wish(Preference.Mail.DIGEST)
    disposed(world)
    assert send_digests(SATURDAY) == 0
    Delivery.objects.filter(user=user, channel="email").update(created_at=MORNING + timedelta(hours=5))
    assert send_digests(MORNING + timedelta(hours=6)) == 0
    assert send_digests(MORNING + DAY) == 1


def test_who_wants_no_mail_any_more_gets_no_digest_either(world: World) -> None:
    wish(Preference.Mail.DIGEST)
    disposed(world)
    user = wish(Preference.Mail.NEVER)
    assert send_digests(MORNING) == 0
    assert [(row.status, row.why) for row in mails(user)] == [(Fate.SUPPRESSED, "unwanted")]


def test_a_long_digest_says_how_many_it_leaves_out(world: World) -> None:
    user = wish(Preference.Mail.DIGEST)
    report = disposed(world)
    Delivery.objects.bulk_create(
        Delivery(
            report=report, purpose="notice", person="officer", channel="email", user=user, created_at=NOW,
            status=Fate.HELD, why="digest", subject=f"Laporan #{report.pk}: kabar {number}",
        )
        for number in range(119)
    )  # fmt: skip
    assert send_digests(MORNING) == 1
    digest = mails(user)[-1]
    assert digest.subject == "Ringkasan LAPOR!: 120 kabar"
    assert "Dan 20 kabar lain" in digest.body
    assert not Delivery.objects.filter(status=Fate.HELD, why="digest").exists()


def test_telling_ten_coordinators_asks_the_database_no_more_than_telling_two(world: World) -> None:
    disposed(world)
    event = Event.objects.get(act="dispose")
    counts = []
    for more in (1, 8):
        for number in range(more):
            user = User.objects.create_user(f"koordinator{more}{number}@demo.lapor", "lapor-demo", name="K")
            Seat.objects.create(user=user, role=Role.COORDINATOR, agency=world.ministry)
        Delivery.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            offices.tell(fresh(event), To.COORDINATORS, now=NOW)
        counts.append(len(asked))
    assert Delivery.objects.filter(channel="email").count() == 10
    assert counts[0] == counts[1]


def fresh(event: Event) -> Event:
    return Event.objects.select_related("report").get(pk=event.pk)


@pytest.mark.django_db(transaction=True)
def test_two_digests_at_once_are_one() -> None:
    world = build()
    user = wish(Preference.Mail.DIGEST)
    [disposed(world) for _number in range(3)]
    sent: list[int] = []
    at_once(4, lambda: sent.append(send_digests(MORNING)))
    assert sum(sent) == 1
    assert [row.purpose for row in mails(user)].count("digest") == 1


@pytest.mark.django_db(transaction=True)
def test_workers_that_announce_one_event_at_once_queue_it_once() -> None:
    world = build()
    report = disposed(world)
    event = Event.objects.get(report=report, act="dispose")
    Delivery.objects.all().delete()
    at_once(4, lambda: announce(fresh(event)))
    rows = Delivery.objects.filter(event=event).values_list("person", "channel", "status")
    assert sorted(rows) == [
        ("officer", "app", Fate.DELIVERED),
        ("officer", "email", Fate.QUEUED),
        ("reporter", "email", Fate.QUEUED),
        ("reporter", "sms", Fate.HELD),
    ]
    assert work_off(now=NOW) == 2
    assert Report.objects.count() == 1


def at_once(number: int, act: Callable[[], object]) -> None:
    together = Barrier(number)

    def run() -> None:
        try:
            together.wait()
            act()
        finally:
            connection.close()

    threads = [Thread(target=run) for _number in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_an_objection_to_the_answer_of_a_unit_goes_past_the_units_own_coordinator(world: World) -> None:
    """Whoever answered neither decides on the own answer nor is the one who is told of the objection."""
    mona = User.objects.create_user("mona@demo.lapor", name="Mona")
    Seat.objects.create(user=mona, role=Role.COORDINATOR, agency=world.unit)
    report, by = disposed(world), world.actor("mona")
    disposition.dispose_to_unit(report, by=world.actor("kurnia"), unit=world.unit, now=NOW)
    followup.answer(report, by=by, text="Sudah kami periksa dan kami bayar.", final=True, now=NOW)
    closing.close(report, by=holder_of_code(report), now=NOW)
    event = closing.object_to(report, by=holder_of_code(report), reason="Belum dibayar.", now=NOW)
    announce(event)
    told = Delivery.objects.filter(event=event, user__isnull=False)
    assert set(told.values_list("user__email", flat=True)) == {"kurnia@demo.lapor"}
    waiting = [queue(one, Queue.OBJECTIONS, now=NOW).rows.count() for one in (by, world.actor("kurnia"))]
    assert waiting == [0, 1]
    with pytest.raises(NotAllowed):
        closing.decide_objection(report, by=by, upheld=False, text="Sudah tepat.", now=NOW)
    closing.decide_objection(report, by=world.actor("kurnia"), upheld=False, text="Sudah tepat.", now=NOW)
