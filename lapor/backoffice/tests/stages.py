"""Reports at each stage of their life, brought there by the real verbs, now."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lapor.reports import closing, disposition, followup, verification
from lapor.reports.models import Report
from lapor.reports.tests.world import World, filed, holder_of_code

DRAFT = "Tunjangan dibayarkan paling lambat hari Jumat."


class Stages:
    """`stages.drafted()` is a report whose draft waits at the unit of the ministry."""

    def __init__(self, world: World) -> None:
        self.world = world

    def received(self, **changes: Any) -> Report:
        return filed(**{"now": timezone.now(), **changes}).report

    def verified(self, **changes: Any) -> Report:
        report = self.received(**changes)
        verification.verify(report, by=self.world.actor("ratna"), now=timezone.now(), supervision=False)
        return report

    def disposed(self, **changes: Any) -> Report:
        report = self.verified(**changes)
        verifier, ministry = self.world.actor("ratna"), self.world.ministry
        disposition.dispose(report, by=verifier, agency=ministry, now=timezone.now(), note="Mohon dicek.")
        return report

    def at_unit(self, **changes: Any) -> Report:
        report = self.disposed(**changes)
        coordinator, unit = self.world.actor("kurnia"), self.world.unit
        disposition.dispose_to_unit(report, by=coordinator, unit=unit, now=timezone.now())
        return report

    def drafted(self, **changes: Any) -> Report:
        report = self.at_unit(**changes)
        followup.draft(report, by=self.world.actor("budi"), text=DRAFT, final=True, now=timezone.now())
        return report

    def answered(self, **changes: Any) -> Report:
        report = self.drafted(**changes)
        followup.approve_draft(report, by=self.world.actor("wati"), now=timezone.now())
        return report

    def closed(self, **changes: Any) -> Report:
        report = self.answered(**changes)
        closing.close(report, by=holder_of_code(report), rating=2, now=timezone.now())
        return report

    def postponed(self, **changes: Any) -> Report:
        report = self.received(**changes)
        verification.postpone(
            report, by=self.world.actor("ratna"), reason="Lampirkan bukti.", now=timezone.now()
        )
        return report

    def objected(self, **changes: Any) -> Report:
        report = self.archived(**changes)
        closing.object_to(report, by=holder_of_code(report), reason="Ini nyata.", now=timezone.now())
        return report

    def archived(self, **changes: Any) -> Report:
        report = self.received(**changes)
        verification.archive(
            report,
            by=self.world.actor("ratna"),
            reason_code="unclear",
            note="Tidak jelas.",
            now=timezone.now(),
        )
        return report

    def asked(self, **changes: Any) -> Report:
        report = self.disposed(**changes)
        followup.ask(report, by=self.world.actor("karin"), text="Sampai di mana?", now=timezone.now())
        return report
