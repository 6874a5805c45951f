"""The figures by API: the names of the contract, and periods that cannot be."""

from __future__ import annotations

import pytest

from lapor.api.tests.calls import NOBODY
from lapor.reports.tests.world import World

PATH = "/api/v1/statistics/summary"
NAMES = {
    "received", "per_day", "connected", "followed_up_within_10_days", "verified_within_3_working_days",
    "followed_up_within_5_working_days", "completed_share", "auto_closed_share", "unconfirmed_share",
    "reopened_share", "median_days_to_first_answer",
}  # fmt: skip


def test_the_figures_have_the_names_of_the_contract(world: World) -> None:
    answer = NOBODY.get(PATH, **{"from": "2018-01-01", "to": "2018-12-31"})
    assert (answer.status, set(answer.json)) == (200, NAMES)
    assert set(answer.json["connected"]) == {"ministry", "institution", "province", "regency", "city"}
    assert answer.json["completed_share"] is None
    assert NOBODY.get(PATH).status == 200
    assert NOBODY.get(PATH, agency="KEMENDIKDASMEN", region="35.78").status == 200


WRONG = (
    ({"from": "2018-02-01", "to": "2018-01-01"}, "to"),
    ({"from": "1 Januari"}, "from"),
    ({"agency": "TIDAK-ADA"}, "agency"),
    ({"region": "00"}, "region"),
)


@pytest.mark.parametrize(("query", "field"), WRONG)
def test_what_is_wrong_is_named(world: World, query: dict[str, str], field: str) -> None:
    answer = NOBODY.get(PATH, **query)
    assert (answer.status, set(answer.json["errors"])) == (422, {field})


@pytest.mark.parametrize("query", [{"from": "0001-01-01"}, {"to": "9999-12-31"}, {"agency": "KOTA-SURABAYA"}])
def test_the_edges_of_time_are_no_error_of_ours(world: World, query: dict[str, str]) -> None:
    assert NOBODY.get(PATH, **query, region="35.78").status == 200
