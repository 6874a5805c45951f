"""Every address, every role, one code: `permissions.csv` is the table; an address without a row fails.

The report lies at a unit of a ministry. `tono` coordinates another agency; `reporter` holds the report's
access code; forms are POSTed empty, so 422 or 409 says: allowed, but not like this or not now.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from lapor.accounts.middleware import OPENED
from lapor.accounts.models import User
from lapor.accounts.tokens import issue
from lapor.registry.models import Category
from lapor.reports import disposition, verification
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build, filed
from tests.client import CheckedClient

TABLE = Path(__file__).parent / "permissions.csv"
ROLES = ("public", "reporter", "siti", "ratna", "kurnia", "budi", "lilis", "tono", "karin", "yusuf", "dewi")
UNKNOWN = 99_999_999
ID = re.compile(r"\(\?P<number>.*?\)|<tracking_id:tracking_id>|<int:report_id>")
OTHERS = (
    (re.compile(r"\(\?P<(file|agency|view)>.*?\)|<int:number>|<int:pk>"), "1"),
    (re.compile(r"<str:token>|<slug:slug>|<slug:finder>|<str:\w+>|<slug:\w+>"), "tidak-ada"),
    (re.compile(r"\(\?P<uidb36>.*?\)-\(\?P<key>.*?\)"), "1-tidak-ada"),
    (re.compile(r"[\^$]"), ""),
)
# Two methods for each address; the others are 405 everywhere or never reach a view.
METHODS = ("GET", "POST")


def routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, route)
        elif isinstance(one, URLPattern):
            yield route


def address(route: str, report: int) -> str:
    filled = ID.sub(str(report), route)
    for pattern, value in OTHERS:
        filled = pattern.sub(value, filled)
    return filled


@pytest.fixture
def world(db: None) -> World:
    made = build()
    User.objects.create_user("siti@demo.lapor", "lapor-demo", name="Siti")
    return made


@pytest.fixture
def report(world: World) -> Report:
    now = timezone.now()
    filed(now=now)  # the one before, to merge into
    made = filed(now=now, anonymous=True).report
    verification.verify(made, by=world.actor("ratna"), now=now)
    disposition.dispose(made, by=world.actor("ratna"), agency=world.unit, now=now)
    return made


def caller(role: str, report: Report, route: str) -> Client:
    client = CheckedClient(raise_request_exception=True)
    if role == "public":
        return client
    if role == "reporter":
        session = client.session
        session[OPENED] = {str(report.pk): timezone.now().timestamp() + 3600}
        session.save()
        return client
    user = User.objects.get(email=f"{role}@demo.lapor")
    if route.startswith("/api/"):
        return CheckedClient(headers={"Authorization": f"Bearer {issue(user)}"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def code(role: str, method: str, route: str, report: Report, number: int) -> str:
    client = caller(role, report, route)
    path = address(route, number)
    with transaction.atomic():  # what one address changes must not meet the next
        answer = client.get(path) if method == "GET" else _post(client, path, report)
        transaction.set_rollback(True)
    return str(answer.status_code)


def _post(client: Client, path: str, report: Report) -> HttpResponse:
    """An empty form; to the API the least that an act needs, for there what is missing is said first."""
    if not path.startswith("/api/"):
        return client.post(path, {})  # type: ignore[return-value]
    body = _bodies(report).get(path.rsplit("/", 1)[-1], {})
    return client.post(path, body, content_type="application/json")  # type: ignore[return-value]


def _bodies(report: Report) -> dict[str, dict[str, object]]:
    text: dict[str, object] = {"text": "Kami sedang memeriksanya."}
    reason: dict[str, object] = {"reason": "Bukan urusan kami."}
    category = Category.objects.order_by("pk").values_list("code", flat=True)[0]
    return {
        "verification": {"category": category, "supervision": False},
        "disposition": {"agency": "KOTA-SURABAYA", "note": ""},
        "archival": {"reason_code": "unclear", "note": "Kami tidak paham."},
        "draft-answer": {**text, "final": True},
        "answer": {**text, "final": True},
        "rejection": {"note": "Perbaiki dulu."},
        "objection-decision": {**text, "upheld": True},
        "merge": {"into": str(report.pk - 1)},
        "split": {"title": "Hal kedua", **text},
        "privacy": {"anonymous": True, "secret": False},
        **dict.fromkeys(("completion", "reply", "question", "recommendation", "response"), text),
        **dict.fromkeys(("postponement", "referral", "closure", "reopening", "objection"), reason),
    }


def written() -> dict[tuple[str, str], list[str]]:
    with TABLE.open(newline="") as file:
        return {(row[0], row[1]): row[2:] for row in list(csv.reader(file))[1:]}


def test_every_address_has_a_row_and_no_row_is_left_over() -> None:
    assert {(method, route) for route in set(routes()) for method in METHODS} == set(written())


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_code_of_the_table(report: Report, role: str) -> None:
    column = ROLES.index(role)
    found = {key: code(role, *key, report, report.pk) for key in written()}
    if os.environ.get("LAPOR_WRITE_PERMISSIONS"):
        _write(column, found)
    assert found == {key: codes[column] for key, codes in written().items()}


@pytest.mark.parametrize("role", ["public", "ratna", "tono"])
def test_what_does_not_exist_is_not_found(report: Report, role: str) -> None:
    """An unknown number answers as one that is not yours: 404, or the log-in page before anything is said."""
    for method, route in written():
        if ID.search(route):
            assert code(role, method, route, report, UNKNOWN) in ("404", "302", "405", "401"), (method, route)


def _write(column: int, found: dict[tuple[str, str], str]) -> None:
    """For whoever adds an address: writes the column as it is now, to be read and judged line by line."""
    rows = written()
    with TABLE.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["method", "route", *ROLES])
        for key in sorted(rows):
            codes = rows[key]
            codes[column] = found[key]
            writer.writerow([*key, *codes])
