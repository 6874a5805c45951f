"""The lists that codes come from."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.api.tests.calls import NOBODY
from lapor.reports.tests.world import World

LISTS = ("agencies", "categories", "regions")


@pytest.mark.parametrize("name", LISTS)
def test_rows_have_code_name_kind_and_parent_and_every_row_comes_once(world: World, name: str) -> None:
    whole = NOBODY.get(f"/api/v1/{name}").json
    assert whole["next"] is None
    seen: list[dict[str, str]] = []
    page = NOBODY.get(f"/api/v1/{name}", limit=3).json
    while True:
        seen += page["items"]
        if page["next"] is None:
            break
        page = NOBODY.get(f"/api/v1/{name}", limit=3, cursor=page["next"]).json
    assert seen == whole["items"]
    assert all(set(row) == {"code", "name", "kind", "parent"} for row in seen)


SEARCHES = (
    ("agencies", "kementerian pendidikan", "KEMENDIKDASMEN", "ministry"),
    ("agencies", "surabaya", "KOTA-SURABAYA", "city"),
    ("categories", "bantuan", "sosial/bantuan-sosial", "category"),
    ("regions", "surabaya", "35.78", "city"),
)


@pytest.mark.parametrize(("name", "q", "code", "kind"), SEARCHES)
def test_the_best_match_comes_first(world: World, name: str, q: str, code: str, kind: str) -> None:
    row = NOBODY.get(f"/api/v1/{name}", q=q).json["items"][0]
    assert (row["code"], row["kind"]) == (code, kind)


def test_lists_narrow_by_kind_and_parent(world: World) -> None:
    units = NOBODY.get("/api/v1/agencies", kind="unit", parent="KEMENDIKDASMEN").json["items"]
    assert world.unit.code in {row["code"] for row in units}
    regions = NOBODY.get("/api/v1/regions", parent="35").json["items"]
    assert {row["code"] for row in regions} == {"35.18", "35.78"}


@pytest.mark.parametrize("name", LISTS)
def test_a_longer_list_asks_no_more_queries(world: World, name: str) -> None:
    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            NOBODY.get(f"/api/v1/{name}", limit=limit)
        return len(captured)

    assert queries(2) == queries(10)


WRONG = (
    ("agencies", {"cursor": "x"}, "cursor"),
    ("agencies", {"cursor": "9" * 30}, "cursor"),
    ("categories", {"cursor": "\0"}, "cursor"),
    ("regions", {"cursor": "'"}, "cursor"),
    ("regions", {"kind": "planet"}, "kind"),
    ("regions", {"parent": "00"}, "parent"),
    ("agencies", {"q": "a\0"}, "q"),
    ("categories", {"limit": "1000"}, "limit"),
)


@pytest.mark.parametrize(("name", "query", "field"), WRONG)
def test_what_is_wrong_is_named(world: World, name: str, query: dict[str, str], field: str) -> None:
    answer = NOBODY.get(f"/api/v1/{name}", **query)
    assert (answer.status, set(answer.json["errors"])) == (422, {field})
