"""Reports at each stage of their life, brought there by the real verbs today."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from lapor.reports import closing, disposition, followup, merging, verification
from lapor.reports.filing import Filed
from lapor.reports.tests.world import World, filed, holder_of_code

ANSWER = {"text": "Sudah kami perbaiki kemarin.", "final": True}


def received(_world: World) -> Filed:
    return filed(now=timezone.now())


def verified(world: World) -> Filed:
    made = received(world)
    verification.verify(made.report, by=world.actor("ratna"), now=timezone.now(), supervision=False)
    return made


def at_agency(world: World) -> Filed:
    made = verified(world)
    disposition.dispose(made.report, by=world.actor("ratna"), agency=world.ministry, now=timezone.now())
    return made


def at_unit(world: World) -> Filed:
    made = at_agency(world)
    disposition.dispose_to_unit(made.report, by=world.actor("kurnia"), unit=world.unit, now=timezone.now())
    return made


def drafted(world: World) -> Filed:
    made = at_unit(world)
    followup.draft(
        made.report, by=world.actor("budi"), text="Sudah kami perbaiki.", final=True, now=timezone.now()
    )
    return made


def answered(world: World) -> Filed:
    made = at_agency(world)
    followup.answer(
        made.report, by=world.actor("kurnia"), text="Sudah kami perbaiki.", final=True, now=timezone.now()
    )
    return made


def closed(world: World) -> Filed:
    made = answered(world)
    closing.close(made.report, by=holder_of_code(made.report), now=timezone.now(), rating=5)
    return made


def postponed(world: World) -> Filed:
    made = received(world)
    verification.postpone(made.report, by=world.actor("ratna"), reason="Di mana?", now=timezone.now())
    return made


def archived(world: World) -> Filed:
    made = received(world)
    verification.archive(
        made.report,
        by=world.actor("ratna"),
        reason_code="unclear",
        note="Tidak jelas",
        now=timezone.now(),
    )
    return made


def objected(world: World) -> Filed:
    made = archived(world)
    closing.object_to(made.report, by=holder_of_code(made.report), reason="Jelas", now=timezone.now())
    return made


def asked(world: World) -> Filed:
    made = at_agency(world)
    followup.ask(made.report, by=world.actor("karin"), text="Sampai di mana?", now=timezone.now())
    return made


def merged(world: World) -> Filed:
    made = verified(world)
    target = verified(world).report
    merging.merge(made.report, by=world.actor("ratna"), into=target, now=timezone.now())
    return made


STAGES: dict[str, Callable[[World], Filed]] = {
    "received": received,
    "verified": verified,
    "disposed": at_agency,
    "at unit": at_unit,
    "drafted": drafted,
    "answered": answered,
    "closed": closed,
    "postponed": postponed,
    "archived": archived,
    "objected": objected,
    "asked": asked,
    "merged": merged,
}


def stage(world: World, name: str) -> Filed:
    """A fresh report at that stage."""
    return STAGES[name](world)
