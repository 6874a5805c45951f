"""A small network: one hub in Jawa Timur with its curator, and two agencies that write and learn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lapor.accounts.actors import OPERATOR, Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.jipp import curating, hubs, writing
from lapor.jipp.codes import SECTIONS
from lapor.jipp.given import checklist
from lapor.jipp.models import Hub, InnovationVersion
from lapor.registry.models import Agency
from lapor.reports.tests.world import NOW, World, build

ONE_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)
ALL_TICKED = frozenset(check.code for check in checklist())
SEATS = {
    "hana": (Role.HUB_MANAGER, "PROV-JATIM"),
    "wulan": (Role.CURATOR, "PROV-JATIM"),
    "gita": (Role.MEMBER, "KAB-NGANJUK"),
    "dodi": (Role.MENTOR, "KOTA-SURABAYA"),
}


@dataclass(frozen=True)
class Network:
    """`tono` writes for `owner` (Kota Surabaya), `gita` for `learner` (Kab. Nganjuk), `wulan` reviews."""

    world: World
    hub: Hub
    owner: Agency
    learner: Agency
    writer: str = "tono"
    reviewer: str = "wulan"

    def actor(self, name: str) -> Actor:
        return self.world.actor(name)

    def user(self, name: str) -> User:
        return User.objects.get(email=f"{name}@demo.lapor")


def network(world: World | None = None) -> Network:
    world = world or build()
    host = Agency.objects.get(code="PROV-JATIM")
    for name, (role, code) in SEATS.items():
        user = User.objects.create_user(f"{name}@demo.lapor", "lapor-demo", name=name.title())
        Seat.objects.create(user=user, role=role, agency=Agency.objects.get(code=code))
    hub = hubs.found_hub(host, code="JATIM", name="JIPP Jawa Timur", region=host.region, by=OPERATOR, now=NOW)
    for code in ("KOTA-SURABAYA", "KAB-NGANJUK"):
        hubs.join(hub, Agency.objects.get(code=code), by=OPERATOR, since=date(2018, 1, 1))
    return Network(world, hub, world.stranger, Agency.objects.get(code="KAB-NGANJUK"))


def facts(**changes: Any) -> dict[str, Any]:
    """A whole proposal; every section has words enough."""
    text = "Warga menunggu paling lama lima belas menit karena jam datangnya dipilih dari rumah lewat ponsel."
    return {
        **dict.fromkeys(SECTIONS, text),
        "title": "Antrean dari rumah",
        "sector": "civil_registration",
        "categories": ["kependudukan"],
        "sdg": 16,
        "target_group": "everybody",
        "cost_band": "under_50",
        "started_on": date(2016, 5, 1),
        "contact_name": "Bagian Organisasi",
        "contact_email": "organisasi@kota.example",
        "contact_shown": "everybody",
    } | changes


def drafted(made: Network, **changes: Any) -> InnovationVersion:
    writer = made.actor(made.writer)
    version = writing.begin(made.owner, hub=made.hub, title="Antrean dari rumah", by=writer, now=NOW)
    return writing.write(version, facts(**changes), edits=0, by=writer, now=NOW)


def shown(made: Network, **changes: Any) -> InnovationVersion:
    """Published, a day later."""
    return published(made, drafted(made, **changes))


def published(made: Network, draft: InnovationVersion) -> InnovationVersion:
    version = writing.submit(draft, by=made.actor(made.writer), now=NOW)
    reviewer = made.actor(made.reviewer)
    curating.publish(version, ticked=ALL_TICKED, by=reviewer, now=NOW + timedelta(days=1))
    version.refresh_from_db()
    version.innovation.refresh_from_db()
    return version
