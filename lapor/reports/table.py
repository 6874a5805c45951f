"""The shape of one row of the lifecycle's table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lapor.reports.rights import Who
from lapor.reports.states import Act, Status
from lapor.sla.rules import Step


class To(StrEnum):
    """Where an act leads, when it is no fixed status."""

    SAME = "same"
    BEFORE = "the state before"
    ANY = "any"


@dataclass(frozen=True)
class Row:
    """One way an act can go. `variant` tells the ways of one act apart (interim or final)."""

    act: Act
    come_from: frozenset[Status]
    to: Status | To
    who: frozenset[Who]
    variant: str = ""
    # Clocks: started anew, run on after an end, met (what was owed was done), stopped (no longer owed).
    starts: tuple[Step, ...] = ()
    continues: tuple[Step, ...] = ()
    meets: tuple[Step, ...] = ()
    stops: tuple[Step, ...] = ()
    pauses: bool = False
    resumes: bool = False
    # All clocks end with this act.
    ends: bool = False
