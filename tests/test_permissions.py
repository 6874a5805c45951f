"""Every address, every role: `permissions.csv` is the table; an address without a row fails.

A cell is the code of the answer; where the address names something, three codes: for a thing in the own
scope, for the same thing in another agency's scope, and for one that does not exist. "Own" is of a ministry's
unit, "other" of a city (tests/things.py): to those who work for the city the second is the own one.
`reporter` holds the access code of the first report. Forms are POSTed empty, so 422 or 409 says: allowed, but
not like this or not now.

Both reports are anonymous, and no answer of any address may name who filed them, but to `reporter`: so a new
address is covered by this without anybody thinking of it (other doors: test_canary.py).
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from lapor.accounts.middleware import OPENED
from lapor.accounts.models import User
from lapor.accounts.tokens import issue
from lapor.registry.models import Category
from lapor.reports.tests.world import build
from tests.addresses import UNKNOWN, Things, address, names, routes
from tests.client import CheckedClient, stepped_up
from tests.things import PHONE, two_scopes

TABLE = Path(__file__).parent / "permissions.csv"
EVERYWHERE = ("/",)
# Asked here alone: roles that differ from one asked everywhere only in surveys, the network, or at the desk.
ROOMS = ("/kelola/skm/", "/kelola/inovasi/", "/inovasi/", "/skm/")
DESK = ("/kelola/", *ROOMS)
ROLES = {
    "public": EVERYWHERE,
    "reporter": EVERYWHERE,
    "siti": EVERYWHERE,
    "ratna": EVERYWHERE,
    "pratiwi": DESK,
    "kurnia": EVERYWHERE,
    "budi": EVERYWHERE,
    "wati": DESK,
    "lilis": EVERYWHERE,
    "irwan": DESK,
    "tono": EVERYWHERE,
    "karin": EVERYWHERE,
    "yusuf": EVERYWHERE,
    "dewi": EVERYWHERE,
    "surya": DESK,  # manages the city's surveys
    "hana": DESK,  # runs the province's hub, in which the city is
    "wulan": ROOMS,  # reviews for it
    "gita": ROOMS,  # a member that copies what the city shows
    "dodi": ROOMS,  # its mentor there
    "eka": ROOMS,  # scores in that hub's competition
}
COLUMNS = list(ROLES)
MINISTRYS = ("kurnia", "budi", "wati", "lilis", "irwan")
CITYS = ("tono", "surya", "hana", "wulan", "gita", "dodi", "eka")
# Two methods for each address; the others are 405 everywhere or never reach a view.
METHODS = ("GET", "POST")
NAME, MAIL = "Kenanga Wulandari", "kenanga@contoh.example"


@pytest.fixture(scope="module")
def scopes(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Things, ...]]:
    """In the ministry, in the city, nowhere: built once, and taken back behind all roles."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        User.objects.create_user("siti@demo.lapor", "lapor-demo", name="Siti")
        yield *two_scopes(world, now=timezone.now()), {}
        transaction.set_rollback(True)


def _log_in(user: User) -> CheckedClient:
    client = CheckedClient()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


class Caller:
    """One role at every door; each answer is taken back, so that none meets the next.

    Pages of the own scope are checked as every page is; of the same addresses elsewhere only code and words
    count, for parsing is what costs here.
    """

    def __init__(self, role: str, own: Things) -> None:
        self.role, self.own = role, own
        self.leaks: list[str] = []
        header, self.cookie, self.fresh = {}, "", ""
        if role == "reporter":
            seen = CheckedClient()
            session = seen.session
            session[OPENED] = {str(own["report"]): timezone.now().timestamp() + 3600}
            session.save()
            self.cookie = session.session_key or ""
        elif role != "public":
            user = User.objects.get(email=f"{role}@demo.lapor")
            self.cookie = _log_in(user).session.session_key or ""
            self.fresh = stepped_up(_log_in(user)).session.session_key or ""
            header = {"Authorization": f"Bearer {issue(user)}"}
        self.browsers = CheckedClient(), Client()
        self.programs = CheckedClient(headers=header), Client(headers=header)

    def codes(self, method: str, route: str, scopes: tuple[Things, ...]) -> str:
        """The cell of the table."""
        if not route.startswith(ROLES[self.role]):
            return "-"
        asked = scopes if names(route) else scopes[:1]
        return " ".join(self._code(method, route, things) for things in asked)

    def _code(self, method: str, route: str, things: Things) -> str:
        program, path = route.startswith("/api/"), address(route, things)
        client = (self.programs if program else self.browsers)[things is not self.own]
        client.cookies.clear()  # what the answer before set
        if self.cookie and (not program or self.role == "reporter"):
            # At the desk as who has just shown once more who it is: else the table would not say who may.
            cookie = self.fresh if self.fresh and route.startswith("/kelola/") else self.cookie
            client.cookies[settings.SESSION_COOKIE_NAME] = cookie
        with transaction.atomic():
            answer = (
                client.get(path)
                if method == "GET"
                else _post(client, path, int(things.get("report", UNKNOWN)))
            )
            self._look(method, path, things, answer)
            transaction.set_rollback(True)
        return str(answer.status_code)

    def _look(self, method: str, path: str, things: Things, answer: Any) -> None:
        if self.role == "reporter" and things is self.own:
            return
        said = answer.getvalue().decode(errors="replace") + str(answer.headers)
        self.leaks += [f"{method} {path}: {canary}" for canary in (NAME, MAIL, PHONE) if canary in said]


