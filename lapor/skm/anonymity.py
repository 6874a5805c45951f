"""Profile tables as everybody may see them: no group so small that its people could be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lapor.skm.results import Group

# As in the open data of reports.
FEW = 5


@dataclass(frozen=True)
class Shown:
    """A group for the public; `number` None: fewer than FEW, or left out so that such a one stays unknown."""

    code: str
    label: str
    number: int | None


def public_groups(groups: Sequence[Group]) -> list[Shown]:
    """Groups of 1 to 4 are closed; and further ones, the smallest first, until those closed are together at
    least FEW in at least two groups, since the total is known. Groups of nobody are said to be so."""
    closed = {one.code for one in groups if 0 < one.number < FEW}
    rest = sorted((one.number, one.code) for one in groups if one.number >= FEW)
    while closed and rest and (len(closed) < 2 or _together(groups, closed) < FEW):
        closed.add(rest.pop(0)[1])
    return [Shown(one.code, one.label, None if one.code in closed else one.number) for one in groups]


def _together(groups: Sequence[Group], codes: set[str]) -> int:
    return sum(one.number for one in groups if one.code in codes)
