"""Which acts may be done on many reports at once. To add one is to add a row to `BULK`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lapor.accounts.actors import Actor
from lapor.accounts.roles import Role
from lapor.backoffice.acts import ActForm, Doing
from lapor.backoffice.acts.among import HandingOverMany
from lapor.backoffice.acts.forwarding import Disposition, UnitDisposition
from lapor.backoffice.acts.verifying import Archival, Postponement, Verification
from lapor.reports.lifecycle import TABLE, hold
from lapor.reports.refusals import Refusal, Stale


@dataclass(frozen=True)
class BulkAct:
    """An act of the desk, the fields that are asked once for all, and the roles that are offered it.

    What is not asked stays with each report as its own form would show it at first.
    """

    kind: type[ActForm]
    asked: tuple[str, ...]
    roles: tuple[Role, ...]

    @property
    def noun(self) -> str:
        return self.kind.noun


BULK: tuple[BulkAct, ...] = (
    BulkAct(Verification, ("agency", "note"), (Role.NATIONAL_VERIFIER,)),
    BulkAct(Disposition, ("agency", "note"), (Role.NATIONAL_VERIFIER,)),
    BulkAct(UnitDisposition, ("unit", "note"), (Role.COORDINATOR,)),
    BulkAct(Archival, ("reason_code", "note"), (Role.NATIONAL_VERIFIER,)),
    BulkAct(Postponement, ("missing", "reason"), (Role.NATIONAL_VERIFIER, Role.COORDINATOR)),
    BulkAct(HandingOverMany, ("to",), (Role.NATIONAL_VERIFIER, Role.COORDINATOR)),
)
BY_NOUN: dict[str, BulkAct] = {one.noun: one for one in BULK}
ROLES: tuple[Role, ...] = tuple(dict.fromkeys(role for one in BULK for role in one.roles))


def offered_to(actor: Actor) -> list[BulkAct]:
    """The acts in bulk that this officer's roles allow on some report."""
    return [one for one in BULK if actor.has(*one.roles)]


def why_not(one: BulkAct, doing: Doing) -> str:
    """Why this report allows no such act to this officer now; empty where it does."""
    try:
        one.kind.check(doing, TABLE)
    except Refusal as refusal:
        return str(refusal)
    return ""


@transaction.atomic
def carry_out(one: BulkAct, doing: Doing, given: dict[str, Any]) -> None:
    """The act on one report, with what was asked for all. The state is told before the version.

    Raises as the verb does, and Stale where the report is not in the version that `doing` expects.
    """
    hold(doing.report)
    one.kind.check(doing, TABLE)
    if doing.expected not in (None, doing.report.version):
        raise Stale
    form = one.kind(doing=doing)
    own = dict.fromkeys(form.fields) | one.kind.starting(doing)
    form.cleaned_data = own | {name: given[name] for name in one.asked}
    form.carry_out(doing)