def _post(client: Client, path: str, report: int) -> HttpResponse:
    """An empty form; to the API the least that an act needs, for there what is missing is said first."""
    if not path.startswith("/api/"):
        return client.post(path, {})  # type: ignore[return-value]
    body = _bodies(report).get(path.rsplit("/", 1)[-1], {})
    return client.post(path, body, content_type="application/json")  # type: ignore[return-value]


def _bodies(report: int) -> dict[str, dict[str, object]]:
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
        "merge": {"into": str(report - 1)},
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


@pytest.mark.django_db
class TestOneHalfOfTheRoles:
    """Two classes, so that two processes may share them: `make test` gives each class to one."""

    @pytest.mark.parametrize("role", COLUMNS[::2])
    def test_each_role_gets_the_codes_of_the_table(self, scopes: tuple[Things, ...], role: str) -> None:
        _ask_everything(scopes, role)


@pytest.mark.django_db
class TestTheOtherHalf:
    @pytest.mark.parametrize("role", COLUMNS[1::2])
    def test_each_role_gets_the_codes_of_the_table(self, scopes: tuple[Things, ...], role: str) -> None:
        _ask_everything(scopes, role)


def _ask_everything(scopes: tuple[Things, ...], role: str) -> None:
    column, caller = COLUMNS.index(role), Caller(role, scopes[0])
    table = written()
    found = {key: caller.codes(*key, scopes) for key in table}
    if os.environ.get("LAPOR_WRITE_PERMISSIONS"):
        _write(column, found)
        table = written()
    assert found == {key: codes[column] for key, codes in table.items()}
    assert caller.leaks == []


def test_what_does_not_exist_is_not_found() -> None:
    """404, or the log-in page before anything is said; never a code of its own."""
    said = {
        (key, cell)
        for key, cells in written().items()
        for cell in cells
        if names(key[1]) and cell.split()[-1] not in ("404", "302", "405", "401", "403", "-")
    }
    assert said == set()


@pytest.mark.parametrize("role", [*MINISTRYS, *CITYS])
def test_an_agency_cannot_tell_what_is_elsewhere_from_what_does_not_exist(role: str) -> None:
    """On the desk others' reports, people, surveys and drafts answer as if they were not there."""
    column = COLUMNS.index(role)
    elsewhere = 0 if role in CITYS else 1
    for (method, route), cells in written().items():
        # Whoever writes innovations may propose them to any competition that is open.
        asked = route.startswith("/kelola/") and cells[column] != "-"
        if asked and names(route) and not names(route, "call_open"):
            codes = cells[column].split()
            assert codes[elsewhere] == codes[2], (method, route, codes)


@pytest.mark.parametrize("role", ["lilis", "irwan"])
def test_leadership_and_inspectorate_read_only(role: str) -> None:
    """Of all acts on reports, people and units none is theirs, but to support as anybody may, and to watch.

    (The API names a wrong state before a missing role: 409 there says nothing of who may.)
    """
    column = COLUMNS.index(role)
    able = set()
    for (method, route), cells in written().items():
        code = cells[column].split()[0]
        desk = route.startswith("/kelola/") and code not in ("403", "404", "405")
        if method == "POST" and names(route) and (desk or code.startswith("20")):
            able.add(route.rsplit("/", 2 if desk else 1)[-2 if desk else -1])
    assert able - {"support"} == {"pantauan"}


def _write(column: int, found: dict[tuple[str, str], str]) -> None:
    """For whoever adds an address: writes the column as it is now, to be read and judged line by line."""
    rows = written()
    with TABLE.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["method", "route", *COLUMNS])
        for key in sorted(rows):
            codes = [*rows[key], *("?" for _role in COLUMNS)][: len(COLUMNS)]
            codes[column] = found[key]
            writer.writerow([*key, *codes])
