"""How content people are with an agency: its index by both ways of weighting, and each service unit's own."""

from __future__ import annotations

from dataclasses import dataclass

from lapor.registry.models import Agency
from lapor.skm.arithmetic import Score
from lapor.skm.models import Period, ServiceUnit
from lapor.skm.results import AgencyResult, agency_result
from lapor.ui.components import Status, Tone

UNITS = 20
ICONS = {"C": "alert"}
TONES = {"A": Tone.OK, "B": Tone.OK, "C": Tone.WARN, "D": Tone.LATE}


@dataclass(frozen=True)
class Line:
    """One unit's newest published survey of the year."""

    unit: ServiceUnit
    period: Period
    score: Score

    @property
    def grade(self) -> Status:
        letter = self.score.grade
        return (
            Status(f"{letter}: {letter.label}", TONES[letter], ICONS.get(letter, ""))
            if letter
            else Status("-", Tone.CALM)
        )


@dataclass(frozen=True)
class Contentment:
    """`year`: this one, or the last where nothing is published in this one yet."""

    year: int
    found: AgencyResult
    lines: list[Line]


def contentment(agency: Agency, *, year: int) -> Contentment | None:
    """None where no unit of this agency is surveyed. Six queries at most, one without units."""
    found = agency_result(agency, year=year)
    if not found.units and not found.missing:
        return None
    if not found.units:
        before = agency_result(agency, year=year - 1)
        found, year = (before, year - 1) if before.units else (found, year)
    return Contentment(year, found, [Line(*one) for one in found.units[:UNITS]])
