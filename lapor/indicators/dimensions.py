"""What figures can be asked by: the dimensions of a cell, and the pairs that are kept by month.

Every value is a number: a row's id, or for words the place in a list that only grows. 0 stands for reports
that have none (no agency yet, no place, no category) and for words that the list does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from itertools import combinations

from lapor.registry.models import Agency, AgencyKind, Region
from lapor.reports.states import Channel, ReportClass

# Their order is stored: add at the end.
CLASSES = (ReportClass.COMPLAINT, ReportClass.ASPIRATION, ReportClass.INFORMATION_REQUEST)
CHANNELS = (
    Channel.WEB, Channel.SMS, Channel.EMAIL, Channel.API, Channel.OPEN311, Channel.WALK_IN,
    Channel.LETTER, Channel.HOTLINE, Channel.SOCIAL, Channel.IMPORT,
)  # fmt: skip
KINDS = (
    AgencyKind.MINISTRY, AgencyKind.INSTITUTION, AgencyKind.PROVINCE, AgencyKind.REGENCY,
    AgencyKind.CITY, AgencyKind.UNIT,
)  # fmt: skip
# Filters at once. A third would need every combination of three.
MOST = 2


class Dim(IntEnum):
    """One dimension; its number is part of what is stored. The name in lower case is a column of `Cell`."""

    AGENCY = 1
    KIND = 2
    PROVINCE = 3
    REGENCY = 4
    CATEGORY = 5
    REPORT_CLASS = 6
    CHANNEL = 7

    @property
    def column(self) -> str:
        return self.name.lower()


# One value for each dimension that is fixed.
Where = Mapping[Dim, int]
# The first says the second: asking for both is asking for the first.
WITHIN = {Dim.AGENCY: Dim.KIND, Dim.REGENCY: Dim.PROVINCE}
# Dimensions that are kept together, by their code; 0 is the whole country.
SETS: dict[int, tuple[Dim, ...]] = {
    0: (),
    **{int(one): (one,) for one in Dim},
    **{
        one * 10 + other: (one, other)
        for one, other in combinations(Dim, 2)
        if WITHIN.get(one) is not other and WITHIN.get(other) is not one
    },
}


def code_of(dims: tuple[Dim, ...]) -> int:
    """The code of the set that holds these dimensions; ValueError where none is kept."""
    wanted = tuple(sorted(dims))
    for code, kept in SETS.items():
        if kept == wanted:
            return code
    raise ValueError(f"not kept together: {wanted}")


def kept(dims: tuple[Dim, ...]) -> bool:
    """Whether these dimensions can be asked for together."""
    return tuple(sorted(dims)) in SETS.values()


def number_of(words: tuple[str, ...], word: str) -> int:
    """The number of a word in its list; 0 for one that is not in it."""
    return words.index(word) + 1 if word in words else 0


def where_of(agency: Agency | None, region: Region | None) -> dict[Dim, int]:
    """A unit counts as its top agency, a district or village as its regency or city."""
    found = {Dim.AGENCY: agency.top_id()} if agency else {}
    if region:
        while region.depth > 2 and region.parent:
            region = region.parent
        found[Dim.PROVINCE if region.depth == 1 else Dim.REGENCY] = region.pk
    return found
