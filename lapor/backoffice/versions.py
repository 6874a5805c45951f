"""The versions of a report's text: as filed, and each one bettered, with who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lapor.reports.looking import Seen


@dataclass(frozen=True)
class Version:
    """`whole`: title and text as one, to be compared; `before`: the one before, empty for the first."""

    number: int
    who: str
    at: datetime
    whole: str
    before: str = ""


def versions_of(seen: Seen) -> Sequence[Version]:
    """Oldest first; none where the content is closed to the viewer or was blanked. No query."""
    if not seen.original:
        return []
    made: list[Version] = []
    for row in sorted(seen.report.versions.all(), key=lambda row: row.number):
        if row.redacted_at:
            continue
        who = row.by.name if row.by else _("Pelapor")
        before = made[-1].whole if made else ""
        made.append(Version(row.number, who, row.created_at, f"{row.title}\n\n{row.text}", before))
    return made
