"""`/data/`: what is taken along agrees with the figures and gives nobody away."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

import pyarrow.parquet
import pytest
from django.test import Client

from lapor.oversight.models import DataMonth
from lapor.oversight.opendata import building, csvs, keeping, totals
from lapor.oversight.opendata.columns import AGENCIES, TABLES, Column
from lapor.oversight.tests.cast import DAY, LATER, answered, count, forwarded
from lapor.registry.models import Category, Region
from lapor.reports import closing, filing
from lapor.reports.models import Publication, Report, TakenBack
from lapor.reports.tests.world import NOW, World, filed, holder_of_code

MONTH = date(2018, 8, 1)
PLACE = "/data/2018-08"


def body(client: Client, name: str) -> bytes:
    answer = client.get(f"{PLACE}/{name}")
    assert answer.status_code == 200
    return b"".join(cast("Iterable[bytes]", cast("Any", answer).streaming_content))


def rows(client: Client, name: str = "laporan") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, f"{name}.csv").decode())))


def ids(client: Client) -> set[str]:
    return {row["id"] for row in rows(client)}


def build(*, again: bool = True) -> int:
    """What the worker does; `again`: whatever changed has rested long enough."""
    count()
    return building.build_data(LATER + timedelta(hours=again and DataMonth.objects.count()))


def test_the_pages_list_months_and_explain_columns(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    assert "Belum ada data" in client.get("/data/").content.decode()
    answered(world)
    assert TakenBack.objects.count() == 0
    assert build() == 1
    for year in range(1990, 2018):
        for month in (1, 7):
            DataMonth.objects.create(month=date(year, month, 1), key="x", built_at=LATER)
    with django_assert_num_queries(1):
        shown = client.get("/data/").content.decode()
    for table in TABLES:
        for form in ("csv", "parquet"):
            assert f'href="{PLACE}/{table.name}.{form}"' in shown
    assert "CC BY 4.0" in shown
    with django_assert_num_queries(1):
        listed = client.get("/data/daftar.json").json()
    assert listed["items"][0]["month"] == "2018-08"
    assert len(client.get(listed["next"]).json()["items"]) == len(listed["items"]) == 24
    assert client.get("/data/?lanjut=x").status_code == client.get("/data/daftar.json?lanjut=x").status_code
    meant = client.get("/data/kamus/").content.decode()
    for table in (*TABLES, AGENCIES):
        assert all(f"<code>{column.name}</code>" in meant for column in table.columns)
    described = client.get(f"{PLACE}/csv-metadata.json", headers={"Accept-Language": "en"}).json()
    assert described["tables"][0]["dc:title"] == "Laporan"
    for table, one in zip(TABLES, described["tables"], strict=True):
        head = body(client, one["url"]).decode().splitlines()[0]
        assert head == ",".join(column["name"] for column in one["tableSchema"]["columns"])
        assert set(one["tableSchema"]["primaryKey"]) <= set(table.names)


def test_public_reports_with_codes_and_days_and_nothing_said(world: World, client: Client) -> None:
    village = Region.objects.get(code="32.04.05.2001")
    public = answered(world, region=village)
    hidden = answered(world, secret=True)
    unseen = filed().report
    Report.objects.filter(pk=public.pk).update(channel="=cmd|x")  # an import keeps what was written
    build()
    (row,) = rows(client)
    assert row["channel"] == "'=cmd|x"
    assert row["id"] == str(public.pk)
    assert (row["received"], row["verified"], row["closed"]) == ("2018-08-28", "2018-08-29", "2018-08-31")
    assert (row["region"], row["agency"]) == ("32.04", world.ministry.code)
    assert (row["status"], row["closing"]) == ("closed", "confirmed")
    assert (row["verification_days"], row["answer_days"], row["days_to_first_answer"]) == ("1", "1", "2.0")
    assert (row["followed_up_10"], row["verified_3"], row["reopened"]) == ("met", "met", "0")
    steps = [(one["id"], one["number"], one["act"], one["to_status"]) for one in rows(client, "peristiwa")]
    assert [act for _id, _number, act, _to in steps] == ["file", "verify", "dispose", "answer", "close"]
    assert {number for number, *_others in steps} == {row["id"]}
    for name in keeping.NAMES:
        said = body(client, name)
        for word in (b"Tunjangan", b"Kenanga", b"bayar", b"0812", str(hidden.pk).encode()):
            assert word not in said, name
        assert str(unseen.pk).encode() not in said


def test_both_forms_say_the_same_and_the_checksums_agree(world: World, client: Client) -> None:
    answered(world)
    forwarded(world)
    build()
    listed = [line.split("  ") for line in body(client, "SHA256SUMS").decode().splitlines()]
    assert [name for _sum, name in listed] == sorted(keeping.NAMES - {"SHA256SUMS"})
    for checksum, name in listed:
        assert hashlib.sha256(body(client, name)).hexdigest() == checksum
    for table in TABLES:
        kept = pyarrow.parquet.read_table(io.BytesIO(body(client, f"{table.name}.parquet")))
        assert kept.column_names == table.names
        told = rows(client, table.name)
        assert [{name: _words(cell) for name, cell in one.items()} for one in kept.to_pylist()] == told
    first = {name: body(client, name) for name in keeping.NAMES}
    building.build(MONTH, now=LATER)
    assert first == {name: body(client, name) for name in keeping.NAMES}


def test_an_anonymous_report_needs_four_beside_it(world: World, client: Client) -> None:
    topic, other = Category.objects.filter(parent=None).order_by("pk")[:2]
    here = Region.objects.get(code="32.04.05.2001")
    anonymous = [answered(world, region=here, category=topic, anonymous=True) for _each in range(2)]
    named = [answered(world, region=here.parent, category=topic) for _each in range(2)]
    elsewhere = answered(world, region=world.stranger.region, category=topic)
    about = answered(world, region=here, category=other, anonymous=True)
    build()
    assert ids(client) == {str(one.pk) for one in (*named, elsewhere)}
    assert {one["id"] for one in rows(client, "peristiwa")} == ids(client)
    fifth = answered(world, region=here, category=topic)
    build()
    assert ids(client) == {str(one.pk) for one in (*named, *anonymous, elsewhere, fifth)}
    assert str(about.pk) not in ids(client)
    # One of the five goes elsewhere: those it leaves behind are too few again, and are gone at once.
    Report.objects.filter(pk=fifth.pk).update(category=other)
    assert client.get(f"{PLACE}/laporan.csv").status_code == 503
    build(again=False)
    assert ids(client) == {str(one.pk) for one in (*named, elsewhere, fifth)}


def _make_secret(report: Report) -> None:
    filing.change_privacy(report, by=holder_of_code(report), anonymous=False, secret=True, now=NOW + 4 * DAY)


def _make_anonymous(report: Report) -> None:
    filing.change_privacy(report, by=holder_of_code(report), anonymous=True, secret=False, now=NOW + 4 * DAY)


def _withdraw(report: Report) -> None:
    filing.withdraw(report, by=holder_of_code(report), now=NOW + 4 * DAY)


def _redact(report: Report) -> None:
    Publication.objects.filter(report=report).delete()


@pytest.mark.parametrize("take_back", [_make_secret, _make_anonymous, _withdraw, _redact])
def test_what_is_taken_back_is_gone_at_once_and_the_rest_soon(
    world: World, client: Client, take_back: Any
) -> None:
    going, staying = answered(world, close=False), answered(world)
    build()
    old = DataMonth.objects.get().key
    assert ids(client) == {str(going.pk), str(staying.pk)}
    take_back(going)
    for name in keeping.NAMES:
        answer = client.get(f"{PLACE}/{name}")
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "ditulis ulang" in client.get("/data/").content.decode()
    assert building.due(LATER)[0] == MONTH
    assert building.build_data(LATER) == 1
    assert ids(client) == {str(staying.pk)}
    assert TakenBack.objects.count() == 0
    assert DataMonth.objects.get().key != old


def test_what_merely_changes_waits_and_is_served_as_it_was(world: World, client: Client) -> None:
    report = answered(world, close=False)
    assert build() == 1
    closing.close(report, by=holder_of_code(report), rating=5, now=NOW + 4 * DAY)
    assert build(again=False) == 0
    assert rows(client)[0]["status"] == "answered"
    assert building.build_data(LATER + building.REST) == 1
    assert rows(client)[0]["status"] == "closed"
    assert building.build_data(LATER + 3 * building.REST) == 0


def test_an_unchanged_file_is_not_sent_again(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    answered(world)
    build()
    for name, kind in (("laporan.csv", "text/csv"), ("laporan.parquet", "application/vnd.apache.parquet")):
        with django_assert_num_queries(1):
            first = client.get(f"{PLACE}/{name}")
        assert first["Content-Type"].startswith(kind)
        assert first["Cache-Control"] == "public, no-cache"
        assert first["ETag"].strip('"') == DataMonth.objects.get().files[name]["sha256"]
        for header in (
            {"If-None-Match": first["ETag"]},
            {"If-Modified-Since": first["Last-Modified"]},
        ):
            assert client.get(f"{PLACE}/{name}", headers=header).status_code == 304
        assert client.get(f"{PLACE}/{name}", headers={"If-None-Match": '"other"'}).status_code == 200
    _make_secret(Report.objects.get())
    assert client.get(f"{PLACE}/laporan.csv", headers={"If-None-Match": first["ETag"]}).status_code == 503


def test_files_that_went_missing_are_written_again(world: World, client: Client) -> None:
    answered(world)
    build()
    keeping.remove(MONTH, DataMonth.objects.get().key)
    assert client.get(f"{PLACE}/laporan.csv").status_code == 503
    assert building.build_data(LATER) == 1
    assert len(rows(client)) == 1


@pytest.mark.parametrize(
    "name",
    ["2099-01/laporan.csv", "2018-13/laporan.csv", "2018-8/laporan.csv", "2018-09/csv-metadata.json",
     "2018-08/x.csv", "2018-08/..", "2018-08/laporan.exe", "2018-08/"],
)  # fmt: skip
def test_no_such_file(world: World, client: Client, name: str) -> None:
    answered(world)
    build()
    assert client.get(f"/data/{name}").status_code == 404


def test_parts_of_the_country_by_month_and_none_that_can_be_worked_out(world: World, client: Client) -> None:
    for _each in range(5):
        answered(world)
    forwarded(world, agency=world.stranger)
    build()
    shown = {(row["dimension"], row["code"]): row["received"] for row in rows(client, "angka-bulanan")}
    assert {dimension for dimension, _code in shown} >= {"report_class", "channel"}
    # Six in all: the ministry's five would tell the city's one.
    assert not {dimension for dimension, _code in shown} & {"agency", "kind"}
    assert shown["report_class", "complaint"] == "6"
    (day,) = rows(client, "angka-harian")
    assert (day["day"], day["received"], json.loads(day["step_spread"])["verification"]) == (
        "2018-08-28", "6", {"1": 6},
    )  # fmt: skip


def test_hidden_parts_are_never_alone() -> None:
    sizes = {1: 40, 2: 9, 3: 1, 4: 20, 5: 7, 6: 3, 7: 2}
    province = {1: 10, 2: 10, 3: 10, 4: 20, 5: 20, 6: 30, 7: 30}
    # 3 hides behind 2; 6 and 7 are five together; 4 and 5 lie in a province that is hidden itself.
    assert totals.hidden(sizes, province, {20}) == {2, 3, 4, 5, 6, 7}
    assert totals.hidden(sizes, province, set()) == {2, 3, 6, 7}
    assert totals.hidden({1: 5, 2: 6}, {}, set()) == set()


def test_agencies_with_their_codes(world: World, client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        answer = cast("Any", client.get("/data/instansi.csv"))
        said = b"".join(answer.streaming_content).decode()
    found = {row["code"]: row for row in csv.DictReader(io.StringIO(said))}
    assert found[world.stranger.code]["kind"] == "city"
    assert set(next(iter(found.values()))) == set(AGENCIES.names)


def test_nothing_in_a_csv_is_a_formula() -> None:
    lines = list(csvs.as_csv([Column("a", "")], [["=cmd|x"], ["-1"], [-1], ["@x"], ['plain "x", y']]))
    assert lines == ["a\r\n", "'=cmd|x\r\n", "'-1\r\n", "-1\r\n", "'@x\r\n", '"plain ""x"", y"\r\n']


def test_a_merged_report_has_no_row(world: World, client: Client) -> None:
    kept, gone = forwarded(world), forwarded(world)
    Report.objects.filter(pk=gone.pk).update(status="merged")
    build()
    assert ids(client) == {str(kept.pk)}


def test_queries_do_not_grow(world: World, django_assert_num_queries: Any) -> None:
    answered(world)
    building.build(MONTH, now=LATER)
    for number in range(4):
        answered(world, now=NOW.replace(day=20 + number), region=world.stranger.region)
    count()
    with django_assert_num_queries(35):
        building.build(MONTH, now=LATER)
    with django_assert_num_queries(3):
        building.due(LATER)


def _words(cell: object) -> str:
    return "" if cell is None else str(cell)
