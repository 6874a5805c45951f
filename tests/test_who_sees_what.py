"""Who sees what: the second table of the lifecycle, tried at every door with words that can be recognised.

Each report carries canaries: the reporter's name, the text, the place, the agency, internal notes. A door
that shows one to a viewer who may not see it, or hides it from one who may, fails here; a new door is added
to `DOORS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone

from lapor.accounts.actors import Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.accounts.tokens import issue
from lapor.api.webhooks import queueing, saying, setting
from lapor.indicators import facts
from lapor.reports import disposition, notes, ombudsman, verification
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build, filed, holder_of_code
from tests.client import CheckedClient

NAME, TEXT, PLACE, AGENCY = "Kenanga Wulandari", "Belalang", "Cempaka", "Direktorat Guru"
# Notes of the agency's office and of the national service.
NOTE, NATIONAL = "Kutilang", "Prenjak"
CANARIES = {"name": NAME, "text": TEXT, "place": PLACE, "agency": AGENCY, "note": NOTE, "national": NATIONAL}
VIEWERS = ("public", "tono", "budi", "kurnia", "lilis", "ratna", "karin", "yusuf", "dewi", "surya", "partner")
# Which canaries each viewer may read: of a plain report, and what each way of hiding takes away.
CONTENT = frozenset({"text", "place", "agency"})
MAY = {
    "public": CONTENT,
    "tono": CONTENT,
    "dewi": CONTENT,
    "surya": CONTENT,  # counts opinions of the agency that has the report, and has to do with none
    "karin": CONTENT,
    "yusuf": CONTENT,
    "partner": CONTENT | {"name"},
    "budi": CONTENT | {"name", "note"},
    "kurnia": CONTENT | {"name", "note"},
    "lilis": CONTENT | {"name", "note"},
    "ratna": CONTENT | {"name", "note", "national"},
}
OUTSIDE = ("public", "tono", "dewi", "surya")


@dataclass(frozen=True)
class Kind:
    """A way of filing."""

    anonymous: bool = False
    secret: bool = False
    verified: bool = True

    def hidden_from(self, viewer: str) -> frozenset[str]:
        closed = self.secret or not self.verified
        hidden = CONTENT if closed and viewer in OUTSIDE else frozenset()
        if not self.verified and viewer in ("budi", "kurnia", "lilis"):
            hidden = CONTENT | {"name"}  # not yet theirs
        if not self.verified:
            hidden = hidden | {"agency", "note"}  # it lies nowhere yet
        if self.anonymous and viewer != "partner":
            hidden = hidden | {"name"}
        return hidden


KINDS = {
    "plain": Kind(),
    "anonymous": Kind(anonymous=True),
    "secret": Kind(secret=True),
    "both": Kind(anonymous=True, secret=True),
    "unverified": Kind(verified=False),
}


@pytest.fixture
def world(db: None) -> World:
    made = build()
    partner = User.objects.create_user("partner@demo.lapor", name="Aplikasi Kota")
    Seat.objects.create(user=partner, role=Role.DEVELOPER)
    surya = User.objects.create_user("surya@demo.lapor", name="Surya")
    Seat.objects.create(user=surya, role=Role.SKM_MANAGER, agency=made.ministry)
    return made


def report_of(kind: Kind, world: World) -> Report:
    now = timezone.now()
    partner = Actor(user_id=User.objects.get(email="partner@demo.lapor").pk, partner=True)
    report = filed(
        now=now,
        by=partner,
        anonymous=kind.anonymous,
        secret=kind.secret,
        title=f"{TEXT} di sawah",
        text=f"{TEXT} merusak padi sejak kemarin.",
        location=f"Jalan {PLACE} 4",
    ).report
    notes.write(report, by=world.actor("ratna"), text=f"{NATIONAL}: hati-hati.", now=now)
    if kind.verified:
        verification.verify(report, by=world.actor("ratna"), now=now)
        disposition.dispose(report, by=world.actor("ratna"), agency=world.unit, now=now)
        notes.write(report, by=world.actor("budi"), text=f"{NOTE}: mohon dicek.", now=now)
        facts.count_day(facts.day_of(now), now)
    return report


def browser(viewer: str) -> CheckedClient:
    client = CheckedClient()
    if viewer != "public":
        user = User.objects.get(email=f"{viewer}@demo.lapor")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def program(viewer: str) -> CheckedClient:
    if viewer == "public":
        return CheckedClient()
    token = issue(User.objects.get(email=f"{viewer}@demo.lapor"))
    return CheckedClient(headers={"Authorization": f"Bearer {token}"})


def _read(client: CheckedClient, *addresses: str) -> str:
    answers = [client.get(address) for address in addresses]
    return "\n".join(answer.getvalue().decode() for answer in answers if answer.status_code == 200)


def public_pages(viewer: str, report: Report) -> str:
    month = facts.day_of(report.received).strftime("%Y-%m")
    return _read(
        browser(viewer),
        f"/laporan/{report.pk}/",
        "/laporan/",
        "/laporan/?q=padi",
        "/",
        f"/data/laporan-{month}.csv",
        f"/data/laporan-{month}.json",
    )


def desk(viewer: str, report: Report) -> str:
    return _read(browser(viewer), f"/kelola/laporan/{report.pk}/", "/kelola/?antrean=semua")


def interface(viewer: str, report: Report) -> str:
    base = f"/api/v1/reports/{report.pk}"
    return _read(program(viewer), base, f"{base}/events", f"{base}/deadlines", "/api/v1/reports")


def open311(viewer: str, report: Report) -> str:
    """And oEmbed, for which all are the public."""
    base = "/open311/v2/requests"
    one = f"{base}/{report.pk}.json?extensions=true"
    card = f"/oembed?url=http://testserver/laporan/{report.pk}/"
    return _read(program(viewer), one, f"{base}.xml", f"{base}.json?service_request_id={report.pk}", card)


def webhook(viewer: str, report: Report) -> str:
    """What one says of each event: of a coordinator's agency, of a developer's account; others have none."""
    user = User.objects.filter(email=f"{viewer}@demo.lapor").first()
    seat = Seat.objects.filter(user=user, role__in=(Role.COORDINATOR, Role.DEVELOPER)).first()
    if user is None or seat is None:
        return ""
    now = timezone.now()
    hook = setting.set_up(
        "http://127.0.0.1/", agency=seat.agency, user=None if seat.agency else user, now=now
    )
    said = [
        saying.body(queueing.add(hook.pk, event, now=now), hook, now=now) for event in report.events.all()
    ]
    return b"\n".join(one for one in said if one).decode()


DOORS: dict[str, Callable[[str, Report], str]] = {
    "public pages": public_pages,
    "desk": desk,
    "api": interface,
    "open311": open311,
    "webhook": webhook,
}
# Doors whose answers name no agency but the report's own.
BARE = ("api", "open311")
# Where a viewer who may see a canary must find it: the public at the public pages, officers at the desk.
MUST = {
    ("public pages", "public"): {"text", "place"},
    ("desk", "ratna"): {"text", "place", "agency", "name", "note", "national"},
    ("desk", "kurnia"): {"text", "place", "agency", "name", "note"},
    ("desk", "lilis"): {"note"},
    ("desk", "yusuf"): {"text", "place", "agency"},
    ("api", "public"): {"text", "place"},
    ("api", "partner"): {"text", "place"},
    ("api", "kurnia"): {"text", "place"},
    ("open311", "public"): {"text", "place", "agency"},
    ("open311", "tono"): {"text", "place", "agency"},
    ("open311", "partner"): {"text", "place", "agency"},
    ("webhook", "kurnia"): {"text", "place"},
    ("webhook", "partner"): {"text", "place"},
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", ["plain", "anonymous", "secret", "both"])
def test_the_ombudsman_reads_the_name_only_while_the_reporter_agrees(
    world: World, door: str, kind: str
) -> None:
    report = report_of(KINDS[kind], world)
    now = timezone.now()
    ombudsman.open_cases([report.pk], now=now)
    for agreed in (False, True, False):
        if door == "desk" or not agreed:
            ombudsman.consent(report, by=holder_of_code(report), agreed=agreed, now=now)
            assert (NAME in DOORS[door]("yusuf", report)) is agreed
        for viewer in ("public", "tono", "dewi", "karin"):
            assert NAME not in DOORS[door](viewer, report), viewer


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", KINDS)
def test_nobody_reads_more_or_less_than_the_table_says(world: World, door: str, kind: str) -> None:
    report = report_of(KINDS[kind], world)
    for viewer in VIEWERS:
        page = DOORS[door](viewer, report)
        may = MAY[viewer] - KINDS[kind].hidden_from(viewer)
        read = {name for name, canary in CANARIES.items() if canary in page}
        # Pages name agencies for other reasons too (an officer's own office, a list): the API must not.
        assert read - may <= (set() if door in BARE else {"agency"}), (viewer, kind, read - may)
        assert MUST.get((door, viewer), set()) & may <= read, (viewer, kind)
