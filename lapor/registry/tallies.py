"""What a loading did, for whoever ran it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    read: int = 0
    created: int = 0
    changed: int = 0


@dataclass(slots=True)
class Loaded:
    """Per kind of row: lines read from the files, rows made, rows changed in the database."""

    regions: Tally = field(default_factory=Tally)
    agencies: Tally = field(default_factory=Tally)
    keywords: Tally = field(default_factory=Tally)
    categories: Tally = field(default_factory=Tally)
