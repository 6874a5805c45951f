"""Every address, every role: `permissions.csv` is the table; an address without a row fails.

A cell is the code of the answer; where the address names something, three codes: for a thing in the own
scope, for the same thing in another agency's scope, and for one that does not exist. "Own" is of a ministry's
unit, "other" of a city, whose coordinator is `tono`: to him the second is the own one. `reporter` holds the
access code of the first report. Forms are POSTed empty, so 422 or 409 says: allowed, but not like this or not
now.

Both reports are anonymous, and no answer of any address may name who filed them, but to `reporter`: so a new
address is covered by this without anybody thinking of it (other doors: test_canary.py).
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from lapor.accounts.inviting import invite
from lapor.accounts.middleware import OPENED
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.accounts.tokens import issue
from lapor.registry.models import Agency, Category
from lapor.reports import disposition, verification
from lapor.reports.tests.world import World, build, filed
from tests.client import CheckedClient, stepped_up

TABLE = Path(__file__).parent / "permissions.csv"
ROLES = (
    "public",
    "reporter",
    "siti",
    "ratna",
    "pratiwi",
    "kurnia",
    "budi",
    "wati",
    "lilis",
    "irwan",
    "tono",
    "karin",
    "yusuf",
    "dewi",
)
# Asked at the desk alone, where they differ from a role asked everywhere ("-" elsewhere).
AT_DESK = ("pratiwi", "wati", "irwan")
UNKNOWN = 99_999_999
ID = r"\(\?P<number>.*?\)|<tracking_id:tracking_id>|<int:report_id>"
# What an address may name, and which of our things that is.
OBJECTS = {
    "report": re.compile(ID),
    "person": re.compile("<int:person>"),
    "seat": re.compile("<int:seat>"),
    "unit": re.compile("<int:unit>"),
    "invitation": re.compile("<int:invitation>"),
}
OTHERS = (
    (re.compile("<int:(token|hook)>"), str(UNKNOWN)),
    (re.compile(r"\(\?P<(file|agency|view)>.*?\)|<int:\w+>"), "1"),
    (re.compile(r"<str:token>|<slug:slug>|<slug:finder>|<str:\w+>|<slug:\w+>"), "tidak-ada"),
    (re.compile(r"\(\?P<uidb36>.*?\)-\(\?P<key>.*?\)"), "1-tidak-ada"),
    (re.compile(r"[\^$]"), ""),
)
# Two methods for each address; the others are 405 everywhere or never reach a view.
METHODS = ("GET", "POST")
NAME, MAIL, PHONE = "Kenanga Wulandari", "kenanga@contoh.example", "81311112222"


@dataclass(frozen=True)
class Things:
    """One thing of each kind that an address may name."""

    report: int = UNKNOWN
    person: int = UNKNOWN
    seat: int = UNKNOWN
    unit: int = UNKNOWN
    invitation: int = UNKNOWN


def routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, route)
        elif isinstance(one, URLPattern):
            yield route


def names_something(route: str) -> bool:
    return any(pattern.search(route) for pattern in OBJECTS.values())


def address(route: str, things: Things) -> str:
    for kind, pattern in OBJECTS.items():
        route = pattern.sub(str(getattr(things, kind)), route)
    for pattern, value in OTHERS:
        route = pattern.sub(value, route)
    return route


@pytest.fixture
def world(db: None) -> World:
    made = build()
    User.objects.create_user("siti@demo.lapor", "lapor-demo", name="Siti")
    return made


@pytest.fixture
def scopes(world: World) -> tuple[Things, Things, Things]:
    """In the ministry, in the city, nowhere."""
    filed(now=timezone.now())  # the one before, to merge into
    own = things(world, world.unit, "budi", "kurnia")
    return own, things(world, world.stranger, "tono", "tono"), Things()


def things(world: World, place: Agency, person: str, inviter: str) -> Things:
    now = timezone.now()
    report = filed(now=now, anonymous=True, phone=f"+62{PHONE}").report
    verification.verify(report, by=world.actor("ratna"), now=now)
    disposition.dispose(report, by=world.actor("ratna"), agency=place, now=now)
    seat = Seat.objects.get(user__email=f"{person}@demo.lapor")
    by, mail = world.actor(inviter), f"baru.{person}@contoh.example"
    offer, _token = invite(mail, name="Baru", role=Role.LIAISON, agency=place, by=by, now=now)
    return Things(report.pk, seat.user_id, seat.pk, place.pk, offer.pk)


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
            session[OPENED] = {str(own.report): timezone.now().timestamp() + 3600}
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
        if self.role in AT_DESK and not route.startswith("/kelola/"):
            return "-"
        asked = scopes if names_something(route) else scopes[:1]
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
            answer = client.get(path) if method == "GET" else _post(client, path, things.report)
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


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_codes_of_the_table(scopes: tuple[Things, ...], role: str) -> None:
    column, caller = ROLES.index(role), Caller(role, scopes[0])
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
        if names_something(key[1]) and cell.split()[-1] not in ("404", "302", "405", "401", "403", "-")
    }
    assert said == set()


@pytest.mark.parametrize("role", ["kurnia", "budi", "lilis", "tono"])
def test_an_agency_cannot_tell_what_is_elsewhere_from_what_does_not_exist(role: str) -> None:
    """On the desk: other agencies' reports, people and units answer as if they were not there."""
    column = ROLES.index(role)
    elsewhere = 0 if role == "tono" else 1
    for (method, route), cells in written().items():
        if route.startswith("/kelola/") and names_something(route):
            codes = cells[column].split()
            assert codes[elsewhere] == codes[2], (method, route, codes)


@pytest.mark.parametrize("role", ["lilis", "irwan"])
def test_leadership_and_inspectorate_read_only(role: str) -> None:
    """Of all acts on reports, people and units none is theirs, but to support as anybody may, and to watch.

    (The API names a wrong state before a missing role: 409 there says nothing of who may.)
    """
    column = ROLES.index(role)
    able = set()
    for (method, route), cells in written().items():
        code = cells[column].split()[0]
        desk = route.startswith("/kelola/") and code not in ("403", "404", "405")
        if method == "POST" and names_something(route) and (desk or code.startswith("20")):
            able.add(route.rsplit("/", 2 if desk else 1)[-2 if desk else -1])
    assert able - {"support"} == {"pantauan"}


def _write(column: int, found: dict[tuple[str, str], str]) -> None:
    """For whoever adds an address: writes the column as it is now, to be read and judged line by line."""
    rows = written()
    with TABLE.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["method", "route", *ROLES])
        for key in sorted(rows):
            codes = [*rows[key], *("?" for _role in ROLES)][: len(ROLES)]
            codes[column] = found[key]
            writer.writerow([*key, *codes])
