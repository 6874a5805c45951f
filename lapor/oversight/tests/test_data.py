"""`/data/`: what is taken along agrees with the figures and gives nobody away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any, cast

import pytest
from django.test import Client

from lapor.oversight import opendata
from lapor.oversight.opendata import FACT_COLUMNS, REPORT_COLUMNS, Column
from lapor.oversight.tests.cast import answered, count
from lapor.registry.models import Region
from lapor.reports import filing
from lapor.reports.tests.world import NOW, World, filed, holder_of_code

MONTH = "2018-08"


def body(client: Client, name: str) -> str:
    answer = client.get(f"/data/{name}")
    assert answer.status_code == 200
    return b"".join(cast("Iterable[bytes]", cast("Any", answer).streaming_content)).decode()


def rows(client: Client, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, name))))


def test_the_page_lists_months_and_explains_columns(world: World, client: Client) -> None:
    assert "Belum ada data" in client.get("/data/").content.decode()
    answered(world)
    count()
    shown = client.get("/data/").content.decode()
    for kind in ("laporan", "angka-harian"):
        for form in ("csv", "json"):
            assert f'href="/data/{kind}-{MONTH}.{form}"' in shown
    assert all(f"<code>{column.name}</code>" in shown for column in (*REPORT_COLUMNS, *FACT_COLUMNS))
    assert "CC BY 4.0" in shown


def test_public_reports_with_codes_and_days_and_nothing_said(world: World, client: Client) -> None:
    village = Region.objects.get(code="32.04.05.2001")
    public = answered(world, region=village)
    answered(world, secret=True)
    filed()
    (row,) = rows(client, f"laporan-{MONTH}.csv")
    assert row["id"] == str(public.pk)
    assert (row["received"], row["verified"], row["closed"]) == ("2018-08-28", "2018-08-29", "2018-08-31")
    assert row["region"] == "32.04"
    assert row["agency"] == world.ministry.code
    assert (row["status"], row["closing"]) == ("closed", "confirmed")
    for form in ("csv", "json"):
        said = body(client, f"laporan-{MONTH}.{form}")
        assert "Tunjangan" not in said
        assert "Kenanga" not in said
    assert json.loads(body(client, f"laporan-{MONTH}.json"))["items"] == [row]


def test_a_report_made_secret_is_gone_at_once(world: World, client: Client) -> None:
    report = answered(world, close=False)
    assert len(rows(client, f"laporan-{MONTH}.csv")) == 1
    filing.change_privacy(report, by=holder_of_code(report), anonymous=True, secret=True, now=NOW)
    assert rows(client, f"laporan-{MONTH}.csv") == []


def test_days_of_one_agency_need_five_reports(world: World, client: Client) -> None:
    for _each in range(4):
        answered(world)
    count()
    assert {row["scope"] for row in rows(client, f"angka-harian-{MONTH}.csv")} == {"country"}
    answered(world)
    count()
    found = {row["scope"]: row for row in rows(client, f"angka-harian-{MONTH}.csv")}
    assert found["agency"]["code"] == world.ministry.code
    assert found["country"]["received"] == found["agency"]["received"] == "5"
    assert json.loads(found["country"]["step_days"])["verification"] == {"1": 5}
    assert json.loads(body(client, f"angka-harian-{MONTH}.json"))["items"][0]["received"] == 5


def test_an_empty_month_is_a_head_without_rows(world: World, client: Client) -> None:
    head = ",".join(column.name for column in REPORT_COLUMNS)
    assert body(client, "laporan-2019-01.csv").strip() == head
    assert json.loads(body(client, "laporan-2019-01.json"))["items"] == []


@pytest.mark.parametrize(
    "name", ["laporan-2099-01.csv", "laporan-2018-13.csv", "laporan-2018-1.csv", "x.csv"]
)
def test_no_such_file(world: World, client: Client, name: str) -> None:
    assert client.get(f"/data/{name}").status_code == 404


def test_nothing_in_a_csv_is_a_formula() -> None:
    lines = list(opendata.as_csv([Column("a", "")], [["=cmd|x"], ["-1"], [-1], ["@x"], ['plain "x", y']]))
    assert lines == ["a\r\n", "'=cmd|x\r\n", "'-1\r\n", "-1\r\n", "'@x\r\n", '"plain ""x"", y"\r\n']


@pytest.mark.parametrize(("name", "queries"), [("laporan", 1), ("angka-harian", 4)])
def test_queries_do_not_grow(
    world: World, client: Client, django_assert_num_queries: object, name: str, queries: int
) -> None:
    region = world.stranger.region
    for number in range(3):
        answered(world, now=NOW.replace(day=20 + number), region=region)
    count()
    with django_assert_num_queries(queries):  # type: ignore[operator]
        body(client, f"{name}-{MONTH}.csv")
