"""Nothing on a request's path grows with the number of reports: each list reads a few rows by an index.

Plans are carried out and their rows counted; nothing is timed. With LAPOR_LARGE=1 over a million reports.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db.models import QuerySet

from lapor.accounts.actors import Actor
from lapor.accounts.roles import NATIONAL
from lapor.registry.models import Category, Region
from lapor.registry.nearby import Point
from lapor.reports.access import own_reports, published, visible_to
from lapor.reports.matching import matching, matching_in_full
from lapor.reports.models import Report
from lapor.reports.narrowing import Due
from lapor.reports.queues import BY_NEWEST, Queue, Waiting, narrowed, queue, queues_of
from lapor.reports.searching import BEST, best_first, search
from lapor.reports.states import Status
from lapor.reports.tests.bulk import LARGE, fill, often
from lapor.reports.tests.plans import MOST, count_one_reader, too_much
from lapor.reports.tests.world import NOW, World, build
from lapor.ui.pages import keyset

OFFICERS = ("ratna", "pratiwi", "kurnia", "tono", "budi", "lilis", "yusuf")
# Where the desk stops counting.
COUNTED = 100
# Six reports in a hundred have come to the Ombudsman; where none of them fits, all of them are looked at.
LANE = 75_000
UNTIL = NOW + timedelta(days=4)


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def crowded(world: World) -> World:
    fill(until=UNTIL, biggest=world.ministry)
    count_one_reader(small=not LARGE)
    return world


def test_no_list_reads_all_reports(crowded: World) -> None:
    read = {name: too_much(partial(list, rows), most=_most(name)) for name, rows in _lists(crowded).items()}
    read |= {f"best first: {name}": too_much(ranked) for name, ranked in _ranked(crowded).items()}
    assert {name: found for name, found in read.items() if found} == {}


def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    fill(3_000, until=UNTIL, biggest=world.stranger)
    waiting = queue(world.actor("tono"), Queue.ALL, now=NOW)
    first = keyset(waiting.rows, keys=waiting.keys, limit=50)
    second = keyset(waiting.rows, keys=waiting.keys, limit=50, cursor=first.next)
    seen = [row.pk for row in (*first.items, *second.items)]
    assert seen == list(waiting.rows.order_by(*waiting.keys).values_list("pk", flat=True)[:100])


def _most(name: str) -> int:
    return LANE if f": {Queue.OMBUDSMAN}" in name else MOST


def _lists(world: World) -> dict[str, QuerySet[Report]]:
    """The first page of every list there is, narrowed or not, and what the desk counts of each queue."""
    lists = {f"public: {name}": rows.order_by(*BY_NEWEST)[:21] for name, rows in _public(world).items()}
    for name in OFFICERS:
        actor = world.actor(name)
        for which in queues_of(actor):
            waiting = queue(actor, which, now=NOW)
            lists[f"{name}: {which}"] = waiting.rows.order_by(*waiting.keys)[:21]
            lists[f"{name}: {which}, counted"] = waiting.rows.order_by()[:COUNTED]
        for which in (queues_of(actor)[0], Queue.ALL):
            for what, waiting in _narrowed(which, world, actor).items():
                lists[f"{name}: {which}, {what}"] = waiting.rows.order_by(*waiting.keys)[:21]
    return lists


def _ranked(world: World) -> dict[str, Callable[[], object]]:
    """Best first: the newest thousand are looked for, then ranked."""

    def first_page(words: str, **chosen: Any) -> None:
        list(best_first(search({"q": words, **chosen}, now=NOW), words).order_by(*BEST)[:21])

    province = Region.objects.get(code="35")
    return {
        "common words": partial(first_page, "lubang sekolah"),
        "a rare word": partial(first_page, "976"),
        "common words of an agency": partial(first_page, "lubang", instansi=world.stranger),
        "common words in a province": partial(first_page, "lubang", wilayah=province),
        "common words, near": partial(first_page, "lubang", dekat=Point(-7.26, 112.75)),
    }


def _narrowed(which: Queue, world: World, actor: Actor) -> dict[str, Waiting]:
    """Filters alone and together: what many reports are, what few are, what none is."""
    province = Region.objects.get(code="35")
    category = Category.objects.filter(parent=None).order_by("pk")[0]
    combined: dict[str, dict[str, Any]] = {
        "place and category": {"wilayah": province, "kategori": category},
        "rarer class, closed, in a place": {
            "kelas": "aspiration",
            "status": Status.CLOSED,
            "wilayah": province,
        },
        "secret and late": {"rahasia": True, "tenggat": Due.LATE},
        "anonymous, as none is": {"anonim": True},
        "anonymous and secret": {"anonim": True, "rahasia": True},
        "needs inspection, by letter": {"berkadar": True, "sumber": "letter"},
        "a channel of none": {"sumber": "social"},
        "ends today, of one class": {"tenggat": Due.TODAY, "kelas": "complaint"},
        "no duty, a status of none": {"tenggat": Due.NONE, "status": Status.POSTPONED},
        "a week long ago": {"dari": date(2012, 1, 2), "sampai": date(2012, 1, 8)},
    }
    combined |= {f"all {status}": {"status": status} for status in Status}
    if actor.has(*NATIONAL):  # others cannot ask for it
        combined["one agency, closed"] = {"instansi": world.stranger, "status": Status.CLOSED}
    if any(post.covers(world.unit.path) for post in actor.posts):  # nor for this
        combined["one unit"] = {"unit": world.unit}
    lists = {name: narrowed(actor, which, chosen, now=NOW) for name, chosen in combined.items()}
    whole, place = queue(actor, which, now=NOW), lists["place and category"]
    for words in ("lubang sekolah", "976", "lubang -sekolah"):
        lists[f"words {words}"] = Waiting(matching_in_full(whole.rows, words), whole.keys)
        lists[f"words {words}, in a place"] = Waiting(matching_in_full(place.rows, words), place.keys)
    return lists


def _public(world: World) -> dict[str, QuerySet[Report]]:
    person = Actor(contacts=frozenset({often()}))
    nearby = search({"dekat": Point(-7.26, 112.75)}, now=NOW)
    return {
        "near": nearby,
        "near, common words": matching(nearby, "lubang sekolah"),
        "near, a rare word": matching(nearby, "976"),
        "all": published(),
        "status": published().filter(status="closed"),
        "a status that no public report has": published().filter(status="merged"),
        "a class that few reports have": published().filter(report_class="information_request"),
        "agency": published().filter(agency=world.stranger),
        "unit": published().filter(unit__in=[world.unit.pk]),
        "words": matching(published(), "lubang sekolah"),
        "a rare word": matching(published(), "976"),
        "one's own": own_reports(person),
        "one's own and one opened": visible_to(
            Actor(contacts=person.contacts, opened=frozenset({20_000_007}))
        ),
    }
