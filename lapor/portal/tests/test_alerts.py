"""Alerts of a public search by mail: asked for, proven, told once, ended by one tap."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.utils import timezone

from lapor.accounts.models import User
from lapor.accounts.sealing import mark
from lapor.notifications import alerting, alerts
from lapor.notifications.alerting import send_alerts
from lapor.notifications.models import Alert, Delivery, Fate
from lapor.notifications.tests.working import work_off
from lapor.portal.tests.conftest import Make
from lapor.registry.models import Region
from lapor.reports.tests.world import World, filed
from lapor.sla.zones import NATIONAL
from tests.client import CheckedClient

ANNA = "anna@contoh.example"


def letters() -> list[Delivery]:
    return list(Delivery.objects.filter(purpose="alert").order_by("pk"))


def link_in(letter: Delivery) -> str:
    found = re.search(r"https?://\S+/langganan/\S+/", letter.body)
    assert found, letter.body
    return urlsplit(found[0]).path


def asked(client: CheckedClient, query: str = "", every: str = "day", email: str = ANNA) -> str:
    """The path of the link that the mail holds."""
    answer = client.post(f"/langganan/{query}", {"email": email, "every": every})
    assert answer.status_code == 302, answer.content.decode()
    return link_in(letters()[-1])


def confirmed(client: CheckedClient, query: str = "", every: str = "day", *, since: datetime) -> Alert:
    """An alert that tells of what has become public `since`."""
    path = asked(client, query, every)
    assert client.post(path).status_code == 302
    Alert.objects.filter(next_at__isnull=False).update(told_until=since)
    return Alert.objects.get(search_mark=letter_of(path).search_mark)


def letter_of(path: str) -> Alert:
    found = alerts.by_token(path.split("/")[2])
    assert found
    return found


def due(alert: Alert) -> datetime:
    alert.refresh_from_db()
    assert alert.next_at
    return alert.next_at


def test_nothing_is_sent_before_the_address_is_proven(
    client: CheckedClient, world: World, verified: Make, now: datetime
) -> None:
    """The link alone does nothing, for mail scanners follow it; the button does."""
    path = asked(client, "?q=jembatan&status=closed")
    verified(title="Jembatan putus")
    assert "kata-kata yang dicari" in letters()[0].body
    assert "jembatan" not in letters()[0].body + letters()[0].subject  # nobody's words go to strangers
    assert "“jembatan”" in client.get(path).content.decode()
    assert letters()[0].unsubscribe == ""
    assert client.get(path).status_code == 200
    assert send_alerts(timezone.now() + timedelta(days=9)) == 0
    assert Alert.objects.get().confirmed_at is None
    client.post(path)
    alert = Alert.objects.get()
    assert alert.confirmed_at
    assert alert.search == '{"q": "jembatan"}'
    with connection.cursor() as cursor:  # neither who nor what can be read in the database
        cursor.execute("SELECT a::text FROM notifications_alert a")
        raw = cursor.fetchone()[0]
    assert "contoh" not in raw
    assert b"jembatan".hex() not in raw


def test_a_digest_tells_what_is_new_public_and_fits_once(
    client: CheckedClient, world: World, verified: Make, now: datetime
) -> None:
    alert = confirmed(client, "?q=jembatan&wilayah=35.78", since=now - timedelta(hours=1))
    here = Region.objects.get(code="35.78")
    one = verified(title="Jembatan\nputus", text="Hubungi 0812-3456-7890. Jembatan.", region=here)
    verified(title="Jembatan lama", region=here, now=now - timedelta(hours=2))
    verified(title="Jembatan rahasia", region=here, secret=True)
    verified(title="Jembatan di kota lain", region=Region.objects.get(code="32.73"))
    filed(title="Jembatan belum diperiksa", region=here, now=now)
    at = due(alert)
    assert send_alerts(at - timedelta(minutes=1)) == 0
    assert send_alerts(at) == 1
    letter = letters()[-1]
    assert letter.subject == "LAPOR!: 1 laporan baru, “jembatan”, Kota Surabaya"
    assert f"#{one.report.pk} Jembatan putus\n" in letter.body
    assert "rahasia" not in letter.body
    assert "0812" not in letter.body
    assert "?q=jembatan&wilayah=35.78" in letter.body
    assert send_alerts(at) == 0
    assert send_alerts(due(alert)) == 1
    assert len(letters()) == 2  # the question and one digest: nothing new, nothing sent
    work_off()
    assert {row.status for row in letters()} == {Fate.HANDED_OVER}


def test_digests_are_due_in_the_morning() -> None:
    monday = datetime(2026, 11, 30, 6, tzinfo=NATIONAL)
    for every, after, due in (
        ("day", monday - timedelta(seconds=1), monday),
        ("day", monday, monday + timedelta(days=1)),
        ("week", monday - timedelta(hours=5), monday),
        ("week", monday, monday + timedelta(days=7)),
        ("week", monday + timedelta(days=5, hours=9), monday + timedelta(days=7)),
    ):
        assert alerts.next_digest(every, after.astimezone(UTC)) == due


def test_more_than_a_mail_holds_is_behind_its_link(
    client: CheckedClient, verified: Make, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerting, "LINES", 2)
    alert = confirmed(client, since=now - timedelta(hours=1))
    for _each in range(4):
        verified()
    send_alerts(due(alert))
    body = letters()[-1].body
    assert len(re.findall(r"/laporan/\d", body)) == 2
    assert "Masih ada yang lain" in body


def test_one_tap_of_the_mail_program_ends_it(client: CheckedClient, verified: Make, now: datetime) -> None:
    """RFC 8058: a POST from elsewhere, without cookies or our form's token; a second one is no fault."""
    alert = confirmed(client, since=now - timedelta(hours=1))
    verified()
    send_alerts(due(alert))
    path = urlsplit(letters()[-1].unsubscribe).path
    stranger = CheckedClient(enforce_csrf_checks=True)
    assert "Berhenti berlangganan?" in stranger.get(path).content.decode()
    assert Alert.objects.exists()
    for _each in range(2):
        answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert not Alert.objects.exists()
    assert "sudah berakhir" in stranger.get(path.removesuffix("berhenti/")).content.decode()
    assert stranger.post(path.replace(":", ":x")).status_code == 404


