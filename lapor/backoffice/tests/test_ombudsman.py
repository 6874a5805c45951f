"""The Ombudsman at the desk: the own lane, its pages, the case's number."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.backoffice.tests.stages import Stages
from lapor.reports import ombudsman
from lapor.reports.models import OmbudsmanCase, Report
from lapor.reports.tests.world import holder_of_code

NUMBER = "0123/LM/IX/2026/JKT"


def escalated(stages: Stages) -> Report:
    report = stages.disposed()
    ombudsman.open_cases([report.pk], now=timezone.now())
    return report


def test_the_lane_is_the_first_that_the_ombudsman_sees(desk: Any, stages: Stages) -> None:
    report, elsewhere = escalated(stages), stages.disposed()
    page = desk("yusuf").get("/kelola/").content.decode()
    assert "Jalur Ombudsman" in page
    assert f"#{report.pk}" in page
    assert f"#{elsewhere.pk}" not in page
    for name in ("pratiwi", "karin", "ratna"):
        assert "Jalur Ombudsman" not in desk(name).get("/kelola/").content.decode()


def test_its_pages_follow_each_other_newest_case_first(desk: Any, stages: Stages) -> None:
    numbers = [escalated(stages).pk for _number in range(23)]
    client = desk("yusuf")
    first = client.get("/kelola/?antrean=ombudsman").content.decode()
    assert all(f"#{number} " in first for number in numbers[3:])
    assert first.index(f"#{numbers[-1]} ") < first.index(f"#{numbers[3]} ")
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(older).content.decode()
    assert all(f"#{number} " in second for number in numbers[:3])
    assert f"#{numbers[3]} " not in second


def test_the_next_case_is_the_older_one(desk: Any, stages: Stages) -> None:
    older, newer = escalated(stages), escalated(stages)
    page = desk("yusuf").get(f"/kelola/laporan/{newer.pk}/?antrean=ombudsman").content.decode()
    assert f'href="/kelola/laporan/{older.pk}/?antrean=ombudsman" accesskey="n"' in page


def test_queries_do_not_grow_with_cases(desk: Any, stages: Stages) -> None:
    client, counts = desk("yusuf"), []
    client.get("/kelola/")
    for more in (3, 9):
        for _number in range(more):
            escalated(stages)
        with CaptureQueriesContext(connection) as queries:
            client.get("/kelola/?antrean=ombudsman")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_number_is_kept_and_shown_to_those_who_work_on_it(desk: Any, stages: Stages) -> None:
    report = escalated(stages)
    client = desk("yusuf")
    address = f"/kelola/laporan/{report.pk}/nomor-perkara/"
    assert "Nomor perkara Ombudsman" in client.get(address).content.decode()
    assert client.post(address, {"number": NUMBER}).status_code == 302
    assert NUMBER in desk("kurnia").get(f"/kelola/laporan/{report.pk}/").content.decode()
    assert f'value="{NUMBER}"' in client.get(address).content.decode()


@pytest.mark.parametrize("number", ["", "belum ada", "x" * 99])
def test_what_is_no_number_comes_back_with_its_error(desk: Any, stages: Stages, number: str) -> None:
    report = escalated(stages)
    answer = desk("yusuf").post(f"/kelola/laporan/{report.pk}/nomor-perkara/", {"number": number})
    assert answer.status_code == 422
    assert OmbudsmanCase.objects.get(report=report).number == ""


def test_others_keep_no_number(desk: Any, stages: Stages) -> None:
    report = escalated(stages)
    for name in ("ratna", "pratiwi", "karin", "kurnia"):
        address = f"/kelola/laporan/{report.pk}/nomor-perkara/"
        assert desk(name).post(address, {"number": NUMBER}).status_code == 403


def test_the_page_says_why_it_came_and_whether_the_person_goes_along(desk: Any, stages: Stages) -> None:
    report = stages.disposed(name="Kenanga Wulandari")
    ombudsman.open_cases([report.pk], now=timezone.now())
    address = f"/kelola/laporan/{report.pk}/"
    page = desk("yusuf").get(address).content.decode()
    assert "tidak ikut; pelapor belum menyetujui" in page
    assert "Kenanga" not in page
    ombudsman.consent(report, by=holder_of_code(report), agreed=True, now=timezone.now())
    page = desk("yusuf").get(address).content.decode()
    assert "disetujui pelapor" in page
    assert "Kenanga Wulandari" in page
