"""A small world with a hub, innovations of its agencies, evaluators, and competitions through the verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lapor.accounts.actors import Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.jipp.codes import SECTIONS, InnovationStatus, VersionStatus
from lapor.jipp.competition.calls import Plan, begin_scoring, open_call, prepare_call
from lapor.jipp.competition.evaluators import answer_invitation, invite_evaluator
from lapor.jipp.competition.proposing import propose
from lapor.jipp.competition.wording import labels
from lapor.jipp.models import Call, Evaluator, Hub, Innovation, InnovationVersion, Proposal
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency
from lapor.reports.tests.world import NOW, World, build

OPENS, CLOSES, SCORED = date(2018, 8, 20), date(2018, 8, 31), date(2018, 9, 30)
AFTER = NOW + timedelta(days=7)


@dataclass(frozen=True)
class Network:
    """`hana` runs `hub`, hosted by the world's ministry; `maya` is a member for Kota Surabaya (`city`)."""

    world: World
    hub: Hub
    city: Agency
    hana: Actor
    maya: Actor


def person(world: World, name: str, role: Role, agency: Agency | None) -> Actor:
    user = User.objects.create_user(f"{name}@demo.lapor", "lapor-demo", name=name.title())
    Seat.objects.create(user=user, role=role, agency=agency)
    return world.actor(name)


def account(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id or 0)


def network() -> Network:
    world = build()
    hub = Hub.objects.create(
        code="JATIM", slug="jawa-timur", name="JIPP Jawa Timur", host=world.ministry, created_at=NOW
    )
    hana = person(world, "hana", Role.HUB_MANAGER, world.ministry)
    maya = person(world, "maya", Role.MEMBER, world.stranger)
    return Network(world, hub, world.stranger, hana, maya)


def innovation(made: Network, number: int = 1, *, agency: Agency | None = None, **facts: Any) -> Innovation:
    """A published one that may compete in every call."""
    title = f"Antrean Ramah {number}"
    owner = agency or made.city
    shown: dict[str, Any] = {"sdg": 16, "started_on": date(2016, 1, 1)} | facts
    row = Innovation.objects.create(
        slug=f"antrean-ramah-{number}",
        hub=made.hub,
        agency=owner,
        title=title,
        created_at=NOW,
        changed_at=NOW,
        sdg=shown["sdg"],
        started_on=shown["started_on"],
    )
    sections = {code: f"Isi bagian {code} dari inovasi nomor {number}." for code in SECTIONS}
    version = InnovationVersion.objects.create(
        innovation=row,
        number=1,
        title=title,
        status=VersionStatus.PUBLISHED,
        written_at=NOW,
        **(sections | shown),
    )
    row.published, row.published_at, row.status = version, NOW, InnovationStatus.PUBLISHED
    row.save()
    return row


def plan(**changes: Any) -> Plan:
    facts: dict[str, Any] = {
        "title": "KIPP Jawa Timur",
        "about": "Lomba inovasi pelayanan publik.",
        "opens_on": OPENS,
        "closes_on": CLOSES,
        "scored_by": SCORED,
        "shortlist": 3,
    }
    return Plan(**(facts | changes))


def opened(made: Network, **changes: Any) -> Call:
    draft = prepare_call(made.hub, plan(**changes), by=made.hana, now=NOW)
    return open_call(draft, by=made.hana, now=NOW)


def proposed(made: Network, call: Call, rows: Sequence[Innovation]) -> list[Proposal]:
    return [propose(call, one, labels=labels(), by=made.maya, now=NOW) for one in rows]


def evaluator(made: Network, call: Call, name: str, agency: Agency | None = None) -> tuple[Evaluator, Actor]:
    """Somebody with an evaluator's seat (at an own unit of the ministry) who said yes."""
    home = agency or ensure_unit(made.world.ministry, f"Universitas {name}")
    actor = person(made.world, name, Role.EVALUATOR, home)
    asked = invite_evaluator(call, account(actor), by=made.hana, now=NOW)
    return answer_invitation(asked, yes=True, by=actor, now=NOW), actor


def scoring(made: Network, call: Call, *, now: datetime = AFTER) -> Call:
    return begin_scoring(call, by=made.hana, now=now)
