"""The reporter's consent to let name and contact go along to the Ombudsman."""

from __future__ import annotations

from datetime import datetime

import pytest

from lapor.accounts.models import User
from lapor.portal.tests.conftest import Make, opened
from lapor.reports import ombudsman
from lapor.reports.filing import Filed
from lapor.reports.models import OmbudsmanCase
from tests.client import CheckedClient


@pytest.fixture
def case(disposed: Make, now: datetime) -> Filed:
    one = disposed()
    ombudsman.open_cases([one.report.pk], now=now)
    return one


def address(one: Filed) -> str:
    return f"/laporan/{one.report.pk}/ombudsman/"


def agreed(one: Filed) -> bool:
    return OmbudsmanCase.objects.get(report=one.report).consented_at is not None


def test_one_button_agrees_and_one_takes_it_back(client: CheckedClient, case: Filed) -> None:
    own = opened(client, case)
    assert "Di jalur Ombudsman" in own.get(f"/laporan/{case.report.pk}/").content.decode()
    page = own.get(address(case)).content.decode()
    assert "Setuju, sertakan identitas saya" in page
    assert not agreed(case)  # reading is no consent
    said = own.post(address(case), {"setuju": "ya"}, follow=True).content.decode()
    assert "Identitas Anda ikut ke Ombudsman." in said
    assert agreed(case)
    assert "Cabut persetujuan" in own.get(address(case)).content.decode()
    own.post(address(case), {"setuju": "tidak"})
    assert not agreed(case)


def test_the_number_of_the_case_is_told(client: CheckedClient, case: Filed) -> None:
    OmbudsmanCase.objects.update(number="0123/LM/IX/2026/JKT")
    assert "0123/LM/IX/2026/JKT" in opened(client, case).get(f"/laporan/{case.report.pk}/").content.decode()


def test_before_there_is_a_case_nothing_is_asked(client: CheckedClient, disposed: Make) -> None:
    one = disposed()
    own = opened(client, one)
    assert "<form" not in own.get(address(one)).content.decode().split("<main")[1].split("</main")[0]
    assert own.post(address(one), {"setuju": "ya"}).status_code == 409
    assert "jalur Ombudsman" not in own.get(f"/laporan/{one.report.pk}/").content.decode()


@pytest.mark.parametrize("said", [{}, {"setuju": ""}, {"setuju": "mungkin"}])
def test_what_no_button_says_changes_nothing(
    client: CheckedClient, case: Filed, said: dict[str, str]
) -> None:
    assert opened(client, case).post(address(case), said).status_code == 422
    assert not agreed(case)


@pytest.mark.parametrize("name", ["", "tono", "kurnia", "ratna", "yusuf"])
def test_to_others_the_page_does_not_exist(client: CheckedClient, case: Filed, name: str) -> None:
    if name:
        client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    assert client.get(address(case)).status_code == 404
    assert client.post(address(case), {"setuju": "ya"}).status_code == 404
    assert "jalur Ombudsman" not in client.get(f"/laporan/{case.report.pk}/").content.decode()
