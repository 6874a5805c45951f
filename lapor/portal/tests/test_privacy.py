"""A name that nobody may read, looked for on every page that the public can open."""

from __future__ import annotations

import pytest

from lapor.accounts.models import User
from lapor.portal.deeds import DEEDS
from lapor.portal.tests.conftest import Make, opened
from lapor.reports.models import Report
from tests.client import CheckedClient

NAME = "Zubaidah Kenarijati"
EMAIL = "zubaidah@contoh.example"
PHONE = "+6281298765432"
TRACES = ("Zubaidah", "Kenarijati", EMAIL, PHONE, "98765432", "81298765432")


@pytest.fixture
def pages(answered: Make) -> list[str]:
    """Every public address, with an anonymous, a secret and an open report of the same person."""
    who = {"name": NAME, "email": EMAIL, "phone": PHONE, "confirmed_email": True}
    text = f"Tunjangan belum masuk. Surel saya {EMAIL}, telepon 0812-9876-5432."
    for hidden in ({"anonymous": True}, {"secret": True}, {}):
        answered(text=text, **who, **hidden)
    below = ["", *(f"{deed.noun}/" for deed in DEEDS), "dukungan/", "kabari/", "data-saya/"]
    reports = [
        f"/laporan/{number}/{one}" for number in Report.objects.values_list("pk", flat=True) for one in below
    ]
    lists = [
        "/",
        "/laporan/",
        "/laporan/?q=Zubaidah",
        f"/laporan/?q={EMAIL}",
        "/laporan/?q=98765432",
        "/lacak/",
    ]
    return [*lists, *reports, "/privasi/", "/masuk/"]


@pytest.mark.parametrize("name", ["", "tono", "karin"])
def test_nobody_outside_learns_who_reported(client: CheckedClient, pages: list[str], name: str) -> None:
    """The stranger of another agency and an overseer read no more of the person than the public."""
    if name:
        client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    for path in pages:
        page = client.get(path).content.decode().replace("q=" + EMAIL, "")
        typed = page.replace(f'value="{EMAIL}"', "").replace('value="Zubaidah"', "").replace('98765432"', "")
        traces = TRACES if name != "karin" else TRACES[:2]  # overseers read the reporter's own words in full
        assert [trace for trace in traces if trace in typed and f"q={trace}" not in path] == [], path


def test_the_liaison_of_an_anonymous_report_learns_no_name(client: CheckedClient, answered: Make) -> None:
    one = answered(name=NAME, email=EMAIL, phone=PHONE, anonymous=True)
    client.force_login(User.objects.get(email="kurnia@demo.lapor"))
    page = client.get(f"/laporan/{one.report.pk}/").content.decode()
    assert [trace for trace in TRACES if trace in page] == []


def test_one_code_opens_one_report(client: CheckedClient, answered: Make) -> None:
    one, other = answered(secret=True), answered(secret=True, title="Perkara orang lain")
    page = opened(client, one).get(f"/laporan/{other.report.pk}/").content.decode()
    assert "Perkara orang lain" not in page
    assert client.post(f"/laporan/{other.report.pk}/penarikan/").status_code == 404
