"""A reporter's own reports and data: seen, corrected, taken along, erased."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from pytest_django import DjangoAssertNumQueries

from lapor.accounts.models import Identity, User
from lapor.portal.tests.conftest import Make, fresh, opened
from lapor.reports import merging
from lapor.reports.models import Event
from lapor.reports.tests.world import World
from tests.client import CheckedClient

EMAIL = "kenanga@contoh.example"


@pytest.fixture
def reporter(client: CheckedClient, db: None) -> User:
    user = User.objects.create_user(EMAIL, name="Kenanga")
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    client.force_login(user)
    return user


def test_own_reports_are_in_one_list(
    client: CheckedClient,
    reporter: User,
    verified: Make,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(25):
        at = now - timedelta(minutes=number)
        verified(title=f"Punya saya {number}", confirmed_email=True, secret=number == 0, now=at)
    verified(title="Belum dipastikan")
    verified(title="Orang lain", email="lain@contoh.example", confirmed_email=True)
    client.get("/akun/")
    with django_assert_num_queries(ACCOUNT_QUERIES):
        page = client.get("/akun/")
    titles = [seen.title for seen, _status in page.context["rows"]]
    with django_assert_num_queries(ACCOUNT_QUERIES):
        page = client.get("/akun/", {"lanjut": page.context["page"].next})
    titles += [seen.title for seen, _status in page.context["rows"]]
    assert titles == [f"Punya saya {number}" for number in range(25)]


@pytest.mark.parametrize("path", ["/akun/", "/akun/data/", "/akun/data/unduhan/", "/akun/data/penghapusan/"])
def test_nobody_else_gets_in(db: None, client: CheckedClient, path: str) -> None:
    assert client.get(path)["Location"].startswith("/masuk/")
    assert client.post(path).status_code == 302


def test_the_name_is_corrected_everywhere(client: CheckedClient, reporter: User, verified: Make) -> None:
    one = verified(confirmed_email=True)
    assert client.get("/akun/data/").status_code == 200
    client.post("/akun/data/", {"name": "Kenanga W."})
    assert Identity.objects.get().name == "Kenanga W."
    assert User.objects.get(pk=reporter.pk).name == "Kenanga W."
    assert fresh(one.report).reporter is not None


def test_the_export_holds_what_is_one_s_own(client: CheckedClient, reporter: User, answered: Make) -> None:
    answered(confirmed_email=True, secret=True)
    answered(email="lain@contoh.example", confirmed_email=True, title="Orang lain")
    response = client.get("/akun/data/unduhan/")
    told = json.loads(response.content)
    assert "attachment" in response["Content-Disposition"]
    assert told["akun"]["surel"] == EMAIL
    assert [report["judul"] for report in told["laporan"]] == ["Tunjangan guru belum cair"]
    assert told["laporan"][0]["nama"] == "Kenanga Wulandari"
    assert any("Tunjangan dibayar" in moment["tulisan"] for moment in told["laporan"][0]["riwayat"])


def test_what_was_split_off_is_one_s_own_too(
    client: CheckedClient, reporter: User, answered: Make, world: World, now: datetime
) -> None:
    first = answered(confirmed_email=True).report
    words = {"title": "Jalan berlubang", "text": "Jalan di depan sekolah kami juga berlubang."}
    second = merging.split(first, by=world.actor("ratna"), now=now, **words)
    rows = client.get("/akun/").context["page"].items
    assert {row.pk for row in rows} == {first.pk, second.pk}
    told = json.loads(client.get("/akun/data/unduhan/").content)
    assert {report["judul"] for report in told["laporan"]} >= {"Jalan berlubang"}
    client.post(f"/laporan/{second.pk}/kerahasiaan/", {"secret": "on"})
    assert (fresh(second).secret, fresh(first).secret) == (True, False)


def test_erasing_takes_the_person_and_leaves_the_report(
    client: CheckedClient, reporter: User, answered: Make
) -> None:
    one = answered(confirmed_email=True)
    events = Event.objects.count()
    assert "tidak bisa dibatalkan" in client.get("/akun/data/penghapusan/").content.decode()
    client.post("/akun/data/penghapusan/")
    identity = Identity.objects.get()
    assert (identity.name, identity.email, identity.email_mark) == ("", "", "")
    assert identity.erased_at is not None
    assert not User.objects.filter(email=EMAIL).exists()
    assert not User.objects.get(pk=reporter.pk).is_active
    assert Event.objects.count() == events
    assert client.get("/akun/").status_code == 302
    assert CheckedClient().get(f"/laporan/{one.report.pk}/").status_code == 200


def test_officers_do_not_erase_themselves(client: CheckedClient, verified: Make) -> None:
    client.force_login(User.objects.get(email="kurnia@demo.lapor"))
    assert client.post("/akun/data/penghapusan/").status_code == 403


def test_by_access_code_it_is_the_same_for_one_report(client: CheckedClient, verified: Make) -> None:
    one = verified()
    path = f"/laporan/{one.report.pk}/data-saya/"
    for below in ("", "unduhan/", "penghapusan/"):
        assert client.get(path + below).status_code == 404
        assert client.post(path + below).status_code in (404, 405)
    own = opened(client, one)
    assert EMAIL in own.get(path).content.decode()
    own.post(path, {"name": "Nama baru"})
    assert Identity.objects.get().name == "Nama baru"
    assert json.loads(own.get(f"{path}unduhan/").content)["laporan"][0]["nama"] == "Nama baru"
    assert own.get(f"{path}penghapusan/").status_code == 200
    own.post(f"{path}penghapusan/")
    assert Identity.objects.get().name == ""
    assert "tidak menyimpan nama" in own.get(path).content.decode()


@pytest.mark.parametrize("name", ["x" * 121, "\x00"])
def test_a_bad_name_comes_back(client: CheckedClient, verified: Make, name: str) -> None:
    one = verified()
    own = opened(client, one)
    assert own.post(f"/laporan/{one.report.pk}/data-saya/", {"name": name}).status_code == 422


ACCOUNT_QUERIES = 10
