"""The table of the lifecycle, against the written one and against itself."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from lapor.reports.lifecycle import ANY, TABLE
from lapor.reports.states import AT_AGENCY, OPEN, Act, Status
from lapor.reports.table import To
from tests.shared import shared_file

WORDS = {
    "any open after verified": AT_AGENCY | {Status.POSTPONED},
    "open": OPEN,
    "any": ANY,
    "public": ANY,
}
# How the written table names acts that are one act here, and one that stands in several rows.
NAMES = re.compile(r"^\|\s*(?P<acts>[^|]+?)\s*\|\s*(?P<way>[^|]+?)\s*\|")


def _written() -> dict[Act, tuple[set[Status], set[str]]]:
    """Act -> (statuses it may start from, where it may lead), as lifecycle.md says."""
    found: dict[Act, tuple[set[Status], set[str]]] = {act: (set(), set()) for act in Act}
    for line in shared_file("lifecycle.md").read_text().split("## Who sees what")[0].splitlines():
        row = NAMES.match(line)
        if row and "->" in row["way"]:
            for act in _acts(row["acts"]):
                _read(row["way"], *found[act])
    return found


def _acts(cell: str) -> list[Act]:
    plain = (
        re.sub(r"\(.*?\)", "", cell).replace("merge into", "merge").replace("dispose to agency", "dispose")
    )
    names = [part.strip().replace(" ", "_") for part in plain.split(",")]
    return [Act(name) for name in names if name in Act.values]


def _read(way: str, starts: set[Status], ends: set[str]) -> None:
    for part in _parts(re.sub(r"\(.*?\)", "", way)):
        left, arrow, right = part.partition("->")
        if not arrow:
            ends.add(To.SAME)
            continue
        starts |= _statuses(left)
        ends |= _ends(right)
        if "approve" in way:
            ends.discard(To.SAME)


def _parts(way: str) -> list[str]:
    """`a, b -> c; d -> e, f -> g + more` as its single ways."""
    parts = [part.split(" + ")[0] for part in way.split(";")]
    return [
        one
        for part in parts
        for one in (re.split(r",\s*(?=\w+ ->)", part) if part.count("->") > 1 else [part])
    ]


def _statuses(text: str) -> set[Status]:
    known = {status for status in Status if re.search(rf"\b{status}\b", text)}
    words = [word for word in WORDS if re.search(rf"(^|[\s:]){word}\s*$", text.strip())]
    if words:
        return set(WORDS[max(words, key=len)])
    return known


def _ends(text: str) -> set[str]:
    ends: set[str] = {str(status) for status in Status if re.search(rf"\b{status}\b", text)}
    ends |= {word for word in (To.SAME, To.BEFORE, To.ANY) if re.search(rf"\b{word}\b", text)}
    return ends


# Rows that the written table describes in words: an act that is "same", or "as answer".
IN_WORDS = {Act.REJECT_DRAFT, Act.APPROVE_DRAFT}


@pytest.mark.parametrize("act", [act for act in Act if act not in IN_WORDS])
def test_each_act_starts_and_leads_where_the_written_table_says(act: Act) -> None:
    starts, ends = _written()[act]
    rows = [row for row in TABLE if row.act is act]
    assert {status for row in rows for status in row.come_from} == starts
    assert {str(row.to) for row in rows} == {str(end) for end in ends}


def test_drafts_follow_the_rule_of_answers() -> None:
    answers = {(row.variant, row.come_from, row.to) for row in TABLE if row.act is Act.ANSWER}
    assert {(row.variant, row.come_from, row.to) for row in TABLE if row.act is Act.APPROVE_DRAFT} == answers


def test_every_act_has_a_row_and_every_row_a_holder() -> None:
    assert {row.act for row in TABLE} == set(Act)
    assert all(row.who for row in TABLE)


def test_the_shared_material_is_required_where_said() -> None:
    assert os.environ.get("LAPOR_SHARED_REQUIRED") != "1" or Path(shared_file("lifecycle.md")).exists()