def test_asked_twice_it_is_one_and_says_so_to_its_owner_alone(client: CheckedClient, world: World) -> None:
    path = asked(client, every="day")
    assert asked(client, every="week") == path
    assert Alert.objects.get().every == "week"
    client.post(path)
    assert asked(client, every="day") == path
    assert "Anda sudah berlangganan" in letters()[-1].body
    assert Alert.objects.get().every == "week"
    assert client.post(path, {"every": "day"}).status_code == 302
    assert Alert.objects.get().every == "day"
    assert client.post(path, {"every": "x"}).status_code == 422


def test_a_mailbox_is_not_flooded(client: CheckedClient, world: World) -> None:
    for number in range(alerts.PER_ADDRESS):
        asked(client, f"?q=kata{number}")
    answer = client.post("/langganan/?q=lagi", {"email": ANNA, "every": "day"})
    assert answer.status_code == 422
    assert "Coba lagi besok" in answer.content.decode()
    assert len(letters()) == alerts.PER_ADDRESS


@pytest.mark.parametrize(
    "email", ["", "bukan-surel", "a@b", "a\nb@contoh.example", "\0@contoh.example", "x" * 400]
)
def test_what_is_no_address_comes_back(client: CheckedClient, world: World, email: str) -> None:
    answer = client.post("/langganan/?q=guru", {"email": email, "every": "day"})
    assert answer.status_code == 422
    assert not Alert.objects.exists()
    assert client.get("/langganan/?wilayah=entah-di-mana").status_code == 302


def test_what_nobody_proves_is_forgotten(client: CheckedClient, world: World) -> None:
    asked(client)
    confirmed(client, "?q=guru", since=timezone.now())
    week = timezone.now() + timedelta(days=7)
    assert alerts.forget_alerts(now=week - timedelta(hours=1), limit=10) == 0
    assert alerts.forget_alerts(now=week + timedelta(hours=1), limit=10) == 1
    assert Alert.objects.get().address_mark == mark("email", ANNA)


def test_three_mails_that_come_back_end_it(client: CheckedClient, verified: Make, now: datetime) -> None:
    alert = confirmed(client, since=now - timedelta(hours=1))
    for _each in range(3):
        Alert.objects.update(told_until=now - timedelta(hours=1))
        verified()
        send_alerts(due(alert))
        Delivery.objects.filter(pk=letters()[-1].pk).update(status=Fate.BOUNCED)
    send_alerts(due(alert))
    assert not Alert.objects.exists()


def test_a_worker_that_dies_half_way_tells_nothing_twice(
    client: CheckedClient, verified: Make, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = confirmed(client, since=now - timedelta(hours=1))
    verified()
    at = due(alert)
    with monkeypatch.context() as dying:
        dying.setattr(alerts, "next_digest", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            send_alerts(at)
    assert len(letters()) == 1
    assert send_alerts(at) == 1
    assert len(letters()) == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_tells(client: CheckedClient, verified: Make, now: datetime) -> None:
    alert = confirmed(client, since=now - timedelta(hours=1))
    verified()
    at, start, done = due(alert), threading.Barrier(2), list[int]()

    def work() -> None:
        start.wait()
        done.append(send_alerts(at))
        connection.close()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(done) == [0, 1]
    assert len(letters()) == 2


def test_the_owner_of_an_account_sees_takes_along_and_ends_all(client: CheckedClient, world: World) -> None:
    path = asked(client, "?q=guru")
    asked(client, email="lain@contoh.example")
    user = User.objects.create_user(ANNA)
    EmailAddress.objects.create(user=user, email=ANNA, verified=True, primary=True)
    client.force_login(user)
    page = client.get("/akun/data/").content.decode()
    assert page.count("/langganan/") == page.count(f'href="{path}"') == 1
    [told] = client.get("/akun/data/unduhan/").json()["langganan"]
    assert told["pencarian"] == {"q": "guru"}
    client.post("/akun/data/penghapusan/")
    assert [alert.address for alert in Alert.objects.all()] == ["lain@contoh.example"]
