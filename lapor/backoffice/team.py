"""What the desk shows of colleagues: who handles the report, what they wrote, whether one watches it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lapor.backoffice.acts import Doing
from lapor.reports import handling, notes, watching
from lapor.reports.models import Handling, Note
from lapor.ui.pages import Page, keyset


@dataclass(frozen=True)
class Team:
    """`may_take`: nobody of the officer's own office handles it, and the officer may."""

    handlers: Sequence[Handling]
    notes: Page[Note]
    mine: bool
    may_take: bool
    may_note: bool
    watched: bool

    @property
    def shown(self) -> bool:
        """Whether there is anything to say of who handles it."""
        return bool(self.handlers) or self.may_take


def team_of(doing: Doing, *, notes_from: str | None = None) -> Team:
    """A fixed number of queries. `notes_from`: where the page of notes begins; else BadCursor."""
    report, by = doing.report, doing.by
    rows = list(handling.known_to(report, by))
    home = handling.may_handle(report, by)
    taken = home is not None and any(row.agency_id == home.agency_id for row in rows)
    return Team(
        handlers=rows,
        notes=keyset(notes.readable(report, by), keys=("-id",), cursor=notes_from),
        mine=any(row.user_id == by.user_id for row in rows),
        may_take=home is not None and not taken,
        may_note=notes.writing_office(report, by) is not None,
        watched=watching.watches(report, by),
    )
