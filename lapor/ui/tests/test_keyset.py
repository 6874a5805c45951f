import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from pytest_django import DjangoAssertNumQueries

from lapor.ui.pages import BadCursor, Page, keyset

KEYS = ("-expire_date", "session_key")
START = datetime(2018, 8, 29, 7, 5, 0, 123456, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> list[str]:
    """Eleven rows, three to a moment: ties are broken by the second key, which runs the other way."""
    Session.objects.bulk_create(
        Session(session_key=f"k{n:02}", session_data="", expire_date=START - timedelta(seconds=n // 3))
        for n in range(11)
    )
    return [f"k{n:02}" for n in range(11)]


def page(cursor: str | None = None, limit: int = 4) -> Page[Session]:
    return keyset(Session.objects.all(), keys=KEYS, cursor=cursor, limit=limit)


def names(one: Page[Session]) -> list[str]:
    return [row.session_key for row in one.items]


def test_forward_meets_every_row_once_and_backward_again(rows: list[str]) -> None:
    pages = [page()]
    while pages[-1].next:
        pages.append(page(pages[-1].next))
    assert [name for one in pages for name in names(one)] == rows
    assert pages[0].previous is None
    assert names(page(pages[2].previous)) == names(pages[1])
    back = page(pages[1].previous)
    assert names(back) == names(pages[0])
    assert back.previous is None
    assert back.next == pages[0].next


def test_a_page_costs_one_query(rows: list[str], django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        second = page(page_cursor := None)
    assert page_cursor is None
    with django_assert_num_queries(1):
        page(second.next)


def test_a_row_that_arrives_meanwhile_moves_nothing(rows: list[str]) -> None:
    first = page()
    Session.objects.create(session_key="new", session_data="", expire_date=START + timedelta(days=1))
    assert names(page(first.next)) == rows[4:8]


def test_a_full_last_page_has_no_next(rows: list[str]) -> None:
    assert page(limit=11).next is None
    assert page(limit=10).next is not None


def test_an_empty_list() -> None:
    assert page() == Page([])


def made_up(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%%%",
        "é",
        "bm9wZQ",
        made_up(),
        made_up("n"),
        made_up("z", START.isoformat(), "k01"),
        made_up("n", "kemarin", "k01"),
        made_up("n", "2018-08-29T07:05:00", "k01"),
        made_up("n", "0001-01-01T00:00:00+23:59", "k01"),
        made_up("n", "9999-12-31T23:59:59-23:59", "k01"),
        made_up("n", START.isoformat(), None),
        made_up("n", START.isoformat(), ["k01"]),
        made_up("n", START.isoformat(), "k\0"),
        made_up("n", START.isoformat(), "k01", "more"),
        "W" * 100_000,
    ],
)
def test_a_made_up_cursor_is_refused_in_words(rows: list[str], cursor: str) -> None:
    with pytest.raises(BadCursor, match="Buka lagi daftarnya"):
        page(cursor)


@pytest.mark.parametrize("limit", [-1, 0, 1])
def test_at_least_one_row(rows: list[str], limit: int) -> None:
    assert len(page(limit=limit).items) == 1
